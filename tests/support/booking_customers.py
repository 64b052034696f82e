"""How customers are called, held in memory."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field


@dataclass
class InMemoryCustomers:
    rows: dict[str, tuple[int, str | None]] = field(default_factory=dict)

    def names_of(self, customer_ids: Collection[str]) -> Mapping[str, str]:
        return {one: name for one, (_, name) in self.rows.items() if one in customer_ids and name}

    def remember(self, customer_id: str, revision: int, name: str | None) -> None:
        if revision > self.rows.get(customer_id, (0, None))[0]:
            self.rows[customer_id] = (revision, name)
