"""What the customer wants: the sentences learned from, the learned model, and the few rules above it."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from services.chatbot import data
from services.chatbot.domain import intents
from services.chatbot.domain.intents.clauses import clauses
from services.chatbot.domain.intents.features import features
from services.chatbot.domain.intents.labels import INTENTS
from services.chatbot.domain.intents.learned import learned
from services.chatbot.domain.intents.marking import is_only_named, tokens
from services.chatbot.domain.intents.model import Model, ModelUnreadable
from services.chatbot.domain.text import normalised
from services.chatbot.domain.understanding import Reader
from shared.testing import NOW

SEVERAL = yaml.safe_load((Path(__file__).parent / "intents_several.yml").read_text(encoding="utf-8"))
SENTENCES = {intent: data.table(f"intents/{intent}") for intent in INTENTS}


def decided(text, **slots):
    return intents.decided(normalised(text), slots)


# What is learned from.


@pytest.mark.parametrize("intent", INTENTS)
def test_there_are_many_reviewed_sentences_of_an_intent(intent):
    said = SENTENCES[intent]

    assert all(isinstance(text, str) and text.strip() for text in said)
    assert len(said) >= 90


def test_no_sentence_stands_under_two_intents():
    everything = [text for said in SENTENCES.values() for text in {normalised(text) for text in said}]

    assert sorted({text for text in everything if text and everything.count(text) > 1}) == []


def test_the_readme_tells_of_every_intent():
    told = Path(data.__file__).parent.joinpath("intents", "README.md").read_text(encoding="utf-8")

    assert [intent for intent in INTENTS if f"`{intent}`" not in told] == []


# How a sentence is seen.


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("我想约明天下午3点", "我想约周五上午十点半"),
        ("明天三点，可以吗？", "后天四点可以吗"),
        ("找□□□做□□□□", "找□□做□□"),
        ("25号有空吗", "12月1号有空吗"),
        ("打13812345678给我", "打一三九一二三四五六七八给我"),
    ],
)
def test_days_hours_numbers_names_and_punctuation_are_signs(one, other):
    assert tokens(one) == tokens(other)


def test_a_bit_is_no_clock_time():
    assert "C" not in tokens("早一点行吗")
    assert "C" not in tokens("一点都不疼")
    assert "C" in tokens("下午一点行吗")
    assert "C" in tokens("一点半行吗")


def test_a_homophone_sounds_like_the_word_that_was_meant():
    assert "~qu~xiao" in features("取肖") & features("取消")
    assert "~qu~xiao" not in features("取号")


def test_nothing_but_names_and_times_is_a_wish():
    assert is_only_named("那就□□□明天三点吧")
    assert not is_only_named("□□□明天三点有空吗")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("取消明天的，再约周六", ("取消明天的", "再约周六")),
        ("取消明天的再约周六", ("取消明天的", "再约周六")),
        ("我再想想", ()),
        ("明天三点", ()),
    ],
)
def test_a_message_is_parted_where_a_further_request_begins(text, parts):
    assert clauses(text) == parts


# What is decided.


@pytest.mark.parametrize(("text", "intent", "also"), SEVERAL, ids=[row[0] for row in SEVERAL])
def test_several_requests_in_one_message_are_all_heard(catalogue, text, intent, also):
    understood = Reader(catalogue).understand(text, NOW)

    assert (understood.intent, understood.slots.get("also", [])) == (intent, also)


@pytest.mark.parametrize(
    "text", ["太差了，约明天三点", "我要投诉小刘", "退钱！！！", "你们是骗子吧", "this is terrible, cancel it"]
)
def test_a_complaint_comes_before_everything(text):
    assert decided(text)[0] == "complaint"


@pytest.mark.parametrize(
    "text",
    ["预约这么麻烦，转人工", "叫你们店长来一下", "我不想跟机器人说话", "let me talk to a human", "明天三点 找真人"],
)
def test_a_wish_for_a_person_comes_before_any_other_request(text):
    assert decided(text)[0] == "human"


@pytest.mark.parametrize("text", ["停车场有垃圾桶吗", "你是机器人吗", "老板娘人很好", "师傅在店里吗"])
def test_words_that_only_look_urgent_are_not(text):
    assert decided(text)[0] not in {"complaint", "human"}


def test_a_red_flag_without_a_wish_asks_for_advice():
    assert decided("我怀孕了", red_flag=["pregnancy"])[0] == "health_advice"
    assert decided("我怀孕了，帮我约明天的□□", red_flag=["pregnancy"], treatment="foot-60")[0] == "book"


@pytest.mark.parametrize("text", ["发低烧三天了", "手上烫伤起泡了还能做□□吗"])
def test_who_tells_of_an_illness_complains_of_nobody(text):
    assert decided(text, red_flag=["fever"])[0] in {"health_advice", "book"}


def test_who_was_hurt_by_somebody_complains():
    assert decided("被你们烫伤了", red_flag=["skin_damage"])[0] == "complaint"


@pytest.mark.parametrize(("text", "intent"), [("is there anyone I can talk to", "human"), ("接线员", "human")])
def test_what_is_urgent_and_likelier_than_all_else_by_far_comes_first(text, intent):
    assert decided(text)[0] == intent


def test_a_complaint_too_unlikely_to_come_first_is_no_answer_at_all():
    assert decided("perfect, go ahead")[0] == "affirm"


def test_names_alone_are_a_wish_a_store_alone_a_question_and_nothing_is_nothing():
    assert decided("□□□□", treatment="foot-60")[:2] == ("book", 0.55)
    assert decided("□□□", store="xujiahui")[0] == "query_store"
    assert decided("")[0] == "other"


def test_no_answer_is_ever_certain():
    for text in ("谢谢", "转人工", "我要投诉", "你好"):
        assert 0 < decided(text)[1] < 1


# The model as a table.


def test_a_table_reads_back_as_the_model_it_was_written_from():
    model = Model({"预约": (120, *range(20)), "^": (100, *[0] * 20)}, tuple(range(20)), 1.25, "abc")

    again = Model.of_lines(list(model.lines()))

    assert list(again.lines()) == list(model.lines())
    assert again.probabilities({"预约"}) == model.probabilities({"预约"})


def test_the_probabilities_of_all_intents_add_up_to_one():
    shares = learned().probabilities(features("我想约个肩颈"))

    assert set(shares) == set(INTENTS)
    assert sum(shares.values()) == pytest.approx(1)


@pytest.mark.parametrize("lines", [[], ["nonsense"], ["sentences\tx", "temperature\t1", "intents\tbook", "bias\t1"]])
def test_a_table_of_other_intents_is_refused(lines):
    with pytest.raises(ModelUnreadable):
        Model.of_lines(lines)


def test_applying_the_model_needs_no_learning_library():
    apply = (
        "import sys; from services.chatbot.domain import intents; intents.decided('我想约明天', {});"
        "print(sorted({'sklearn', 'scipy', 'numpy'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", apply], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "[]"
