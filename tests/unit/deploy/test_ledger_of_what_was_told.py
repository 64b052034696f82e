"""The ledger of what booking told: each step of a visit once, and what is told beside its steps as often as it was."""

from collections import Counter

import pytest

from deploy.ledger import told


@pytest.fixture
def codes(monkeypatch):
    def of(kind, times):
        monkeypatch.setattr(told, "_told", lambda _: Counter({("apt-1", 6, kind): times}))
        monkeypatch.setattr(told, "_due", lambda _: iter(()))
        return [finding.kind for finding in told.check_told(None, None)]

    return of


def test_a_step_told_twice_is_found(codes):
    assert codes("appointment_confirmed", 1) == []
    assert codes("appointment_confirmed", 2) == ["event_doubled"]


@pytest.mark.parametrize("kind", ["sos_raised", "time_proposed", "course_bought"])
def test_what_leaves_the_version_as_it_is_may_be_told_again(codes, kind):
    assert codes(kind, 4) == []
