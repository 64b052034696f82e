"""The whole life of visits under changing rules: whatever happens in whatever order, time passing and money moving, the
history is complete, claims stand where visits do, and every fen is where it belongs.
"""

from collections import Counter
from contextlib import suppress
from datetime import timedelta
from itertools import pairwise

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from services.booking.domain.dispute.replay import replayed
from services.booking.domain.life import transitions as life
from services.booking.domain.payment import machine
from services.booking.domain.telling import FACT_OF_ACTION
from services.booking.domain.terms.rules import Rules
from shared.effective import Dated
from shared.errors import Refusal, Unavailable
from shared.testing import NOW, a_customer, a_receptionist, a_technician
from tests.support.booking import WANG, XUJIAHUI
from tests.support.booking_machine import BOOKING, KEYS, LOST, NAMES, Booking, Crashed

FEES = {"free_cancel_hours": 2, "late_cancel_fee_percent": 20}
VALUES = {
    f"rul-{n}": {**FEES, **more}
    for n, more in enumerate(
        [
            {},
            {"deposit_percent": 30},
            {"store_acceptance": True},
            {"deposit_percent": 10, "store_acceptance": True, "no_show_after_minutes": 15},
            {"deposit_percent_after_no_shows": 50, "no_shows_before_deposit": 1, "no_show_after_minutes": 15},
        ]
    )
}
RULES = [Rules.of(values, version) for version, values in VALUES.items()]
ROWS = {row_id: Dated(row_id, "brand", NOW, values) for row_id, values in VALUES.items()}
# Most visits wait for a deposit at first: there is most to go wrong.
INITIAL = st.sampled_from([RULES[1], RULES[1], RULES[3], *RULES])
GOING_ON = ("pay", "accept", "check-in", "start", "finish")
RECEPTION = a_receptionist(XUJIAHUI.id)
ACTORS = st.sampled_from([RECEPTION, a_technician(WANG.id), a_customer()])
ACTIONS = st.sampled_from(life.PLAIN_ACTIONS)
PAY_KEYS = st.sampled_from(["pay-1", "pay-2"])
OUTCOMES = st.sampled_from(["settle", "settle", "fail"])
DEATHS = st.sampled_from(["never"] * 5 + ["after_payment", "after_charge"])
MEANWHILE = st.sampled_from(["nothing"] * 3 + ["expired", "cancelled", "declined", "swept", "overtaken"])
# Counted from the start of a visit.
MOMENTS = st.sampled_from([timedelta(minutes=minutes) for minutes in (-30, 0, 20)])
A_STEP = {(source, row.action, row.target or source) for row in life.TRANSITIONS for source in row.sources}
PAID_FOR = {*life.STATUSES} - {life.REQUESTED, life.PENDING_PAYMENT} - life.ENDED


class WholeLife(Booking):
    """Two customers' keys want two times; on top of the protocol, everything that may happen to a visit happens."""

    def __init__(self) -> None:
        super().__init__()
        self.catalogue = self.desk.storage.catalogue
        self.catalogue.before = {rules.version: rules for rules in RULES}
        self.paid: dict[tuple[str, str], dict] = {}

    @initialize(rules=INITIAL, far=st.integers(0, 4))
    def some_are_booked(self, *, rules: Rules, far: int) -> None:
        """Both, under the same rules, and one of them some steps on."""
        self.catalogue.in_force = rules
        for key in NAMES:
            self.book(key=key)
        for _ in range(far):
            self.it_goes_on(key=NAMES[0])
            if far > 2:
                self.it_gets_late(key=NAMES[0], after_start=timedelta(minutes=-30))

    @rule(key=KEYS)
    def it_goes_on(self, *, key: str) -> None:
        """The next step of a visit of which nothing goes wrong."""
        visit = self._visit(key)
        if visit is None:
            return
        offered = visit.allowed_actions({life.STAFF}, self.desk.clock.at)
        action = next((one for one in GOING_ON if one in offered), None)
        if action == "pay":
            self.pay(key=key, pay_key="pay-0", outcome="settle")
        elif action:
            self.act(key=key, action=action, actor=RECEPTION)

    @rule(key=KEYS, comes=st.booleans())
    def it_ends_badly(self, *, key: str, comes: bool) -> None:
        """Called off half an hour before, or not at all."""
        self.it_gets_late(key=key, after_start=timedelta(minutes=-30 if comes else 20))
        if comes:
            self.cancel(key=key)
        else:
            self.act(key=key, action="no-show", actor=RECEPTION)

    @rule(rules=st.sampled_from(RULES))
    def the_shop_changes_its_rules(self, *, rules: Rules) -> None:
        self.catalogue.in_force = rules

    @rule(minutes=st.sampled_from([1, 1, 15]))
    def time_passes(self, *, minutes: int) -> None:
        self.desk.clock.at += timedelta(minutes=minutes)

    @rule(key=KEYS, after_start=MOMENTS)
    def it_gets_late(self, *, key: str, after_start: timedelta) -> None:
        visit = self._visit(key)
        if visit is not None:
            self.desk.clock.at = max(self.desk.clock.at, visit.starts_at + after_start)

    @rule(key=KEYS, pay_key=PAY_KEYS, meanwhile=st.sampled_from(["another", "expired", "cancelled"]))
    def pay_while_it_ends(self, *, key: str, pay_key: str, meanwhile: str) -> None:
        self.pay(key=key, pay_key=pay_key, outcome="settle", meanwhile=meanwhile)

    @rule(
        key=KEYS,
        pay_key=PAY_KEYS,
        outcome=OUTCOMES,
        dies_at=DEATHS,
        is_lost=LOST,
        is_away=LOST,
        meanwhile=MEANWHILE,
    )
    def pay(
        self,
        *,
        key: str,
        pay_key: str,
        outcome: str,
        dies_at: str = "never",
        is_lost: bool = False,
        is_away: bool = False,
        meanwhile: str = "nothing",
    ) -> None:
        """`meanwhile` happens while the provider's answer is on its way."""
        if key not in self.answers:
            return
        again = lambda: self.pay(key=key, pay_key=pay_key, outcome=outcome)  # noqa: E731
        self._arrange_payment(dies_at, key, is_lost=is_lost, is_away=is_away, meanwhile=meanwhile, again=again)
        request = {"appointment_id": self.answers[key]["id"], "provider": "sandbox", "outcome": outcome}
        try:
            answer = self.desk.of(key=pay_key, body=request, path="POST /pay").pay_appointment(request)
        except (Refusal, Crashed):
            return
        finally:
            self._calm()
        assert self.paid.setdefault((request["appointment_id"], pay_key), answer) == answer

    @rule(key=KEYS, action=ACTIONS, actor=ACTORS, again=st.booleans())
    def act(self, *, key: str, action: str, actor=None, again: bool = False) -> None:
        """Perhaps with the answer lost on its way, so that it is asked for once more."""
        if key not in self.answers:
            return
        request = {"appointment_id": self.answers[key]["id"], "action": action, "reason": "because"}
        asked = {"key": f"act-{action}", "body": request, "path": f"POST /{request['appointment_id']}/{action}"}
        with suppress(Refusal):
            first = self.desk.of(actor, **asked).act_on_appointment(request)
            assert not again or self.desk.of(actor, **asked).act_on_appointment(request) == first

    @rule()
    def deadlines_pass(self) -> None:
        self.desk.of(BOOKING).sweep_overdue_appointments()

    @rule()
    def nobody_came(self) -> None:
        self.desk.of(BOOKING).sweep_missed_appointments()

    @rule(is_away=LOST)
    def payments_are_swept(self, *, is_away: bool = False) -> None:
        self.desk.providers.refusal = Unavailable() if is_away else None
        with suppress(Unavailable):
            self.desk.of(BOOKING).sweep_payments()
        self.desk.providers.refusal = None

    @rule()
    def leases_end(self) -> None:
        super().leases_end()
        for payment in self.desk.storage.payments.rows.values():
            self.desk.storage.payments.release(payment.id)

    @invariant()
    def the_version_grows_by_one_and_the_history_is_complete(self) -> None:
        for visit in self.desk.storage.appointments.rows.values():
            history = self.desk.storage.appointments.history(visit.id)
            assert [entry.version for entry in history] == list(range(1, visit.version + 1))
            assert history[-1].status == visit.status
            for before, entry in pairwise(history):
                assert (before.status, entry.action, entry.status) in A_STEP or entry.action == "move"

    @invariant()
    def every_step_is_told_once_and_nothing_else_is(self) -> None:
        storage = self.desk.storage.appointments
        told = Counter((fact.appointment_id, fact.revision, type(fact)) for fact in storage.events)
        done = [(one.appointment_id, one.version, FACT_OF_ACTION[one.action]) for one in storage.entries]
        assert told == Counter(done)

    @invariant()
    def our_books_of_payments_are_the_providers_or_behind_them(self) -> None:
        books = self.desk.providers
        for payment in self.desk.storage.payments.rows.values():
            if payment.state in machine.RECEIVED:
                assert books.charged_fen[payment.id] == payment.amount_fen
            if payment.state == machine.FAILED:
                assert payment.id not in books.charged_fen
            if payment.id in books.refunded_fen:
                assert payment.state in {machine.REFUNDING, machine.REFUNDED}
                assert books.refunded_fen[payment.id] == payment.refund_fen

    @invariant()
    def a_visit_is_paid_for_once_and_goes_on_only_when_it_is(self) -> None:
        received = Counter(one.appointment_id for one in self._payments() if one.state in machine.RECEIVED)
        assert set(received.values()) <= {1}
        for visit in self.desk.storage.appointments.rows.values():
            assert visit.deposit is None or visit.status not in PAID_FOR or received[visit.id]

    def teardown(self) -> None:
        """When it is quiet, the provider holds what visits that stand have paid, and of ended ones the fee; and every
        fee comes out the same when it is judged once more.
        """
        self.leases_end()
        self.payments_are_swept()
        super().teardown()
        books = self.desk.providers
        for visit in self.desk.storage.appointments.rows.values():
            history = self.desk.storage.appointments.history(visit.id)
            payment = self.desk.storage.payments.standing([visit.id]).get(visit.id)
            assert replayed(visit, history, ROWS, payment).disagreements == ()
            mine = [one.id for one in self._payments() if one.appointment_id == visit.id]
            came_in = sum(books.charged_fen.get(one, 0) for one in mine)
            went_back = sum(books.refunded_fen.get(one, 0) for one in mine)
            assert came_in - went_back == (min(visit.fee_fen, came_in) if visit.has_ended else came_in)
        assert not [one for one in self._payments() if one.state in machine.UNDER_WAY]

    def _visit(self, key: str):
        return self.desk.storage.appointments.rows[self.answers[key]["id"]] if key in self.answers else None

    def _payments(self):
        return self.desk.storage.payments.rows.values()

    def _arrange_payment(self, dies_at: str, key: str, *, is_lost: bool, is_away: bool, meanwhile: str, again) -> None:
        self._arrange(dies_at, is_lost=False, meanwhile="nothing", again=again)

        def overtaken() -> None:
            self.leases_end()
            again()

        def expired() -> None:
            self.time_passes(minutes=15)
            self.deadlines_pass()

        def swept() -> None:
            self.leases_end()
            self.payments_are_swept()

        happening = {
            "another": lambda: self.pay(key=key, pay_key="pay-3", outcome="settle"),
            "nothing": lambda: None,
            "expired": expired,
            "cancelled": lambda: [self.cancel(key=one) for one in NAMES],
            "declined": lambda: self.act(key=key, action="decline", actor=RECEPTION),
            "swept": swept,
            "overtaken": overtaken,
        }[meanwhile]
        books = self.desk.providers

        def once() -> None:
            lost, books.lost = books.lost, None
            happening()
            books.lost = lost

        books.refusal = Unavailable() if is_away else None
        books.lost = Unavailable() if is_lost else None
        books.meanwhile = once

    def _calm(self) -> None:
        super()._calm()
        books = self.desk.providers
        books.refusal, books.lost, books.meanwhile = None, None, lambda: None


TestWholeLife = WholeLife.TestCase
TestWholeLife.settings = settings(max_examples=150, stateful_step_count=50, deadline=None)
