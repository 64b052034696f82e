"""The visits of a series are claimed all or none; what is in the way is told with the nearest starts instead."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from services.scheduling import use_cases
from services.scheduling.adapters.storage import SqlDiary
from services.scheduling.domain.claim.claims import RELEASED
from services.scheduling.domain.claim.requests import SeriesRequest
from services.scheduling.domain.claim.series import Outcome
from services.scheduling.domain.errors import ClaimMismatch, ClaimReleased, NotAllowed, SlotTaken
from shared.testing.builders import NOW, a_customer, an_admin
from tests.support.scheduling import MORNING, a_wish, booked, claim, end, found, offered, overlapping, raced

WEEK = timedelta(days=7)
FOUR = tuple((f"apt-{number}", MORNING + number * WEEK) for number in range(1, 5))


def claim_series(diary: SqlDiary, visits: tuple[tuple[str, datetime], ...] = FOUR, **changes: Any) -> Outcome:
    actor, is_trial = changes.pop("actor", an_admin()), changes.pop("is_trial", False)
    customer_id = changes.pop("customer_id", "cus-1")
    asked = SeriesRequest(customer_id, a_wish(**changes), visits, is_trial=is_trial)
    return use_cases.claim_series(diary, actor=actor, now=NOW, asked=asked)


def test_every_visit_is_held(shop: SqlDiary) -> None:
    outcome = claim_series(shop)

    assert [(one.id, one.starts_at) for one in outcome.claims] == list(FOUR)
    assert all(found(shop, claim_id).hold_until for claim_id, _ in FOUR)
    assert outcome.troubles == ()


def test_asked_again_it_is_the_same_series(shop: SqlDiary) -> None:
    first = claim_series(shop)

    assert [one.takings for one in claim_series(shop).claims] == [one.takings for one in first.claims]


def test_one_date_in_the_way_claims_none_of_them(shop: SqlDiary) -> None:
    booked(shop, "apt-9", MORNING + 2 * WEEK)

    outcome = claim_series(shop)

    (trouble,) = outcome.troubles
    assert (trouble.claim_id, trouble.starts_at, trouble.code) == ("apt-2", MORNING + 2 * WEEK, "slot_taken")
    assert outcome.claims == ()
    assert all(shop.claims.find(claim_id) is None for claim_id, _ in FOUR)


def test_the_nearest_starts_instead_are_really_offered(shop: SqlDiary) -> None:
    booked(shop, "apt-9", MORNING + 2 * WEEK)

    (trouble,) = claim_series(shop).troubles

    assert len(trouble.alternatives) == 3
    distances = [abs(one - trouble.starts_at) for one in trouble.alternatives]
    assert distances == sorted(distances)
    for number, start in enumerate(trouble.alternatives):
        claim(shop, f"apt-2{number}", start, customer_id="cus-8")
        end(shop, f"apt-2{number}")


def test_every_rule_is_told_for_its_own_date(shop: SqlDiary) -> None:
    far, early = MORNING + 30 * WEEK, MORNING - timedelta(hours=4)

    outcome = claim_series(shop, (FOUR[0], ("apt-2", far), ("apt-3", early)))

    assert [(one.claim_id, one.code) for one in outcome.troubles] == [
        ("apt-2", "too_far_ahead"),
        ("apt-3", "outside_hours"),
    ]


def test_two_visits_of_one_series_do_not_overlap_either(pair: SqlDiary) -> None:
    outcome = claim_series(pair, (("apt-1", MORNING), ("apt-2", MORNING + timedelta(minutes=15))))

    assert [one.code for one in outcome.troubles] == ["customer_busy"]


def test_a_trial_holds_nothing(shop: SqlDiary) -> None:
    before = offered(shop)

    outcome = claim_series(shop, is_trial=True)

    assert [one.starts_at for one in outcome.claims] == [start for _, start in FOUR]
    assert all(shop.claims.find(claim_id) is None for claim_id, _ in FOUR)
    assert offered(shop) == before


def test_a_series_of_which_a_visit_was_given_up_is_refused_whole(shop: SqlDiary) -> None:
    end(shop, "apt-3")

    with pytest.raises(ClaimReleased):
        claim_series(shop)

    assert shop.claims.find("apt-1") is None
    assert found(shop, "apt-3").status == RELEASED


def test_another_series_under_the_same_ids_is_refused(shop: SqlDiary) -> None:
    claim_series(shop)

    with pytest.raises(ClaimMismatch):
        claim_series(shop, tuple((claim_id, start + timedelta(hours=2)) for claim_id, start in FOUR))


def test_a_series_is_claimed_for_oneself_or_by_staff(shop: SqlDiary) -> None:
    with pytest.raises(NotAllowed):
        claim_series(shop, actor=a_customer("cus-9"))

    assert len(claim_series(shop, actor=a_customer("cus-1")).claims) == 4


def test_two_series_for_the_same_times_never_share_a_date(busy_house: SqlDiary) -> None:
    """Two technicians, four customers who all want them both: two series win whole, the others get nothing at all."""

    def a_series(number: int) -> Any:
        visits = tuple((f"apt-{number}-{week}", MORNING + week * WEEK) for week in range(3))
        return lambda: _won(claim_series(busy_house, visits, customer_id=f"cus-{number}"))

    outcome = raced([a_series(number) for number in range(4)])

    assert outcome == {"won": 2, "slot_taken": 2}
    assert overlapping(busy_house) == []


def _won(outcome: Outcome) -> None:
    if outcome.troubles:
        raise SlotTaken
