"""`mingyitang nlu eval`: what may never happen ends it with exit code 1; what is merely misunderstood does not."""

from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from deploy.cli import cli
from deploy.commands import nlu_eval
from tests.support.evaluation.report import InMemoryPartner, Verdict
from tests.support.evaluation.sentences import Sentence
from tests.support.evaluation.stories import Outcome, Story

FLAGGED = Sentence("怀孕能按吗", "2026-11-18T10:00:00+08:00", ("health_advice",), ({"red_flag": ["pregnancy"]},), {})


def understood(intent, slots):
    return Verdict(FLAGGED, intent, slots, FLAGGED.faults(slots), FLAGGED.missed(intent, slots))


def told(*, faults=(), false_bookings=()):
    story = Story("books", "booking", turns=())
    return Outcome(story, faults, false_bookings)


@pytest.fixture
def evaluate(monkeypatch):
    """`evaluate(verdict, outcome)`: the command, where the judges come to that."""

    def run(verdict, outcome):
        judge = SimpleNamespace(
            judged_sentences=lambda: [verdict], judged_stories=lambda _: [outcome], InMemoryPartner=InMemoryPartner
        )
        monkeypatch.setattr(nlu_eval, "_judge", lambda: judge)
        return CliRunner().invoke(cli, ["nlu", "eval", "sentences", "stories"])

    return run


def test_all_right_is_exit_code_0(evaluate):
    done = evaluate(understood("health_advice", {"red_flag": ["pregnancy"]}), told())

    assert done.exit_code == 0, done.output


def test_a_wrong_intent_and_a_failed_story_are_told_and_no_more(evaluate):
    done = evaluate(understood("book", {"red_flag": ["pregnancy"]}), told(faults=["turn 1: says nothing"]))

    assert done.exit_code == 0, done.output
    assert "intent 0.0%" in done.output
    assert "stories: 0 of 1 passed" in done.output


def test_a_missed_red_flag_is_exit_code_1(evaluate):
    done = evaluate(understood("health_advice", {}), told())

    assert done.exit_code == 1
    assert "missed pregnancy: 怀孕能按吗" in done.output


def test_a_false_booking_is_exit_code_1(evaluate):
    done = evaluate(understood("health_advice", {"red_flag": ["pregnancy"]}), told(false_bookings=["booked unasked"]))

    assert done.exit_code == 1
    assert "false booking: booked unasked" in done.output
