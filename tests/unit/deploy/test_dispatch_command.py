"""`mingyitang dispatch solve`: routes and their distance, or in words why there are none."""

import json

import pytest
from click.testing import CliRunner

from deploy.commands.dispatch import dispatch
from services.scheduling.domain.routing import solomon

TINY = "TINY\n 2 20\n0 0 0 0 0 100 0\n1 3 4 10 0 50 10\n2 1 1 10 0 50 10\n3 0 9 5 20 40 10\n"
TWO_AT_ONCE = "TIGHT\n 1 20\n0 0 0 0 0 100 0\n1 3 4 1 10 12 10\n2 3 4 1 10 12 10\n"


@pytest.fixture
def solve(tmp_path):
    def solve(text: str, *options: str):
        file = tmp_path / "instance.txt"
        file.write_text(text, encoding="utf-8")
        return CliRunner().invoke(dispatch, ["solve", str(file), "--seconds", "0.2", *options])

    return solve


def test_it_prints_a_line_for_each_route_and_the_distance(solve):
    done = solve(TINY)
    assert done.exit_code == 0
    *routes, distance = done.stdout.splitlines()
    assert {route.split(": ")[1] for route in routes} == {"2", "1 3"}
    assert distance == "Distance: 22.6"


def test_it_prints_one_object_with_json(solve):
    told = json.loads(solve(TINY, "--json").stdout)
    assert told["distance"] == 22.6
    assert solomon.faults(solomon.read(TINY), told["routes"]) == []


@pytest.mark.parametrize(
    ("text", "why"), [("garbage", "no instance"), (TWO_AT_ONCE, "left out"), ("\x00\x01 1 2", "no instance")]
)
def test_it_ends_with_two_and_says_why_when_there_is_no_answer(solve, text, why):
    done = solve(text)
    assert done.exit_code == 2
    assert why in done.stderr


def test_a_wrong_route_is_never_printed(solve, monkeypatch):
    monkeypatch.setattr(solomon, "faults", lambda *_: ["customer 1 is visited 2 times"])
    done = solve(TINY)
    assert (done.exit_code, done.stdout) == (2, "")


def test_a_file_that_is_not_there_is_told(tmp_path):
    assert CliRunner().invoke(dispatch, ["solve", str(tmp_path / "none.txt")]).exit_code == 2
