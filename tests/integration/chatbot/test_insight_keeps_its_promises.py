"""One contract for figures and reviews in memory and in MongoDB."""

import time
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
import yaml
from click.testing import CliRunner

from deploy.commands.nlu_approved import approved
from services.chatbot.adapters.insight import MongoInsight
from services.chatbot.domain.errors import ReviewUnknown
from services.chatbot.domain.insight import Asked, DayFigures, Review, Settled, Unmet
from services.chatbot.domain.insight.review import DISMISSED, OPEN, TRAINING
from services.chatbot.schemas.insight import figures_view
from services.chatbot.use_cases import find_chat_figures
from shared.testing import NOW, a_call, an_admin
from shared.testing.keys import TEST_INDEX_KEY, TEST_KEYS
from tests.bench.figures import month_of_chats
from tests.integration.chatbot.test_documents_keep_their_promises import a_conversation, a_turn

TODAY = date(2026, 11, 18)


def a_review(**changes):
    asked = (Asked("con-1", 1), Asked("con-2", 4))
    return Review(**{"id": "rev-1", "question": "鱼怎么样", "first_at": NOW, "last_at": NOW, "asked": asked, **changes})


def some_figures(**changes):
    counted = {"conversations": 3, "intents": Counter(book=2), "latencies": Counter({20: 3, 0: 1})}
    return DayFigures(
        TODAY, "sto-1", unmet=Counter({Unmet("foot-60", None, 15, "none_that_day"): 2}), **counted | changes
    )


def test_turns_are_found_from_an_instant_on(kept):
    kept.conversations.append(a_conversation(), a_turn())
    kept.conversations.append(a_conversation(turn=2), a_turn(2, at=NOW + timedelta(hours=1)))

    assert [turn.number for turn in kept.insight.turns_since(NOW + timedelta(minutes=1))] == [2]
    assert {turn.number for turn in kept.insight.turns_since(NOW)} == {1, 2}


def test_figures_come_back_as_they_were_kept_in_place_of_all_from_that_day_on(kept):
    yesterday, tomorrow = TODAY - timedelta(1), TODAY + timedelta(1)
    nowhere = replace(some_figures(), store_id=None)
    assert kept.insight.last_day() is None
    kept.insight.keep([replace(nowhere, day=day) for day in (yesterday, TODAY, tomorrow)], yesterday)
    assert kept.insight.last_day() == tomorrow

    kept.insight.keep([some_figures(conversations=4)], TODAY)

    found = {(one.day, one.store_id): one for one in kept.insight.figures(yesterday, tomorrow)}
    assert [one.store_id for one in kept.insight.figures(yesterday, tomorrow, "sto-1")] == ["sto-1"]
    assert found == {
        (yesterday, None): replace(nowhere, day=yesterday),
        (TODAY, "sto-1"): some_figures(conversations=4),
    }


def test_a_stores_month_is_told_within_50_milliseconds(kept):
    """30 days of five stores, and of none, beside the five weeks before."""
    last = TODAY + timedelta(29)
    month_of_chats(kept.insight, TODAY - timedelta(weeks=5), last)
    desk = SimpleNamespace(insight=kept.insight)

    took = []
    for _ in range(9):
        started = time.perf_counter()
        found = figures_view(find_chat_figures(desk, a_call(an_admin()), TODAY, last, "sto-1"))
        took.append(time.perf_counter() - started)

    assert found["total"]["conversations"] == found["previous"]["total"]["conversations"] == 30 * 40
    assert min(took) <= 0.050, sorted(took)


def test_a_review_comes_back_as_it_was_kept(kept):
    settled = Settled("acc-1", NOW, intent="other", key={"key": "k", "path": "p", "body_hash": "h"})
    review = a_review(store_ids=frozenset({"sto-1"}), state=DISMISSED, settled=settled)
    assert kept.insight.save(review)
    assert kept.insight.review("rev-1") == review
    assert kept.insight.reviews(OPEN) == []
    assert kept.insight.reviews() == [review]


def test_of_two_editors_the_second_is_told(kept):
    kept.insight.save(a_review())
    later = replace(a_review(), version=2, revision=2, state=DISMISSED)
    assert not kept.insight.save(a_review())
    assert kept.insight.save(later)
    assert not kept.insight.save(later)


def test_a_forgotten_conversation_is_named_no_more(kept):
    kept.insight.save(a_review())
    kept.insight.forget("con-1")
    assert kept.insight.review("rev-1").asked == (Asked("con-2", 4),)

    kept.insight.forget("con-2")
    with pytest.raises(ReviewUnknown):
        kept.insight.review("rev-1")


def test_an_accounts_conversations_are_found(kept):
    kept.conversations.append(a_conversation(account_id="cus-1"), a_turn())
    assert list(kept.conversations.of("cus-1")) == ["con-1"]
    assert list(kept.conversations.of("cus-2")) == []


@pytest.mark.real
def test_what_staff_took_as_examples_is_written_as_training_reads_it(documents, mongo_url, monkeypatch, tmp_path):
    needed = {
        "PROFILE": "test",
        "AMQP_URL": "amqp://nowhere",
        "PERSONAL_DATA_KEYS": TEST_KEYS,
        "BLIND_INDEX_KEY": TEST_INDEX_KEY,
    }
    for name, value in {**needed, "MONGO_URL": mongo_url}.items():
        monkeypatch.setenv(name, value)
    settled = Settled("acc-1", NOW, intent="query_store")
    MongoInsight(documents).save(a_review(state=TRAINING, settled=settled))
    MongoInsight(documents).save(a_review(id="rev-2"))

    written = CliRunner().invoke(approved, [str(tmp_path / "approved.yml")])

    assert written.exit_code == 0, written.output
    assert yaml.safe_load((tmp_path / "approved.yml").read_text()) == {"query_store": ["鱼怎么样"]}
