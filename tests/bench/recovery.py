"""How long nobody got anything after each fault: what the last `make faults` has measured."""

import json

from tests.support.rig import REPORT


def run() -> dict:
    if not REPORT.exists():
        return {"not measured": "make faults writes them"}
    told = json.loads(REPORT.read_text())
    seconds = {name: fault["seconds_to_first_success"] for name, fault in told.items()}
    measured = [value for value in seconds.values() if value is not None]
    return {**seconds, "longest": max(measured, default=None)}
