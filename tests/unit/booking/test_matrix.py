"""Every word people ask for × role × status × place × hour, through the use cases.

What the table allows is done, once, and told. What it does not allow is refused as `illegal_transition`, or as unknown
to strangers, and leaves nothing behind: no row changed, no entry, no event, no claim asked for, no money moved.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from services.booking.domain.events import AppointmentFact
from services.booking.domain.home.following import followed
from services.booking.domain.life import transitions as life
from services.booking.domain.life.appointment import Appointment
from services.booking.domain.life.history import RESCHEDULE
from services.booking.domain.places import HOME, STORE
from services.booking.domain.terms.deposit import Deposit
from shared.actor import Actor
from shared.errors import Refusal
from shared.testing import NOW, a_customer, a_receptionist, a_technician
from tests.support.booking import LI, WANG, XUJIAHUI, an_appointment
from tests.support.booking_desk import Desk
from tests.support.booking_home import CODE

WORDS = tuple(dict.fromkeys(row.action for row in life.TRANSITIONS if row.is_asked_for))
ROLES = {
    "customer": a_customer("cus-1"),
    "technician": a_technician(WANG.id),
    "staff": a_receptionist(XUJIAHUI.id),
    "a stranger": a_receptionist("sto-2"),
    "another customer": a_customer("cus-2"),
}
# When the visit starts, counted from now: days ahead, within the hour (late to cancel), and begun.
HOURS = {"days before": timedelta(days=3), "just before": timedelta(minutes=30), "begun": timedelta(minutes=-10)}
ANSWER_BY = {"in time": NOW + timedelta(minutes=10), "too late": NOW}


def _plain(action: str) -> Callable[[Desk, Actor, Appointment], Any]:
    return lambda desk, actor, one: desk.of(actor).act_on_appointment(
        {"appointment_id": one.id, "action": action, "reason": "because"}
    )


def _pay(desk: Desk, actor: Actor, one: Appointment) -> Any:
    request = {"appointment_id": one.id, "provider": "sandbox"}
    return desk.of(actor, key="pay-1", body=request).pay_appointment(request)


def _reschedule(desk: Desk, actor: Actor, one: Appointment) -> Any:
    to = (one.starts_at + timedelta(days=1)).isoformat()
    return desk.of(actor).reschedule_appointment({"appointment_id": one.id, "starts_at": to})


# How each word is asked for. A new word of the table needs a line here.
ATTEMPTS: dict[str, Callable[[Desk, Actor, Appointment], Any]] = {
    **{word: _plain(word) for word in life.PLAIN_ACTIONS},
    "pay": _pay,
    "reschedule": _reschedule,
    "extend": lambda desk, actor, one: desk.of(actor).extend_appointment({"appointment_id": one.id, "minutes": 15}),
    "propose": lambda desk, actor, one: desk.of(actor).propose_time({"appointment_id": one.id, "reason": "because"}),
    "cancel": lambda desk, actor, one: desk.of(actor).cancel_appointment({"appointment_id": one.id}),
    "assign": lambda desk, actor, one: desk.of(actor).assign_technician(
        {"appointment_id": one.id, "technician_id": LI.id}
    ),
    "arrive": lambda desk, actor, one: desk.of(actor).arrive_at_home({"appointment_id": one.id, "code": CODE}),
    "running-late": lambda desk, actor, one: desk.of(actor).report_running_late(
        {"appointment_id": one.id, "minutes": 10}
    ),
    "sos": lambda desk, actor, one: desk.of(actor).raise_sos({"appointment_id": one.id}),
}
# A call for help leaves the appointment as it is: the other party learns nothing of it. So does what is only proposed.
BESIDE = {"sos", "propose"}
A_STEP = {(source, row.action, row.target or source) for row in life.TRANSITIONS for source in row.sources}


def cells() -> list[tuple[str, str, str, str]]:
    """Status, place, hour, and whether an awaited answer is still in time."""
    pending = product(life.PENDING, [STORE, HOME], HOURS, ANSWER_BY)
    others = product([one for one in life.STATUSES if one not in life.PENDING], [STORE, HOME], HOURS, [""])
    return [*pending, *others]


def a_visit(status: str, place: str, hour: str, answered: str) -> Appointment:
    starts_at = NOW + HOURS[hour]
    return an_appointment(
        status=status,
        place=place,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        answer_by=ANSWER_BY.get(answered),
        deposit=Deposit(6540, 30),
    )


def a_desk(visit: Appointment) -> Desk:
    """The visit stands on its claim; one that waits for a technician's word was offered to them."""
    desk = Desk().with_(visit)
    if visit.place == HOME and visit.status == life.PENDING_ACCEPTANCE:
        search = followed(None, visit, life.OFFER, NOW - timedelta(minutes=1), None)
        assert search is not None
        desk.storage.home_searches.save(search)
    return desk


def traces(desk: Desk) -> Any:
    """Everything that could have changed."""
    storage = desk.storage
    return (
        dict(storage.appointments.rows),
        list(storage.appointments.entries),
        list(storage.appointments.events),
        dict(storage.changes.rows),
        dict(storage.payments.rows),
        dict(desk.scheduling.claims),
        dict(desk.providers.charged_fen),
    )


def test_every_word_of_the_table_is_tried():
    assert set(WORDS) == set(ATTEMPTS), "say in ATTEMPTS how the new word is asked for"


@pytest.mark.parametrize(("word", "role"), list(product(WORDS, ROLES)))
def test_what_the_table_allows_is_done_and_told_and_everything_else_leaves_no_trace(word: str, role: str):
    outcomes = {cell: _outcome(word, ROLES[role], a_visit(*cell)) for cell in cells()}
    wrong = {cell: told for cell, told in outcomes.items() if told not in {"done", "no"}}

    assert wrong == {}


def _outcome(word: str, actor: Actor, visit: Appointment) -> str:
    desk = a_desk(visit)
    before, parts = traces(desk), visit.parts_of(actor)
    is_allowed = word in visit.allowed_actions(parts, NOW)
    try:
        ATTEMPTS[word](desk, actor, visit)
    except Refusal as refusal:
        expected = "illegal_transition" if parts else "appointment_unknown"
        if is_allowed or refusal.code != expected:
            return f"refused as {refusal.code}"
        return "no" if traces(desk) == before else "refused, but left a trace"
    return _done(word, visit, desk) if is_allowed else "done, but not allowed"


def _done(word: str, visit: Appointment, desk: Desk) -> str:
    """Steps that the table holds: a version, an entry and an event each; claims and money are the machines' affair."""
    after = desk.storage.appointments.rows[visit.id]
    entries, events = desk.storage.appointments.entries, desk.storage.appointments.events
    if word in BESIDE:
        return "done" if (after, len(entries), len(events)) == (visit, 0, 1) else f"became {after}, told {events}"
    versions = list(range(visit.version + 1, after.version + 1))
    if not versions or [one.version for one in entries] != versions:
        return f"version {after.version}, entries {entries}"
    if {fact.revision for fact in events if isinstance(fact, AppointmentFact)} != set(versions):
        return f"told {events}"
    statuses = [visit.status, *(one.status for one in entries)]
    steps = {(was, one.action, one.status) for was, one in zip(statuses, entries, strict=False)}
    return "done" if steps <= A_STEP else f"went {steps}"


@pytest.mark.parametrize("role", ["customer", "technician", "staff"])
def test_the_words_on_offer_are_those_of_the_table_for_the_role_and_the_hour(role: str):
    actor = ROLES[role]
    for cell in cells():
        visit = a_visit(*cell)
        shown = Desk().with_(visit).of(actor).get_appointment({"appointment_id": visit.id})["allowed_actions"]
        assert shown == list(visit.allowed_actions(visit.parts_of(actor), NOW)), cell


def test_the_control_sees_a_step_that_is_taken_although_the_table_does_not_allow_it(monkeypatch):
    """Without the check the technician may not reschedule, and does."""
    monkeypatch.setattr("services.booking.use_cases.change.require_allowed", lambda *_: None)
    visit = a_visit(life.CONFIRMED, STORE, "days before", "")

    assert _outcome(RESCHEDULE, ROLES["technician"], visit) == "done, but not allowed"


def test_the_control_sees_a_refusal_that_leaves_a_trace(monkeypatch):
    visit = a_visit(life.COMPLETED, STORE, "days before", "")
    monkeypatch.setitem(ATTEMPTS, "cancel", _scribbles(ATTEMPTS["cancel"]))

    assert _outcome("cancel", ROLES["staff"], visit) == "refused, but left a trace"


def _scribbles(attempt: Callable[..., Any]) -> Callable[..., Any]:
    def scribble(desk: Desk, actor: Actor, one: Appointment) -> Any:
        desk.storage.appointments.rows[one.id] = replace(one, note="?")
        return attempt(desk, actor, one)

    return scribble
