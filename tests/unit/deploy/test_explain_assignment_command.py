"""`mingyitang explain-assignment`: a table of what was weighed, from the database alone."""

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import update

from deploy import installation
from deploy.commands.assignments import explain_assignment
from services.scheduling.adapters import tables
from services.scheduling.adapters.storage import SqlDiary
from shared.errors import NotFound
from tests.support.scheduling import a_diary, claim, open_shop


@pytest.fixture
def shop(database_of, monkeypatch) -> SqlDiary:
    diary = open_shop(a_diary(database_of("scheduling")), technicians=3, beds=3)
    claim(diary, "apt-0", technician_id="tec-3")
    claim(diary, "apt-1")
    monkeypatch.setattr(installation, "adopt", lambda: "a test")
    monkeypatch.setattr("deploy.stores.database_of", lambda _: _Open(diary))
    return diary


class _Open:
    def __init__(self, diary: SqlDiary) -> None:
        self.diary = diary

    def __enter__(self):
        return self.diary.database

    def __exit__(self, *_: object) -> None:
        """The test's database stays open."""


def test_the_table_shows_who_was_weighed_and_who_was_not(shop):
    done = CliRunner().invoke(explain_assignment, ["apt-1"])

    assert done.exit_code == 0, done.output
    assert "weights gap=1 rating=0.5" in done.output
    assert "no rules: the defaults" not in done.output or "rules" in done.output
    lines = done.output.splitlines()
    assert any(line.startswith("*  tec-1") for line in lines)
    assert any(line.lstrip().startswith("tec-2") for line in lines)
    assert any("tec-3" in line and "slot_taken" in line for line in lines)
    assert lines[-1] == "weighed once more: the same"


def test_as_json_it_is_what_the_api_tells(shop):
    told = json.loads(CliRunner().invoke(explain_assignment, ["apt-1", "--json"]).output)

    assert (told["parts"][0]["chosen"], told["replay_agrees"]) == (["tec-1"], True)


def test_scores_that_were_changed_afterwards_are_told_and_fail(shop):
    kept = shop.claims.judgement("apt-1")
    document = json.dumps(_plain(kept)).replace('"rotation": 1.0', '"rotation": 0.5')
    with shop.database.transaction() as connection:
        connection.execute(update(tables.assignments).values(document=document))

    done = CliRunner().invoke(explain_assignment, ["apt-1"])

    assert done.exit_code == 1
    assert "NOT the same" in done.output


def test_a_visit_nobody_knows_is_refused_in_words(shop):
    assert shop
    done = CliRunner().invoke(explain_assignment, ["apt-9"])

    assert isinstance(done.exception, NotFound)
    assert "apt-9" in str(done.exception)


def _plain(judgement) -> dict:
    from shared.events import plain  # noqa: PLC0415

    return plain(judgement)
