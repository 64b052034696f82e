"""The line between one service and the broker is cut, hangs or is slow; it leads through a gate of the test's."""

import time

import pytest

pytestmark = [pytest.mark.real, pytest.mark.slow, pytest.mark.long]

SERVICE = "scheduling"


def test_cut_and_mended_again(rig):
    gate = rig.gates[SERVICE]

    with rig.incident(f"line of {SERVICE} cut") as run:
        gate.shut()
        time.sleep(5)
        gate.open()
        run.recovered(time.monotonic())


def test_cut_again_and_again(rig):
    with rig.incident(f"line of {SERVICE} cut five times") as run:
        for _ in range(5):
            rig.gates[SERVICE].cut()
            time.sleep(1)
        run.recovered(time.monotonic())


def test_frozen_for_longer_than_a_call_waits(rig):
    gate = rig.gates[SERVICE]

    with rig.incident(f"line of {SERVICE} frozen") as run:
        gate.freeze()
        time.sleep(10)
        gate.thaw()
        run.recovered(time.monotonic())


def test_slow(rig):
    gate = rig.gates[SERVICE]

    with rig.incident(f"line of {SERVICE} slow") as run:
        gate.slow(0.05)
        run.recovered(time.monotonic())
        gate.slow(0)
