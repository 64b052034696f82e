"""The table itself, whatever the actor, the place and the hour."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.booking.domain.errors import IllegalTransition
from services.booking.domain.life import transitions as life
from services.booking.domain.telling import FACT_OF_ACTION
from shared.testing import NOW
from tests.support.booking import an_appointment

STATUS = st.sampled_from(life.STATUSES)
PLACE = st.sampled_from([life.STORE, life.HOME])
BY = st.sets(st.sampled_from([life.CUSTOMER, life.TECHNICIAN, life.STAFF, life.SYSTEM]))
HOURS = st.integers(-100, 100)
ACTIONS = sorted({row.action for row in life.TRANSITIONS})


@given(status=STATUS, place=PLACE, by=BY, hours=HOURS, action=st.sampled_from(ACTIONS))
def test_an_offered_action_succeeds_and_one_that_people_ask_for_and_is_not_offered_is_refused(
    status, place, by, hours, action
):
    at = {"place": place, "starts_at": NOW + timedelta(hours=hours), "now": NOW}
    offered = life.allowed_actions(status, by, **at)

    if action in offered:
        assert life.after(status, action, by, **at) in life.STATUSES
    elif action in {row.action for row in life.TRANSITIONS if row.is_asked_for}:
        with pytest.raises(IllegalTransition):
            life.after(status, action, by, **at)


@given(status=st.sampled_from(sorted(life.ENDED | {life.COMPLETED})), place=PLACE, by=BY, hours=HOURS)
def test_nothing_leads_out_of_an_end(status, place, by, hours):
    assert life.allowed_actions(status, by, place=place, starts_at=NOW + timedelta(hours=hours), now=NOW) == ()
    assert not [row for row in life.TRANSITIONS if status in row.sources]


@given(steps=st.lists(st.sampled_from(ACTIONS), max_size=12), place=PLACE, hours=HOURS)
def test_however_one_goes_the_version_grows_by_one_a_step_and_an_end_is_the_end(steps, place, hours):
    everybody = {life.CUSTOMER, life.TECHNICIAN, life.STAFF, life.SYSTEM}
    appointment = an_appointment(
        status=life.REQUESTED, version=1, place=place, starts_at=NOW, ends_at=NOW + timedelta(hours=1)
    )

    for action in steps:
        before = appointment
        try:
            appointment = appointment.step(action, everybody, NOW + timedelta(hours=hours))
        except IllegalTransition:
            continue
        assert not before.has_ended
        assert appointment.version == before.version + 1


def test_every_status_can_be_reached_and_every_row_speaks_of_known_ones():
    reached = {life.REQUESTED, *(row.target for row in life.TRANSITIONS if row.target)}

    assert reached == set(life.STATUSES)
    assert {source for row in life.TRANSITIONS for source in row.sources} <= set(life.STATUSES)


def test_every_step_that_changes_what_others_rely_on_is_told():
    silent = {row.action for row in life.TRANSITIONS} - FACT_OF_ACTION.keys()

    # Of an offer's end, a proposal and a call for help other facts tell, of an assignment the offer it leads to.
    assert silent == {"assign", "lapse", "pass-on", "pay", "propose", "sos"}


def test_the_diagram_shows_every_row():
    diagram = life.as_mermaid()

    assert diagram.startswith("stateDiagram-v2\n    [*] --> requested\n")
    assert "    confirmed --> checked_in: check-in\n" in diagram
    assert "    confirmed --> departed: depart\n" in diagram
    assert "    confirmed --> confirmed: reschedule / " in diagram
    assert "    late_cancelled --> [*]\n" in diagram
    for row in life.TRANSITIONS:
        for source in row.sources:
            assert f"    {source} --> {row.target or source}: " in diagram
