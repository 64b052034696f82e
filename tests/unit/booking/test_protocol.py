"""Whatever crashes, stalls, is repeated or asked in between: in the end visits and claims are one to one."""

from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from services.booking.domain.attempt import DONE, OPEN
from shared.actor import Actor
from shared.errors import Refusal, Unavailable
from tests.support.booking import START
from tests.support.booking_desk import Desk

NAMES = ["key-1", "key-2"]
KEYS = st.sampled_from(NAMES)
MOMENTS = st.sampled_from(["after_attempt", "after_claim", "after_insert", "after_change", "after_move", "never"])


class Crashed(BaseException):
    """The process is gone; nothing after this moment happens in it."""


class Booking(RuleBasedStateMachine):
    """Two customers' keys want two times; processes die, answers are lost, and scheduling asks and lets go."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk()
        self.answers: dict[str, dict] = {}

    @rule(key=KEYS, dies_at=MOMENTS, is_lost=st.booleans(), asks=st.booleans())
    def book(self, *, key: str, dies_at: str, is_lost: bool, asks: bool) -> None:
        """Maybe with a crash, a lost answer of scheduling, or scheduling's question while the claim is on its way."""
        self._arrange(dies_at, is_lost=is_lost)
        self.desk.scheduling.meanwhile = self.scheduling_sweeps if asks else lambda: None
        starts_at = (START + timedelta(days=int(key[-1]))).isoformat()
        try:
            answer = self.desk.book(key=key, starts_at=starts_at)
        except (Refusal, Crashed):
            return
        finally:
            self._calm()
        assert self.answers.setdefault(key, answer) == answer

    @rule()
    def leases_end(self) -> None:
        for attempt in self.desk.storage.attempts.rows.values():
            self.desk.storage.attempts.release(attempt.appointment_id)
        for change in self.desk.storage.changes.rows.values():
            self.desk.storage.changes.release(change.id)

    @rule()
    def scheduling_sweeps(self) -> None:
        """Every hold has run out: scheduling asks for each, and lets go what is not needed."""
        for claim_id in list(self.desk.scheduling.claims):
            if not self.desk.of(Actor.system("scheduling")).answer_for_claim({"claim_id": claim_id})["needed"]:
                self.desk.scheduling.release(claim_id)

    @rule(key=KEYS, days=st.integers(3, 6), dies_at=MOMENTS, is_lost=st.booleans())
    def reschedule(self, *, key: str, days: int, dies_at: str, is_lost: bool) -> None:
        if key not in self.answers:
            return
        self._arrange(dies_at, is_lost=is_lost)
        to = (START + timedelta(days=days)).isoformat()
        request = {"appointment_id": self.answers[key]["id"], "starts_at": to}
        try:
            self.desk.of(key=f"move-{days}", body=request, path="POST /move").reschedule_appointment(request)
        except (Refusal, Crashed):
            return
        finally:
            self._calm()

    @rule()
    def booking_sweeps(self) -> None:
        self.desk.of(Actor.system("booking")).sweep_open_changes()

    @invariant()
    def no_visit_is_without_its_claim(self) -> None:
        assert self.desk.storage.appointments.rows.keys() <= self.desk.scheduling.claims.keys()

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
        """When the system is quiet, no claim is left without a visit, and every visit stands where its claim does."""
        self.leases_end()
        self.booking_sweeps()
        self.scheduling_sweeps()
        visits, claims = self.desk.storage.appointments.rows, self.desk.scheduling.claims
        assert visits.keys() == claims.keys()
        for visit in visits.values():
            claim = claims[visit.id]
            assert (visit.starts_at, visit.claim_revision) == (claim.starts_at, claim.revision)

    def _arrange(self, dies_at: str, *, is_lost: bool) -> None:
        def checkpoint(moment: str) -> None:
            if moment == dies_at:
                raise Crashed

        self.desk.checkpoint = checkpoint
        self.desk.scheduling.lost = Unavailable(code="deadline_exceeded") if is_lost else None

    def _calm(self) -> None:
        self.desk.checkpoint = None
        self.desk.scheduling.lost = None
        self.desk.scheduling.meanwhile = lambda: None


TestBooking = Booking.TestCase
TestBooking.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)
