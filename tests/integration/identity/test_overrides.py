"""A rule that staff override is one row of the audit trail, however often and from however many sides it is told."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from services.identity.adapters import tables
from shared.call import Call
from shared.events import unsealed
from shared.testing import sample

TOLD = sample("booking", "rule_overridden")


def hear(desk, event=TOLD):
    desk.service(Call()).on_rule_overridden(event)


def test_told_again_and_again_it_is_one_row(desk):
    for _ in range(3):
        hear(desk)

    [row] = desk.rows(tables.audit_trail)
    assert (row.actor, row.action, row.reason) == (TOLD.data["actor"], TOLD.type, unsealed(TOLD.data, "reason"))


def test_told_to_several_replicas_at_the_same_moment_it_is_one_row(desk):
    desk.at_once(5, lambda _: hear(desk))

    assert len(desk.rows(tables.audit_trail)) == 1


def test_two_overrides_are_two_rows(desk):
    hear(desk)
    hear(desk, replace(TOLD, id="01KQ8Z000000000000VERR1DE2"))

    assert len(desk.rows(tables.audit_trail)) == 2


def test_a_row_that_could_not_be_written_is_written_when_it_is_told_again(desk, monkeypatch):
    broken = desk.service(Call())
    note = broken.storage.note

    def note_and_fail(entry):
        note(entry)
        raise RuntimeError

    monkeypatch.setattr(broken.storage, "note", note_and_fail)
    with pytest.raises(RuntimeError):
        broken.on_rule_overridden(TOLD)
    assert desk.rows(tables.audit_trail) == []

    hear(desk)

    assert len(desk.rows(tables.audit_trail)) == 1


def test_the_reason_cannot_be_read_in_the_database(desk):
    hear(desk)

    with desk.database.reading() as connection:
        rows = repr(connection.execute(text("SELECT * FROM audit_trail")).all())
    assert TOLD.data["appointment_id"] in rows
    assert "熟客" not in rows
