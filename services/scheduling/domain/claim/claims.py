"""A claim 占用: the time a visit takes of people and things, from the hold to the tombstone.

`held` (booking is still writing the appointment) → `firm` → `released`; a hold may be released too. Released is for
ever: the row stays as a tombstone, so that whatever comes late under its id is refused.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from services.scheduling.domain.business.shop import CUSTOMER, TECHNICIAN
from services.scheduling.domain.choice.assignment import Assignment, GivenPart, Taking
from services.scheduling.domain.choice.judgement import Because, Judgement
from services.scheduling.domain.errors import ClaimReleased, VersionConflict
from services.scheduling.domain.hours.cells import Run
from services.scheduling.domain.offer.scene import Wish
from services.scheduling.domain.travel.places import HOME
from services.scheduling.domain.travel.whereabouts import Placed

HELD, FIRM, RELEASED = "held", "firm", "released"


@dataclass(frozen=True)
class Claim:
    """The id is the appointment's. `request` is the canonical text of what was first asked, to tell a repetition.

    `parts` are those of a visit of several treatments; none for a visit of one. `judgement` is there while new, and
    kept with this revision; it is read by `Claims.judgement`.
    """

    id: str
    status: str
    revision: int
    customer_id: str
    request: str
    wish: Wish
    starts_at: datetime
    ends_at: datetime
    timezone: str
    takings: tuple[Taking, ...]
    because: Because
    hold_until: datetime | None = None
    parts: tuple[GivenPart, ...] = ()
    judgement: Judgement | None = field(default=None, compare=False, repr=False)

    @property
    def treatments(self) -> tuple[GivenPart, ...]:
        """What is given when, by whom; at least one."""
        whole = GivenPart(self.wish.treatment_id, self.starts_at, self.ends_at, tuple(self.technician_ids))
        return self.parts or (whole,)

    @property
    def requested_ids(self) -> frozenset[str]:
        """The technicians whom the guest asked for by name (点钟)."""
        return frozenset(part.technician_id for part in self.wish.parts if part.technician_id) & {*self.technician_ids}

    @property
    def technician_ids(self) -> list[str]:
        return [taking.resource_id for taking in self.takings if taking.kind == TECHNICIAN]

    @property
    def guest_id(self) -> str | None:
        """The customer whose own time the visit takes."""
        return next((taking.resource_id for taking in self.takings if taking.kind == CUSTOMER), None)

    @property
    def local_start(self) -> datetime:
        """The start on the store's clock."""
        return self.starts_at.astimezone(ZoneInfo(self.timezone))

    def goes_on_as(self, wish: Wish) -> Wish:
        """The wish for a move of this claim. What it does not say anew stays: the add-ons of the same treatment
        and what follows it, the home it goes to, and, for who named nobody, then and now, the gender.
        """
        gender = self.wish.technician_gender if wish.technician_id is None else None
        is_same = wish.treatment_id == self.wish.treatment_id
        then = wish.then or (self.wish.then if is_same else ())
        addons = wish.addons or (self.wish.addons if is_same else ())
        stays_home = self.wish.place == HOME and wish.location is None
        place, location = (HOME, self.wish.location) if stays_home else (wish.place, wish.location)
        technician_gender = wish.technician_gender or gender
        return replace(
            wish,
            then=then,
            place=place,
            location=location,
            technician_gender=technician_gender,
            addons=addons,
            extension=self.wish.extension if is_same else 0,
        )

    @property
    def place(self) -> str:
        """The store's id, or `home`."""
        return HOME if self.wish.place == HOME else self.wish.store_id

    @property
    def placed(self) -> tuple[Placed, ...]:
        """Where its technicians are, and when."""
        people = [taking for taking in self.takings if taking.kind == TECHNICIAN]
        return tuple(
            Placed(one.resource_id, run, self.place, self.wish.location) for one in people for run in one.cells
        )

    def gives_up(self, after: "Claim") -> bool:
        """Whether anybody or anything is free, at any time it takes, once the claim is as it is after a change."""
        return any(
            not any(start <= first and last <= end for start, end in after.cells_of(taking.resource_id))
            for taking in self.takings
            for first, last in taking.cells
        )

    def given_by(self, resource_id: str) -> tuple[GivenPart, ...]:
        """The treatments a technician gives; all of them for a bed, a device or the customer."""
        return tuple(part for part in self.treatments if resource_id in part.technicians) or self.treatments

    def cells_of(self, resource_id: str) -> tuple[Run, ...]:
        return next((taking.cells for taking in self.takings if taking.resource_id == resource_id), ())

    @classmethod
    def tombstone(cls, claim_id: str, at: datetime) -> "Claim":
        """What stands for a claim that ended before it was heard of."""
        wish = Wish("", "")
        return cls(claim_id, RELEASED, 1, "", "", wish, at, at, "UTC", (), Because("released"))

    def released(self) -> "Claim":
        return replace(self, status=RELEASED, revision=self.revision + 1, hold_until=None, takings=())

    def moved(self, wish: Wish, starts_at: datetime, ends_at: datetime, assignment: Assignment) -> "Claim":
        """The next revision of the claim, at another time or with other people."""
        return replace(
            self,
            revision=self.revision + 1,
            wish=wish,
            starts_at=starts_at,
            ends_at=ends_at,
            takings=assignment.takings,
            because=assignment.because,
            parts=assignment.parts,
            judgement=assignment.judgement,
        )

    def longer(
        self, wish: Wish, ends_at: datetime, takings: tuple[Taking, ...], parts: tuple[GivenPart, ...]
    ) -> "Claim":
        """The next revision of the claim, with the same people and things for longer."""
        return replace(self, revision=self.revision + 1, wish=wish, ends_at=ends_at, takings=takings, parts=parts)

    def require_movable(self, expected_revision: int) -> None:
        if self.status == RELEASED:
            raise ClaimReleased
        if self.revision != expected_revision:
            raise VersionConflict(params={"claim_revision": self.revision})


@dataclass(frozen=True)
class Need:
    """Booking's word on a hold. With `ask_again_in` (seconds) it may still become an appointment, and may not: until
    then the hold is kept, neither firm nor free.
    """

    is_needed: bool
    ask_again_in: float | None = None


@dataclass(frozen=True)
class Change:
    """A move that was made, or a tombstone for one that never may be."""

    id: str
    claim_id: str
    is_made: bool
    claim_revision: int = 0


@dataclass(frozen=True)
class Settled:
    """How a change ended; the claim as it is now where it was moved."""

    claim: Claim | None

    @property
    def is_moved(self) -> bool:
        return self.claim is not None
