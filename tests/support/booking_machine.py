"""Booking as a machine that can crash, stall, be repeated, asked in between and told late at every moment."""

from contextlib import suppress
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.booking.domain.ordering.attempt import DONE, OPEN
from services.booking.use_cases import apply_claim
from shared.actor import Actor
from shared.errors import Refusal, Unavailable
from shared.testing import NOW, an_event
from tests.support.booking import COUPLE, START, WAIST
from tests.support.booking_desk import Desk

NAMES = ["key-1", "key-2"]
KEYS = st.sampled_from(NAMES)
# Most requests go well: only so does anything get far enough to go wrong.
MOMENTS = st.sampled_from(
    ["never"] * 6 + ["after_attempt", "after_claim", "after_insert", "after_change", "after_move"]
)
LOST = st.sampled_from([False, False, False, True])
MEANWHILE = st.sampled_from(["nothing"] * 4 + ["scheduling_sweeps", "overtaken", "cancelled", "told"])
BOOKING, SCHEDULING = Actor.system("booking"), Actor.system("scheduling")


class Crashed(BaseException):
    """The process is gone; nothing after this moment happens in it."""


class Booking(RuleBasedStateMachine):
    """Two customers' keys want two times; processes die and stall, answers and events are lost, late and repeated."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk()
        self.answers: dict[str, dict] = {}

    @initialize(keys=st.sets(KEYS))
    def some_are_booked(self, *, keys: set[str]) -> None:
        for key in sorted(keys):
            self.book(key=key)

    @rule(key=KEYS, dies_at=MOMENTS, is_lost=LOST, meanwhile=MEANWHILE)
    def book(self, *, key: str, dies_at: str = "never", is_lost: bool = False, meanwhile: str = "nothing") -> None:
        """`meanwhile` happens while scheduling's answer is on its way; overtaken: the same request comes once more."""
        self._arrange(dies_at, is_lost=is_lost, meanwhile=meanwhile, again=lambda: self.book(key=key))
        starts_at = (START + timedelta(days=int(key[-1]))).isoformat()
        try:
            answer = self.desk.book(key=key, starts_at=starts_at)
        except (Refusal, Crashed):
            return
        finally:
            self._calm()
        assert self.answers.setdefault(key, answer) == answer

    @rule(
        key=KEYS,
        days=st.integers(3, 6),
        other=st.booleans(),
        dies_at=MOMENTS,
        is_lost=LOST,
        meanwhile=MEANWHILE,
    )
    def reschedule(
        self,
        *,
        key: str,
        days: int,
        other: bool,
        dies_at: str = "never",
        is_lost: bool = False,
        meanwhile: str = "nothing",
    ) -> None:
        """To another day, perhaps with another treatment: then the price and the policy are others as well."""
        if key not in self.answers:
            return
        again = lambda: self.reschedule(key=key, days=days, other=other)  # noqa: E731
        self._arrange(dies_at, is_lost=is_lost, meanwhile=meanwhile, again=again)
        asked = {
            "starts_at": (START + timedelta(days=days)).isoformat(),
            "treatment_id": (COUPLE if other else WAIST).id,
        }
        request = {"appointment_id": self.answers[key]["id"], **asked}
        try:
            self.desk.of(key=f"move-{days}-{other}", body=request, path="POST /move").reschedule_appointment(request)
        except (Refusal, Crashed):
            return
        finally:
            self._calm()

    @rule(key=KEYS)
    def cancel(self, *, key: str) -> None:
        if key in self.answers:
            with suppress(Refusal):
                self.desk.of().cancel_appointment({"appointment_id": self.answers[key]["id"]})

    @rule()
    def leases_end(self) -> None:
        for attempt in self.desk.storage.attempts.rows.values():
            self.desk.storage.attempts.release(attempt.appointment_id)
        for change in self.desk.storage.changes.rows.values():
            self.desk.storage.changes.release(change.id)

    @rule()
    def scheduling_sweeps(self) -> None:
        """Every hold has run out: scheduling asks for each, and lets go what is not needed."""
        for claim_id in set(self.desk.scheduling.claims) - self.desk.scheduling.firm:
            if self.desk.of(SCHEDULING).answer_for_claim({"claim_id": claim_id})["needed"]:
                self.desk.scheduling.firm.add(claim_id)
            else:
                self.desk.scheduling.release(claim_id)

    @rule(nth=st.integers(0, 40))
    def scheduling_hears(self, *, nth: int) -> None:
        """Any event of booking, in any order, and perhaps not for the first time."""
        told = self.desk.storage.appointments.events
        if told:
            self.desk.scheduling.hears(told[nth % len(told)])

    @rule(nth=st.integers(0, 40))
    def booking_hears(self, *, nth: int) -> None:
        """Any move of any claim, likewise."""
        moves = list(self.desk.scheduling.made.values())
        if moves:
            moved = moves[nth % len(moves)]
            data = {**vars(moved), "claim_id": moved.id, "claim_revision": moved.revision}
            instants = {"starts_at": moved.starts_at.isoformat(), "ends_at": moved.ends_at.isoformat()}
            told = {**data, **instants, "technicians": list(moved.technician_ids)}
            self.desk.of(BOOKING).on_claim_moved(an_event("claim_moved", told))

    @rule()
    def booking_sweeps(self) -> None:
        self.desk.of(BOOKING).sweep_open_changes()

    @rule(nth=st.integers(0, 40))
    def a_stalled_sweep_comes_back(self, *, nth: int) -> None:
        """It took a change that was open; by now it is settled, and others may have come after it."""
        changes = [one for one in self.desk.storage.changes.rows.values() if one.state != OPEN]
        if changes:
            change = changes[nth % len(changes)]
            with suppress(Refusal):
                claim = self.desk.scheduling.settle_change(change.appointment_id, change.id)
                if claim is not None:
                    apply_claim(self.desk.storage, claim, now=NOW)

    @invariant()
    def no_visit_is_without_its_claim(self) -> None:
        assert self._standing().keys() <= self.desk.scheduling.claims.keys()

    @invariant()
    def a_key_has_one_visit(self) -> None:
        assert len(self.desk.storage.appointments.rows) <= len(NAMES)

    @invariant()
    def a_visit_and_its_done_attempt_come_together(self) -> None:
        done = {one.appointment_id for one in self.desk.storage.attempts.rows.values() if one.state == DONE}
        assert done == set(self.desk.storage.appointments.rows)

    @invariant()
    def an_appointment_has_one_open_change_at_most(self) -> None:
        open_ = [one.appointment_id for one in self.desk.storage.changes.rows.values() if one.state == OPEN]
        assert len(open_) == len(set(open_))

    def teardown(self) -> None:
        """When the system is quiet, no claim is left without a visit, and every visit is what its claim is."""
        self.leases_end()
        self.booking_sweeps()
        for nth in range(len(self.desk.storage.appointments.events)):
            self.scheduling_hears(nth=nth)
        for nth in range(len(self.desk.scheduling.made)):
            self.booking_hears(nth=nth)
        self.scheduling_sweeps()
        visits, claims = self._standing(), self.desk.scheduling.claims
        assert visits.keys() == claims.keys() == self.desk.scheduling.firm & claims.keys()
        for visit in visits.values():
            claim = claims[visit.id]
            assert (visit.starts_at, visit.claim_revision) == (claim.starts_at, claim.revision)
            assert visit.treatment_id == claim.treatment_id
            assert visit.price_fen == (COUPLE.price_fen // 2 if visit.treatment_id == COUPLE.id else WAIST.price_fen)

    def _standing(self) -> dict:
        return {one.id: one for one in self.desk.storage.appointments.rows.values() if not one.has_ended}

    def _arrange(self, dies_at: str, *, is_lost: bool, meanwhile: str, again) -> None:
        def checkpoint(moment: str) -> None:
            if moment == dies_at:
                raise Crashed

        def overtaken() -> None:
            self.leases_end()
            again()

        happening = {
            "nothing": lambda: None,
            "scheduling_sweeps": self.scheduling_sweeps,
            "overtaken": overtaken,
            "cancelled": lambda: [self.cancel(key=key) for key in NAMES],
            "told": lambda: self.booking_hears(nth=len(self.desk.scheduling.made) - 1),
        }[meanwhile]

        def once() -> None:
            self.desk.scheduling.meanwhile = lambda: None
            happening()

        self.desk.checkpoint = checkpoint
        self.desk.scheduling.lost = Unavailable(code="deadline_exceeded") if is_lost else None
        self.desk.scheduling.meanwhile = once

    def _calm(self) -> None:
        self.desk.checkpoint = None
        self.desk.scheduling.lost = None
        self.desk.scheduling.meanwhile = lambda: None
