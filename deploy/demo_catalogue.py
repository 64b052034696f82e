"""The demonstration shop's catalogue, as the chat would have heard of it; ids are the slugs."""

from functools import cache

import yaml

from deploy.seed import DEMO
from services.chatbot.domain.catalogue import WEEKDAYS, Catalogue, Store, Technician, Treatment


@cache
def demo_catalogue() -> Catalogue:
    shop = yaml.safe_load(DEMO.read_text(encoding="utf-8"))
    stores = [Store.of({**row, "id": row["slug"], "opening_hours": _weekly(row["hours"])}) for row in shop["stores"]]
    treatments = [
        Treatment.of({**row, "id": row["slug"], "duration_minutes": row["minutes"], "body_parts": row["body"]})
        for row in shop["treatments"]
    ]
    technicians = [Technician.of({**row, "id": row["slug"], "stores": [row["store"]]}) for row in shop["technicians"]]
    return Catalogue.of(stores, treatments, technicians)


def _weekly(hours: str) -> dict[str, list[dict[str, str]]]:
    """`"10:00-22:00"` on every day of the week."""
    opens, closes = hours.split("-")
    return {day: [{"from": opens, "to": closes}] for day in WEEKDAYS}
