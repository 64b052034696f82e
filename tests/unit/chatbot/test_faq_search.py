"""The FAQ finds the row that a question means, or says that it does not know: measured on questions of customers."""

from pathlib import Path

import pytest
import yaml

from services.chatbot.adapters.faq_rows import lexicon, reviewed_rows
from services.chatbot.adapters.in_memory import InMemoryFaqRows
from services.chatbot.domain.faq import ENOUGH, PERHAPS, SURE, FaqIndex, FaqRow, Lexicon

QUESTIONS = yaml.safe_load((Path(__file__).parent / "faq_questions.yml").read_text(encoding="utf-8"))
TRIED, HELD_OUT = (
    [(text, slug) for slug, texts in QUESTIONS[part].items() for text in texts] for part in ("tried", "held_out")
)
UNKNOWN = QUESTIONS["unknown"]


@pytest.fixture(scope="module")
def index():
    return InMemoryFaqRows.seeded().index()


def outcome(index, text):
    """The row that would answer, None where none is sure enough."""
    best = next(iter(index.find(text)), None)
    return best.row.slug if best and best.confidence >= ENOUGH else None


def test_there_is_enough_to_measure():
    assert len(TRIED) + len(HELD_OUT) >= 200
    assert len(UNKNOWN) >= 30
    assert {slug for _, slug in (*TRIED, *HELD_OUT)} <= {row["slug"] for row in reviewed_rows()}


@pytest.mark.parametrize(
    ("questions", "right", "wrong"), [(TRIED, 0.85, 0.0), (HELD_OUT, 0.75, 0.03)], ids=["tried", "held out"]
)
def test_most_questions_are_answered_and_hardly_any_wrongly(index, questions, right, wrong):
    answered = [(outcome(index, text), slug) for text, slug in questions]

    assert sum(given == slug for given, slug in answered) / len(questions) >= right
    assert sum(given not in {None, slug} for given, slug in answered) / len(questions) <= wrong


@pytest.mark.parametrize("questions", [TRIED, HELD_OUT], ids=["tried", "held out"])
def test_the_right_row_is_among_those_shown_to_choose_from(index, questions):
    shown = [slug in {found.row.slug for found in index.find(text)} for text, slug in questions]

    assert sum(shown) / len(shown) >= 0.9


def test_what_the_faq_does_not_know_it_does_not_answer(index):
    answered = [text for text in UNKNOWN if outcome(index, text)]

    assert len(answered) <= 1, answered


@pytest.mark.parametrize("row", InMemoryFaqRows.seeded().kept.values(), ids=lambda row: row.slug)
def test_every_way_to_ask_finds_its_row(index, row):
    for text in row.phrasings:
        best = index.find(text)[0]
        assert (best.row.slug, best.confidence >= SURE) == (row.slug, True), text


@pytest.mark.parametrize("text", ["", "？！", "😀", "的了吗", "a the of"])
def test_nothing_said_finds_nothing(index, text):
    assert index.find(text) == []


def a_row(slug, question, **changes):
    return FaqRow(**{"id": slug, "slug": slug, "question": question, "answer": "答", **changes})


def found(index, text, **more):
    return [one.row.slug for one in index.find(text, **more)]


def test_a_row_of_another_store_is_not_found_where_a_store_is_known():
    index = FaqIndex([a_row("here", "可以寄存行李吗", store_id="s1"), a_row("all", "行李放哪里")], lexicon())

    assert found(index, "行李寄存", store_id="s1") == ["here", "all"]
    assert found(index, "行李寄存", store_id="s2") == ["all"]
    assert found(index, "行李寄存") == ["here", "all"]


def test_a_retired_row_is_not_found():
    assert found(FaqIndex([a_row("gone", "可以寄存行李吗", retired=True)], lexicon()), "寄存行李") == []


def test_a_synonym_is_the_same_word_and_a_filler_none():
    words = Lexicon(
        fillers=("请问", "吗"), same=(("小孩", "宝宝"), ("child", "kid")), english_fillers=frozenset({"my"})
    )

    assert words.pieces("请问宝宝吗？") == words.pieces("小孩") == ("小孩",)
    assert words.pieces("my Kids") == words.pieces("child") == ("child",)


def test_the_longer_word_is_read_first():
    words = Lexicon(same=(("技师", "师傅"), ("女技师", "女师傅")))

    assert words.pieces("女师傅") == ("女技师",)


def test_a_keyword_lifts_its_row_above_one_that_shares_as_much():
    rows = [a_row("plain", "上门另外收多少"), a_row("home", "上门范围", keywords=("上门",))]
    index = FaqIndex(rows, lexicon())

    assert index.find("上门")[0].row.slug == "home"
    assert index.find("上门")[0].by_keyword
    assert PERHAPS < ENOUGH < SURE < 1


def test_an_index_of_nothing_finds_nothing():
    assert FaqIndex([], lexicon()).find("停车") == []
