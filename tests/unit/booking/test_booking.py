import pytest

from shared.actor import Actor
from shared.errors import Conflict, Invalid, Unavailable
from shared.testing import a_customer, a_receptionist
from tests.support.booking import LI, START, XUJIAHUI
from tests.support.booking_desk import a_request


def test_a_booking_is_confirmed_at_once_where_the_rules_ask_for_nothing(desk):
    view = desk.book()

    assert view["status"] == "confirmed"
    assert view["technician"] == {"id": "tec-1", "slug": "wang-jianguo", "name": "王建国"}
    assert view["starts_at"] == "2026-11-23T15:00:00+08:00"
    assert view["allowed_actions"] == ["reschedule", "cancel"]
    assert desk.storage.appointments.told() == ["appointment_requested", "appointment_confirmed"]


def test_the_claim_has_the_appointments_id_and_the_attempt_is_done_with_it(desk):
    view = desk.book()

    assert list(desk.scheduling.claims) == [view["id"]]
    assert desk.storage.attempts.rows[view["id"]].state == "done"


def test_the_attempt_is_committed_before_the_claim_and_the_claim_before_the_insert(desk):
    seen = []

    def look(moment: str) -> None:
        states = [attempt.state for attempt in desk.storage.attempts.rows.values()]
        seen.append((moment, states, len(desk.scheduling.claims), len(desk.storage.appointments.rows)))

    desk.checkpoint = look
    desk.book()

    assert seen == [
        ("after_attempt", ["open"], 0, 0),
        ("after_claim", ["open"], 1, 0),
        ("after_insert", ["done"], 1, 1),
    ]


def test_the_same_key_and_body_give_the_first_answer_again(desk):
    first = desk.book()

    assert desk.book() == first
    assert len(desk.storage.appointments.rows) == 1
    assert desk.storage.appointments.told() == ["appointment_requested", "appointment_confirmed"]


def test_the_same_key_with_another_body_is_refused(desk):
    desk.book()

    with pytest.raises(Invalid) as refused:
        desk.book(technician_id=LI.id)

    assert refused.value.code == "idempotency_key_reused"


def test_another_accounts_key_is_another_key(desk):
    first = desk.book()
    second = desk.book(a_customer("cus-2"), technician_id=LI.id)

    assert first["id"] != second["id"]


def test_staff_who_name_a_caller_tell_their_phone_or_whose_visit_it_is(desk):
    reception = a_receptionist(XUJIAHUI.id)

    with pytest.raises(Invalid) as refused:
        desk.book(actor=reception, contact={"name": "来电客人"})

    assert (refused.value.code, list(refused.value.fields)) == ("customer_missing", ["contact.phone"])
    assert desk.scheduling.wishes == []
    booked = desk.book(actor=reception, contact={"name": "来电客人"}, customer_id="cus-9", key="k2")
    assert booked["customer_id"] == "cus-9"


@pytest.mark.parametrize("verb", ["book_appointment", "join_waitlist", "book_series"])
def test_nothing_becomes_the_receptionists_own_because_nobody_was_named(desk, verb):
    reception = a_receptionist(XUJIAHUI.id)
    asked = a_request(**{"from": "2026-11-23", "to": "2026-11-23", "every_weeks": 1, "count": 2})

    with pytest.raises(Invalid) as refused:
        getattr(desk.of(reception, key="key-1", body=asked), verb)(asked)

    assert (refused.value.code, list(refused.value.fields)) == ("customer_missing", ["customer_id"])
    assert (desk.scheduling.wishes, desk.storage.attempts.rows) == ([], {})


def test_a_receptionist_who_wants_a_visit_for_themselves_says_so(desk):
    reception = a_receptionist(XUJIAHUI.id)

    booked = desk.book(actor=reception, customer_id=reception.account_id)

    assert booked["customer_id"] == reception.account_id


@pytest.mark.parametrize(
    ("actor", "asked", "for_guest"),
    [
        (a_customer(), {}, False),
        (a_customer(), {"contact": {"name": "林晓月", "phone": "13800000001"}}, False),
        (a_customer(), {"contact": {"phone": "13800000002"}}, False),
        (a_customer(), {"contact": {"name": "妈妈"}}, True),
        (a_customer(name=""), {"contact": {"name": "林晓月"}}, False),
        (a_receptionist(XUJIAHUI.id), {"contact": {"name": "来电客人", "phone": "13800000002"}}, True),
        (a_receptionist(XUJIAHUI.id), {"contact": {"name": "来电客人"}, "customer_id": "cus-9"}, False),
    ],
)
def test_a_visit_by_somebody_else_is_not_held_against_who_books_it(desk, actor, asked, for_guest):
    desk.book(actor=actor, **asked)

    assert [wish.for_guest for wish in desk.scheduling.wishes] == [for_guest]


def test_a_key_is_required(desk):
    with pytest.raises(Invalid) as refused:
        desk.of().book_appointment({"store_id": "s", "treatment_id": "t", "starts_at": START.isoformat()})

    assert refused.value.code == "idempotency_key_missing"


def test_a_second_request_while_the_first_one_runs_is_told_so(desk):
    def at_once(moment: str) -> None:
        if moment == "after_attempt":
            with pytest.raises(Conflict) as refused:
                desk.book()
            seen.append(refused.value.code)

    seen = []
    desk.checkpoint = at_once
    desk.book()

    assert seen == ["idempotency_key_in_progress"]


def test_a_retry_after_a_crash_takes_the_same_id_and_so_the_same_claim(desk):
    desk.checkpoint = crash_at("after_claim")
    with pytest.raises(SystemExit):
        desk.book()
    (claimed,) = desk.scheduling.claims
    desk.storage.attempts.release(claimed)  # the lease of the dead process ends
    desk.checkpoint = None

    view = desk.book()

    assert view["id"] == claimed
    assert list(desk.scheduling.claims) == [claimed]


def test_a_retry_after_a_crash_behind_the_insert_gives_what_was_answered(desk):
    desk.checkpoint = crash_at("after_insert")
    with pytest.raises(SystemExit):
        desk.book()
    desk.checkpoint = None

    view = desk.book()

    assert list(desk.storage.appointments.rows) == [view["id"]]


def test_when_scheduling_does_not_answer_the_attempt_stays_open_for_the_retry(desk):
    desk.scheduling.lost = Unavailable(code="deadline_exceeded")
    with pytest.raises(Unavailable):
        desk.book()

    view = desk.book()

    assert [view["id"]] == list(desk.scheduling.claims)


def test_a_refused_request_may_be_sent_again_and_begins_afresh(desk):
    desk.scheduling.refusal = Conflict(code="slot_taken")
    with pytest.raises(Conflict):
        desk.book()
    (refused,) = desk.storage.attempts.rows.values()

    view = desk.book()

    assert refused.state == "abandoned"
    assert view["id"] != refused.appointment_id


def test_a_refused_request_keeps_its_key_for_its_body(desk):
    desk.scheduling.refusal = Conflict(code="slot_taken")
    with pytest.raises(Conflict):
        desk.book()

    with pytest.raises(Invalid) as refused:
        desk.book(technician_id=LI.id)

    assert refused.value.code == "idempotency_key_reused"


def test_a_booking_stalled_until_its_hold_was_let_go_is_refused_and_leaves_nothing(desk):
    def scheduling_asks() -> None:
        (held,) = desk.scheduling.claims
        assert desk.of(Actor.system("scheduling")).answer_for_claim({"claim_id": held}) == {"needed": False}
        desk.scheduling.release(held)

    desk.scheduling.meanwhile = scheduling_asks
    with pytest.raises(Conflict) as refused:
        desk.book()

    assert refused.value.code == "attempt_abandoned"
    assert desk.storage.appointments.rows == {}
    assert desk.storage.appointments.events == []


def test_after_an_abandoned_attempt_the_same_request_succeeds_under_a_fresh_id(desk):
    test_a_booking_stalled_until_its_hold_was_let_go_is_refused_and_leaves_nothing(desk)
    desk.scheduling.meanwhile = lambda: None

    view = desk.book()

    assert view["status"] == "confirmed"
    assert list(desk.scheduling.claims) == [view["id"]]


def test_of_two_requests_under_one_key_the_one_that_was_overtaken_gives_the_others_answer(desk):
    answers = []

    def overtaken() -> None:
        desk.scheduling.meanwhile = lambda: None
        (held,) = desk.scheduling.claims
        desk.storage.attempts.release(held)
        answers.append(desk.book())

    desk.scheduling.meanwhile = overtaken
    answers.append(desk.book())

    assert answers[0] == answers[1]
    assert len(desk.storage.appointments.rows) == 1


def crash_at(moment):
    def crash(reached: str) -> None:
        if reached == moment:
            raise SystemExit

    return crash
