"""`mingyitang availability cases`: what is no case is told, and the others are answered."""

import json

import pytest
from click.testing import CliRunner

from deploy.commands.calendars import cases
from deploy.jsonl import answer_file

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
    ("line", "case_id", "why"),
    [
        ("{bad", None, "line 2 is no case: "),
        ('{"id": 1}', 1, "no such kind of case"),
        ("[]", None, "line 2 is no case"),
        ("7", None, "line 2 is no case"),
        (json.dumps({**CASE, "timezone": "Atlantis/Centre"}), "C-1", "Atlantis"),
        (json.dumps({key: value for key, value in CASE.items() if key != "working"} | {"date": "soon"}), "C-1", "soon"),
    ],
)
def test_a_line_that_is_no_case_is_answered_so_and_the_others_all_the_same(answer, line, case_id, why):
    done, written = answer(f"\n{line}\n{json.dumps({**CASE, 'id': 'C-2'})}\n")

    wrong, right = map(json.loads, written.splitlines())
    assert done.exit_code == 0
    assert (wrong["id"], list(wrong)) == (case_id, ["id", "error"])
    assert why in wrong["error"]
    assert right == {"id": "C-2", "starts": ["10:00", "10:30", "11:00"]}


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\u0085"])
def test_a_sign_that_ends_lines_elsewhere_may_stand_inside_a_case(tmp_path, sign):
    asked, answered = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    asked.write_text(f'{{"id": "C{sign}1"}}\r\n{{"id": "C-2"}}', encoding="utf-8")

    count = answer_file(asked, answered, lambda case: {"heard": case["id"]})
    found = [json.loads(line) for line in answered.read_text(encoding="utf-8").split("\n") if line]

    assert count == 2
    assert [row["heard"] for row in found] == [f"C{sign}1", "C-2"]


def test_a_file_that_is_not_there_is_named(tmp_path):
    done = CliRunner().invoke(cases, ["--jsonl", str(tmp_path / "nothing"), str(tmp_path / "out")])

    assert done.exit_code == 1
    assert "nothing: No such file or directory" in done.output
