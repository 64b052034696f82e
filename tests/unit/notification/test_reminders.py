from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.notification.domain.appointments import Appointment, reminders
from services.notification.schemas.events import appointment_told
from shared.testing import NOW, an_event

STARTS = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


@pytest.fixture
def appointment(told: Callable[..., dict[str, Any]]) -> Appointment:
    loaded: Appointment = appointment_told(an_event("appointment_confirmed", told()))["occasion"].appointment
    return loaded


def test_a_visit_is_reminded_of_a_day_and_two_hours_ahead(appointment: Appointment) -> None:
    due = {reminder.template: reminder.due_at for reminder in reminders(appointment, NOW)}

    assert due == {"reminder_24h": STARTS - timedelta(hours=24), "reminder_2h": STARTS - timedelta(hours=2)}


@pytest.mark.parametrize(
    ("ahead", "expected"),
    [
        (timedelta(hours=24, seconds=1), ["reminder_24h", "reminder_2h"]),
        (timedelta(hours=24), ["reminder_2h"]),
        (timedelta(hours=2, seconds=1), ["reminder_2h"]),
        (timedelta(hours=2), []),
        (timedelta(hours=-1), []),
    ],
)
def test_a_reminder_whose_moment_has_passed_is_not_owed(
    appointment: Appointment, ahead: timedelta, expected: list[str]
) -> None:
    assert [reminder.template for reminder in reminders(appointment, STARTS - ahead)] == expected


@pytest.mark.parametrize("status", ["requested", "pending_payment", "cancelled", "late_cancelled", "completed"])
def test_only_a_confirmed_visit_is_reminded_of(appointment: Appointment, status: str) -> None:
    assert reminders(replace(appointment, status=status), NOW) == []


def test_a_reminder_loses_its_use_when_the_visit_begins(appointment: Appointment) -> None:
    for reminder in reminders(appointment, NOW):
        assert not reminder.is_useless_at(STARTS - timedelta(seconds=1))
        assert reminder.is_useless_at(STARTS)


def test_each_revision_has_reminders_of_its_own(appointment: Appointment) -> None:
    first, again = reminders(appointment, NOW), reminders(appointment, NOW)
    moved = reminders(replace(appointment, revision=2), NOW)

    assert [reminder.id for reminder in first] == [reminder.id for reminder in again]
    assert not {reminder.id for reminder in first} & {reminder.id for reminder in moved}
