"""`mingyitang availability cases`: what is no case is told in one line."""

import json

import pytest
from click.testing import CliRunner

from deploy.commands.calendars import cases

CASE = {
    "id": "C-1",
    "kind": "start_times",
    "date": "2026-11-23",
    "timezone": "Asia/Shanghai",
    "working": [["10:00", "12:00"]],
    "breaks": [],
    "busy": [],
    "duration_min": 60,
    "step_min": 30,
    "anchor": "window",
}


@pytest.fixture
def answer(tmp_path):
    """`answer(text)`: the command's result over a file with this text, and what it wrote."""

    def run(text):
        asked, answered = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
        asked.write_text(text, encoding="utf-8")
        done = CliRunner().invoke(cases, ["--jsonl", str(asked), str(answered)])
        return done, answered.read_text(encoding="utf-8") if answered.exists() else None

    return run


def test_each_case_is_answered_on_a_line_of_its_own(answer):
    done, written = answer(json.dumps(CASE) + "\n\n" + json.dumps({**CASE, "id": "C-2", "duration_min": 120}))

    assert done.exit_code == 0
    assert [json.loads(line) for line in written.splitlines()] == [
        {"id": "C-1", "starts": ["10:00", "10:30", "11:00"]},
        {"id": "C-2", "starts": ["10:00"]},
    ]


@pytest.mark.parametrize(
    ("line", "why"),
    [("{bad", "line 2 is no case: "), ('{"id": 1}', "no such kind of case"), ("[]", "line 2 is no case")],
)
def test_a_line_that_is_no_case_is_named(answer, line, why):
    done, written = answer(f"\n{line}\n")

    assert done.exit_code == 1
    assert why in done.output
    assert "Traceback" not in done.output
    assert written is None


def test_a_file_that_is_not_there_is_named(tmp_path):
    done = CliRunner().invoke(cases, ["--jsonl", str(tmp_path / "nothing"), str(tmp_path / "out")])

    assert done.exit_code == 1
    assert "nothing: No such file or directory" in done.output
