"""Values with an effective date: for each field, what holds now in the most specific scope that says anything."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Dated:
    """One row of values: from `effective_from` on, in `scope`, these fields hold. `id` names it in a dispute."""

    id: str
    scope: str
    effective_from: datetime
    values: Mapping[str, Any]


def in_force(rows: Iterable[Dated], scopes: Sequence[str], at: datetime) -> tuple[dict[str, Any], str]:
    """The values at an instant, and the version that names exactly the rows they came from.

    `scopes` go from the general to the specific (`["brand", store_id, treatment_id]`); a later scope wins over an
    earlier one, and within a scope a newer row over an older one, field by field.
    """
    held = _held(rows, scopes, at)
    origin = _origins(held)
    used = dict.fromkeys(row.id for row in held if row in origin.values())
    return {name: row.values[name] for name, row in origin.items()}, "+".join(used)


def origin_of(name: str, rows: Iterable[Dated], scopes: Sequence[str], at: datetime) -> Dated | None:
    """The row from which a field has its value at an instant; None where no row says anything."""
    return _origins(_held(rows, scopes, at)).get(name)


def _held(rows: Iterable[Dated], scopes: Sequence[str], at: datetime) -> list[Dated]:
    """The rows that hold, the one that wins last."""
    return sorted(
        (row for row in rows if row.scope in scopes and row.effective_from <= at),
        key=lambda row: (scopes.index(row.scope), row.effective_from, row.id),
    )


def _origins(held: Iterable[Dated]) -> dict[str, Dated]:
    origin: dict[str, Dated] = {}
    for row in held:
        origin.update(dict.fromkeys(row.values, row))
    return origin
