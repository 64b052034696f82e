"""Making a visit longer while it is given (加钟): the same people and things, if what comes next leaves room."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from services.scheduling import use_cases
from services.scheduling.adapters.storage import SqlDiary
from services.scheduling.domain.claim.claims import Claim
from services.scheduling.domain.claim.requests import ExtendRequest
from services.scheduling.domain.errors import ChangeRefused, NoRoomToExtend, VersionConflict
from services.scheduling.domain.offer.scene import Part
from shared.errors import NotFound
from shared.testing.builders import a_customer, an_admin
from tests.support.scheduling import (
    ALL_DAY,
    MORNING,
    TWO_OF_EACH,
    a_plan,
    a_treatment,
    booked,
    claim,
    found,
    offered,
    open_shop,
    overlapping,
    raced,
    told_moves,
    unguarded,
)

DURING = MORNING + timedelta(minutes=30)
AT_EIGHT_IN_THE_EVENING = MORNING + timedelta(hours=10)


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def extend(diary: SqlDiary, count: int, change_id: str = "chg-1", **changes: Any) -> Claim:
    claim_id, revision = changes.get("claim_id", "apt-1"), changes.get("revision", 1)
    asked = ExtendRequest(claim_id, change_id, revision, count)
    actor, now = changes.get("actor", an_admin()), changes.get("now", DURING)
    return use_cases.extend_claim(diary, actor=actor, now=now, asked=asked)


def refused(diary: SqlDiary, count: int, **changes: Any) -> dict[str, Any]:
    with pytest.raises(NoRoomToExtend) as refusal:
        extend(diary, count, **changes)
    return refusal.value.params


def test_a_visit_grows_for_everybody_who_is_with_it(shop: SqlDiary) -> None:
    before = booked(shop)

    longer = extend(shop, 30)

    assert (longer.ends_at, longer.revision) == (MORNING + minutes(90), 2)
    assert {one.resource_id for one in longer.takings} == {one.resource_id for one in before.takings}
    ends = {
        one.kind: one.cells[-1][1] - old.cells[-1][1] for one, old in zip(longer.takings, before.takings, strict=True)
    }
    assert ends == {"technician": 6, "bed": 6, "customer": 6}
    assert [one["claim_revision"] for one in told_moves(shop)] == [2]


def test_the_same_change_makes_it_longer_once(shop: SqlDiary) -> None:
    booked(shop)

    assert extend(shop, 30) == extend(shop, 30)

    assert found(shop).ends_at == MORNING + minutes(90)
    with pytest.raises(VersionConflict):
        extend(shop, 30, change_id="chg-2")


def test_a_visit_may_be_made_longer_again(shop: SqlDiary) -> None:
    booked(shop)
    extend(shop, 15)

    longer = extend(shop, 15, change_id="chg-2", revision=2)

    assert longer.ends_at == MORNING + minutes(90)
    assert longer.wish.extension == 30


def test_the_technicians_next_visit_limits_it_and_the_most_is_told(shop: SqlDiary) -> None:
    """An hour, ten minutes of turnover; the next begins 85 minutes after the start: fifteen are left."""
    booked(shop)
    booked(shop, "apt-2", MORNING + minutes(85))

    assert refused(shop, 30) == {"because": "technician", "minutes": 30, "most_minutes": 15}

    assert extend(shop, 15, change_id="chg-2").ends_at == MORNING + minutes(75)
    assert refused(shop, 5, change_id="chg-3", revision=2)["most_minutes"] == 0


def test_the_bed_counts_as_much_as_the_technician(diary: SqlDiary) -> None:
    open_shop(diary, technicians=2, beds=1)
    booked(diary, technician_id="tec-1")
    booked(diary, "apt-2", MORNING + minutes(75), technician_id="tec-2")

    assert refused(diary, 30) == {"because": "bed", "minutes": 30, "most_minutes": 5}


def test_the_customers_own_next_visit_counts(diary: SqlDiary) -> None:
    open_shop(diary, technicians=2, beds=0)
    booked(diary, technician_id="tec-1")
    booked(diary, "apt-2", MORNING + minutes(75), technician_id="tec-2", customer_id="cus-1")

    assert refused(diary, 30) == {"because": "customer", "minutes": 30, "most_minutes": 15}


def test_nobody_works_longer_than_the_roster(shop: SqlDiary) -> None:
    booked(shop, starts_at=AT_EIGHT_IN_THE_EVENING)

    told = refused(shop, 90, now=AT_EIGHT_IN_THE_EVENING)

    assert told == {"because": "hours", "minutes": 90, "most_minutes": 60}


def test_whoever_works_outside_their_roster_already_is_only_judged_for_what_is_added(shop: SqlDiary) -> None:
    """The roster ends in the middle of the visit since it was changed: no minute more, but no nonsense either."""
    booked(shop)
    shop.rosters.put_plan("tec-1", a_plan({**ALL_DAY, "thu": [{"from": "10:00", "to": "10:30"}]}))

    assert refused(shop, 30)["because"] == "hours"


def test_of_several_treatments_the_last_grows(pair: SqlDiary) -> None:
    pair.catalogue.remember("treatment", a_treatment(treatment_id="tre-2", duration_minutes=30))
    booked(pair, technician_id="tec-1", then=(Part("tre-2", "tec-2"),))

    longer = extend(pair, 15)

    assert [(one.starts_at, one.ends_at) for one in longer.parts] == [
        (MORNING, MORNING + minutes(60)),
        (MORNING + minutes(60), MORNING + minutes(105)),
    ]
    assert longer.cells_of("tec-1") == found(pair).cells_of("tec-1")
    assert overlapping(pair) == []


def test_a_party_grows_together(pair: SqlDiary) -> None:
    before = booked(pair, party_size=2)

    longer = extend(pair, 30)

    assert sorted(longer.technician_ids) == sorted(before.technician_ids) == ["tec-1", "tec-2"]
    assert all(len(longer.cells_of(who)) == 1 for who in TWO_OF_EACH)
    assert {longer.cells_of(who)[0][1] - longer.cells_of(who)[0][0] for who in TWO_OF_EACH} == {(90 + 10) // 5}


def test_a_change_that_was_given_up_makes_nothing_longer(shop: SqlDiary) -> None:
    booked(shop)
    use_cases.settle_change(shop, actor=an_admin(), claim_id="apt-1", change_id="chg-1")

    with pytest.raises(ChangeRefused):
        extend(shop, 30)

    assert found(shop).ends_at == MORNING + minutes(60)


def test_a_stranger_finds_no_such_visit(shop: SqlDiary) -> None:
    booked(shop)

    with pytest.raises(NotFound):
        extend(shop, 30, actor=a_customer("cus-9"))


def test_the_added_time_is_offered_to_nobody(shop: SqlDiary) -> None:
    booked(shop)
    assert MORNING + minutes(70) in offered(shop)

    extend(shop, 30)

    assert MORNING + minutes(100) in offered(shop)
    assert MORNING + minutes(85) not in offered(shop)


@pytest.mark.parametrize("round_", range(3))
def test_longer_and_the_next_slot_are_never_both_given(busy_house: SqlDiary, round_: int) -> None:
    """Extending by half an hour against bookings of the hour that follows, of the same technician."""
    booked(busy_house, technician_id="tec-1")
    following = MORNING + minutes(75)

    outcome = raced(_rivals(busy_house, following))

    assert outcome["won"] == 1, outcome
    assert overlapping(busy_house) == []


@pytest.mark.control
def test_without_the_lock_both_are_given(busy_house: SqlDiary) -> None:
    booked(busy_house, technician_id="tec-1")

    outcome = raced(_rivals(unguarded(busy_house), MORNING + minutes(75)))

    assert outcome["won"] > 1, outcome


def _rivals(diary: SqlDiary, following: datetime) -> list[Callable[[], object]]:
    bookings = [
        lambda number=number: claim(diary, f"apt-{number}", following, technician_id="tec-1") for number in (2, 3)
    ]
    longer = [lambda number=number: extend(diary, 30, change_id=f"chg-{number}") for number in (1, 2)]
    return [longer[0], bookings[0], longer[1], bookings[1]]
