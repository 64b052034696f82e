"""All that booking keeps about somebody, for them to take home."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.booking.domain.feed.feed import Feed
from services.booking.domain.life.appointment import Appointment
from services.booking.ports import Scope, Search, Storage
from services.booking.use_cases.read import Seen, require_sign_in, see
from services.booking.use_cases.records import SeenRecord, get_service_record
from shared.call import Call

PAGE, MOST_EXPORTED = 200, 1_000


@dataclass(frozen=True)
class Export:
    """`records` are those somebody has written or added a picture to."""

    appointments: Sequence[Seen]
    records: Sequence[SeenRecord]
    feed: Feed | None


def export_customer(storage: Storage, *, call: Call, now: datetime) -> Export:
    """The caller's own visits, newest first, with the records of them as a customer sees them; and their feed."""
    require_sign_in(call.actor)
    visits = list(_visits(storage, call.actor.account_id or ""))
    records = [get_service_record(storage, call=call, appointment_id=visit.id) for visit in visits]
    return Export(
        see(storage, visits, call=call, now=now),
        [seen for seen in records if seen.record.version or seen.files],
        storage.feeds.of_account(call.actor.account_id or ""),
    )


def _visits(storage: Storage, customer_id: str) -> Iterator[Appointment]:
    after: tuple[datetime, str] | None = None
    for _ in range(MOST_EXPORTED // PAGE):
        page = storage.appointments.find(Search(Scope(customer_id), after=after, limit=PAGE))
        yield from page
        if len(page) < PAGE:
            return
        after = (page[-1].starts_at, page[-1].id)
