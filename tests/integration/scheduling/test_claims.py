"""The life of a claim: hold, firm, move, release; repeated, late and out of order."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select, update

from services.scheduling import use_cases
from services.scheduling.adapters import tables
from services.scheduling.adapters.storage import SqlDiary
from services.scheduling.adapters.verification import rebuild_calendars, verify_calendars
from services.scheduling.domain.choice.assignment import Taking
from services.scheduling.domain.claim.claims import Need
from services.scheduling.domain.errors import (
    ChangeRefused,
    ClaimMismatch,
    ClaimReleased,
    NotAllowed,
    SlotTaken,
    StartRefused,
    Unknown,
    VersionConflict,
)
from services.scheduling.domain.travel.places import Point
from shared.errors import Unavailable
from shared.testing.builders import NOW, a_customer, an_admin
from tests.support.scheduling import (
    MORNING,
    a_diary,
    a_request,
    a_treatment,
    announced,
    claim,
    end,
    firm,
    move,
    offered,
    open_shop,
    some_beds,
    some_rules,
)

LATER = MORNING + timedelta(hours=3)


class Bookings:
    """Booking, which answers as the test says, when `meanwhile` has happened; `away` while it cannot."""

    def __init__(self, *needed: str, away: bool = False, meanwhile: Callable[[], object] = lambda: None) -> None:
        self.needed, self.away, self.meanwhile = needed, away, meanwhile

    def need(self, claim_id: str) -> Need:
        if self.away:
            raise Unavailable
        self.meanwhile()
        return Need(claim_id in self.needed)


def run_out(diary: SqlDiary) -> None:
    """Let every hold have run out."""
    with diary.database.transaction() as connection:
        connection.execute(update(tables.claims).values(hold_until=diary.database.now() - timedelta(seconds=1)))


def status_of(diary: SqlDiary, claim_id: str = "apt-1") -> str:
    found = diary.claims.find(claim_id)
    return found.status if found else "unknown"


def test_a_claim_begins_as_a_hold_of_people_and_things(shop: SqlDiary) -> None:
    held = claim(shop)

    assert held.status == "held"
    assert held.technician_ids == ["tec-1"]
    assert [taking.resource_id for taking in held.takings] == ["tec-1", "bed-1:001", "cus-1"]
    assert held.hold_until is not None
    assert MORNING not in offered(shop)
    assert shop.claims.find("apt-1") == held


def test_the_same_request_under_the_same_id_gives_the_same_claim(shop: SqlDiary) -> None:
    assert claim(shop) == claim(shop)


def test_another_request_under_the_same_id_is_refused(shop: SqlDiary) -> None:
    claim(shop)

    with pytest.raises(ClaimMismatch):
        claim(shop, starts_at=LATER)


def test_somebody_else_gets_slot_taken(shop: SqlDiary) -> None:
    claim(shop)

    with pytest.raises(SlotTaken):
        claim(shop, "apt-2")


def test_nobody_claims_in_another_customers_name(shop: SqlDiary) -> None:
    asked = a_request(customer_id="cus-2")

    with pytest.raises(NotAllowed):
        use_cases.claim_time(shop, actor=a_customer("cus-1"), now=NOW, asked=asked)


@pytest.mark.parametrize(
    ("starts_at", "changes", "code"),
    [
        (NOW - timedelta(hours=1), {}, "in_the_past"),
        (NOW + timedelta(minutes=15), {}, "too_soon"),
        (MORNING + timedelta(days=90), {}, "too_far_ahead"),
        (MORNING - timedelta(hours=1), {}, "outside_hours"),
        (MORNING + timedelta(hours=11, minutes=15), {}, "outside_hours"),
        (MORNING + timedelta(minutes=5), {}, "off_grid"),
        (MORNING + timedelta(minutes=2), {}, "off_grid"),
        (MORNING, {"treatment_id": "tre-2"}, "technician_unsuitable"),
        (MORNING, {"treatment_id": "tre-3", "place": "home", "location": Point(121.44, 31.2)}, "place_not_offered"),
        (MORNING, {"place": "home", "location": Point(120.1, 30.2)}, "out_of_area"),
        (MORNING, {"party_size": 3}, "party_too_large"),
    ],
)
def test_each_rule_refuses_with_its_code(
    shop: SqlDiary, starts_at: object, changes: dict[str, object], code: str
) -> None:
    shop.catalogue.remember("treatment", a_treatment(treatment_id="tre-2", level=3))
    shop.catalogue.remember("treatment", a_treatment(treatment_id="tre-3", places=["store"]))

    with pytest.raises(StartRefused) as refused:
        claim(shop, starts_at=starts_at, **changes)  # type: ignore[arg-type]

    assert refused.value.code == code
    assert shop.claims.find("apt-1") is None


@pytest.mark.parametrize("unknown", [{"store_id": "sto-9"}, {"treatment_id": "tre-9"}, {"technician_id": "tec-9"}])
def test_what_the_catalogue_does_not_know_is_not_found(shop: SqlDiary, unknown: dict[str, str]) -> None:
    with pytest.raises(Unknown):
        claim(shop, **unknown)


def test_a_visit_at_home_takes_itself_and_no_bed_and_its_ways_depend_on_the_neighbours(shop: SqlDiary) -> None:
    held = claim(shop, starts_at=LATER, place="home", location=Point(121.4855, 31.2245))

    taking, guests = held.takings
    (start, end) = taking.cells[0]
    treatment_and_turnover = 14
    assert (taking.resource_id, guests.kind) == ("tec-1", "customer")
    assert end - start == treatment_and_turnover
    assert LATER - timedelta(minutes=75) in offered(shop, place="home", location=Point(121.4855, 31.2245))
    assert LATER - timedelta(minutes=75) not in offered(shop)


def test_a_party_takes_as_many_technicians_and_beds(pair: SqlDiary) -> None:
    held = claim(pair, party_size=2)

    assert held.technician_ids == ["tec-1", "tec-2"]
    assert [taking.kind for taking in held.takings] == ["technician", "technician", "bed", "bed", "customer"]
    assert MORNING not in offered(pair)


def test_a_store_that_lists_no_beds_does_not_run_out_of_them(diary: SqlDiary) -> None:
    open_shop(diary)
    diary.catalogue.remember("resource", some_beds(2, revision=2, retired=True))

    assert [taking.kind for taking in claim(diary, for_guest=True).takings] == ["technician"]


def test_the_one_with_fewer_visits_that_day_is_chosen_and_the_reason_kept(pair: SqlDiary) -> None:
    pair.catalogue.remember("booking_rules", some_rules(revision=2, slot_anchor="clock"))
    assert claim(pair, "apt-1").technician_ids == ["tec-1"]

    chosen = claim(pair, "apt-2", LATER)

    assert chosen.technician_ids == ["tec-2"]
    kept = pair.claims.find("apt-2")
    assert kept is not None
    assert (kept.because.code, kept.because.params["visits"]) == ("fewest_visits", 0)


def test_the_appointment_makes_its_claim_firm(shop: SqlDiary) -> None:
    claim(shop)

    firm(shop)
    firm(shop)

    assert status_of(shop) == "firm"


def test_an_appointment_nobody_claimed_for_is_a_loud_error(shop: SqlDiary) -> None:
    with pytest.raises(Unknown):
        firm(shop, "apt-9")


def test_a_cancelled_appointment_gives_its_time_back(shop: SqlDiary) -> None:
    before = offered(shop)
    claim(shop)

    for _ in range(2):
        end(shop)

    assert offered(shop) == before
    assert announced(shop) == ["claim_released", "time_freed"]
    assert verify_calendars(shop.database) == []


def test_a_released_claim_stays_released_whatever_comes_late(shop: SqlDiary) -> None:
    claim(shop)
    end(shop)

    firm(shop)

    assert status_of(shop) == "released"
    with pytest.raises(ClaimReleased):
        claim(shop)
    with pytest.raises(ClaimReleased):
        move(shop, "chg-1", LATER, revision=2)


def test_a_release_that_overtakes_its_claim_leaves_a_tombstone(shop: SqlDiary) -> None:
    end(shop)

    with pytest.raises(ClaimReleased):
        claim(shop)
    assert MORNING in offered(shop)


def test_a_hold_is_released_only_after_booking_said_no(shop: SqlDiary) -> None:
    claim(shop)
    run_out(shop)

    use_cases.expire_holds(shop, Bookings(), now=NOW)

    assert status_of(shop) == "released"
    assert MORNING in offered(shop)


def test_a_hold_becomes_firm_when_booking_says_yes(shop: SqlDiary) -> None:
    claim(shop)
    run_out(shop)

    use_cases.expire_holds(shop, Bookings("apt-1"), now=NOW)

    assert status_of(shop) == "firm"


def test_while_booking_is_away_a_hold_that_ran_out_stays_taken(shop: SqlDiary) -> None:
    claim(shop)
    run_out(shop)

    with pytest.raises(Unavailable):
        use_cases.expire_holds(shop, Bookings(away=True), now=NOW)

    assert status_of(shop) == "held"
    assert MORNING not in offered(shop)


def test_a_yes_that_a_cancellation_has_overtaken_does_not_bring_the_claim_back(shop: SqlDiary) -> None:
    claim(shop)
    run_out(shop)

    use_cases.expire_holds(shop, Bookings("apt-1", meanwhile=partial(end, shop)), now=NOW)

    assert status_of(shop) == "released"
    assert MORNING in offered(shop)


def test_what_was_made_firm_while_booking_was_asked_is_not_let_go(shop: SqlDiary) -> None:
    claim(shop)
    run_out(shop)

    use_cases.expire_holds(shop, Bookings(meanwhile=partial(firm, shop)), now=NOW)

    assert status_of(shop) == "firm"


def test_a_claim_moved_before_it_was_firm_is_made_firm_where_it_is(shop: SqlDiary) -> None:
    claim(shop)
    move(shop, "chg-1", LATER)

    firm(shop)

    found = shop.claims.find("apt-1")
    assert found is not None
    assert (found.status, found.starts_at, found.revision) == ("firm", LATER, 2)


def test_time_is_never_taken_on_a_day_that_has_no_row_to_keep_it(shop: SqlDiary) -> None:
    with pytest.raises(LookupError):
        shop.calendars.exchange((), [Taking("tec-1", "technician", ((0, 12),))])


def test_a_hold_that_still_runs_is_not_asked_about(shop: SqlDiary) -> None:
    claim(shop)

    use_cases.expire_holds(shop, Bookings(), now=NOW)

    assert status_of(shop) == "held"


def test_a_move_takes_the_new_time_and_frees_the_old(shop: SqlDiary) -> None:
    claim(shop)

    moved = move(shop, "chg-1", LATER)

    assert (moved.revision, moved.starts_at, moved.because.code) == (2, LATER, "kept")
    assert MORNING in offered(shop)
    assert LATER not in offered(shop)
    assert announced(shop) == ["claim_moved", "time_freed"]
    assert verify_calendars(shop.database) == []


def test_a_move_may_overlap_its_own_old_time(shop: SqlDiary) -> None:
    claim(shop)

    assert move(shop, "chg-1", MORNING + timedelta(minutes=15)).starts_at == MORNING + timedelta(minutes=15)


def test_a_move_accepts_the_grid_with_and_without_its_own_claim(shop: SqlDiary) -> None:
    claim(shop)
    with_it = MORNING + timedelta(minutes=70)
    without_it = MORNING + timedelta(minutes=75)

    assert with_it in offered(shop)
    assert without_it in offered(shop, appointment_id="apt-1")
    assert move(shop, "chg-1", with_it).starts_at == with_it
    assert move(shop, "chg-2", without_it, revision=2).starts_at == without_it


def test_a_change_delivered_again_moves_nothing_twice(shop: SqlDiary) -> None:
    claim(shop)

    assert move(shop, "chg-1", LATER) == move(shop, "chg-1", LATER)
    assert announced(shop) == ["claim_moved", "time_freed"]


def test_a_change_made_while_it_is_asked_for_again_is_told_where_it_led(shop: SqlDiary, monkeypatch) -> None:
    """The second question has read the claim, then the first one's move is committed, then the second finds it made."""
    claim(shop)
    look = shop.claims.find_change

    def made_meanwhile(change_id: str) -> object:
        monkeypatch.setattr(shop.claims, "find_change", look)
        move(shop, change_id, LATER)
        return look(change_id)

    monkeypatch.setattr(shop.claims, "find_change", made_meanwhile)
    told = move(shop, "chg-1", LATER)

    assert (told.revision, told.starts_at) == (2, LATER)


def test_a_change_judged_on_an_old_revision_is_a_version_conflict(shop: SqlDiary) -> None:
    claim(shop)
    move(shop, "chg-1", LATER)

    with pytest.raises(VersionConflict):
        move(shop, "chg-2", MORNING, revision=1)


def test_a_change_settled_before_it_arrives_never_happens(shop: SqlDiary) -> None:
    claim(shop)

    settled = use_cases.settle_change(shop, actor=an_admin(), claim_id="apt-1", change_id="chg-1")

    assert not settled.is_moved
    with pytest.raises(ChangeRefused):
        move(shop, "chg-1", LATER)
    assert not use_cases.settle_change(shop, actor=an_admin(), claim_id="apt-1", change_id="chg-1").is_moved


def test_settling_a_change_that_was_made_tells_where_the_visit_is(shop: SqlDiary) -> None:
    claim(shop)
    move(shop, "chg-1", LATER)

    settled = use_cases.settle_change(shop, actor=an_admin(), claim_id="apt-1", change_id="chg-1")

    assert settled.claim is not None
    assert settled.claim.starts_at == LATER


def test_staff_may_override_the_grid_but_not_somebody_elses_time(shop: SqlDiary) -> None:
    claim(shop, "apt-2", MORNING + timedelta(hours=6))
    claim(shop)
    odd = LATER + timedelta(minutes=5)

    with pytest.raises(StartRefused):
        move(shop, "chg-1", odd)
    assert move(shop, "chg-2", odd, override_reason="熟客").starts_at == odd
    with pytest.raises(SlotTaken):
        move(shop, "chg-3", MORNING + timedelta(hours=6), revision=2, override_reason="熟客")


def test_a_customer_may_not_override(shop: SqlDiary) -> None:
    claim(shop)

    with pytest.raises(NotAllowed):
        move(shop, "chg-1", LATER, actor=a_customer("cus-1"), override_reason="please")


def test_another_customers_claim_does_not_exist(shop: SqlDiary) -> None:
    claim(shop)

    with pytest.raises(Unknown):
        move(shop, "chg-1", LATER, actor=a_customer("cus-2"))


def test_broken_bits_are_found_and_rebuilt_from_the_claims(shop: SqlDiary) -> None:
    claim(shop)
    with shop.database.transaction() as connection:
        connection.execute(update(tables.resource_days).values(busy=b"\xff" + bytes(35)))

    wrong = verify_calendars(shop.database)

    assert {(day.resource_id, day.ghost_cells, day.missing_cells) for day in wrong} == {
        ("tec-1", 8, 14),
        ("bed-1:001", 8, 14),
        ("bed-1:002", 8, 0),
        ("cus-1", 8, 12),
    }
    assert rebuild_calendars(shop.database) == wrong
    assert verify_calendars(shop.database) == []
    assert MORNING not in offered(shop)


@pytest.mark.control
def test_time_that_two_claims_take_is_found_although_the_bits_are_right(shop: SqlDiary) -> None:
    claim(shop)
    twice = select(tables.claim_resources).where(tables.claim_resources.c.resource_id == "tec-1")
    with shop.database.transaction() as connection:
        row = connection.execute(twice).mappings().one()
        connection.execute(tables.claim_resources.insert(), {**row, "claim_id": "apt-2"})

    assert [(day.resource_id, day.doubled_cells) for day in verify_calendars(shop.database)] == [("tec-1", 14)]


def test_what_is_kept_of_a_visit_at_home_is_sealed(diary: SqlDiary) -> None:
    open_shop(diary)
    claim(a_diary(diary.database), starts_at=LATER, place="home", location=Point(121.4855, 31.2245))

    with diary.database.reading() as connection:
        raw = connection.exec_driver_sql("SELECT request, wish FROM claims").one()
    assert all(text.startswith("v1:") and "121.4855" not in text for text in raw)
