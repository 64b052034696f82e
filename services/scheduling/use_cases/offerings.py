"""Who takes a home visit, as booking tells it of its offers to technicians."""

from services.scheduling.domain.dispatch.untaken import Untaken
from services.scheduling.ports import Diary
from shared.events import Event

ACCEPTED = "accepted"


def note_untaken(diary: Diary, event: Event) -> None:
    """Everybody asked has left the visit: whoever dispatches has to find somebody."""
    told = event.data
    untaken = Untaken(told["claim_revision"], frozenset(one["technician"]["id"] for one in told["reasons"]))
    diary.once(event, lambda: _note(diary, event, untaken))


def note_offer(diary: Diary, event: Event) -> None:
    """Somebody is asked, whose claim it is."""
    diary.once(event, lambda: _note(diary, event, None))


def note_end_of_offer(diary: Diary, event: Event) -> None:
    """Somebody takes the visit; of those who do not, booking tells when all of them have left it."""
    diary.once(event, lambda: _note(diary, event, None) if event.data["how"] == ACCEPTED else None)


def _note(diary: Diary, event: Event, untaken: Untaken | None) -> None:
    diary.dispatching.note_offering(event.data["appointment_id"], event.revision, untaken)
