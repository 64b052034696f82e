"""Nobody came: noticed by itself where the rules say so, and by hand anywhere."""

from datetime import timedelta

import pytest

from services.booking.domain.terms.deposit import Deposit
from services.booking.domain.terms.rules import Rules
from shared.actor import Actor
from tests.support.booking import START, an_appointment

BOOKING = Actor.system("booking")
QUARTER = timedelta(minutes=15)


@pytest.fixture
def strict(desk):
    """A quarter of an hour after the start, who is not there did not come."""
    desk.storage.catalogue.in_force = Rules("rul-1", no_show_after_minutes=15)
    return desk


def sweep(desk, at):
    desk.clock.at = at
    desk.of(BOOKING).sweep_missed_appointments()
    return desk.storage.appointments.rows["apt-1"].status


def test_who_is_not_there_so_long_after_the_start_did_not_come(strict):
    strict.with_(an_appointment())

    assert sweep(strict, START + QUARTER - timedelta(seconds=1)) == "confirmed"
    assert sweep(strict, START + QUARTER) == "no_show"
    (fact,) = strict.storage.appointments.events
    assert (fact.type(), fact.actor, fact.revision) == ("appointment_no_show", "system:booking", 3)


def test_a_sweep_that_comes_again_finds_nothing_to_do(strict):
    strict.with_(an_appointment())
    sweep(strict, START + QUARTER)

    sweep(strict, START + QUARTER)

    assert len(strict.storage.appointments.events) == 1


@pytest.mark.parametrize("status", ["checked_in", "in_service", "completed", "cancelled", "pending_payment"])
def test_who_is_there_or_is_not_expected_is_not_missed(strict, status):
    strict.with_(an_appointment(status=status))

    assert sweep(strict, START + timedelta(hours=1)) == status


def test_where_the_rule_says_nothing_only_people_say_who_did_not_come(desk):
    desk.with_(an_appointment())

    assert sweep(desk, START + timedelta(hours=5)) == "confirmed"


def test_a_customer_at_home_cannot_fail_to_come(strict):
    strict.with_(an_appointment(place="home"))

    assert sweep(strict, START + timedelta(hours=1)) == "confirmed"


def test_what_nobody_noticed_for_days_is_left_to_people(strict):
    strict.with_(an_appointment())

    assert sweep(strict, START + timedelta(days=3)) == "confirmed"


def test_who_checks_in_while_the_sweep_looks_has_come(strict, monkeypatch):
    strict.with_(an_appointment())
    rows = strict.storage.appointments.rows
    seen = list(rows.values())
    monkeypatch.setattr(type(strict.storage.appointments), "each", lambda *_: iter(seen))
    rows["apt-1"] = an_appointment(status="checked_in", version=3)

    assert sweep(strict, START + QUARTER) == "checked_in"


def test_the_deposit_of_who_did_not_come_stays_with_the_store(strict):
    strict.with_(an_appointment(deposit=Deposit(6540, 30)))

    sweep(strict, START + QUARTER)

    assert strict.storage.appointments.rows["apt-1"].fee_fen == 6540
