"""Broker and database are taken away and come back, while customers book, move and cancel."""

import time

import pytest

pytestmark = [pytest.mark.real, pytest.mark.slow]


@pytest.mark.long
def test_the_broker_stopped_for_a_quarter_of_a_minute(rig):
    with rig.incident("broker stopped for 15 s") as run:
        rig.servers.broker.restart(after_seconds=15)
        run.recovered(time.monotonic())


def test_the_broker_killed(rig):
    with rig.incident("broker killed") as run:
        rig.servers.broker.restart(after_seconds=0, killed=True)
        run.recovered(time.monotonic())


@pytest.mark.long
def test_the_database_restarted(rig):
    with rig.incident("database restarted") as run:
        rig.servers.database.restart(after_seconds=2)
        run.recovered(time.monotonic())


def test_the_database_killed(rig):
    with rig.incident("database killed") as run:
        rig.servers.database.restart(after_seconds=2, killed=True)
        run.recovered(time.monotonic())
