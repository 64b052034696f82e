"""SIGTERM to one replica of everything, then to the other, while customers book, move and cancel."""

import time

import pytest

from deploy import installation
from tests.support.fleet import GATEWAY

pytestmark = [pytest.mark.real, pytest.mark.slow]


def test_a_rolling_restart_of_two_replicas_of_everything_is_noticed_by_nobody(rig):
    everything = [*installation.services(), GATEWAY]
    both = [[f"{service}-{number}" for service in everything] for number in (1, 2)]
    rig.fleet.start(sorted({*both[0], *both[1]} - set(rig.fleet.processes)))

    with rig.incident("rolling restart") as run:
        began = time.monotonic()
        for wave in both:
            ended = {name: rig.fleet.terminate(name) for name in wave}
            assert set(ended.values()) == {0}, ended
            rig.fleet.start(wave)
        run.recovered(began)

    # Whoever met a replica on its way out was told 503 and came through at the next try: nobody was left without.
    assert set(run.crowd.silences()) <= {"service_unavailable", "deadline_exceeded", "idempotency_key_in_progress"}
