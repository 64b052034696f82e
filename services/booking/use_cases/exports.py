"""All that booking keeps about somebody, for them to take home."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.booking.domain.feed.feed import Feed
from services.booking.domain.life.appointment import Appointment
from services.booking.domain.series.series import Series
from services.booking.domain.waitlist.wish import WaitlistWish
from services.booking.ports import Scope, Search, Storage, WishSearch
from services.booking.use_cases.alerts import SeenAlert, alerts_of
from services.booking.use_cases.courses import SeenCourse, courses_of
from services.booking.use_cases.desk import Desk
from services.booking.use_cases.proposals import SeenProposal, find_proposals
from services.booking.use_cases.queue_read import see_taken
from services.booking.use_cases.read import Seen, require_sign_in, see
from services.booking.use_cases.records import SeenRecord, get_service_record
from services.booking.use_cases.tickets_seen import SeenTicket
from services.booking.use_cases.waitlist_read import SeenWish, see_wishes

PAGE, MOST_EXPORTED = 200, 1_000


@dataclass(frozen=True)
class Export:
    """`records` are those somebody has written or added a picture to; `alerts` those the person raised."""

    appointments: Sequence[Seen]
    proposals: Sequence[SeenProposal]
    series: Sequence[Series]
    courses: Sequence[SeenCourse]
    wishes: Sequence[SeenWish]
    tickets: Sequence[SeenTicket]
    alerts: Sequence[SeenAlert]
    records: Sequence[SeenRecord]
    feed: Feed | None


def export_customer(desk: Desk) -> Export:
    """The caller's own, as a customer sees it: visits newest first, with what was proposed and recorded for each."""
    require_sign_in(desk.actor)
    storage, call, now, who = desk.storage, desk.call, desk.now, str(desk.actor)
    visits = list(_visits(storage, who))
    records = [get_service_record(storage, call=call, appointment_id=visit.id) for visit in visits]
    return Export(
        see(storage, visits, call=call, now=now),
        [one for visit in visits for one in find_proposals(storage, call=call, appointment_id=visit.id)],
        storage.series.of_customer(who),
        courses_of(storage, who, call=call, now=now, limit=MOST_EXPORTED),
        see_wishes(storage, _wishes(storage, who), call=call, now=now),
        [see_taken(desk, ticket) for ticket in storage.queue.of_customer(who)],
        alerts_of(storage, who, limit=MOST_EXPORTED),
        [seen for seen in records if seen.record.version or seen.files],
        storage.feeds.of_account(who),
    )


def _wishes(storage: Storage, customer_id: str) -> list[WaitlistWish]:
    return storage.waitlist.find(WishSearch(Scope(customer_id), limit=MOST_EXPORTED))


def _visits(storage: Storage, customer_id: str) -> Iterator[Appointment]:
    after: tuple[datetime, str] | None = None
    for _ in range(MOST_EXPORTED // PAGE):
        page = storage.appointments.find(Search(Scope(customer_id), after=after, limit=PAGE))
        yield from page
        if len(page) < PAGE:
            return
        after = (page[-1].starts_at, page[-1].id)
