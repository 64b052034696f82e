"""Entities of the time parser in a line that a reader can check."""

from datetime import datetime

MIDNIGHT = "00:00:00"


def told(entity):
    """`range 2026-11-25 / 2026-12-01`, `time 15:00`, `duration 90m`, `set 7 19:00`."""
    kind = entity["type"]
    if kind == "duration":
        return (
            f"duration {entity['seconds'] // 60}m" if entity["seconds"] % 60 == 0 else f"duration {entity['seconds']}s"
        )
    if kind == "set":
        return " ".join(str(part) for part in ("set", entity["delta_days"] or "calendar", entity["time"]) if part)
    values = [entity[name] for name in ("value", "start", "end") if name in entity]
    return f"{kind} " + " / ".join(_instant(value) for value in values)


def _instant(value):
    if "T" not in value:
        return value
    at = datetime.fromisoformat(value)
    if value.endswith(MIDNIGHT):
        return value.removesuffix(f"T{MIDNIGHT}")
    return at.isoformat(" ", "seconds" if at.second else "minutes")
