"""From kept rows of the catalogue to what the domain knows of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from services.chatbot.domain.catalogue import Catalogue, Rules, Store, Technician, Treatment
from services.chatbot.ports import STORES, TECHNICIANS, TREATMENTS
from shared.effective import Dated, in_force

Row = Mapping[str, Any]


def catalogue_of(rows: Mapping[str, Iterable[Row]]) -> Catalogue:
    return Catalogue.of(
        map(Store.of, rows.get(STORES, ())),
        map(Treatment.of, rows.get(TREATMENTS, ())),
        map(Technician.of, rows.get(TECHNICIANS, ())),
    )


def rules_of(rows: Iterable[Row], scopes: Sequence[str], at: datetime) -> Rules:
    dated = (
        Dated(row["id"], row["scope"], datetime.fromisoformat(row["effective_from"]), row["values"])
        for row in rows
        if not row.get("retired")
    )
    values, _ = in_force(dated, scopes, at)
    return Rules.of(values)
