from datetime import timedelta

import eventlet
import pytest
from sqlalchemy import text, update

from shared.errors import Conflict, Invalid
from shared.idempotency import IdempotencyKeys
from shared.testing import a_call, a_customer


@pytest.fixture
def keys(database):
    return IdempotencyKeys(database)


@pytest.fixture
def work(kit, database):
    """Makes a counter; refuses where there is one already, as most actions do when done twice."""

    def make():
        if kit.value_of(database, "a") is not None:
            raise Conflict("there is one", code="illegal_transition")
        with database.transaction() as connection:
            connection.execute(kit.counters.insert(), {"id": "a", "value": 1})
        eventlet.sleep(0.02)
        return {"made": "a", "name": "林晓月"}

    return make


def test_the_same_key_gives_the_first_answer_and_the_effect_happens_once(kit, database, keys, work):
    answers = [keys.run(a_call(key="k-1", body={"n": 1}), work) for _ in range(3)]

    assert answers == [{"made": "a", "name": "林晓月"}] * 3
    assert kit.count_of(database, kit.counters) == 1


def test_the_same_key_at_the_same_moment_gives_everybody_the_first_answer(kit, database, keys, work):
    answers = kit.at_once(*[lambda: keys.run(a_call(key="k-1"), work)] * 6)

    assert answers == [{"made": "a", "name": "林晓月"}] * 6
    assert kit.count_of(database, kit.counters) == kit.count_of(database, kit.idempotency_keys) == 1


def test_without_a_key_the_work_is_simply_done_again(keys, work):
    keys.run(a_call(), work)

    with pytest.raises(Conflict, match="illegal_transition"):
        keys.run(a_call(), work)


def test_a_key_with_another_body_is_refused(keys, work):
    keys.run(a_call(key="k-1", body={"n": 1}), work)

    with pytest.raises(Invalid, match="idempotency_key_reused"):
        keys.run(a_call(key="k-1", body={"n": 2}), work)


def test_two_bodies_under_one_key_at_the_same_moment_are_told_apart(kit, keys, work):
    results = kit.at_once(*[lambda n=n: keys.run(a_call(key="k-1", body={"n": n}), work) for n in range(2)])

    assert sorted(type(result).__name__ for result in results) == ["KeyReused", "dict"]


@pytest.mark.parametrize("other", [{"actor": a_customer("cus-2")}, {"path": "POST /other"}, {"key": "k-2"}])
def test_another_account_path_or_key_is_another_request(keys, other):
    keys.run(a_call(key="k-1"), lambda: {"n": 1})

    assert keys.run(a_call(**{"key": "k-1", **other}), lambda: {"n": 2}) == {"n": 2}


def test_a_refusal_is_not_kept(kit, database, keys, work):
    def refused():
        work()
        raise Conflict("not now")

    with pytest.raises(Conflict):
        keys.run(a_call(key="k-1", body={"n": 1}), refused)

    assert kit.count_of(database, kit.counters) == 0
    assert keys.run(a_call(key="k-1", body={"n": 1}), work) == {"made": "a", "name": "林晓月"}


def test_beside_one_that_is_refused_the_next_does_the_work(kit, database, keys, work):
    refusals = iter([True])

    def refused_first():
        answer = work()
        if next(refusals, False):
            raise Conflict("not now")
        return answer

    results = kit.at_once(*[lambda: keys.run(a_call(key="k-1"), refused_first)] * 4)

    assert [type(result).__name__ for result in results].count("Conflict") == 1
    assert results.count({"made": "a", "name": "林晓月"}) == 3
    assert kit.count_of(database, kit.counters) == 1


def test_a_key_is_kept_a_day(kit, database, keys):
    keys.run(a_call(key="k-1"), lambda: {"n": 1})
    keys.run(a_call(key="k-2"), lambda: {"n": 1})
    with database.transaction() as connection:
        over = database.now() - timedelta(seconds=1)
        connection.execute(update(kit.idempotency_keys).values(expires_at=over))

    assert keys.run(a_call(key="k-1"), lambda: {"n": 2}) == {"n": 2}
    assert keys.prune() == 1
    assert keys.run(a_call(key="k-1"), lambda: {"n": 3}) == {"n": 2}


def test_answers_lie_sealed(database, keys, work):
    keys.run(a_call(key="k-1"), work)

    with database.reading() as connection:
        [row] = connection.execute(text("SELECT answer FROM idempotency_keys"))
    assert row.answer.startswith("v1:demo-test:")


def test_a_long_answer_is_kept_whole(keys):
    answer = {"items": ["预约" * 1000] * 40}
    keys.run(a_call(key="k-1"), lambda: answer)

    assert keys.run(a_call(key="k-1"), dict) == answer


def test_a_strange_key_is_a_key_like_any_other(keys):
    keys.run(a_call(key="预约-1"), lambda: {"n": 1})

    assert keys.run(a_call(key="预约-1"), lambda: {"n": 2}) == {"n": 1}
    assert keys.run(a_call(key="预约-2"), lambda: {"n": 2}) == {"n": 2}
