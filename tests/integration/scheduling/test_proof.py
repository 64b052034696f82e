"""The proof that stands after every test of scheduling can fail: it is shown a flipped bit."""

from collections.abc import Callable
from contextlib import ExitStack

import pytest
from sqlalchemy import select, update

from services.scheduling.adapters import tables
from services.scheduling.adapters.storage import SqlDiary
from shared.db import Database
from tests.support.proof import prove, proving
from tests.support.scheduling import a_diary, booked, open_shop


def flip_a_bit(database: Database, *, of_claim: bool) -> None:
    """One cell of somebody's day becomes taken, or free, without anybody claiming or leaving it."""
    days = tables.resource_days
    with database.transaction() as connection:
        row = connection.execute(select(days).where(days.c.busy != bytes(36)).limit(1)).one()
        bits = int.from_bytes(row.busy, "little")
        lowest = bits & -bits
        flipped = bits ^ (lowest if of_claim else lowest >> 1 or 1 << 287)
        same = days.c.resource_id == row.resource_id, days.c.day == row.day
        connection.execute(update(days).where(*same).values(busy=flipped.to_bytes(36, "little")))


@pytest.mark.control
@pytest.mark.parametrize("of_claim", [True, False], ids=["freed", "taken"])
def test_a_flipped_bit_is_found(shop: SqlDiary, *, of_claim: bool) -> None:
    booked(shop)
    prove(shop.database)

    flip_a_bit(shop.database, of_claim=of_claim)

    with pytest.raises(AssertionError, match="bits differ from claims"):
        prove(shop.database)


@pytest.mark.control
def test_the_proof_after_a_test_sees_every_database_the_test_made(each_database_of: Callable[..., Database]) -> None:
    with ExitStack() as test:
        make = test.enter_context(proving(each_database_of))
        houses = [open_shop(a_diary(make("scheduling"))) for _ in range(2)]
        for house in houses:
            booked(house)
        flip_a_bit(houses[1].database, of_claim=True)

        with pytest.raises(AssertionError, match="1 free despite one"):
            test.close()
