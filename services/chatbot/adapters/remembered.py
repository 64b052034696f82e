"""The catalogue is read anew only when it changed: a turn then costs one look at a number."""

from collections.abc import Callable
from dataclasses import dataclass

from services.chatbot.domain.catalogue import Catalogue


@dataclass
class RememberedCatalogue:
    """Of one process: the catalogue as it was read last, and how many changes had been told by then."""

    changes: int | None = None
    catalogue: Catalogue | None = None

    def at(self, changes: int, read: Callable[[], Catalogue]) -> Catalogue:
        """The rows are read after the number: they may be newer than it, never older, and are then read once more."""
        if self.catalogue is None or self.changes != changes:
            self.catalogue, self.changes = read(), changes
        return self.catalogue
