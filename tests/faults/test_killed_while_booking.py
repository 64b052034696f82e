"""Booking is killed at the worst moments. The retry with the same key gives one appointment with one firm claim."""

import contextlib

import pytest
from sqlalchemy import func, select

from services.booking.adapters import tables as booking_tables
from services.scheduling.adapters import tables as scheduling_tables
from services.scheduling.adapters.verification import verify_calendars
from shared.errors import Conflict, NotFound, Unavailable
from tests.faults.conftest import HOLD_SECONDS
from tests.support.shop import eventually

pytestmark = [pytest.mark.real, pytest.mark.slow, pytest.mark.xdist_group("system")]


def claims(databases) -> dict[str, str]:
    """Claim id → status."""
    with databases["scheduling"].reading() as connection:
        claim = scheduling_tables.claims.c
        return dict(connection.execute(select(claim.claim_id, claim.status)).tuples().all())


def appointments(databases) -> list[str]:
    with databases["booking"].reading() as connection:
        return list(connection.execute(select(booking_tables.appointments.c.id)).scalars())


def one_visit_with_one_firm_claim(databases, appointment_id: str) -> bool:
    firm = [claim for claim, status in claims(databases).items() if status == "firm"]
    return appointments(databases) == [appointment_id] == firm and verify_calendars(databases["scheduling"]) == []


@pytest.mark.parametrize("moment", ["after_attempt", "after_claim", "after_insert"])
def test_the_retry_after_a_crash_gives_one_visit_with_one_firm_claim(shop, stack, databases, tomorrow, moment: str):
    body, key = shop.body(f"{tomorrow}T10:00:00+08:00"), "key-1"
    stack.kill("booking")
    stack.start("booking", BOOKING_CRASH_AT=moment)
    with pytest.raises(Unavailable):
        shop.book(body, key, timeout=3)
    stack.wait_until_dead("booking")
    stack.start("booking")

    def retried() -> dict | None:
        with contextlib.suppress(Conflict):  # the crashed attempt's lease still runs
            return shop.book(body, key)
        return None

    appointment = eventually(retried, "the appointment", 30)

    assert appointment["status"] == "confirmed"
    eventually(lambda: one_visit_with_one_firm_claim(databases, appointment["id"]), "one firm claim", 20)
    assert shop.book(body, key) == appointment


def test_a_hold_stays_while_booking_is_away_and_goes_once_booking_said_no(shop, stack, databases, tomorrow):
    start = f"{tomorrow}T11:00:00+08:00"
    body = shop.body(start)
    stack.kill("booking")
    stack.start("booking", BOOKING_CRASH_AT="after_claim")
    with pytest.raises(Unavailable):
        shop.book(body, "key-1", timeout=3)
    stack.wait_until_dead("booking")

    stays_until = HOLD_SECONDS * 2
    with pytest.raises(AssertionError, match="still without"):
        eventually(lambda: shop.is_offered(start), "the time on offer", stays_until)
    assert list(claims(databases).values()) == ["held"]

    stack.start("booking")
    eventually(lambda: shop.is_offered(start), "the time on offer", 40)
    assert list(claims(databases).values()) == ["released"]
    other = shop.book(body, "key-2", customer="cus-2")
    with pytest.raises(Conflict) as again:
        shop.book(body, "key-1")
    assert again.value.code == "slot_taken"
    eventually(lambda: claims(databases)[other["id"]] == "firm", "a firm claim")


@pytest.mark.parametrize("moment", ["after_change", "after_move"])
def test_a_change_is_applied_whole_or_not_at_all(shop, stack, databases, tomorrow, moment: str):
    first, second = f"{tomorrow}T12:00:00+08:00", f"{tomorrow}T15:00:00+08:00"
    appointment = shop.book(shop.body(first), "key-1")
    stack.kill("booking")
    stack.start("booking", BOOKING_CRASH_AT=moment)
    with pytest.raises(Unavailable):
        shop.reschedule(appointment, second, "move-1", timeout=3)
    stack.wait_until_dead("booking")
    stack.start("booking")

    def settled() -> bool:
        with databases["booking"].reading() as connection:
            change = booking_tables.changes.c
            count = select(func.count()).where(change.state == "open")
            return connection.execute(count).scalar_one() == 0

    eventually(settled, "no change left open", 40)
    with databases["booking"].reading() as connection:
        kept = booking_tables.appointments.c
        at = connection.execute(select(kept.starts_at).where(kept.id == appointment["id"])).scalar_one()
    with databases["scheduling"].reading() as connection:
        claim = scheduling_tables.claims.c
        claimed = connection.execute(select(claim.starts_at).where(claim.claim_id == appointment["id"])).scalar_one()
    assert at == claimed
    assert shop.is_offered(first) != shop.is_offered(second)
    assert verify_calendars(databases["scheduling"]) == []
    with contextlib.suppress(Conflict, NotFound):
        shop.reschedule(appointment, second, "move-1")
    eventually(lambda: one_visit_with_one_firm_claim(databases, appointment["id"]), "one firm claim", 20)
