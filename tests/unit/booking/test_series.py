"""Recurring appointments: all dates or none, once per key, resumable, and cancelled for what is still ahead."""

from datetime import timedelta

import pytest
from marshmallow import ValidationError

from services.booking.domain.ordering.attempt import ABANDONED, DONE
from shared.actor import Actor
from shared.errors import Conflict, Forbidden, Invalid, NotFound, Unavailable
from shared.idempotency import KeyInProgress, KeyReused
from shared.testing import a_customer, a_receptionist, a_technician
from tests.support.booking import START, WAIST, WANG, an_appointment
from tests.support.booking_desk import a_request

WEEK = timedelta(days=7)
MONDAYS = ["2026-11-23", "2026-11-30", "2026-12-07"]
RECEPTION, SYSTEM = a_receptionist("sto-1"), Actor.system("booking")


class Crash(BaseException):
    """The process ends here."""


def book(desk, actor=None, key="key-1", **changes):
    request = a_request(technician_id=WANG.id, **{"every_weeks": 1, "count": 3, **changes})
    return desk.of(actor, key=key, body=request).book_series(request)


def taken(desk, weeks=1):
    """Somebody else has that Monday."""
    return desk.with_(an_appointment(id="apt-9", number="9", customer_id="cus-9", starts_at=START + weeks * WEEK))


def rows(desk):
    return [one for one in desk.storage.appointments.rows.values() if one.customer_id == "cus-1"]


def test_every_date_becomes_an_appointment_that_says_where_it_belongs(desk):
    series = book(desk)

    assert [one["date"] for one in series["items"]] == MONDAYS
    assert [one.starts_at for one in rows(desk)] == [START, START + WEEK, START + 2 * WEEK]
    assert {one.series_id for one in rows(desk)} == {series["id"]}
    assert {one["appointment"]["series_id"] for one in series["items"]} == {series["id"]}
    assert {one["appointment"]["status"] for one in series["items"]} == {"confirmed"}


def test_each_is_told_as_an_appointment_of_its_own(desk):
    book(desk)

    assert desk.storage.appointments.told() == ["appointment_requested", "appointment_confirmed"] * 3
    assert {fact.series_id for fact in desk.storage.appointments.events} == {rows(desk)[0].series_id}


def test_one_date_in_the_way_makes_none_of_them_and_says_what_is_free_instead(desk):
    taken(desk)

    with pytest.raises(Conflict) as refused:
        book(desk)

    assert refused.value.code == "series_conflicts"
    (conflict,) = refused.value.params["conflicts"]
    assert (conflict["date"], conflict["code"]) == (MONDAYS[1], "slot_taken")
    assert conflict["alternatives"] == ["2026-11-30T16:00:00+08:00"]
    assert rows(desk) == []
    assert set(desk.scheduling.claims) == {"apt-9"}


@pytest.mark.parametrize(
    ("solved", "starts"),
    [
        ({"skip": [MONDAYS[1]]}, [START, START + 2 * WEEK]),
        (
            {"instead": {MONDAYS[1]: "2026-11-30T16:00:00+08:00"}},
            [START, START + WEEK + timedelta(hours=1), START + 2 * WEEK],
        ),
    ],
    ids=["skipped", "another time"],
)
def test_each_conflict_is_solved_by_skipping_or_by_another_time(desk, solved, starts):
    taken(desk)
    with pytest.raises(Conflict):
        book(desk)

    series = book(desk, key="key-2", **solved)

    assert [one.starts_at for one in rows(desk)] == starts
    assert [one["date"] for one in series["items"]] == MONDAYS
    assert [one["skipped"] for one in series["items"]] == [False, "skip" in solved, False]


def test_a_dry_run_says_all_of_it_and_does_nothing(desk):
    taken(desk)

    told = book(desk, key=None, dry_run=True)

    assert (told["id"], [one["date"] for one in told["conflicts"]]) == (None, [MONDAYS[1]])
    free = book(desk, key=None, dry_run=True, skip=[MONDAYS[1]])
    assert [bool(one["appointment"]) for one in free["items"]] == [True, False, True]
    assert free["items"][0]["appointment"]["price_fen"] == WAIST.price_fen
    assert rows(desk) == []
    assert desk.storage.series.rows == {}


def test_the_same_key_books_once_and_gives_the_first_answer_again(desk):
    first = book(desk)

    assert book(desk) == first
    assert len(rows(desk)) == 3
    with pytest.raises(KeyReused):
        book(desk, count=2)


def test_after_a_refusal_the_same_key_tries_afresh(desk):
    taken(desk)
    with pytest.raises(Conflict):
        book(desk)
    desk.scheduling.claims.clear()

    assert len(book(desk)["items"]) == 3
    states = [one.state for one in desk.storage.attempts.rows.values()]
    assert sorted(states) == [ABANDONED] * 3 + [DONE] * 3


@pytest.mark.parametrize("moment", ["after_series", "after_series_claims"])
def test_after_a_crash_a_retry_completes_the_same_series(desk, moment):
    def crash(at):
        if at == moment:
            raise Crash

    desk.checkpoint = crash
    with pytest.raises(Crash):
        book(desk)
    desk.checkpoint = None
    assert rows(desk) == []
    with pytest.raises(KeyInProgress):
        book(desk)
    (planned,) = desk.storage.series.rows.values()
    desk.storage.series.release(planned.id)

    series = book(desk)

    assert series["id"] == planned.id
    assert {one.id for one in rows(desk)} == {*planned.appointment_ids} == set(desk.scheduling.claims)


def test_what_nobody_came_back_for_is_given_up_whole(desk):
    desk.scheduling.lost = Unavailable()
    with pytest.raises(Unavailable):
        book(desk)

    desk.of(SYSTEM).sweep_open_attempts()

    assert {one.state for one in desk.storage.attempts.rows.values()} == {ABANDONED}
    asked = [desk.of(Actor.system("scheduling")).answer_for_claim({"claim_id": one}) for one in desk.scheduling.claims]
    assert asked == [{"needed": False}] * 3
    for one in list(desk.scheduling.claims):
        desk.scheduling.release(one)
    assert len(book(desk)["items"]) == 3


def test_when_a_hold_was_let_go_in_between_no_date_is_booked(desk):
    def let_go(at):
        if at == "after_series_claims":
            one = next(iter(desk.scheduling.claims))
            desk.of(Actor.system("scheduling")).answer_for_claim({"claim_id": one})

    desk.checkpoint = let_go

    with pytest.raises(Conflict) as refused:
        book(desk)

    assert refused.value.code == "attempt_abandoned"
    assert rows(desk) == []
    assert {one.state for one in desk.storage.attempts.rows.values()} == {ABANDONED}


def test_it_is_shown_as_it_is_now_to_its_customer_and_the_staff_alone(desk):
    series = {"series_id": book(desk)["id"]}
    first = rows(desk)[0].id
    desk.of().cancel_appointment({"appointment_id": first})

    shown = desk.of().get_series(series)

    assert [one["appointment"]["status"] for one in shown["items"]] == ["cancelled", "confirmed", "confirmed"]
    assert [one["date"] for one in desk.of(RECEPTION).get_series(series)["items"]] == MONDAYS
    for stranger in (a_customer("cus-9"), a_receptionist("sto-2"), a_technician(WANG.id)):
        with pytest.raises(NotFound):
            desk.of(stranger).get_series(series)


def test_what_is_still_ahead_is_cancelled_each_by_its_own_policy(desk):
    series = {"series_id": book(desk)["id"]}
    desk.clock.at = START + WEEK - timedelta(hours=1)

    after = desk.of().cancel_series({**series, "reason": "搬家"})

    told = [(one["appointment"]["status"], one["appointment"]["fee_fen"]) for one in after["items"]]
    assert told == [("confirmed", 0), ("late_cancelled", 4360), ("cancelled", 0)]
    assert desk.of().cancel_series(series) == after


def test_a_stranger_cancels_nothing(desk):
    series = {"series_id": book(desk)["id"]}

    with pytest.raises(NotFound):
        desk.of(a_customer("cus-9")).cancel_series(series)

    assert {one.status for one in rows(desk)} == {"confirmed"}


def test_staff_book_a_series_for_a_customer_and_others_do_not(desk):
    assert book(desk, RECEPTION, customer_id="cus-1")["customer_id"] == "cus-1"
    with pytest.raises(Forbidden):
        book(desk, a_customer("cus-8"), customer_id="cus-1", starts_at=(START + timedelta(days=1)).isoformat())


@pytest.mark.parametrize(
    "wrong",
    [
        {"count": None},
        {"until": "2026-12-31"},
        {"every_weeks": 0},
        {"count": 53},
        {"skip": [MONDAYS[1]], "instead": {MONDAYS[1]: "2026-11-30T16:00:00+08:00"}},
        {"instead": {MONDAYS[1]: "tomorrow"}},
    ],
)
def test_a_recurrence_that_makes_no_sense_is_refused(desk, wrong):
    with pytest.raises(ValidationError):
        book(desk, **wrong)


def test_a_date_that_is_not_in_it_cannot_be_skipped(desk):
    with pytest.raises(Invalid) as refused:
        book(desk, skip=["2026-11-24"])

    assert refused.value.code == "not_in_series"
    assert desk.storage.series.rows == {}
