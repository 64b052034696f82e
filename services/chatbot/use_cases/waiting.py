"""The waitlist, where nothing is free: offered, joined only by a proposal that the customer confirms."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from services.chatbot.domain.dialogue.frame import BOOK, WAITLIST, Frame
from services.chatbot.domain.dialogue.needs import narrowed
from services.chatbot.domain.red_flags import rules_out
from services.chatbot.domain.replies import Step, say
from services.chatbot.use_cases.booking_task import continue_booking
from services.chatbot.use_cases.home import located
from services.chatbot.use_cases.propose import proposed
from services.chatbot.use_cases.scene import Scene
from services.chatbot.use_cases.wish import Wish, wish_of

AROUND = timedelta(hours=1)
LAST_MINUTE = "24:00"


def wait_for_it(scene: Scene, frame: Frame) -> Step:
    """A proposal to join it, once it is known what for; until then the booking's own questions."""
    frame = narrowed(replace(frame, task=BOOK), scene.catalogue)
    wish = wish_of(frame, scene.catalogue, home=located(scene, frame))
    days = _days(frame)
    if wish is None or days is None or rules_out(scene.conversation.red_flags, wish.treatment):
        return continue_booking(scene, frame)
    window = _window(frame, wish)
    summary = say(
        "proposal.waitlist",
        treatment=wish.treatment,
        store=wish.store,
        technician=wish.technician or say(f"anyone.{wish.gender}" if wish.gender else "anyone"),
        days=tuple(date.fromisoformat(day) for day in dict.fromkeys(days)),
        window=say("between", opens=window[0], closes=window[1]) if window else say("all_day"),
        party_size=wish.guests,
    )
    preview = _preview(scene, wish, days, window)
    return proposed(scene, frame, WAITLIST, _request(wish, days, window), preview, summary, told=(summary,))


def _request(wish: Wish, days: tuple[str, str], window: tuple[str, str] | None) -> dict[str, Any]:
    """As booking takes it."""
    at = wish.home
    asked = {
        "store_id": wish.store.id,
        "treatment_id": wish.treatment.id,
        "from": days[0],
        "to": days[1],
        "windows": [{"from": window[0], "to": window[1]}] if window else None,
        "technician_id": wish.technician.id if wish.technician else None,
        "technician_gender": wish.gender,
        "party_size": wish.guests,
        "place": "home" if at else "store",
        "address": {"text": at.text, "lng": at.at.lng, "lat": at.at.lat} if at else None,
    }
    return {name: value for name, value in asked.items() if value is not None}


def _preview(scene: Scene, wish: Wish, days: tuple[str, str], window: tuple[str, str] | None) -> dict[str, Any]:
    """`starts_at` is the first moment that would do."""
    opens = window[0] if window else "00:00"
    rows = {"store": wish.store, "treatment": wish.treatment, "technician": wish.technician}
    named = {
        kind: row and {"id": row.id, "slug": row.slug, "name": row.named(scene.language)} for kind, row in rows.items()
    }
    first = wish.at(date.fromisoformat(days[0]), opens).isoformat()
    return {**named, "starts_at": first, "from": days[0], "to": days[1], "windows": [window] if window else [],
            "party_size": wish.guests}  # fmt: skip


def _days(frame: Frame) -> tuple[str, str] | None:
    day, several = frame.slots.get("date"), frame.slots.get("date_range")
    if day:
        return day, day
    return (several[0], several[1]) if several else None


def _window(frame: Frame, wish: Wish) -> tuple[str, str] | None:
    """The stretch that was wanted, or an hour around the time that was, on the same day."""
    if "time_range" in frame.slots:
        first, last = frame.slots["time_range"]
        return first, last
    day, clock = frame.slots.get("date"), frame.slots.get("time")
    if not (day and clock):
        return None
    wanted = wish.at(date.fromisoformat(day), clock)
    opens, closes = wanted - AROUND, wanted + AROUND
    first = opens.strftime("%H:%M") if opens.date() == wanted.date() else "00:00"
    return first, closes.strftime("%H:%M") if closes.date() == wanted.date() else LAST_MINUTE
