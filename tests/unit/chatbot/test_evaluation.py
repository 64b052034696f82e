"""The share of sentences understood and stories told well can only grow; and the judges notice what is wrong."""

from collections import Counter

import pytest
import yaml

from tests.support.chatbot import demo
from tests.support.evaluation import evaluated
from tests.support.evaluation.__main__ import KNOWN
from tests.support.evaluation.in_memory import InMemoryPartner
from tests.support.evaluation.report import can_tell
from tests.support.evaluation.sentences import Sentence, sentences
from tests.support.evaluation.stories import Story, stories, told

INTENTS = frozenset(
    [
        "book",
        "reschedule",
        "cancel",
        "query_booking",
        "query_availability",
        "query_price",
        "query_store",
        "query_technician",
        "query_treatment",
        "query_membership",
        "complaint",
        "feedback",
        "human",
        "greet",
        "thanks",
        "bye",
        "affirm",
        "deny",
        "health_advice",
        "other",
    ]
)
SLOTS = frozenset(
    [
        "date",
        "time",
        "time_range",
        "date_range",
        "duration_minutes",
        "offset_minutes",
        "party_size",
        "treatment",
        "technician",
        "store",
        "place",
        "address",
        "name",
        "phone",
        "body_part",
        "gender_preference",
        "strength",
        "budget_max_fen",
        "same_as_last",
        "also",
        "red_flag",
        "negated",
    ]
)
BOOKS = [
    {"say": "明天下午三点徐家汇店足疗", "proposal": "book", "start": "2026-11-19T15:00"},
    {"say": "好的", "books": True},
]


@pytest.fixture(scope="module")
def report():
    return evaluated()


@pytest.fixture(scope="module")
def known():
    return yaml.safe_load(KNOWN.read_text(encoding="utf-8"))


@pytest.mark.slow
@pytest.mark.parametrize("what", ["sentences", "stories"])
def test_nothing_fails_that_is_not_known_to_fail(report, known, what):
    assert sorted(set(report.failures[what]) - set(known[what])) == []


@pytest.mark.slow
@pytest.mark.parametrize("what", ["sentences", "stories"])
def test_what_is_mended_is_taken_from_the_list(report, known, what):
    assert sorted(set(known[what]) - set(report.failures[what])) == [], "python -m tests.support.evaluation --renew"


@pytest.mark.slow
def test_nothing_is_written_that_nobody_asked_for_and_confirmed(report):
    assert report.figures["false_bookings"] == []


def test_every_intent_and_every_slot_is_judged_by_several_sentences():
    intents = Counter(intent for sentence in sentences() for intent in sentence.intents)
    plain = [
        {name.removeprefix("old_").removeprefix("new_") for frame in sentence.frames for name in frame}
        for sentence in sentences()
    ]
    slots = Counter(name for names in plain for name in names)

    assert set(intents) == INTENTS
    assert min(intents.values()) >= 10
    assert set(slots) == SLOTS
    assert min(slots.values()) >= 6


def test_the_labels_name_what_the_demonstration_shop_has():
    slugs = {kind: {row["slug"] for row in demo()[f"{kind}s"]} for kind in ("store", "treatment")}
    slugs["technician"] = {row["slug"] for row in demo()["technicians"]}
    named = [
        (kind, value)
        for sentence in sentences()
        for frame in sentence.frames
        for name, wanted in frame.items()
        if (kind := name.removeprefix("old_").removeprefix("new_")) in slugs
        for value in (wanted if isinstance(wanted, list) else wanted["any"] if isinstance(wanted, dict) else [wanted])
    ]

    assert len(named) > 250
    assert [(kind, value) for kind, value in named if value not in slugs[kind]] == []


def test_there_are_stories_of_every_theme_and_each_has_a_name_of_its_own():
    assert len(stories()) >= 150
    assert len({story.theme for story in stories()}) >= 10
    assert [name for name, count in Counter(story.name for story in stories()).items() if count > 1] == []


def test_a_sentence_is_right_only_with_every_slot_and_none_too_much():
    wanted = {"date": "2026-11-19", "store": ["xujiahui", "jingansi"], "time": {"any": ["15:00", "16:00"]}}
    sentence = Sentence("…", "…", ("book",), (wanted,), {"party_size": 1})
    right = {"date": "2026-11-19", "store": ["jingansi", "xujiahui"], "time": "16:00"}

    assert sentence.faults(right) == []
    assert sentence.faults({**right, "party_size": 1, "also": ["thanks"]}) == []
    assert sentence.faults({**right, "party_size": 2}) == ["party_size is 2, wanted none"]
    assert len(sentence.faults({**right, "date": "2026-11-20"})) == 1
    assert len(sentence.faults({"date": "2026-11-19"})) == 2
    assert sentence.faults({**right, "negated": {"date": "2026-11-19"}}) != []


def test_a_red_flag_and_a_complaint_are_missed_where_nothing_is_told_of_them():
    flagged = Sentence("…", "…", ("book",), ({"red_flag": ["fever"]},), {})
    angry = Sentence("…", "…", ("complaint",), ({},), {})

    assert flagged.missed("book", {}) == ["fever"]
    assert flagged.missed("book", {"red_flag": ["fever", "alcohol"]}) == []
    assert angry.missed("feedback", {}) == ["complaint"]
    assert angry.missed("cancel", {"also": ["complaint"]}) == []


def test_a_story_passes_that_goes_as_it_is_told():
    assert told(Story("…", "…", BOOKS), InMemoryPartner()).is_passed


@pytest.mark.parametrize(
    ("turns", "fault"),
    [
        ([{"say": "明天下午三点徐家汇店足疗"}, {"say": "好的"}], "unasked"),
        ([{**BOOKS[0], "start": "2026-11-19T16:00"}, BOOKS[1]], "start is 2026-11-19T15:00, not 2026-11-19T16:00"),
    ],
)
def test_a_booking_that_the_story_does_not_ask_for_is_a_false_one(turns, fault):
    outcome = told(Story("…", "…", turns), InMemoryPartner())

    assert [fault in false for false in outcome.false_bookings] == [True]


def test_a_partner_who_books_something_else_than_shown_is_found_out():
    partner = InMemoryPartner()
    honest = partner.shop._book
    partner.shop._book = lambda request: honest({**request, "starts_at": "2026-11-19T17:00:00+08:00"})

    outcome = told(Story("…", "…", BOOKS), partner)

    assert "start is 2026-11-19T17:00, shown was 2026-11-19T15:00" in outcome.false_bookings[0]


def test_a_story_fails_where_nothing_is_booked_though_confirmed():
    outcome = told(Story("…", "…", [BOOKS[0], {"say": "不用了", "books": True}]), InMemoryPartner())

    assert outcome.faults == ["2. 不用了: nothing was done that books"]


def test_a_story_is_not_told_to_a_partner_who_lacks_what_it_needs():
    assert not can_tell(InMemoryPartner(), Story("…", "…", BOOKS, needs="a horse"))
    assert can_tell(InMemoryPartner(), Story("…", "…", BOOKS, needs="clock"))


def test_the_shop_in_memory_refuses_for_the_reasons_of_the_running_one():
    shop = InMemoryPartner().shop
    asked = {"store_id": "sto-xujiahui", "treatment_id": "tre-waist-60", "technician_id": "tec-wang-jianguo"}

    def why(start, **changes):
        answer = shop._explain({**asked, "starts_at": f"{start}:00+08:00", **changes})
        return [reason["code"] for reason in answer["reasons"]]

    assert why("2026-11-19T15:00") == []
    assert why("2026-11-18T09:00")[0] == "in_the_past"
    assert why("2026-11-18T10:15")[0] == "too_soon"
    assert why("2027-03-01T15:00")[0] == "too_far_ahead"
    assert why("2026-11-19T15:07")[0] == "off_grid"
    assert why("2026-11-24T15:00") == ["outside_hours"], "his day off"
    assert why("2026-11-19T15:00", technician_id="tec-liu-yang") == ["technician_unsuitable"], "his level"
    shop.fill("2026-11-19T15:00", "wang-jianguo")
    assert why("2026-11-19T15:30") == ["slot_taken"]
    assert why("2026-11-19T15:30", technician_id=None) == []
