"""What counts how much when a technician is chosen: booking rules with an effective date, `assignment_weights`."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self


@dataclass(frozen=True)
class Weights:
    """A component's value is 0 to 1, larger is better; its weight says how much that is worth beside the others.

    By default one rotation clock fewer outweighs any gap, so that among equals nobody is two clocks ahead, and a
    returning customer outweighs one clock but not two. `rules_id` and `effective_from` name the row that judged; both
    are empty where none says anything.
    """

    gap: float = 1
    rating: float = 0.5
    continuity: float = 1.5
    rotation: float = 3
    level: float = 1
    travel: float = 1
    rules_id: str = ""
    effective_from: str = ""

    @property
    def by_component(self) -> dict[str, float]:
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name in COMPONENTS}

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> Self:
        """From a row of rules or from what was kept: what it leaves out has its default, what is new is left aside."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in row.items() if name in known})


COMPONENTS = ("gap", "rating", "continuity", "rotation", "level", "travel")
