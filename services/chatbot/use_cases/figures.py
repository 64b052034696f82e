"""Daily figures of the chat: counted again while a day is still open, read by those who manage the stores."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from services.chatbot.domain.catalogue import Catalogue
from services.chatbot.domain.errors import ConversationUnknown, ManagersOnly, ReviewUnknown
from services.chatbot.domain.insight import Report, Review, Seen, by_day, review_id, seen_in, summed
from services.chatbot.domain.insight.review import is_a_question
from services.chatbot.ports import Desk, Insight
from shared.actor import STORE_MANAGER, Actor
from shared.call import Call
from shared.period import Period

STAYS_OPEN = timedelta(hours=2)
"""A day is counted again so long after it ended: a turn that a crash kept out of the log comes late."""
HALF_THE_EARTH = timedelta(hours=14)
LOOK_BACK = timedelta(days=30)
"""No day that is longer past is counted (again): its turns may have begun to be forgotten."""
ANYWHERE = "Asia/Shanghai"


def count_figures(desk: Desk, now: datetime) -> None:
    """Count the days that are still open, and put questions without an answer before the staff. Again is harmless."""
    catalogue = desk.replicas.catalogue()
    since = _first_open_day(desk.insight, now)
    seen = [_in_its_store(one, catalogue) for one in seen_in(desk.insight.turns_since(_beginning(since)))]

    def day_of(at: datetime, store_id: str | None) -> date:
        return at.astimezone(_zone(catalogue, store_id)).date()

    desk.insight.keep([one for one in by_day(seen, day_of) if one.day >= since], since)
    for one in seen:
        if one.is_unanswered and is_a_question(one.text):
            _put_before_the_staff(desk, one)


def find_chat_figures(desk: Desk, call: Call, first: date, last: date, store_id: str | None = None) -> Report:
    """Of one store, or of all that the caller manages, the platform's own (no store spoken of) included for it.

    Raises ManagersOnly; Invalid for days in the wrong order or too many.
    """
    period = Period.of(first, last)
    if not _manages(call.actor, store_id):
        raise ManagersOnly
    rows, earlier = (
        [
            row
            for row in desk.insight.figures(of.first, of.last, store_id)
            if store_id or _is_theirs(call.actor, row.store_id)
        ]
        for of in (period, period.before)
    )
    days = [summed((row for row in rows if row.day == day), day, store_id) for day in sorted({row.day for row in rows})]
    before = summed(earlier, period.before.first, store_id)
    return Report(first, last, store_id, days, summed(rows, first, store_id), period.before, before)


def _first_open_day(insight: Insight, now: datetime) -> date:
    """As the place says where it is earliest, so that no store's day is left out."""
    counted, first = insight.last_day(), (now - LOOK_BACK).date()
    if counted is None:
        return first
    return max(first, min(counted, (now - HALF_THE_EARTH - STAYS_OPEN).date()))


def _in_its_store(seen: Seen, catalogue: Catalogue) -> Seen:
    """Where a wish names no store, the one that the conversation is about is meant."""
    slug = next((store.slug for store in catalogue.stores if store.id == seen.store_id), None)
    return replace(seen, wish={"store": slug, **seen.wish}) if slug else seen


def _beginning(day: date) -> datetime:
    """Where it begins first on earth."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) - HALF_THE_EARTH


def _zone(catalogue: Catalogue, store_id: str | None) -> ZoneInfo:
    stores = [store for store in catalogue.stores if store.id == store_id] or list(catalogue.stores[:1])
    return stores[0].zone if stores else ZoneInfo(ANYWHERE)


def _put_before_the_staff(desk: Desk, seen: Seen) -> None:
    """Nothing is lost where another counted at the same moment: the next count finds the turn again. Nothing comes back
    that was erased while it was counted: erasure takes the conversation away before it looks here for the last time.
    """
    asked = _asked(desk.insight, seen)
    if asked is None or not desk.insight.save(asked):
        return
    try:
        desk.conversations.get(seen.conversation_id)
    except ConversationUnknown:
        desk.insight.forget(seen.conversation_id)


def _asked(insight: Insight, seen: Seen) -> Review | None:
    """The review with this turn; None where it is known already."""
    try:
        known = insight.review(review_id(seen.text))
    except ReviewUnknown:
        return Review.of(seen)
    asked = known.asked_in(seen)
    return None if asked is known else asked


def _manages(actor: Actor, store_id: str | None) -> bool:
    return actor.manages(store_id) if store_id else actor.is_admin or actor.has(STORE_MANAGER)


def _is_theirs(actor: Actor, store_id: str | None) -> bool:
    return actor.is_admin if store_id is None else actor.manages(store_id)
