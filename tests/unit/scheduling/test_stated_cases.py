"""Facts that the tests of other booking systems state, in cases/*.jsonl, each with the project it comes from."""

import json
from pathlib import Path
from typing import Any

import pytest

from services.scheduling.domain.offer.case_fields import intervals, minutes_of, weekdays
from services.scheduling.domain.offer.cases import answer

STATED = [
    json.loads(line)
    for file in sorted((Path(__file__).parent / "cases").glob("*.jsonl"))
    for line in file.read_text(encoding="utf-8").splitlines()
]


def holds(name: str, value: Any, found: dict[str, Any]) -> bool:
    starts = found.get("starts", [])
    if name == "no_start_in":
        return not any(first <= start < end for first, end in value for start in starts)
    looked_at = {"count": len(starts), "first": starts[:1], "last": starts[-1:], **found}
    return bool(looked_at[name] == ([value] if name in {"first", "last"} else value))


@pytest.mark.parametrize("case", STATED, ids=[case["id"] for case in STATED])
def test_what_another_system_states_holds_here(case: dict[str, Any]) -> None:
    found = answer(case)

    assert [name for name, value in case["expected"].items() if not holds(name, value, found)] == [], found


def test_there_are_enough_of_them_and_from_many() -> None:
    assert len({case["id"] for case in STATED}) == len(STATED) >= 40
    assert len({case["source"].partition(":")[0] for case in STATED}) >= 6


@pytest.mark.parametrize(
    ("text", "minutes"), [("09:00", 540), ("9:00", 540), ("09:00:00", 540), ("23:59:59", 1440), ("24:00", 1440)]
)
def test_clock_times_of_every_style_are_read(text: str, minutes: int) -> None:
    assert minutes_of(text) == minutes


@pytest.mark.parametrize("text", ["nine", "9", "25:99", "99:00", ""])
def test_what_is_no_clock_time_is_told(text: str) -> None:
    with pytest.raises(ValueError, match="no clock time"):
        minutes_of(text)


@pytest.mark.parametrize(
    "written",
    [
        [["09:00", "12:00"], ["13:00", "17:00"]],
        ["09:00-12:00", "13:00-17:00"],
        ["09:00-12:00", ["13:00", "17:00"]],
        "09:00-12:00, 13:00-17:00",
        "09:00–12:00 and 13:00 to 17:00",
        [{"from": "09:00", "to": "12:00"}, {"start": "13:00", "end": "17:00"}],
    ],
)
def test_intervals_of_every_style_are_read(written: Any) -> None:
    assert intervals(written) == [("09:00", "12:00"), ("13:00", "17:00")]


@pytest.mark.parametrize(
    ("key", "days"),
    [
        ("Mon", {0}),
        ("monday", {0}),
        ("Mon-Fri", {0, 1, 2, 3, 4}),
        ("Mon – Wed", {0, 1, 2}),
        ("Sat-Mon", {5, 6, 0}),
        ("Mon,Wed,Fri", {0, 2, 4}),
        ("Tue and Thu", {1, 3}),
        ("Mon-Tue, Sunday", {0, 1, 6}),
        ("weekdays", {0, 1, 2, 3, 4}),
        ("Weekend", {5, 6}),
        ("daily", set(range(7))),
        ("Mo-Su", set(range(7))),
    ],
)
def test_weeks_of_every_style_are_read(key: str, days: set[int]) -> None:
    assert weekdays(key) == days


def test_a_day_nobody_knows_is_told() -> None:
    with pytest.raises(ValueError, match="no day of the week"):
        weekdays("Someday")


@pytest.mark.parametrize("override", ["closed", "Closed all day", "closed (00:00-00:00)", "00:00-00:00", [], None, ""])
def test_a_day_is_closed_in_every_style(override: Any) -> None:
    case = {"kind": "working_windows", "timezone": "UTC", "weekly": {"daily": "08:00-17:00"}, "from": "2026-05-20"}

    assert answer({**case, "to": "2026-05-20", "override": {"2026-05-20": override}}) == {"windows_utc": []}


def test_a_night_shift_starts_only_on_its_own_date() -> None:
    case = {"kind": "start_times", "date": "2026-05-20", "working": [["22:00", "26:00"]], "duration_min": 60}

    assert answer({**case, "step_min": 60})["starts"] == ["22:00", "23:00"]


def test_the_autumn_night_shows_its_hour_twice() -> None:
    night = {"date": "2026-10-25", "timezone": "Europe/Berlin", "working": [["01:00", "04:00"]], "duration_min": 60}

    assert answer({"kind": "start_times", **night})["starts"] == ["01:00", "02:00", "02:00", "03:00"]


def test_what_is_null_is_not_there() -> None:
    nothing = dict.fromkeys(
        ("breaks", "busy", "existing", "external_busy", "now", "not_before", "timezone", "step_min")
    )
    case = {"kind": "start_times", "date": "2026-05-20", "working": [["09:00", "11:00"]], "duration_min": 60}

    assert answer({**case, **nothing, "anchor": None}) == {"starts": ["09:00", "10:00"]}


def test_candidates_may_be_whole_visits_and_have_working_hours() -> None:
    case = {
        "kind": "offered_refused",
        "candidates": [["09:00", "09:30"], ["09:00", "10:30"], ["16:45", "17:15"]],
        "existing": [["10:00", "11:00"]],
        "working": [["09:00", "17:00"]],
        "duration_min": 30,
    }

    assert answer(case) == {"offered": [["09:00", "09:30"]], "refused": [["09:00", "10:30"], ["16:45", "17:15"]]}


@pytest.mark.parametrize("wrong", [{"anchor": "loose"}, {"step_min": 0}, {"duration_min": 0}, {"duration_min": None}])
def test_a_grid_that_cannot_be_is_told(wrong: dict[str, Any]) -> None:
    case = {"kind": "start_times", "date": "2026-05-20", "working": [["09:00", "11:00"]], "duration_min": 60}

    with pytest.raises(ValueError, match=r"grid|duration"):
        answer({**case, **wrong})
