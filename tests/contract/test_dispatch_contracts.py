"""What scheduling answers about dispatch is what the gateway's document promises, field by field."""

from datetime import timedelta
from typing import Any

import pytest
from marshmallow import RAISE, Schema

from gateway.schemas import dispatch as promised
from services.scheduling import use_cases
from services.scheduling.adapters.storage import SqlDiary
from services.scheduling.domain.dispatch.expecting import Figures
from services.scheduling.domain.dispatch.proposal import Move, Outcome, Proposal
from services.scheduling.domain.travel.places import HOME, Point
from services.scheduling.schemas import dispatch_views as views
from shared.testing.builders import NOW, an_admin
from tests.support.scheduling import MORNING, a_diary, claim, firm, open_shop

TODAY = MORNING.date()
AT_HOME = {"place": HOME, "location": Point(121.44, 31.20)}


@pytest.fixture
def diary(database_of) -> SqlDiary:
    diary = open_shop(a_diary(database_of("scheduling")))
    claim(diary, "apt-1", MORNING + timedelta(hours=3), **AT_HOME)
    firm(diary, "apt-1")
    return diary


def strays(shape: type[Schema], answer: dict[str, Any]) -> dict[str, Any]:
    """What is wrong with an answer: fields missing, unknown or of another kind."""
    return dict(shape(unknown=RAISE).validate(answer))


def test_the_board_is_as_promised(diary):
    board = use_cases.get_dispatch(diary, actor=an_admin(), now=NOW, store_id="sto-1", day=TODAY)
    view = views.board_view(board)
    assert strays(promised.Dispatch, view) == {}
    assert view["technicians"][0]["visits"][0]["starts_at"].endswith("+08:00")


def test_lateness_is_as_promised(diary):
    now = MORNING + timedelta(hours=3, minutes=10)
    told = use_cases.report_lateness(diary, actor=an_admin(), now=now, technician_id="tec-1", minutes=20)
    assert strays(promised.Lateness, views.lateness_view(told)) == {}


def test_a_proposal_is_as_promised_before_and_after_it_is_ready(diary):
    asked = Proposal("pro-1", "sto-1", TODAY, 10, "acc-1", NOW)
    move = Move("apt-1", 1, "tec-2", MORNING, "tec-1", MORNING)
    ready = asked.found(
        Outcome(Figures(1, 20, 60, 12.5), Figures(0, 0, 40, 9.1), (move,), (), {"apt-1": 1}, "Asia/Shanghai")
    )
    for proposal in (asked, asked.failed("solver_failed"), ready):
        assert strays(promised.DispatchProposal, views.proposal_view(proposal)) == {}
    assert views.proposal_view(ready)["moves"][0]["to"]["starts_at"] == "2026-11-19T10:00:00+08:00"


def test_a_field_nobody_promised_would_be_noticed(diary):
    """The negative control."""
    view = views.proposal_view(Proposal("pro-1", "sto-1", TODAY, 10, "acc-1", NOW))
    assert set(strays(promised.DispatchProposal, {**view, "secret": 1})) == {"secret"}
    assert set(strays(promised.DispatchProposal, {k: v for k, v in view.items() if k != "status"})) == {"status"}
