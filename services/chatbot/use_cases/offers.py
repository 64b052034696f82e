"""Free times shown to choose from: where no time was said yet, and where the wanted one cannot be had."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from services.chatbot.domain.dialogue.conflicts import able
from services.chatbot.domain.dialogue.frame import Frame, Offer
from services.chatbot.domain.dialogue.gestures import EARLIEST, LATEST
from services.chatbot.domain.places import nearest, of_store
from services.chatbot.domain.replies import Say, Step, say, step
from services.chatbot.ports import Reason, Slot
from services.chatbot.use_cases.scene import Scene
from services.chatbot.use_cases.wish import Wish

CHOICES, NEAREST, DAYS_AHEAD = 6, 3, 7
CLOSE_ENOUGH = timedelta(minutes=30)
FAR_AHEAD = "too_far_ahead"
# What no other time would mend.
HOPELESS = frozenset({"place_not_offered", "party_too_large", "out_of_area"})
WAITLIST_REPLY = say("quick.waitlist")


def on_the_day(scene: Scene, wish: Wish, wanted: datetime) -> list[Slot]:
    """What suits on the wanted day; nothing is asked about a time that has passed."""
    if wanted <= scene.now:
        return []
    return wish.find(scene.desk.availability, wanted.date(), 1, scene.catalogue)


def times_to_choose(scene: Scene, frame: Frame, wish: Wish) -> Step:
    """The day, or the days, that are wanted with their free times; the day is asked for first when it is unknown.

    Who only asks when there is anything free is shown the next that is.
    """
    first, days = _days(frame, wish)
    if first is None and (scene.said.intent == "query_availability" or scene.gestures & {EARLIEST, LATEST}):
        first, days = scene.now.astimezone(wish.store.zone).date(), DAYS_AHEAD
    if first is None:
        return _ask_day(frame, wish, scene.now)
    asking = "ask_time" if days == 1 else "ask_day_and_time"
    window = frame.slots.get(f"{wish.prefix}time_range")
    best = wish.best(scene.desk.availability, first, days, window, scene.catalogue) if window else []
    if best:
        return shown(asking, frame, wish, best, day=first)
    slots = wish.find(scene.desk.availability, first, days, scene.catalogue)
    if not slots:
        return _none_then(scene, frame, wish, first, days)
    if EARLIEST in scene.gestures:
        return shown(asking, frame, wish, slots[:NEAREST], day=first)
    if window:
        return shown("none_in_that_window", frame, wish, _spread(slots), day=first)
    return shown(asking, frame, wish, _spread(_a_few_each_day(slots) if days > 1 else slots), day=first)


def earliest(scene: Scene, frame: Frame, wish: Wish) -> Slot | None:
    """The first start that suits on the wanted days, or from now on where none were named; LATEST the last of them."""
    first, days = _days(frame, wish)
    if first is None:
        first, days = scene.now.astimezone(wish.store.zone).date(), DAYS_AHEAD
    window = frame.slots.get(f"{wish.prefix}time_range") or ("00:00", "24:00")
    found = wish.find(scene.desk.availability, first, days, scene.catalogue)
    inside = [slot for slot in found if window[0] <= slot.starts_at.strftime("%H:%M") < window[1]]
    if LATEST in scene.gestures and inside:
        return inside[-1]
    return inside[0] if inside else None


def after_minutes(scene: Scene, wish: Wish, minutes: int) -> datetime:
    """So long from now, to the minute, on the store's clock."""
    return (scene.now + timedelta(minutes=minutes)).astimezone(wish.store.zone).replace(second=0, microsecond=0)


def people_free(scene: Scene, frame: Frame, wish: Wish, wanted: datetime) -> Step | None:
    """Who could give it at that time, to choose from; None where nobody else could."""
    slots = [slot for slot in on_the_day(scene, wish.with_anyone(), wanted) if slot.starts_at == wanted]
    people = [who for slot in slots for who in wish.people_at(slot, scene.catalogue)][:CHOICES]
    if not people:
        return None
    offered = tuple(Offer(wanted, who.slug) for who in people)
    names = tuple(say("name", name=who) for who in people)
    kept = frame.asking("technician", offers=offered)
    return step(say("who_is_free", start=wanted, names=names), frame=kept, quick_replies=names)


def in_another_store(scene: Scene, frame: Frame, wish: Wish, wanted: datetime) -> Step | None:
    """Starts near the wanted one in the nearest other store that gives the treatment."""
    elsewhere = other_store(scene, wish)
    slots = on_the_day(scene, elsewhere, wanted) if elsewhere else []
    near = sorted(slots, key=lambda slot: abs(slot.starts_at - wanted))[:NEAREST]
    if elsewhere is None or not near:
        return None
    offered = tuple(Offer(slot.starts_at, store=elsewhere.store.slug) for slot in sorted(near, key=_start))
    words = tuple(_worded(scene, wish, offer) for offer in offered)
    return step(say("nearest", times=words), frame=frame.asking("time", offers=offered), quick_replies=words)


def other_store(scene: Scene, wish: Wish) -> Wish | None:
    """The same wish in the nearest other store where somebody gives the treatment. One store is asked, not all."""
    others = [row for row in scene.catalogue.stores if row != wish.store and able(scene.catalogue, wish.treatment, row)]
    near = nearest(others, of_store(wish.store))
    if not near or wish.appointment_id or wish.home:
        return None
    return replace(wish, store=near[0], technician=None)


def _none_then(scene: Scene, frame: Frame, wish: Wish, first: date, days: int) -> Step:
    later = wish.find(scene.desk.availability, first + timedelta(days=days), DAYS_AHEAD, scene.catalogue)
    if later:
        return shown("none_that_day", frame, wish, _spread(_a_few_each_day(later)), day=first, waits=True)
    return step(say("none_at_all", day=first), frame=frame.asking("date"), quick_replies=_waiting(wish))


def _ask_day(frame: Frame, wish: Wish, now: datetime) -> Step:
    today = now.astimezone(wish.store.zone).date()
    days = tuple(say("name", name=today + timedelta(days=ahead)) for ahead in range(3))
    return step(
        say("ask_date", treatment=wish.treatment, store=wish.store), frame=frame.asking("date"), quick_replies=days
    )


def _days(frame: Frame, wish: Wish) -> tuple[date | None, int]:
    """The first wanted day and how many; no day is guessed."""
    one, several = frame.slots.get(f"{wish.prefix}date"), frame.slots.get(f"{wish.prefix}date_range")
    if one:
        return date.fromisoformat(one), 1
    if several:
        first, last = (date.fromisoformat(day) for day in several)
        return first, min((last - first).days + 1, DAYS_AHEAD)
    return None, 0


def _a_few_each_day(slots: Iterable[Slot]) -> list[Slot]:
    by_day: dict[date, list[Slot]] = {}
    for slot in slots:
        by_day.setdefault(slot.starts_at.date(), []).append(slot)
    return [slot for of_day in by_day.values() for slot in _spread(of_day, 2)]


def _spread(slots: Sequence[Slot], count: int = CHOICES) -> list[Slot]:
    """At most `count` of them, evenly over the whole."""
    if len(slots) <= count:
        return list(slots)
    return [slots[index * (len(slots) - 1) // (count - 1)] for index in range(count)]


def shown(key: str, frame: Frame, wish: Wish, slots: Sequence[Slot], *, waits: bool = False, **params: object) -> Step:
    offered = tuple(Offer(slot.starts_at, wish.person_slug) for slot in slots)
    is_one_day = key in {"ask_time", "none_in_that_window"}
    words = tuple(say("name", name=f"{o.starts_at:%H:%M}" if is_one_day else o.starts_at) for o in offered)
    said = say(key, store=wish.store, treatment=wish.treatment, times=words, **params)
    more = _waiting(wish) if waits else ()
    return step(said, frame=frame.asking("time", offers=offered), quick_replies=(*words, *more))


def _waiting(wish: Wish) -> tuple[Say, ...]:
    """The waitlist is for new visits."""
    return () if wish.appointment_id else (WAITLIST_REPLY,)


def instead(scene: Scene, frame: Frame, wish: Wish, wanted: datetime, slots: Sequence[Slot]) -> Step:
    """Why the wanted start cannot be had, and the nearest that can: that day, with somebody else, in another store, or
    later on. The wanted time is kept, for it may do with another day or person.
    """
    reasons = [] if wanted <= scene.now else scene.desk.availability.explain(wish.question, wanted)
    why = _why(scene, reasons, wish, wanted)
    codes = {reason.code for reason in reasons}
    if FAR_AHEAD in codes:
        return step(*why, frame=frame.asking("date").without(f"{wish.prefix}date"))
    if codes & HOPELESS:
        return step(*why, say("something_else"), frame=frame.asking("treatment"))
    near = sorted(slots, key=lambda slot: abs(slot.starts_at - wanted))[:NEAREST]
    offered = [Offer(slot.starts_at, wish.person_slug) for slot in sorted(near, key=_start)]
    offered += _somebody_else(scene, wish, wanted) + _somewhere_else(scene, wish, wanted)
    if not near:
        offered += [Offer(slot.starts_at, wish.person_slug) for slot in _soon_after(scene, wish, wanted)[:NEAREST]]
    return _offered_instead(scene, frame, wish, why, offered)


def _soon_after(scene: Scene, wish: Wish, wanted: datetime) -> list[Slot]:
    """From the next day on; from today where the wanted time has passed already."""
    today = scene.now.astimezone(wish.store.zone).date()
    first = today if wanted <= scene.now else wanted.date() + timedelta(days=1)
    return wish.find(scene.desk.availability, first, DAYS_AHEAD, scene.catalogue)


def _start(slot: Slot) -> datetime:
    return slot.starts_at


def _somebody_else(scene: Scene, wish: Wish, wanted: datetime) -> list[Offer]:
    if wish.technician is None or wanted <= scene.now:
        return []
    same_time = [slot for slot in on_the_day(scene, wish.with_anyone(), wanted) if slot.starts_at == wanted]
    free = [who for slot in same_time for who in wish.people_at(slot, scene.catalogue) if who != wish.technician]
    return [Offer(wanted, who.slug) for who in free[:1]]


def _somewhere_else(scene: Scene, wish: Wish, wanted: datetime) -> list[Offer]:
    elsewhere = other_store(scene, wish)
    slots = on_the_day(scene, elsewhere, wanted) if elsewhere else []
    return [Offer(wanted, store=elsewhere.store.slug) for slot in slots if elsewhere and slot.starts_at == wanted][:1]


def _offered_instead(scene: Scene, frame: Frame, wish: Wish, why: tuple[Say, ...], offered: Sequence[Offer]) -> Step:
    taken = {"reason.slot_taken", *(said.key for said in why if said.key.startswith("nobody_suits"))}
    more = _waiting(wish) if taken & {said.key for said in why} else ()
    if not offered:
        return step(*why, say("none_at_all_near"), frame=frame.asking("date"), quick_replies=more)
    words = tuple(_worded(scene, wish, offer) for offer in offered)
    kept = frame.asking("time", offers=tuple(offered))
    return step(*why, say("nearest", times=words), frame=kept, quick_replies=(*words, *more))


def _worded(scene: Scene, wish: Wish, offer: Offer) -> Say:
    who, where = scene.catalogue.technician(offer.technician), scene.catalogue.store(offer.store)
    if where is not None and where != wish.store:
        return say("start_at", start=offer.starts_at, store=where)
    if who is None or who == wish.technician:
        return say("name", name=offer.starts_at)
    return say("start_with", start=offer.starts_at, technician=who)


def _why(scene: Scene, reasons: Sequence[Reason], wish: Wish, wanted: datetime) -> tuple[Say, ...]:
    """One sentence per reason, each once; where there is none the time has just been taken."""
    if wanted <= scene.now:
        return (say("reason.in_the_past", start=wanted),)
    if not reasons and (wish.gender or wish.refused):
        return (say(f"nobody_suits.{wish.gender or 'other'}", start=wanted),)
    told = [reason for reason in reasons if reason.technician_id in {None, wish.question.technician_id}]
    codes = [reason.code for reason in told] or _of_everybody([reason.code for reason in reasons])
    most = next((reason.params["most"] for reason in reasons if "most" in reason.params), None)
    more = {code: _more(scene, wish, wanted, code) for code in codes} | _at_most(most)
    return tuple(say(f"reason.{code}", start=wanted, more=more[code]) for code in _two(codes))


def _at_most(guests: int | None) -> dict[str, Say | str]:
    return {"party_too_large": say("more.party_too_large", most=guests)} if guests else {}


def _two(codes: Sequence[str]) -> Sequence[str]:
    """The two that tell most, each once; a day that is not open yet says all."""
    if FAR_AHEAD in codes:
        return [FAR_AHEAD]
    return list(dict.fromkeys(codes))[:2]


def _more(scene: Scene, wish: Wish, wanted: datetime, code: str) -> Say | str:
    """What the rules and the opening hours say to a reason."""
    rules = scene.rules(wish.store, wish.treatment)
    hours = tuple(f"{opens}-{closes}" for opens, closes in wish.store.clocks_on(wanted.date()))
    told = {
        "too_soon": say("more.too_soon", minutes=rules.min_notice_minutes),
        "too_far_ahead": say(
            "more.too_far_ahead",
            days=rules.book_ahead_days,
            until=scene.now.astimezone(wish.store.zone).date() + timedelta(days=rules.book_ahead_days),
        ),
        "off_grid": say("more.off_grid", minutes=rules.slot_step_minutes),
        "outside_hours": say("more.outside_hours", store=wish.store, hours=hours or (say("closed"),)),
    }
    return told.get(code, "")


def _of_everybody(codes: Sequence[str]) -> Sequence[str]:
    """Where anyone would do, and each has a reason of their own: that they are taken, if one is, tells most."""
    return ("slot_taken",) if not codes or "slot_taken" in codes else codes[:1]
