"""kill -9 of every service in turn, all its replicas at once, while customers book, move and cancel."""

import time

import pytest

from deploy import installation
from tests.support.fleet import GATEWAY

pytestmark = [pytest.mark.real, pytest.mark.slow]

SECONDS_AWAY = 1.0


ON_THE_WAY_OF_A_BOOKING = ("booking", "scheduling")


def _left_to_make_faults(service: str) -> list:
    return [] if service in ON_THE_WAY_OF_A_BOOKING else [pytest.mark.long]


@pytest.mark.parametrize("service", [pytest.param(s, marks=_left_to_make_faults(s)) for s in installation.services()])
def test_killed_and_started_again_it_loses_nothing_and_doubles_nothing(rig, service: str):
    replicas = rig.fleet.of(service)

    with rig.incident(f"{service} killed") as run:
        rig.fleet.kill(replicas)
        time.sleep(SECONDS_AWAY)
        rig.fleet.start(replicas)
        run.recovered(time.monotonic())


@pytest.mark.long
def test_one_of_two_replicas_of_each_may_die_and_nobody_waits_for_it(rig):
    with rig.incident("one replica of booking, scheduling and notification killed") as run:
        gone = ["booking-1", "scheduling-2", "notification-1"]
        rig.fleet.kill(gone)
        run.recovered(time.monotonic())
        rig.fleet.start(gone)


@pytest.mark.long
def test_a_gateway_killed_leaves_its_customers_to_the_other(rig):
    gateway = rig.fleet.of(GATEWAY)[0]

    with rig.incident("gateway killed") as run:
        rig.fleet.kill([gateway])
        run.recovered(time.monotonic())
        rig.fleet.start([gateway])
