"""Two store's months of visits, one after the other, written straight into booking's tables."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from services.booking.adapters.tables import appointment_technicians, appointments
from shared.db import Database

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
DAYS, TECHNICIANS, VISITS_A_DAY = 30, 20, 6
OPENS = datetime(2026, 11, 1, 2, tzinfo=UTC)
"""Ten o'clock of the first day in Shanghai."""
STATUSES = ("completed",) * 14 + ("confirmed",) * 3 + ("cancelled", "late_cancelled", "no_show")


def month_of(database: Database, store_id: str, *treatment_ids: str) -> int:
    """Keep the visits of the month and of the one that figures compare it with; says how many."""
    random = Random(20261101)  # noqa: S311 - repeatable, not secret
    starts = [OPENS - timedelta(weeks=weeks) for weeks in (0, 5)]
    rows = [row for first in starts for row in _visits(first, store_id, treatment_ids, random)]
    given = [
        {"appointment_id": row["id"], "position": 0, "technician_id": f"tec-{number % TECHNICIANS}"}
        for number, row in enumerate(rows)
    ]
    with database.transaction() as connection:
        for at in range(0, len(rows), 500):
            connection.execute(appointments.insert(), rows[at : at + 500])
            connection.execute(appointment_technicians.insert(), given[at : at + 500])
    return len(rows)


def _visits(first: datetime, store_id: str, treatments: tuple[str, ...], random: Random) -> Iterator[dict[str, Any]]:
    for number in range(DAYS * TECHNICIANS * VISITS_A_DAY):
        day, visit = number // (TECHNICIANS * VISITS_A_DAY), number % VISITS_A_DAY
        at = first + timedelta(days=day, minutes=visit * 110 + 15 * random.randrange(3))
        yield _row(f"{first:%m}-{number:06}", at, store_id, random.choice(treatments), random)


def _row(key: str, at: datetime, store_id: str, treatment_id: str, random: Random) -> dict[str, Any]:
    booked_by = random.choice(("cus-1", "cus-1", "acc-reception"))
    return {
        "id": f"apt-{key}",
        "number": key.replace("-", "")[-8:],
        "status": random.choice(STATUSES),
        "version": 2,
        "customer_id": "cus-1",
        "booked_by": booked_by,
        "store_id": store_id,
        "treatment_id": treatment_id,
        "technician_requested": random.random() < 0.3,
        "starts_at": at,
        "ends_at": at + timedelta(hours=1),
        "place": "store",
        "party_size": 1,
        "price_fen": random.choice((15800, 19800, 29800)),
        "fee_fen": 0,
        "claim_revision": 1,
        "policy_version": "rul-1",
        "free_cancel_hours": 2,
        "late_cancel_fee_percent": 20,
        "made_at": at - timedelta(days=random.randrange(14)),
    }
