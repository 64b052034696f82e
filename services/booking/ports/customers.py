"""What is known of customers beside their visits."""

from collections.abc import Collection, Mapping
from typing import Protocol


class Customers(Protocol):
    """The replica of how identity's accounts of customers are called."""

    def names_of(self, customer_ids: Collection[str]) -> Mapping[str, str]:
        """Those of them whose name is known, by id."""
        ...

    def remember(self, customer_id: str, revision: int, name: str | None) -> None:
        """Keep the name unless a revision as new is known; None: keep that there is none to be known."""
        ...
