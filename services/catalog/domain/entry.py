"""What everything in the catalogue has: an id, a revision that grows with each change, and a way to leave."""

import dataclasses
from dataclasses import dataclass
from typing import Any, Self

from services.catalog.domain.errors import VersionConflict


@dataclass(frozen=True, kw_only=True)
class Entry:
    """`revision` is what people see as `version`. A retired entry is kept, since appointments still name it."""

    id: str
    revision: int = 1
    retired: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """What a search finds the entry by."""
        return ()

    def changed(self, version: int | None, **changes: Any) -> Self:
        """The next revision; `version` is the one its editor saw, None for somebody who does not mind."""
        if version not in {None, self.revision}:
            raise VersionConflict(params={"version": self.revision})
        return dataclasses.replace(self, revision=self.revision + 1, **changes)

    def retire(self, version: int | None) -> Self:
        return self.changed(version, retired=True)

    def matches(self, q: str) -> bool:
        """Whether a word contains what was typed, whatever the case."""
        typed = q.strip().casefold()
        return any(typed in word.casefold() for word in self.words)
