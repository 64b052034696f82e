"""Free times shown to choose from: where no time was said yet, and where the wanted one cannot be had."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from services.chatbot.domain.frame import Frame, Offer
from services.chatbot.domain.replies import Say, Step, say, step
from services.chatbot.ports import Reason, Slot
from services.chatbot.use_cases.scene import Scene
from services.chatbot.use_cases.wish import Wish

CHOICES, NEAREST, DAYS_AHEAD = 6, 3, 7


def on_the_day(scene: Scene, wish: Wish, wanted: datetime) -> list[Slot]:
    """What suits on the wanted day; nothing is asked about a time that has passed."""
    if wanted <= scene.now:
        return []
    return wish.find(scene.desk.availability, wanted.date(), 1, scene.catalogue)


def times_to_choose(scene: Scene, frame: Frame, wish: Wish) -> Step:
    """The day, or the days, that are wanted with their free times; the day is asked for first when it is unknown."""
    first, days = _days(frame, wish)
    if first is None:
        return _ask_day(frame, wish, scene.now)
    asking = "ask_time" if days == 1 else "ask_day_and_time"
    window = frame.slots.get(f"{wish.prefix}time_range")
    best = wish.best(scene.desk.availability, first, days, window, scene.catalogue) if window else []
    if best:
        return _shown(asking, frame, wish, best, day=first)
    slots = wish.find(scene.desk.availability, first, days, scene.catalogue)
    if not slots:
        return _none_then(scene, frame, wish, first, days)
    if window:
        return _shown("none_in_that_window", frame, wish, _spread(slots), day=first)
    return _shown(asking, frame, wish, _spread(_a_few_each_day(slots) if days > 1 else slots), day=first)


def _none_then(scene: Scene, frame: Frame, wish: Wish, first: date, days: int) -> Step:
    later = wish.find(scene.desk.availability, first + timedelta(days=days), DAYS_AHEAD, scene.catalogue)
    if later:
        return _shown("none_that_day", frame, wish, _spread(_a_few_each_day(later)), day=first)
    return step(say("none_at_all", day=first), frame=frame.asking("date"))


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


def _shown(key: str, frame: Frame, wish: Wish, slots: Sequence[Slot], **params: object) -> Step:
    offered = tuple(Offer(slot.starts_at, wish.person_slug) for slot in slots)
    same_day = len({offer.starts_at.date() for offer in offered}) == 1
    words = tuple(_words(offer, same_day=same_day) for offer in offered)
    said = say(key, treatment=wish.treatment, store=wish.store, times=words, **params)
    return step(said, frame=frame.asking("time", offers=offered), quick_replies=words)


def _words(offer: Offer, *, same_day: bool) -> Say:
    return say("name", name=offer.starts_at.strftime("%H:%M") if same_day else offer.starts_at)


def instead(scene: Scene, frame: Frame, wish: Wish, wanted: datetime, slots: Sequence[Slot]) -> Step:
    """Why the wanted start cannot be had, and the nearest that can: that day, with somebody else, or later on."""
    why = _why(scene.desk.availability.explain(wish.question, wanted), wish, wanted)
    near = sorted(slots, key=lambda slot: abs(slot.starts_at - wanted))[:NEAREST]
    offered = [Offer(slot.starts_at, wish.person_slug) for slot in sorted(near, key=_start)]
    offered += _somebody_else(scene, wish, wanted)
    if not offered:
        offered = [Offer(slot.starts_at, wish.person_slug) for slot in _soon_after(scene, wish, wanted)[:NEAREST]]
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
    free = [who for who in scene.catalogue.technicians for slot in same_time if who.id in slot.technician_ids]
    return [Offer(wanted, who.slug) for who in free[:1]]


def _offered_instead(scene: Scene, frame: Frame, wish: Wish, why: tuple[Say, ...], offered: Sequence[Offer]) -> Step:
    if not offered:
        return step(*why, say("none_at_all_near"), frame=frame.asking("date").without(f"{wish.prefix}time"))
    words = tuple(_with_person(scene, wish, offer) for offer in offered)
    kept = frame.without(f"{wish.prefix}time").asking("time", offers=tuple(offered))
    return step(*why, say("nearest", times=words), frame=kept, quick_replies=words)


def _with_person(scene: Scene, wish: Wish, offer: Offer) -> Say:
    who = scene.catalogue.technician(offer.technician)
    if who is None or who == wish.technician:
        return say("name", name=offer.starts_at)
    return say("start_with", start=offer.starts_at, technician=who)


def _why(reasons: Sequence[Reason], wish: Wish, wanted: datetime) -> tuple[Say, ...]:
    """One sentence per reason, each once; where there is none the time has just been taken."""
    told = [reason.code for reason in reasons if reason.technician_id in {None, wish.question.technician_id}]
    codes = told or _of_everybody([reason.code for reason in reasons])
    return tuple(say(f"reason.{code}", start=wanted) for code in dict.fromkeys(codes))


def _of_everybody(codes: Sequence[str]) -> Sequence[str]:
    """Where anyone would do, and each has a reason of their own: that they are taken, if one is, tells most."""
    return ("slot_taken",) if not codes or "slot_taken" in codes else codes[-1:]
