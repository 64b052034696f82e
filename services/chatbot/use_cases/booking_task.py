"""Booking by talking: ask for what is missing, look for a true free time, propose it."""

from dataclasses import replace

from services.chatbot.domain.catalogue import Catalogue, Named
from services.chatbot.domain.dialogue.choosing import compared
from services.chatbot.domain.dialogue.conflicts import Conflict, able, conflict
from services.chatbot.domain.dialogue.frame import BOOK, Frame, local_start
from services.chatbot.domain.dialogue.gestures import ANY, EARLIEST, LATEST
from services.chatbot.domain.dialogue.halves import by_store
from services.chatbot.domain.dialogue.meaning import plain
from services.chatbot.domain.dialogue.needs import missing, narrowed, stores_giving
from services.chatbot.domain.red_flags import rules_out
from services.chatbot.domain.replies import Say, Step, say, step
from services.chatbot.use_cases import offers
from services.chatbot.use_cases.health import refused_for_health
from services.chatbot.use_cases.home import ask_address, located, settled_at_home
from services.chatbot.use_cases.propose import propose_booking
from services.chatbot.use_cases.scene import Scene
from services.chatbot.use_cases.wish import Wish, wish_of

SHOWN = 6


def continue_booking(scene: Scene, frame: Frame, *remarks: Say) -> Step:
    """The next step with all that is known: a question, times to choose from, a refusal, or a proposal."""
    frame = narrowed(replace(frame, task=BOOK), scene.catalogue)
    treatment = scene.catalogue.treatment(frame.one("treatment"))
    if treatment and rules_out(scene.conversation.red_flags, treatment):
        return refused_for_health(scene, frame, treatment).after(*remarks)
    found = conflict(frame, scene.catalogue)
    if found and not _yields(scene, frame, found):
        return _in_conflict(frame, found).after(*remarks)
    if found:
        remarks = (*remarks, say(f"yields.{found.code}", **found.params))
        frame = narrowed(frame.without("technician"), scene.catalogue)
    return _with_place(scene, frame, remarks)


def _with_place(scene: Scene, frame: Frame, remarks: tuple[Say, ...]) -> Step:
    """Where it is to be is settled; then ask for what is missing, or look for times."""
    home = located(scene, frame)
    frame = settled_at_home(scene, frame, home)
    asked = missing(frame)
    if asked == "address" or (frame.slots.get("place") == "home" and home is None and asked != "treatment"):
        return ask_address(frame).after(*remarks)
    if asked in {"treatment", "store", "technician"}:
        chosen = _left_to_us(scene, frame, asked)
        return continue_booking(scene, chosen, *remarks) if chosen else ask_for(scene, frame, asked).after(*remarks)
    wish = wish_of(frame, scene.catalogue, home=home)
    if wish is None:
        return step(say("no_longer_offered"), frame=frame.ended())
    frame = by_store(frame, wish.store, wish.minutes)
    return ask_half(frame).after(*remarks) if frame.either else with_wish(scene, frame, wish, *remarks)


def ask_half(frame: Frame) -> Step:
    """9点半, and the store is open at both: which is meant is asked, never guessed."""
    clocks = tuple(say("name", name=clock) for clock in frame.either)
    return step(say("which_half", times=clocks), frame=frame.asking("time"), quick_replies=clocks)


def _yields(scene: Scene, frame: Frame, found: Conflict) -> bool:
    """Whether the person chosen earlier gives way to what is said now: 换头疗 with somebody who does not give it."""
    if found.slot not in {"technician", "technician_or_store"} or "technician" in plain(scene.said.slots):
        return False
    without = narrowed(frame.without("technician"), scene.catalogue)
    return bool(able(scene.catalogue, scene.catalogue.treatment(frame.one("treatment")), None)) and not conflict(
        without, scene.catalogue
    )


def _in_conflict(frame: Frame, found: Conflict) -> Step:
    names = tuple(say("name", name=row) for row in found.instead)
    said = [say(f"conflict.{found.code}", **found.params)]
    said += [say("conflict.instead", names=names)] if names else []
    return step(*said, frame=frame.without(*found.drops).asking(found.slot), quick_replies=names)


def _left_to_us(scene: Scene, frame: Frame, asked: str) -> Frame | None:
    """随便 for an answer: the store where most people give the treatment; anybody, where a name fits several.
    便宜的那个 says which of several treatments.
    """
    named = frame.slots.get("technician")
    if asked == "treatment" and isinstance(frame.slots.get("treatment"), list):
        found = compared(
            scene.plain, [row for row in scene.catalogue.treatments if row.slug in frame.slots["treatment"]]
        )
        return frame.heard({"treatment": found.slug}) if found else None
    if ANY in scene.gestures and asked == "technician" and isinstance(named, list):
        return frame.any_of(tuple(named))
    if ANY not in scene.gestures or scene.frame.asked != asked:
        return None
    if asked == "store":
        treatment = scene.catalogue.treatment(frame.one("treatment"))
        most = max(scene.catalogue.stores, key=lambda row: len(able(scene.catalogue, treatment, row)), default=None)
        return frame.heard({"store": most.slug}) if most else None
    return None


def ask_for(scene: Scene, frame: Frame, slot: str) -> Step:
    """One question with what can be chosen; where a name fits several things only those."""
    rows = _candidates(scene.catalogue, frame, slot)[:SHOWN]
    key = f"which_{slot}" if isinstance(frame.slots.get(slot), list) else f"ask_{slot}"
    replies = tuple(say("name", name=row) for row in rows)
    what = scene.catalogue.treatment(frame.one("treatment")) or say("this_treatment")
    return step(say(key, names=rows, treatment=what), frame=frame.asking(slot), quick_replies=replies)


def _candidates(catalogue: Catalogue, frame: Frame, slot: str) -> tuple[Named, ...]:
    rows: dict[str, tuple[Named, ...]] = {
        "store": stores_giving(catalogue, frame.one("treatment")),
        "treatment": _treatments(catalogue, frame),
        "technician": catalogue.technicians,
    }
    named, refused = frame.slots.get(slot), frame.refused(slot)
    if isinstance(named, list):
        return tuple(row for row in rows[slot] if row.slug in named)
    return tuple(row for row in rows[slot] if row.slug not in refused)


def _treatments(catalogue: Catalogue, frame: Frame) -> tuple[Named, ...]:
    """What the named person gives, for the part of the body that was named, within the budget, where there is such."""
    every = catalogue.treatments_of(catalogue.technician(frame.one("technician")))
    part, most_fen = frame.one("body_part"), frame.slots.get("budget_max_fen")
    fitting = [row for row in every if part is None or any(one in part or part in one for one in row.body_parts)]
    within = [row for row in fitting if most_fen is None or row.price_fen <= most_fen]
    return tuple(within or fitting or every)


def with_wish(scene: Scene, frame: Frame, wish: Wish, *remarks: Say) -> Step:
    """What is wanted is known: propose the start, or show times to choose from."""
    start = local_start(frame)
    if start is None and "offset_minutes" in frame.slots:
        return _in_a_while(scene, frame, wish, remarks)
    if start is None and _wants_an_edge(scene):
        slot = offers.earliest(scene, frame, wish)
        if slot:
            return propose_booking(scene, _at(frame, slot.starts_at.isoformat()), wish, slot, *remarks)
    if start is None:
        return offers.times_to_choose(scene, frame, wish).after(*remarks)
    wanted = wish.at(*start)
    slots = offers.on_the_day(scene, wish, wanted)
    slot = next((slot for slot in slots if slot.starts_at == wanted), None)
    if slot is None:
        return offers.instead(scene, frame, wish, wanted, slots).after(*remarks)
    return propose_booking(scene, frame, wish, slot, *remarks)


def _wants_an_edge(scene: Scene) -> bool:
    """Whether the earliest, the latest or just any time is to be taken; who only asks is shown times instead."""
    is_question = scene.said.intent == "query_availability"
    leaves_it = ANY in scene.gestures and scene.frame.asked in {"time", "date"}
    return not is_question and (leaves_it or bool(scene.gestures & {EARLIEST, LATEST}))


def _at(frame: Frame, start: str) -> Frame:
    return frame.heard({"date": start[:10], "time": start[11:16]})


def _in_a_while(scene: Scene, frame: Frame, wish: Wish, remarks: tuple[Say, ...]) -> Step:
    """两小时后: the first free start from then on, today; else what is near."""
    base = offers.after_minutes(scene, wish, int(frame.slots["offset_minutes"]))
    slots = offers.on_the_day(scene, wish, base)
    slot = next((slot for slot in slots if slot.starts_at >= base), None)
    kept = frame.heard({"date": base.date().isoformat(), "time": base.strftime("%H:%M")})
    if slot is None or slot.starts_at - base > offers.CLOSE_ENOUGH:
        return offers.instead(scene, kept, wish, base, slots).after(*remarks)
    return propose_booking(scene, _at(frame, slot.starts_at.isoformat()), wish, slot, *remarks)
