"""What a process keeps of the catalogue and of plans is never older than what another process has committed."""

import pytest
from sqlalchemy import event

from services.scheduling.adapters.memory import Memory
from services.scheduling.adapters.storage import SqlDiary
from services.scheduling.domain.errors import Unknown
from shared.errors import Conflict
from shared.testing.builders import a_call, an_admin
from tests.support.scheduling import MORNING, a_diary, a_plan, a_store, a_worker, offered, open_shop, some_rules

AFTERNOON = {"thu": [{"from": "15:00", "to": "18:00"}]}


@pytest.fixture
def replica(diary: SqlDiary) -> SqlDiary:
    """A process whose memory is warm, beside the one of `diary`."""
    open_shop(diary)
    other = a_diary(diary.database)
    assert offered(other)[0] == MORNING
    return other


def statements_of(diary: SqlDiary, work) -> list[str]:
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_):
        seen.append(statement)

    event.listen(diary.database.engine, "before_cursor_execute", note)
    work()
    event.remove(diary.database.engine, "before_cursor_execute", note)
    return seen


@pytest.mark.parametrize(
    ("kind", "row", "before", "after"),
    [
        ("store", a_store(revision=2, opening_hours=AFTERNOON), 10, 15),
        ("technician", a_worker(revision=2, skills=["足疗"]), 10, None),
        ("booking_rules", some_rules(revision=2, min_notice_minutes=24 * 60 + 60), 10, 11),
    ],
    ids=["store", "technician", "rules"],
)
def test_what_another_process_was_told_is_seen_at_once(diary, replica, kind, row, before, after) -> None:
    assert _first_hour(replica) == before

    diary.catalogue.remember(kind, row)

    assert _first_hour(replica) == after


def test_a_plan_that_another_process_changed_is_seen_at_once(diary: SqlDiary, replica: SqlDiary) -> None:
    diary.rosters.put_plan("tec-1", a_plan(AFTERNOON))

    assert _first_hour(replica) == 15


def test_while_nothing_changes_only_the_edition_and_the_calendars_are_read(replica: SqlDiary) -> None:
    read = statements_of(replica, lambda: offered(replica))

    assert [next(name for name in ("editions", "resource_days") if name in one) for one in read] == [
        "editions",
        "resource_days",
    ]


def test_an_older_revision_changes_nothing_and_lets_everybody_keep_what_they_know(diary, replica) -> None:
    diary.catalogue.remember("store", a_store(revision=1, opening_hours=AFTERNOON))

    assert len(statements_of(replica, lambda: offered(replica))) == 2


def test_what_a_transaction_saw_and_gave_up_is_not_kept(diary: SqlDiary, replica: SqlDiary) -> None:
    def change_and_give_up() -> None:
        replica.catalogue.remember("store", a_store(revision=2, opening_hours=AFTERNOON))
        assert _first_hour(replica) == 15
        raise Conflict

    with pytest.raises(Conflict):
        replica.transact(change_and_give_up)
    diary.catalogue.remember("booking_rules", some_rules(revision=2))

    assert _first_hour(replica) == 10


def test_what_is_unknown_is_asked_for_again(diary: SqlDiary, replica: SqlDiary) -> None:
    with pytest.raises(Unknown):
        replica.catalogue.technician("tec-2")

    diary.catalogue.remember("technician", a_worker("tec-2"))

    assert replica.catalogue.technician("tec-2").id == "tec-2"


def test_the_workers_of_a_process_share_what_they_know(diary: SqlDiary) -> None:
    open_shop(diary)
    memory = Memory()
    workers = [SqlDiary(diary.database, diary._outbox, a_call(an_admin()), memory=memory) for _ in range(2)]
    offered(workers[0])

    assert len(statements_of(diary, lambda: offered(workers[1]))) == 2


def _first_hour(diary: SqlDiary) -> int | None:
    """The hour, in Shanghai, of the first start on offer."""
    starts = offered(diary)
    return (starts[0].hour + 8) % 24 if starts else None
