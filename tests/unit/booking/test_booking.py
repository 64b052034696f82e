import pytest

from services.booking.domain.rules import Rules
from shared.actor import ANONYMOUS, Actor
from shared.errors import Conflict, Forbidden, Invalid, NotFound, Unavailable
from shared.testing import a_customer, a_receptionist, a_technician
from tests.support.booking import COUPLE, LI, START, WANG, an_appointment


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


@pytest.mark.parametrize(
    ("field", "code"),
    [("store_id", "store_unknown"), ("treatment_id", "treatment_unknown"), ("technician_id", "technician_unknown")],
)
def test_what_the_catalogue_does_not_have_cannot_be_booked(desk, field, code):
    with pytest.raises(NotFound) as refused:
        desk.book(**{field: "nothing"})

    assert refused.value.code == code
    assert desk.scheduling.wishes == []


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"note": "长" * 501}, "note_too_long"),
        ({"contact": {"name": "林", "phone": "12345"}}, "phone_invalid"),
        ({"contact": {"name": "林", "phone": "no number"}}, "phone_invalid"),
        ({"party_size": 11}, "party_too_large"),
        ({"place": "home"}, "address_missing"),
    ],
)
def test_what_no_state_of_the_world_could_make_right_is_refused_before_anything_is_written(desk, asked, code):
    with pytest.raises(Invalid) as refused:
        desk.book(**asked)

    assert refused.value.code == code
    assert refused.value.fields
    assert desk.storage.attempts.rows == {}


def test_a_note_of_five_hundred_characters_is_not_too_long(desk):
    assert desk.book(note="长" * 500)["note"] == "长" * 500


def test_a_phone_number_is_kept_in_one_form(desk):
    assert desk.book(contact={"name": "林", "phone": "138 0000-0001"})["contact"]["phone"] == "+8613800000001"


def test_a_home_visit_costs_its_fee_and_goes_to_its_address(desk):
    address = {"text": "衡山路12号", "lng": 121.44, "lat": 31.2, "contact_name": "林", "contact_phone": "13800000001"}

    view = desk.book(place="home", address=address)

    assert view["price_fen"] == 21800 + 3000
    assert view["address"] == {"text": "衡山路12号", "lng": 121.44, "lat": 31.2}
    assert view["contact"] == {"name": "林", "phone": "+8613800000001"}
    assert desk.scheduling.wishes[0].address.lng == 121.44


@pytest.mark.parametrize(("party_size", "price_fen"), [(None, 55800), (2, 55800), (4, 111600), (3, 83700), (1, 27900)])
def test_the_price_covers_the_treatments_own_party_and_others_in_proportion(desk, party_size, price_fen):
    asked = {} if party_size is None else {"party_size": party_size}

    view = desk.book(treatment_id=COUPLE.id, **asked)

    assert view["price_fen"] == price_fen
    assert view["party_size"] == (party_size or 2)


def test_nobody_books_without_signing_in(desk):
    with pytest.raises(Forbidden) as refused:
        desk.book(ANONYMOUS)

    assert refused.value.code == "sign_in_required"


def test_staff_book_for_a_customer_of_their_store(desk):
    view = desk.book(a_receptionist("sto-1"), customer_id="cus-7")

    appointment = desk.storage.appointments.rows[view["id"]]
    assert (appointment.customer_id, appointment.booked_by) == ("cus-7", "acc-reception")


@pytest.mark.parametrize("actor", [a_customer(), a_technician(), a_receptionist("sto-2")])
def test_nobody_else_books_for_a_customer(desk, actor):
    with pytest.raises(Forbidden) as refused:
        desk.book(actor, customer_id="cus-7")

    assert refused.value.code == "not_your_customer"


@pytest.mark.parametrize(
    ("rules", "status"),
    [({"store_acceptance": True}, "pending_acceptance"), ({"deposit_percent": 30}, "pending_payment")],
)
def test_where_the_rules_ask_for_more_the_appointment_waits_with_a_deadline(desk, rules, status):
    desk.storage.catalogue.in_force = Rules("rul-9", hold_minutes=15, **rules)

    view = desk.book()

    assert view["status"] == status
    assert view["answer_by"] == "2026-11-18T10:15:00+08:00"
    assert desk.storage.appointments.told() == ["appointment_requested"]


def test_a_home_visit_waits_for_no_acceptance(desk):
    desk.storage.catalogue.in_force = Rules("rul-9", store_acceptance=True)

    view = desk.book(place="home", address={"text": "衡山路12号", "lng": 121.44, "lat": 31.2})

    assert view["status"] == "confirmed"


def test_a_free_treatment_asks_for_no_deposit(desk):
    desk.storage.catalogue.in_force = Rules("rul-9", deposit_percent=30)
    desk.storage.catalogue.treatments[COUPLE.id] = COUPLE.__class__("tre-2", "check", "体质", "Check", 20, 0, 1)

    assert desk.book(treatment_id=COUPLE.id)["status"] == "confirmed"


def test_a_number_that_is_taken_is_drawn_again(desk, monkeypatch):
    numbers = {0: "AAAAAAAA", 1: "BBBBBBBB"}
    monkeypatch.setattr("services.booking.use_cases.book.number_of", lambda _, draw=0: numbers[draw])
    desk.with_(an_appointment(number="AAAAAAAA", starts_at=START.replace(day=24)))

    view = desk.book()

    assert view["number"] == "BBBBBBBB"
    assert {fact.number for fact in desk.storage.appointments.events} == {"BBBBBBBB"}


def test_the_policy_in_force_is_agreed_with_the_appointment(desk):
    view = desk.book()

    assert view["free_cancel_until"] == "2026-11-23T13:00:00+08:00"
    assert desk.storage.appointments.events[1].policy.version == "rul-1"


def test_a_named_technician_is_asked_for_by_id(desk):
    view = desk.book(technician_id=WANG.id)

    assert desk.scheduling.wishes[0].technician_id == "tec-1"
    assert desk.storage.appointments.rows[view["id"]].technician_requested


def test_names_are_in_the_readers_language(desk):
    view = desk.book()

    english = desk.of(language="en").get_appointment({"appointment_id": view["id"]})

    assert english["treatment"]["name"] == "Lumbar tuina"
    assert view["treatment"]["name"] == "腰部推拿"


def crash_at(moment):
    def crash(reached: str) -> None:
        if reached == moment:
            raise SystemExit

    return crash
