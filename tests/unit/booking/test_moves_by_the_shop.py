"""The shop moves a visit by itself: booking follows, in whatever order it hears of that and of what customers want."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from services.booking.domain.life.appointment import Appointment
from services.booking.domain.life.claim import Claim
from services.booking.domain.terms.rules import Policy
from shared.actor import Actor
from shared.errors import Conflict
from shared.events import Event
from shared.testing import an_event
from tests.support.booking import COUPLE, LI, START, WANG, a_change, a_claim, an_appointment
from tests.support.booking_desk import Desk

TOMORROW = START + timedelta(days=1)
LATER = START + timedelta(hours=4)
SYSTEM = Actor.system("booking")


@pytest.fixture
def desk(desk: Desk) -> Desk:
    return desk.with_(an_appointment())


def told(claim: Claim) -> Event:
    """The claim as scheduling announces it."""
    named = {"claim_id": claim.id, "claim_revision": claim.revision, "technicians": list(claim.technician_ids)}
    same = {name: getattr(claim, name) for name in ("change_id", "chosen_because", "cause", "actor")}
    when = {"starts_at": claim.starts_at.isoformat(), "ends_at": claim.ends_at.isoformat()}
    data = {**named, **same, **when, "revision": claim.revision, "treatment_id": claim.treatment_id or "tre-1"}
    return an_event("claim_moved", data, producer="scheduling")


def moved_by_the_shop(revision: int = 2, **changes: Any) -> Claim:
    """王建国 is on leave: 李秀英 takes the visit at four hours later."""
    when = {"starts_at": LATER, "ends_at": LATER + timedelta(hours=1)}
    why = {"change_id": f"shop-{revision}", "cause": "leave", "actor": "acc-manager"}
    return a_claim(**{"revision": revision, "technician_ids": (LI.id,), **when, **why, **changes})


def hear(desk: Desk, *claims: Claim) -> None:
    for claim in claims:
        desk.of(SYSTEM).on_claim_moved(told(claim))


def appointment(desk: Desk) -> Appointment:
    return desk.storage.appointments.rows["apt-1"]


def reschedule(desk: Desk, **asked: Any) -> Any:
    return desk.of().reschedule_appointment({"appointment_id": "apt-1", **asked})


def test_the_visit_follows_and_its_history_says_who_moved_it_and_why(desk: Desk) -> None:
    hear(desk, moved_by_the_shop())

    now, entry = appointment(desk), desk.storage.appointments.entries[-1]
    assert (now.starts_at, now.technician_ids, now.version, now.claim_revision) == (LATER, (LI.id,), 3, 2)
    assert (entry.action, entry.actor, entry.reason) == ("move", "acc-manager", "leave")
    assert set(entry.changes) == {"starts_at", "ends_at", "technician_ids"}


def test_the_customer_is_told_and_what_was_agreed_stays(desk: Desk) -> None:
    before = appointment(desk)

    hear(desk, moved_by_the_shop())

    (fact,) = desk.storage.appointments.events
    assert (fact.type(), fact.previous and fact.previous.cause, fact.actor) == (
        "appointment_rescheduled",
        "leave",
        "acc-manager",
    )
    assert fact.previous
    assert fact.previous.starts_at == START
    now = appointment(desk)
    assert (now.price_fen, now.policy, now.status) == (before.price_fen, before.policy, before.status)


@pytest.mark.parametrize(("technicians", "requested"), [((LI.id,), False), ((WANG.id,), True)])
def test_whom_the_shop_chose_is_not_whom_the_customer_asked_for(
    desk: Desk, technicians: tuple[str, ...], *, requested: bool
) -> None:
    hear(desk, moved_by_the_shop(technician_ids=technicians))

    assert appointment(desk).technician_requested is requested


def test_a_customers_own_change_is_told_without_a_cause(desk: Desk) -> None:
    reschedule(desk, starts_at=TOMORROW.isoformat())

    (fact,) = desk.storage.appointments.events
    assert fact.previous
    assert fact.previous.cause is None


@pytest.mark.parametrize("order", permutations([2, 3, 4]))
def test_moves_heard_in_any_order_and_twice_end_where_the_last_one_left_the_visit(
    desk: Desk, order: tuple[int, ...]
) -> None:
    places = {revision: moved_by_the_shop(revision, starts_at=LATER + timedelta(hours=revision)) for revision in order}

    hear(desk, *(places[revision] for revision in order), *places.values())

    now = appointment(desk)
    assert (now.claim_revision, now.starts_at) == (4, places[4].starts_at)
    assert len(desk.storage.appointments.events) == len([r for n, r in enumerate(order) if r == max(order[: n + 1])])


@pytest.mark.parametrize("status", ["declined", "expired", "cancelled", "late_cancelled", "no_show"])
def test_an_ended_visit_stays_where_it_ended(desk: Desk, status: str) -> None:
    ended = an_appointment(status=status)
    desk.storage.appointments.rows["apt-1"] = ended

    hear(desk, moved_by_the_shop())

    assert appointment(desk) == ended
    assert desk.storage.appointments.events == []


def test_a_move_that_overtakes_an_open_change_makes_it_fail_and_nothing_is_lost(desk: Desk) -> None:
    """The shop was first at scheduling: what the customer judged by is gone."""
    moved = moved_by_the_shop()
    desk.scheduling.claims["apt-1"] = moved
    desk.checkpoint = lambda moment: hear(desk, moved) if moment == "after_change" else None

    with pytest.raises(Conflict) as refused:
        reschedule(desk, starts_at=TOMORROW.isoformat())

    assert refused.value.code == "version_conflict"
    assert [change.state for change in desk.storage.changes.rows.values()] == ["failed"]
    assert appointment(desk).starts_at == LATER
    desk.checkpoint = None
    assert reschedule(desk, starts_at=TOMORROW.isoformat())["starts_at"] == "2026-11-24T15:00:00+08:00"


def test_a_cancellation_between_the_move_and_its_news_wins(desk: Desk) -> None:
    desk.scheduling.claims["apt-1"] = moved_by_the_shop()
    desk.of().cancel_appointment({"appointment_id": "apt-1"})

    hear(desk, moved_by_the_shop())

    assert appointment(desk).status == "cancelled"
    assert appointment(desk).starts_at == START


def change_to_couple() -> Any:
    """The customer's open change: tomorrow, another treatment, another price and policy; made as revision 2."""
    return replace(
        a_change(policy=Policy("rul-2", 24, 50), price_fen=27900),
        target=replace(a_change().target, treatment_id=COUPLE.id),
    )


def test_the_terms_of_a_change_hold_though_the_shops_later_move_is_heard_first(desk: Desk) -> None:
    desk.storage.changes.open(change_to_couple(), "cus-1", None)

    hear(desk, moved_by_the_shop(3, treatment_id=COUPLE.id), a_claim(treatment_id=COUPLE.id))

    now = appointment(desk)
    assert (now.starts_at, now.claim_revision) == (LATER, 3)
    assert (now.treatment_id, now.price_fen, now.policy.version) == (COUPLE.id, 27900, "rul-2")
    assert desk.storage.changes.rows["chg-1"].state == "applied"


def ways_to_hear_of_a_change_and_a_later_move() -> dict[str, Callable[[Desk], None]]:
    """The event of the customer's change, the sweep that asks for it, and the event of the shop's move after it."""
    shop = moved_by_the_shop(3, treatment_id=COUPLE.id)

    def swept(desk: Desk) -> None:
        desk.scheduling.claims["apt-1"] = shop
        desk.scheduling.made["chg-1"] = a_claim()
        if desk.storage.changes.rows["chg-1"].state == "open":
            desk.storage.changes.release("chg-1")
        desk.of(SYSTEM).sweep_open_changes()

    return {
        "changed": lambda desk: hear(desk, a_claim(treatment_id=COUPLE.id)),
        "moved": lambda desk: hear(desk, shop),
        "swept": swept,
    }


@pytest.mark.parametrize(
    "order",
    sorted({order for length in (2, 3, 4) for order in permutations(("changed", "moved", "swept", "moved"), length)}),
)
def test_whatever_is_heard_first_the_visit_ends_at_the_shops_place_on_the_changes_terms(
    desk: Desk, order: tuple[str, ...]
) -> None:
    desk.storage.changes.open(change_to_couple(), "cus-1", None)
    ways = ways_to_hear_of_a_change_and_a_later_move()

    for way in (*order, *(way for way in ("changed", "moved") if way not in order)):
        ways[way](desk)

    now = appointment(desk)
    assert (now.starts_at, now.technician_ids, now.claim_revision) == (LATER, (LI.id,), 3)
    assert (now.treatment_id, now.price_fen, now.policy.version) == (COUPLE.id, 27900, "rul-2")
    assert desk.storage.changes.rows["chg-1"].state == "applied"
    versions = [entry.version for entry in desk.storage.appointments.entries]
    assert versions == sorted(set(versions))
