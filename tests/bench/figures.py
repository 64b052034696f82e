"""A store's month of figures, as the dashboard asks for it: 30 days, 20 technicians, 3,600 visits, and as many before.

Alone: `mingyitang backends run -- python -m tests.bench.figures`.
"""

import json
import secrets
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from pathlib import Path
from typing import Any

import pymongo
from bson.codec_options import CodecOptions

from deploy import backends
from services.booking.adapters.storage import SqlStorage
from services.booking.schemas.figures import booking_figures_view, technician_figures_view
from services.booking.use_cases import find_booking_figures, find_technician_figures
from services.chatbot.adapters.insight import MongoInsight
from services.chatbot.domain.insight import DayFigures, Unmet
from services.chatbot.schemas.insight import figures_view
from services.chatbot.use_cases import find_chat_figures
from services.scheduling import use_cases as scheduling
from services.scheduling.schemas.figures import utilisation_view
from shared import migrations
from shared.db import Database
from shared.outbox import Outbox
from shared.testing import NOW, a_call, a_technician, an_admin, sample
from tests.bench.scheduling import timed
from tests.conftest import real_databases
from tests.support import booking_month, scheduling_month
from tests.support.scheduling import a_diary

STORE, TREATMENT = "01KQ8Y0000000000000XVJAHV1", "01KQ8Y0000000000000M0X1BV5"
DAYS = {"first": booking_month.FIRST, "last": booking_month.LAST}
STORES, TIMES, GOAL = 5, 50, "ms (goal p95 ≤ 50)"
MakeDatabase = Callable[[str], Database]


def run(servers: backends.Backends) -> dict:
    with real_databases(servers) as make:
        figures = _of_sql(make, servers.mysql.chosen)
    with tempfile.TemporaryDirectory() as folder:
        figures |= _of_sql(lambda service: _sqlite(service, Path(folder)), "SQLite")
    with _documents(servers) as database:
        figures[f"chat, {STORES} stores, {GOAL}"] = timed(lambda: _chat(MongoInsight(database)), TIMES)
    return figures


def _of_sql(make: MakeDatabase, product: str) -> dict:
    storage = month_of_bookings(make("booking"))
    diary = a_diary(make("scheduling"))
    scheduling_month.month_of(diary)
    asked: dict[str, Callable[[], dict]] = {
        "bookings and revenue": lambda: booking_figures_view(
            find_booking_figures(storage, call=a_call(an_admin()), store_id=STORE, **DAYS)
        ),
        "a technician's own": lambda: technician_figures_view(
            find_technician_figures(storage, call=a_call(a_technician("tec-3")), technician_id="tec-3", **DAYS)
        ),
        "utilisation": lambda: utilisation_view(
            scheduling.find_utilisation(diary, actor=an_admin(), now=NOW, store_id="sto-1", **DAYS)
        ),
    }
    return {
        f"{name}, {product}, {GOAL}": timed(lambda ask=ask: json.dumps(ask()), TIMES) for name, ask in asked.items()
    }


def month_of_bookings(database: Database) -> SqlStorage:
    storage = SqlStorage(database, Outbox(database, "booking"), a_call(an_admin()))
    for kind in ("store", "treatment"):
        storage.catalogue.remember(kind, sample("catalog", f"{kind}_changed").data)
    booking_month.month_of(database, STORE, TREATMENT)
    return storage


def month_of_chats(insight: MongoInsight, first: date, last: date) -> None:
    """Every day of every store, and of none, with a dozen intents and as many wishes that could not be had."""
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    stores = [None, *(f"sto-{number}" for number in range(1, STORES + 1))]
    insight.keep([_chats(day, store_id) for day in days for store_id in stores], first)


def _chats(day: date, store_id: str | None) -> DayFigures:
    wishes = {Unmet(f"treatment-{n}", store_id, 10 + n, "none_that_day"): n + 1 for n in range(12)}
    intents = Counter({f"intent-{n}": n + 1 for n in range(12)})
    counts = {"conversations": 40, "messages": 180, "proposed": 20, "booked": 12, "handed_over": 3, "unanswered": 2}
    return DayFigures(day, store_id, **counts, intents=intents, unmet=wishes, latencies=Counter({20: 150, 80: 30}))


@dataclass
class _Desk:
    insight: Any


def _chat(insight: MongoInsight) -> dict:
    desk: Any = _Desk(insight)
    return figures_view(find_chat_figures(desk, a_call(an_admin()), store_id="sto-1", **DAYS))


def _sqlite(service: str, folder: Path) -> Database:
    database = Database(f"sqlite:///{folder / service}.db")
    migrations.upgrade(service, database)
    return database


@contextmanager
def _documents(servers: backends.Backends) -> Iterator[Any]:
    name = f"test_{secrets.token_hex(4)}"
    client: pymongo.MongoClient[dict[str, Any]] = pymongo.MongoClient(servers.mongodb.url)
    database = client.get_database(name, codec_options=CodecOptions(tz_aware=True, tzinfo=UTC))
    for script in migrations.document_scripts("chatbot"):
        script.upgrade(database)
    month_of_chats(MongoInsight(database), booking_month.FIRST - timedelta(weeks=5), booking_month.LAST)
    try:
        yield database
    finally:
        client.drop_database(name)
        client.close()


if __name__ == "__main__":
    print(json.dumps(run(backends.up()), ensure_ascii=False, indent=1))
