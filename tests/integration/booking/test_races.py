"""Several processes at one attempt, one appointment, one claim; and the lock taken out, to see that the tests see."""

from datetime import timedelta

import eventlet
import pytest
from eventlet.greenpool import GreenPool
from sqlalchemy import select

from services.booking.adapters.attempts import SqlAttempts
from services.booking.adapters.tables import attempts
from services.booking.domain.ordering.attempt import Attempt
from services.booking.domain.ordering.request import BookingRequest
from services.booking.use_cases import (
    answer_for_claim,
    apply_claim,
    book_appointment,
    cancel_appointment,
    find_appointments,
    reschedule_appointment,
    settle_changes,
)
from shared.actor import Actor
from shared.errors import Conflict, Refusal, Unavailable
from shared.testing import NOW, a_call, an_admin
from tests.support.booking import START, a_claim

SCHEDULING = a_call(Actor.system("scheduling"))
ISOLATION = ["READ COMMITTED", "REPEATABLE READ"]


def request_for(shop, **changes):
    asked = {"store_id": shop.store_id, "treatment_id": shop.treatment_id, "starts_at": START, **changes}
    return BookingRequest(**asked)


def book(shop, key="key-1", checkpoint=lambda _: eventlet.sleep(0)):
    return book_appointment(shop.desk(key=key, body="body", checkpoint=checkpoint), request_for(shop))


def at_once(*works):
    """Every work in a greenlet of its own; what each gave, refusals included."""

    def outcome(work):
        try:
            return work()
        except Refusal as refusal:
            return refusal.code

    return list(GreenPool().imap(outcome, works))


def everything(shop):
    return find_appointments(shop.storage(), call=a_call(an_admin()), now=NOW, limit=100).items


def told(shop):
    return [event.type for event in shop.events()]


def test_many_requests_under_one_key_make_one_appointment(shop):
    outcomes = at_once(*[lambda: book(shop)] * 8)

    answers = [one for one in outcomes if one != "idempotency_key_in_progress"]
    assert answers
    assert all(one == answers[0] for one in [*answers, book(shop)])
    assert len(everything(shop)) == 1
    assert told(shop) == ["appointment_requested", "appointment_confirmed"]


def test_many_requests_under_one_key_whose_leases_all_ended_make_one_appointment(shop):
    """The first process is stalled behind its claim; the others take up its attempt one after the other."""

    def stalled(moment):
        if moment == "after_claim":
            (held,) = shop.scheduling.claims
            shop.storage().attempts.release(held)
            eventlet.sleep(0.05)

    outcomes = at_once(*[lambda: book(shop, checkpoint=stalled)] * 6)

    answers = [one for one in outcomes if one != "idempotency_key_in_progress"]
    assert answers
    assert all(one == answers[0] for one in answers)
    assert len(everything(shop)) == len(shop.scheduling.claims) == 1


@pytest.mark.real
@pytest.mark.parametrize("isolation", ISOLATION)
def test_either_the_visit_exists_or_scheduling_was_told_no_on_the_real_server(real_shop, isolation):
    shop = real_shop(isolation)
    outcomes = [visit_and_answer(shop, n) for n in range(12)]

    assert {(True, True), (False, False)} >= set(outcomes)


def test_either_the_visit_exists_or_scheduling_was_told_no(shop):
    outcomes = [visit_and_answer(shop, n) for n in range(12)]

    assert {(True, True), (False, False)} >= set(outcomes)


def visit_and_answer(shop, n):
    """Whether the visit came to be, and what scheduling was told, when both happen at once."""
    claimed = eventlet.event.Event()
    answers = []

    def insert():
        def checkpoint(moment):
            if moment == "after_claim":
                claimed.send(next(reversed(shop.scheduling.claims)))
                eventlet.sleep(0.002 * (n % 3))

        request = request_for(shop, starts_at=START + timedelta(days=n))
        return book_appointment(shop.desk(key=f"key-{n}", checkpoint=checkpoint), request)

    def ask():
        claim_id = claimed.wait()
        answers.append(answer_for_claim(shop.storage(), call=SCHEDULING, now=NOW, claim_id=claim_id).is_needed)

    booked, _ = at_once(insert, ask)
    is_booked = isinstance(booked, dict)
    assert is_booked or booked == "attempt_abandoned"
    return is_booked, answers[0]


@pytest.mark.real
def test_control_without_the_lock_a_visit_can_lose_its_claim(real_shop, monkeypatch):
    """The proof that the race above would show: both read the attempt as open, and both act on it."""

    def unlocked(self, appointment_id):
        with self.database.transaction() as connection:
            state = select(attempts.c.state).where(attempts.c.appointment_id == appointment_id)
            found = Attempt(appointment_id, connection.execute(state).scalar_one())
        eventlet.sleep(0.05)
        return found

    shop = real_shop("READ COMMITTED")
    monkeypatch.setattr(SqlAttempts, "lock", unlocked)

    assert (True, False) in [visit_and_answer(shop, n) for n in range(3)]


def test_a_booking_stalled_past_the_release_is_refused_and_its_retry_begins_afresh(shop):
    def let_go(moment):
        if moment == "after_claim":
            (held,) = shop.scheduling.claims
            assert answer_for_claim(shop.storage(), call=SCHEDULING, now=NOW, claim_id=held).is_needed is False
            shop.scheduling.release(held)

    with pytest.raises(Conflict) as refused:
        book(shop, checkpoint=let_go)
    assert refused.value.code == "attempt_abandoned"
    assert everything(shop) == []

    view = book(shop)

    assert list(shop.scheduling.claims) == [view["id"]]
    assert len(everything(shop)) == 1


def test_a_claim_nobody_knows_is_denied_however_many_ask_at_once(shop):
    ask = lambda: answer_for_claim(shop.storage(), call=SCHEDULING, now=NOW, claim_id="clm-unknown").is_needed  # noqa: E731

    assert at_once(*[ask] * 6) == [False] * 6


def test_a_crash_between_claim_and_insert_is_made_good_by_the_retry(shop):
    def crash(moment):
        if moment == "after_claim":
            raise SystemExit

    with pytest.raises(SystemExit):
        book(shop, checkpoint=crash)
    (held,) = shop.scheduling.claims
    with pytest.raises(Conflict) as refused:
        book(shop)
    assert refused.value.code == "idempotency_key_in_progress"
    shop.storage().attempts.release(held)  # ten seconds later

    assert book(shop)["id"] == held


def test_of_many_changes_at_once_one_runs_at_a_time_and_the_visit_stands_where_its_claim_does(shop):
    booked = book(shop)["id"]

    def move(n):
        asked = {"starts_at": START + timedelta(days=1 + n)}
        return reschedule_appointment(shop.desk(checkpoint=lambda _: eventlet.sleep(0)), booked, asked)

    outcomes = at_once(*[lambda n=n: move(n) for n in range(8)])

    moved = [one for one in outcomes if isinstance(one, dict)]
    assert {one for one in outcomes if isinstance(one, str)} <= {"change_in_progress"}
    (seen,) = everything(shop)
    claim = shop.scheduling.claims[booked]
    assert (seen.appointment.starts_at, seen.appointment.claim_revision) == (claim.starts_at, claim.revision)
    assert told(shop).count("appointment_rescheduled") == len(moved) == claim.revision - 1


def test_one_move_told_many_times_at_once_moves_the_visit_once(shop):
    booked = book(shop)["id"]
    moved = a_claim(id=booked, change_id=None)

    at_once(*[lambda: apply_claim(shop.storage(), moved, now=NOW)] * 6)

    assert told(shop).count("appointment_rescheduled") == 1
    assert everything(shop)[0].appointment.version == 3


def test_moves_told_in_any_order_leave_the_visit_where_the_last_one_put_it(shop):
    booked = book(shop)["id"]
    moves = [
        a_claim(id=booked, change_id=None, revision=n, starts_at=START + timedelta(days=n)) for n in (4, 2, 5, 3, 5, 2)
    ]

    at_once(*[lambda move=move: apply_claim(shop.storage(), move, now=NOW) for move in moves])

    (seen,) = everything(shop)
    assert (seen.appointment.claim_revision, seen.appointment.starts_at) == (5, START + timedelta(days=5))


def test_a_cancellation_and_a_change_at_once_leave_the_visit_cancelled(shop):
    booked = book(shop)["id"]
    asked = {"starts_at": START + timedelta(days=1)}

    _, cancelled = at_once(
        lambda: reschedule_appointment(shop.desk(checkpoint=lambda _: eventlet.sleep(0.01)), booked, asked),
        lambda: cancel_appointment(shop.storage(), call=a_call(), now=NOW, appointment_id=booked),
    )

    assert cancelled.appointment.status == "cancelled"
    assert everything(shop)[0].appointment.status == "cancelled"


def test_cancelling_many_times_at_once_happens_once(shop):
    booked = book(shop)["id"]

    outcomes = at_once(*[lambda: cancel_appointment(shop.storage(), call=a_call(), now=NOW, appointment_id=booked)] * 5)

    assert outcomes.count("illegal_transition") == 4
    assert told(shop).count("appointment_cancelled") == 1


def test_a_change_whose_answer_was_lost_is_settled_once_by_many_sweeps(shop):
    booked = book(shop)["id"]
    shop.scheduling.lost = Unavailable(code="deadline_exceeded")
    with pytest.raises(Unavailable):
        reschedule_appointment(shop.desk(), booked, {"starts_at": START + timedelta(days=1)})
    eventlet.sleep(0.01)

    settled = at_once(*[lambda: settle_changes(shop.storage(), shop.scheduling, now=NOW)] * 4)

    assert sum(settled) == 1
    assert told(shop).count("appointment_rescheduled") == 1


def test_a_refused_booking_leaves_no_event(shop):
    shop.scheduling.refusal = Conflict(code="slot_taken")
    with pytest.raises(Conflict):
        book(shop)

    assert told(shop) == []
    assert everything(shop) == []
