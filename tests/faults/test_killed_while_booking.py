"""Booking is killed at the worst moments. The retry with the same key gives one appointment with one firm claim."""

import contextlib
from datetime import datetime

import pytest
from sqlalchemy import func, select

from services.booking.adapters import tables as booking_tables
from services.scheduling.adapters import tables as scheduling_tables
from services.scheduling.adapters.verification import verify_calendars
from shared.errors import Conflict, Unavailable
from tests.faults.conftest import HOLD_SECONDS
from tests.support.shop import eventually

pytestmark = [pytest.mark.real, pytest.mark.slow]


MOMENTS_OF_BOOKING = {"after_attempt": "10:00", "after_claim": "11:00", "after_insert": "12:00"}
MOMENTS_OF_CHANGE = {"after_change": ("14:00", "15:00"), "after_move": ("16:00", "17:00")}


def claims_at(databases, starts_at: str) -> dict[str, str]:
    """Claim id → status, of all claims on that start."""
    at = datetime.fromisoformat(starts_at)
    with databases["scheduling"].reading() as connection:
        claim = scheduling_tables.claims.c
        found = connection.execute(select(claim.claim_id, claim.status).where(claim.starts_at == at))
        return dict(found.tuples().all())


def visits_at(databases, starts_at: str) -> list[str]:
    """The ids of all appointments on that start."""
    at = datetime.fromisoformat(starts_at)
    with databases["booking"].reading() as connection:
        kept = booking_tables.appointments.c
        return list(connection.execute(select(kept.id).where(kept.starts_at == at)).scalars())


def one_visit_with_one_firm_claim(databases, appointment_id: str, starts_at: str) -> bool:
    firm = [claim for claim, status in claims_at(databases, starts_at).items() if status == "firm"]
    visits = visits_at(databases, starts_at)
    return visits == [appointment_id] == firm and verify_calendars(databases["scheduling"]) == []


def crash(stack, moment: str, request) -> None:
    """Booking kills itself at the moment, in the middle of the request, and is started again."""
    stack.kill("booking")
    stack.start("booking", BOOKING_CRASH_AT=moment)
    with pytest.raises(Unavailable):
        request()
    stack.wait_until_dead("booking")


@pytest.mark.parametrize("moment", MOMENTS_OF_BOOKING)
def test_the_retry_after_a_crash_gives_one_visit_with_one_firm_claim(shop, stack, databases, tomorrow, moment: str):
    start = f"{tomorrow}T{MOMENTS_OF_BOOKING[moment]}:00+08:00"
    body, key = shop.body(start), f"key-{moment}"
    crash(stack, moment, lambda: shop.book(body, key, timeout=3))
    stack.start("booking")

    def retried() -> dict | None:
        with contextlib.suppress(Conflict):  # the crashed attempt's lease still runs
            return shop.book(body, key)
        return None

    appointment = eventually(retried, "the appointment", 30)

    assert appointment["status"] == "confirmed"
    eventually(lambda: one_visit_with_one_firm_claim(databases, appointment["id"], start), "one firm claim", 20)
    assert shop.book(body, key) == appointment


def test_a_hold_stays_while_booking_is_away_and_goes_once_booking_said_no(shop, stack, databases, tomorrow):
    start = f"{tomorrow}T13:00:00+08:00"
    body = shop.body(start)
    crash(stack, "after_claim", lambda: shop.book(body, "key-away", timeout=3))

    with pytest.raises(AssertionError, match="still without"):
        eventually(lambda: shop.is_offered(start), "the time on offer", HOLD_SECONDS * 2)
    assert list(claims_at(databases, start).values()) == ["held"]

    stack.start("booking")
    eventually(lambda: shop.is_offered(start), "the time on offer", 40)
    assert list(claims_at(databases, start).values()) == ["released"]
    other = shop.book(body, "key-other", customer="cus-2")
    with pytest.raises(Conflict) as again:
        shop.book(body, "key-away")
    assert again.value.code == "slot_taken"
    eventually(lambda: one_visit_with_one_firm_claim(databases, other["id"], start), "a firm claim")


@pytest.mark.parametrize("moment", MOMENTS_OF_CHANGE)
def test_a_change_is_applied_whole_or_not_at_all(shop, stack, databases, tomorrow, moment: str):
    first, second = (f"{tomorrow}T{at}:00+08:00" for at in MOMENTS_OF_CHANGE[moment])
    appointment = shop.book(shop.body(first), f"key-{moment}")
    crash(stack, moment, lambda: shop.reschedule(appointment, second, f"move-{moment}", timeout=3))
    stack.start("booking")

    def settled() -> bool:
        with databases["booking"].reading() as connection:
            open_ones = select(func.count()).where(booking_tables.changes.c.state == "open")
            return connection.execute(open_ones).scalar_one() == 0

    eventually(settled, "no change left open", 40)
    at = second if moment == "after_move" else first
    eventually(
        lambda: one_visit_with_one_firm_claim(databases, appointment["id"], at), "the visit where its claim is", 20
    )
    assert shop.is_offered(first) != shop.is_offered(second)
    shop.reschedule(appointment, second, f"move-{moment}")
    eventually(
        lambda: one_visit_with_one_firm_claim(databases, appointment["id"], second), "the visit at its new time", 20
    )
