"""Processes that are not as they should be, while customers book, move and cancel."""

import time

import pytest

from tests.support.fleet import GATEWAY

pytestmark = [pytest.mark.real, pytest.mark.slow, pytest.mark.long]

FULL = "/dev/full"


@pytest.mark.parametrize(("service", "seconds"), [("booking", 120), ("scheduling", -120)])
def test_a_clock_two_minutes_off(rig, service: str, seconds: int):
    replicas = rig.fleet.of(service)

    with rig.incident(f"clock of {service} {seconds:+} s off") as run:
        rig.fleet.kill(replicas)
        skewed = ("-m", "tests.support.skewed_clock")
        rig.fleet.start(replicas, program=skewed, CLOCK_SKEW_SECONDS=str(seconds))
        run.recovered(time.monotonic())
        run.crowd.wait_for_successes(40, 120)


def test_a_log_on_a_full_disk(rig):
    """Each line of the log fails, in every process on the way of a booking."""
    names = [*rig.fleet.of("booking"), *rig.fleet.of("scheduling"), *rig.fleet.of("notification"), f"{GATEWAY}-1"]

    with rig.incident("no room for logs") as run:
        rig.fleet.kill(names)
        rig.fleet.start(names, log=FULL)
        run.recovered(time.monotonic())
        run.crowd.wait_for_successes(40, 120)
