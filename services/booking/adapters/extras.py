"""What few appointments and few changes have, as JSON in one column that is null for all others."""

import json
from collections.abc import Mapping
from typing import Any

from services.booking.domain.life.addons import AddedOn
from shared.events import plain


def written(values: Mapping[str, Any]) -> str | None:
    """The values that say something; None where none does."""
    found = {name: plain(value) for name, value in values.items() if value}
    return json.dumps(found, ensure_ascii=False) if found else None


def read(text: str | None) -> dict[str, Any]:
    """What was written, by name; what said nothing is left out."""
    row = json.loads(text) if text else {}
    return {**row, "addons": tuple(AddedOn(**one) for one in row["addons"])} if "addons" in row else row
