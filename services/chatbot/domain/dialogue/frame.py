"""What a conversation is about at the moment: the task, what is known of it, what was asked and offered last.

Tasks lie on a stack: one that interrupts another lies over it, and one that must wait for another lies below it.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date, datetime
from typing import Any, Self

BOOK, RESCHEDULE, CANCEL, WAITLIST = "book", "reschedule", "cancel", "waitlist"
CONFIRMATION = "confirmation"
HOME = "home"
MAX_MISSES, MAX_DEPTH = 3, 3
TIMELY = ("date", "date_range", "time", "time_range")
_DISPLACES = {
    "treatment": ("duration_minutes",),
    "date": ("date_range",),
    "date_range": ("date",),
    "time": ("time_range", "offset_minutes"),
    "time_range": ("time", "offset_minutes"),
    "offset_minutes": ("time", "time_range"),
}
_CHANGING = (*TIMELY, "store", "treatment", "technician")
_KEPT = frozenset({
    *_CHANGING, *(f"old_{name}" for name in _CHANGING), *(f"new_{name}" for name in _CHANGING),
    "party_size", "place", "address", "name", "phone", "gender_preference", "strength", "budget_max_fen",
    "duration_minutes", "offset_minutes", "body_part", "negated",
})  # fmt: skip
_LISTS = ("appointments", "derived", "then", "either", "among")
_ABOUT_THE_PERSON = ("party_size", "gender_preference", "strength", "technician", "negated", "place", "name", "phone")

_WISH = ("treatment", "store", "technician", "place", "party_size", "date", "date_range", "time", "time_range")


@dataclass(frozen=True)
class Offer:
    """A start that was shown to choose from; `technician` is a slug, or None for anyone, `store` None for the same."""

    starts_at: datetime
    technician: str | None = None
    store: str | None = None


@dataclass(frozen=True)
class Frame:
    """`slots` are values as the understanding gives them; `derived` are those of them that only follow from others.

    `appointments` are ids shown to choose from by number, `about` is the appointment that was dealt with last.
    `then` are slugs of what follows the treatment in the same visit, `either` clock times of which one is meant,
    `among` the people of whom any will do.
    `tells_technician` is the customer's consent to have their red flags noted. `below` is the next task on the stack.
    """

    task: str | None = None
    slots: Mapping[str, Any] = field(default_factory=dict)
    asked: str | None = None
    misses: int = 0
    offers: tuple[Offer, ...] = ()
    appointments: tuple[str, ...] = ()
    appointment_id: str | None = None
    about: str | None = None
    derived: tuple[str, ...] = ()
    tells_technician: bool | None = None
    then: tuple[str, ...] = ()
    either: tuple[str, ...] = ()
    among: tuple[str, ...] = ()
    below: "Frame | None" = None

    def heard(self, slots: Mapping[str, Any]) -> Self:
        """With what a sentence added; the newer value wins, and a time displaces a stretch of time.

        What only followed from something that is now different is forgotten.
        """
        kept = dict(self.slots)
        slots = self._without_wider(slots)
        if slots.keys() & {"technician", "treatment", "place", "address"}:
            kept = {name: value for name, value in kept.items() if name not in self.derived}
        for name in _KEPT & slots.keys():
            for displaced in _displaced(name):
                kept.pop(displaced, None)
        kept |= {name: value for name, value in slots.items() if name in _KEPT - {"negated"}}
        kept = _with_refused(kept, slots)
        derived = tuple(name for name in self.derived if name in kept)
        then = () if "treatment" in slots else self.then
        among = () if "technician" in slots else self.among
        return replace(self, slots=kept, derived=derived, then=then, among=among)

    def _without_wider(self, slots: Mapping[str, Any]) -> Mapping[str, Any]:
        """不，是周日上午 beside a proposal for half past ten leaves the time: it lies in the stretch that is said."""
        wider = [
            f"{side}time_range"
            for side in ("", "new_")
            if f"{side}time" in self.slots and _holds(slots.get(f"{side}time_range"), self.slots[f"{side}time"])
        ]
        is_kept = self.asked == CONFIRMATION and wider and "treatment" not in slots
        return {name: value for name, value in slots.items() if name not in wider} if is_kept else slots

    def one(self, slot: str) -> str | None:
        """The slot's value where exactly one thing was named."""
        value = self.slots.get(slot)
        return value if isinstance(value, str) else None

    def refused(self, slot: str) -> tuple[Any, ...]:
        """What the customer does not want, unless they have asked for that very thing since."""
        return tuple(value for value in _each(self.slots.get("negated", {}).get(slot)) if value != self.slots.get(slot))

    def refusing(self, technician: str) -> Self:
        """Without this person, whoever else it may become."""
        return self.without("technician").heard({"negated": {"technician": technician}})

    def any_of(self, technicians: tuple[str, ...]) -> Self:
        """With any of these people."""
        return replace(self.without("technician"), among=technicians)

    @property
    def wish(self) -> dict[str, Any]:
        """What is wanted, where and when; of an appointment that is moved, what it becomes. No contact data."""
        known = {name: self.slots.get(f"new_{name}", self.slots.get(name)) for name in _WISH}
        return {name: value for name, value in known.items() if value is not None}

    def without(self, *names: str) -> Self:
        return replace(self, slots={name: value for name, value in self.slots.items() if name not in names})

    def asking(self, slot: str | None, *, offers: tuple[Offer, ...] = ()) -> Self:
        return replace(self, asked=slot, offers=offers, appointments=())

    def chosen(self, offer: Offer, *, prefix: str = "") -> Self:
        """With an offered start taken; `prefix` is `new_` where an appointment is moved."""
        taken: dict[str, Any] = {
            f"{prefix}date": offer.starts_at.date().isoformat(),
            f"{prefix}time": offer.starts_at.strftime("%H:%M"),
        }
        if offer.store:
            taken["store"] = offer.store
        if offer.technician:
            taken["technician"] = offer.technician
        chosen = replace(self.heard(taken), offers=(), asked=None)
        return chosen if offer.technician or not offer.store else chosen.without("technician")

    def over(self, task: "Frame") -> "Frame":
        """Another task that comes first; this one goes on when it has ended. A stack has no more than MAX_DEPTH."""
        if self.task is None:
            return replace(task, about=self.about)
        return replace(task, below=self.cut(MAX_DEPTH - 1), about=self.about)

    def cut(self, depth: int) -> Self:
        """With at most `depth` tasks on the stack, itself counted."""
        return replace(self, below=self.below.cut(depth - 1) if self.below and depth > 1 else None)

    def ended(self, about: str | None = None) -> "Frame":
        """What goes on when this task is over; `about` is the appointment it was about."""
        remembered = about or self.about
        return replace(self.below, about=remembered) if self.below else Frame(about=remembered)

    def given_up(self) -> "Frame":
        """What goes on when the customer no longer wants this: a task that was to follow is given up with it."""
        below = self.below
        return self.ended() if below is None or below.is_begun else replace(below, about=self.about).given_up()

    @property
    def is_begun(self) -> bool:
        """Whether anything of it was ever asked or proposed."""
        return self.asked is not None

    def for_another_wish(self, slots: Mapping[str, Any]) -> Self:
        """Another treatment on a stated day is another wish: with whom and how many belonged to the former."""
        former, is_dated = self.one("treatment"), bool({"date", "date_range"} & slots.keys())
        if former and is_dated and slots.get("treatment", former) != former:
            return self.without(*_ABOUT_THE_PERSON)
        return self

    def as_document(self) -> dict[str, Any]:
        offers = [{**asdict(offer), "starts_at": offer.starts_at.isoformat()} for offer in self.offers]
        plain = {item.name: getattr(self, item.name) for item in fields(self)}
        below = self.below.as_document() if self.below else None
        lists = {name: list(getattr(self, name)) for name in _LISTS}
        return {**plain, **lists, "slots": dict(self.slots), "offers": offers, "below": below}

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Self:
        """From what is kept; fields that an older or a newer version did not have are left out."""
        known = {item.name: document[item.name] for item in fields(cls) if item.name in document}
        offers = tuple(
            Offer(**{**one, "starts_at": datetime.fromisoformat(one["starts_at"])}) for one in known["offers"]
        )
        lists = {name: tuple(known.get(name) or ()) for name in _LISTS}
        below = cls.of(known["below"]) if known.get("below") else None
        return cls(**{**known, **lists, "offers": offers, "below": below})


def _holds(window: Any, clock: str) -> bool:
    return bool(window) and window[0] <= clock < window[1]


def _displaced(name: str) -> tuple[str, ...]:
    """What a new value makes void, on the same side of a change."""
    prefix = name[: len("new_")] if name.startswith(("old_", "new_")) else ""
    return tuple(
        f"{prefix}{displaced}" if displaced in _CHANGING else displaced
        for displaced in _DISPLACES.get(name.removeprefix(prefix), ())
    )


def _is_among(value: Any, refused: Any) -> bool:
    return value is not None and value in _each(refused)


def _each(refused: Any) -> tuple[Any, ...]:
    """What is refused, one by one: several are a list, and a stretch of time is a list of its ends."""
    if refused is None:
        return ()
    is_stretch = isinstance(refused, list) and len(refused) == len(("from", "to")) and ":" in str(refused[0])
    return (refused,) if isinstance(refused, str) or is_stretch else tuple(refused)


def _with_refused(kept: dict[str, Any], slots: Mapping[str, Any]) -> dict[str, Any]:
    """What is refused is noted, and no longer wanted unless the same sentence says so."""
    refused = slots.get("negated", {})
    wanted = {name: value for name, value in kept.items() if name in slots or not _is_among(value, refused.get(name))}
    return {**wanted, "negated": _refused_too(kept.get("negated", {}), refused)} if refused else wanted


def _refused_too(before: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """What was refused before stays refused."""
    both = {name: [*_each(before.get(name)), *_each(now.get(name))] for name in {**before, **now}}
    return {name: [each for index, each in enumerate(all_) if each not in all_[:index]] for name, all_ in both.items()}


def local_start(frame: Frame, *, prefix: str = "") -> tuple[date, str] | None:
    """The day and the clock time that are known, if both are."""
    day, clock = frame.slots.get(f"{prefix}date"), frame.slots.get(f"{prefix}time")
    return (date.fromisoformat(day), clock) if day and clock else None
