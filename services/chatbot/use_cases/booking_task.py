"""Booking by talking: ask for what is missing, look for a true free time, propose it."""

from dataclasses import replace

from services.chatbot.domain.catalogue import Catalogue, Named
from services.chatbot.domain.frame import BOOK, Frame, local_start, missing, narrowed
from services.chatbot.domain.red_flags import rules_out
from services.chatbot.domain.replies import Card, Step, say, step
from services.chatbot.use_cases import offers
from services.chatbot.use_cases.health import refused_for_health
from services.chatbot.use_cases.propose import propose_booking
from services.chatbot.use_cases.scene import Scene
from services.chatbot.use_cases.wish import Wish, wish_of

SHOWN = 6


def continue_booking(scene: Scene, frame: Frame) -> Step:
    """The next step with all that is known: a question, times to choose from, a refusal, or a proposal."""
    frame = narrowed(replace(frame, task=BOOK), scene.catalogue)
    treatment = scene.catalogue.treatment(frame.one("treatment"))
    if treatment and rules_out(scene.conversation.red_flags, treatment):
        return refused_for_health(scene, frame, treatment)
    if frame.slots.get("place") == "home":
        return step(say("home_on_page"), frame=frame.without("place"), cards=(Card("link", {"to": "home_visit"}),))
    asked = missing(frame)
    if asked in {"treatment", "store", "technician"}:
        return ask_for(scene, frame, asked)
    wish = wish_of(frame, scene.catalogue)
    return with_wish(scene, frame, wish) if wish else step(say("no_longer_offered"), frame=Frame())


def ask_for(scene: Scene, frame: Frame, slot: str) -> Step:
    """One question with what can be chosen; where a name fits several things only those."""
    rows = _candidates(scene.catalogue, frame, slot)[:SHOWN]
    key = f"which_{slot}" if isinstance(frame.slots.get(slot), list) else f"ask_{slot}"
    replies = tuple(say("name", name=row) for row in rows)
    return step(say(key, names=rows), frame=frame.asking(slot), quick_replies=replies)


def _candidates(catalogue: Catalogue, frame: Frame, slot: str) -> tuple[Named, ...]:
    rows: dict[str, tuple[Named, ...]] = {
        "store": catalogue.stores,
        "treatment": catalogue.treatments_of(catalogue.technician(frame.one("technician"))),
        "technician": catalogue.technicians,
    }
    named = frame.slots.get(slot)
    return tuple(row for row in rows[slot] if row.slug in named) if isinstance(named, list) else rows[slot]


def with_wish(scene: Scene, frame: Frame, wish: Wish) -> Step:
    """What is wanted is known: propose the start, or show times to choose from."""
    start = local_start(frame)
    if start is None:
        return offers.times_to_choose(scene, frame, wish)
    wanted = wish.at(*start)
    slots = offers.on_the_day(scene, wish, wanted)
    slot = next((slot for slot in slots if slot.starts_at == wanted), None)
    if slot is None:
        return offers.instead(scene, frame, wish, wanted, slots)
    return propose_booking(scene, frame, wish, slot)
