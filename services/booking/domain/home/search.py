"""The search for the technician who goes to a home: one after another is asked, then whoever dispatches decides.

A search is looking (for the next), offering (to one), unassigned (on the dispatch board), or closed: somebody goes, or
the visit has ended. It never asks anybody twice for the same time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Self

from services.booking.domain.home.offer import MISSED, MOVING, OFFERED, WITHDRAWN, Candidate, HomeOffer
from services.booking.domain.terms.last_call import last_call

LOOKING, OFFERING, UNASSIGNED, CLOSED = "looking", "offering", "unassigned", "closed"
MOST_ASKED = 3


@dataclass(frozen=True)
class HomeSearch:
    """`patience` is how long each technician has to answer; `deadline` ends the search whatever comes of it.

    `since` is the first round for the time the visit has now: of earlier ones nothing counts any more.
    """

    appointment_id: str
    state: str
    patience: timedelta
    deadline: datetime
    starts_at: datetime
    since: int = 1
    offers: tuple[HomeOffer, ...] = ()

    @classmethod
    def begun(cls, appointment_id: str, starts_at: datetime, answer_by: datetime, now: datetime) -> Self:
        """A search whose first technician has until then to answer."""
        deadline = last_call(starts_at, now)
        return cls(appointment_id, LOOKING, max(answer_by - now, timedelta(seconds=1)), deadline, starts_at)

    @property
    def running(self) -> HomeOffer | None:
        """The offer that waits for its answer."""
        return self._newest(OFFERED)

    @property
    def moving(self) -> HomeOffer | None:
        """The round whose technician the visit is being moved to."""
        return self._newest(MOVING)

    @property
    def tried(self) -> frozenset[str]:
        """Technicians not to be tried again."""
        return frozenset(one.technician_id for one in self._counting if one.is_used_up)

    @property
    def is_exhausted(self) -> bool:
        """Whether enough technicians were asked for dispatch to take over."""
        return sum(one.asked_at is not None for one in self._counting) >= MOST_ASKED

    @property
    def outcomes(self) -> tuple[HomeOffer, ...]:
        """What became of those who were tried for the time the visit has now, in order."""
        return tuple(one for one in self._counting if one.ended_at is not None)

    def is_over(self, now: datetime) -> bool:
        return self.state != CLOSED and now >= self.deadline

    def next_of(self, ranked: Sequence[Candidate]) -> Candidate | None:
        """The best who was not tried; None once dispatch has to decide."""
        if self.is_exhausted:
            return None
        return next((one for one in ranked if one.technician_id not in self.tried), None)

    def answer_by(self, now: datetime) -> datetime:
        """Until when somebody who is asked now has to answer."""
        return min(now + self.patience, self.deadline)

    def move_to(self, candidate: Candidate) -> Self:
        """A new round, in which the visit is being moved to the candidate."""
        latest = HomeOffer(len(self.offers) + 1, candidate.technician_id, MOVING, candidate.because)
        return replace(self, offers=(*self.offers, latest))

    def missed(self, code: str, now: datetime) -> Self:
        """The visit could not be moved; whoever was being asked before still is."""
        return replace(self, offers=_with(self.offers, MOVING, state=MISSED, reason=code, ended_at=now))

    def ask(self, technician_id: str, answer_by: datetime, now: datetime) -> Self:
        """The visit is with the technician, and they are asked; whoever was asked before is no longer."""
        free = self.end(WITHDRAWN, now)
        if free.moving is None:
            free = free.move_to(Candidate(technician_id, {}))
        asked = {"technician_id": technician_id, "asked_at": now, "answer_by": answer_by}
        return replace(self, state=OFFERING, offers=_with(free.offers, MOVING, state=OFFERED, **asked))

    def end(self, how: str, now: datetime, reason: str | None = None) -> Self:
        """The running offer, if there is one, has ended so; the next is to be found."""
        ended = _with(self.offers, OFFERED, state=how, reason=reason, ended_at=now)
        return replace(self, state=LOOKING, offers=ended)

    def hand_over(self) -> Self:
        """To the dispatch board."""
        return replace(self, state=UNASSIGNED)

    def at(self, starts_at: datetime, now: datetime) -> Self:
        """The search of a visit that may have moved: for another time everybody may be asked again."""
        if starts_at == self.starts_at:
            return self
        return replace(self, starts_at=starts_at, deadline=last_call(starts_at, now), since=len(self.offers) + 1)

    def close(self, how: str, now: datetime) -> Self:
        return replace(self.end(how, now), state=CLOSED)

    @property
    def _counting(self) -> tuple[HomeOffer, ...]:
        return self.offers[self.since - 1 :]

    def _newest(self, state: str) -> HomeOffer | None:
        return next((one for one in reversed(self.offers) if one.state == state), None)


def _with(offers: Sequence[HomeOffer], was: str, **changes: Any) -> tuple[HomeOffer, ...]:
    """The same with the newest of that state changed, if there is one."""
    newest = next((one for one in reversed(offers) if one.state == was), None)
    return tuple(replace(one, **changes) if one is newest else one for one in offers)
