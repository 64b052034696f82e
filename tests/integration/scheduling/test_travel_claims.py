"""Home and store visits on one timeline in the database: accepted exactly when offered, also when many ask at once."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from itertools import pairwise

import pytest

from services.scheduling import use_cases
from services.scheduling.adapters.storage import SqlDiary
from services.scheduling.adapters.tables import claim_resources, resource_days
from services.scheduling.adapters.verification import rebuild_calendars, verify_calendars
from services.scheduling.domain.travel.places import Point, road_of
from services.scheduling.domain.travel.traffic import Traffic
from services.scheduling.schemas.views import timeline_view
from services.scheduling.use_cases.scenes import span_of_local_days
from shared.db import Database
from shared.errors import Refusal
from shared.testing.builders import NOW, an_admin
from tests.support.scheduling import MORNING, a_diary, a_wish, claim, end, move, offered, open_shop, raced, unguarded

NEAR, FAR = Point(121.4400, 31.2000), Point(121.5200, 31.2500)
NOON, ONE = MORNING + timedelta(hours=2), MORNING + timedelta(hours=3)
AT = {"near": {"place": "home", "location": NEAR}, "far": {"place": "home", "location": FAR}, "store": {}}


def possible(diary: SqlDiary) -> bool:
    """Whether every technician can get from each visit to the next in time."""
    store = diary.catalogue.store("sto-1")
    span = span_of_local_days(store, MORNING.date(), 1)
    visits = diary.claims.placed(["tec-1", "tec-2"], span)
    for who in ("tec-1", "tec-2"):
        mine = [one for one in visits if one.technician_id == who]
        for one, following in pairwise(mine):
            trip = (one.location or store.location, following.location or store.location)
            assert trip[0] is not None and trip[1] is not None  # noqa: PT018
            if (following.cells[0] - one.cells[1]) * 5 < Traffic().minutes(road_of((trip[0], trip[1]))):
                return False
    return True


def test_a_near_home_is_offered_soon_after_a_visit_at_home_and_a_far_one_later(shop: SqlDiary) -> None:
    claim(shop, starts_at=NOON, **AT["near"])
    after = {name: min(at for at in offered(shop, **wish) if at > NOON) for name, wish in AT.items()}

    over = NOON + timedelta(minutes=70)
    assert after["near"] == over
    assert over + timedelta(minutes=10) <= after["store"] <= over + timedelta(minutes=30)
    assert after["far"] >= over + timedelta(minutes=40)


@pytest.mark.parametrize("first", list(AT))
@pytest.mark.parametrize("then", list(AT))
def test_over_places_too_a_start_is_accepted_exactly_when_it_is_offered(shop: SqlDiary, first: str, then: str) -> None:
    claim(shop, starts_at=NOON, **AT[first])
    shown = offered(shop, **AT[then])

    for number in range(0, 40, 3):
        starts_at = MORNING + timedelta(minutes=5 * number + 60)
        try:
            claim(shop, f"apt-{number + 2}", starts_at, customer_id=f"cus-{number + 2}", **AT[then])
        except Refusal:
            assert starts_at not in shown
        else:
            assert starts_at in shown
            assert possible(shop)
            end(shop, f"apt-{number + 2}", id=f"evt-{number}")
    assert verify_calendars(shop.database) == []


def test_a_visit_that_moves_frees_its_ways_and_takes_new_ones(shop: SqlDiary) -> None:
    claim(shop, starts_at=NOON, **AT["far"])
    assert ONE + timedelta(minutes=15) not in offered(shop)

    move(shop, "chg-1", NOON, **AT["near"])

    assert possible(shop)
    assert min(at for at in offered(shop) if at > NOON) < ONE + timedelta(minutes=45)
    end(shop)
    assert NOON in offered(shop)


def test_a_shop_where_everybody_stays_reads_nobodys_whereabouts(
    shop: SqlDiary, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim(shop, starts_at=NOON)
    asked = []
    monkeypatch.setattr(shop.claims, "placed", lambda who, span: asked.append((who, span)) or [])

    offered(shop)
    assert asked == []
    offered(shop, **AT["near"])
    assert [who for who, _ in asked] == [["tec-1"]]


def test_claims_from_before_there_were_places_go_on(shop: SqlDiary) -> None:
    claim(shop, starts_at=NOON)
    with shop.database.transaction() as connection:
        connection.execute(claim_resources.update().values(place=None))
        connection.execute(resource_days.update().values(place="*"))

    assert NOON - timedelta(minutes=75) in offered(shop)
    assert NOON - timedelta(minutes=75) not in offered(shop, **AT["far"])
    claim(shop, "apt-2", NOON - timedelta(minutes=75), customer_id="cus-2")
    end(shop)
    assert verify_calendars(shop.database) == []


def test_what_is_rebuilt_forgets_no_place(shop: SqlDiary) -> None:
    claim(shop, starts_at=NOON, **AT["far"])
    before = offered(shop)
    with shop.database.transaction() as connection:
        connection.execute(resource_days.update().values(busy=bytes(36), place=None))

    rebuild_calendars(shop.database)

    assert offered(shop) == before


@pytest.fixture(params=["READ COMMITTED", "REPEATABLE READ"])
def house(request: pytest.FixtureRequest, each_database_of: Callable[..., Database]) -> SqlDiary:
    return open_shop(a_diary(each_database_of("scheduling", isolation=request.param)))


@pytest.mark.parametrize("other", ["far", "store"])
def test_two_visits_that_nobody_could_both_make_are_never_both_claimed(house: SqlDiary, other: str) -> None:
    outcomes = raced(
        [
            partial(claim, house, "apt-1", NOON, customer_id="cus-1", **AT["near"]),
            partial(claim, house, "apt-2", NOON + timedelta(minutes=75), customer_id="cus-2", **AT[other]),
        ]
    )

    assert outcomes["won"] == 1
    assert set(outcomes) <= {"won", "slot_taken", "off_grid"}
    assert possible(house)


@pytest.mark.control
def test_control_without_the_lock_an_impossible_day_is_claimed(house: SqlDiary) -> None:
    careless = unguarded(house)

    raced(
        [
            partial(claim, careless, "apt-1", NOON, customer_id="cus-1", **AT["near"]),
            partial(claim, careless, "apt-2", NOON + timedelta(minutes=75), customer_id="cus-2", **AT["far"]),
        ]
    )

    assert not possible(careless)


def test_the_explanation_tells_the_minutes_that_are_missing(shop: SqlDiary) -> None:
    claim(shop, starts_at=NOON, **AT["near"])
    late = NOON + timedelta(minutes=75)

    told = use_cases.explain_availability(shop, actor=an_admin(), now=NOW, wish=a_wish(**AT["far"]), starts_at=late)

    assert [(one.code, one.params["because"]) for one in told] == [("slot_taken", "travel")]


def test_the_stores_calendar_shows_the_ways_between_visits(shop: SqlDiary) -> None:
    claim(shop, "apt-1", NOON, technician_id="tec-1", **AT["near"])
    later = min(at for at in offered(shop, technician_id="tec-1", **AT["far"]) if at > ONE)
    claim(shop, "apt-2", later, technician_id="tec-1", **AT["far"])
    board = use_cases.get_calendar(shop, actor=an_admin(), now=NOW, store_id="sto-1", days=1, first=MORNING.date())

    ways = {lane["id"]: lane["travel"] for lane in timeline_view(board)["resources"]}

    assert [(way["from"]["kind"], way["to"]["kind"]) for way in ways.pop("tec-1")] == [
        ("store", "visit"),
        ("visit", "visit"),
        ("visit", "store"),
    ]
    assert not any(ways.values()), "a bed stays where it is"
