"""What health rules out, what a booking costs, and how values are put into words."""

from datetime import UTC, date, datetime, timedelta

import pytest

from services.chatbot.adapters.texts import YamlTexts
from services.chatbot.domain.catalogue import Rules, Technician, Treatment, clock_of, minutes_of
from services.chatbot.domain.numerals import number
from services.chatbot.domain.policy import cancellation_fee, free_until, price_of
from services.chatbot.domain.red_flags import find_red_flags, forbids_everything, rules_out, safe_treatments
from services.chatbot.domain.replies import say
from services.chatbot.domain.wording import rendered, worded

START = datetime(2026, 11, 19, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("我怀孕三个月了", ("pregnancy",)),
        ("孕妇可以吗", ("pregnancy",)),
        ("i am pregnant", ("pregnancy",)),
        ("备孕中", ()),
        ("没有怀孕", ()),
        ("手臂骨折刚好", ("fracture",)),
        ("昨天脚崴了", ("acute_sprain",)),
        ("背上破皮了", ("skin_damage",)),
        ("脸上有点过敏", ("skin_damage",)),
        ("i have a rash", ("skin_damage",)),
        ("有点发烧", ("fever",)),
        ("刚喝了两杯酒", ("alcohol",)),
        ("有高血压和心脏病", ("hypertension", "heart_disease")),
        ("我妈得过癌症", ("tumour",)),
        ("刚做完手术", ("post_surgery",)),
        ("一直在出血", ("bleeding",)),
        ("皮肤感染了", ("infection",)),
        ("没喝酒，没发烧", ()),
        ("no fever", ()),
        ("约明天下午三点", ()),
    ],
)
def test_a_red_flag_is_seen_and_a_denied_one_is_not(text, flags):
    assert find_red_flags(text) == flags


def test_a_flag_rules_out_what_names_it_and_a_fever_everything():
    foot = Treatment(id="1", slug="foot", name="足疗", contraindications=("孕期", "皮肤破损"))
    nails = Treatment(id="2", slug="nails", name="美甲")

    assert rules_out(("pregnancy", "alcohol"), foot) == ("pregnancy",)
    assert safe_treatments(("pregnancy",), (foot, nails)) == (nails,)
    assert safe_treatments(("fever",), (foot, nails)) == ()
    assert forbids_everything(("pregnancy", "infection"))
    assert not forbids_everything(("pregnancy",))


@pytest.mark.parametrize(
    ("price", "covers", "size", "total"),
    [
        (19800, 1, None, 19800),
        (19800, 1, 3, 59400),
        (55800, 2, None, 55800),
        (55800, 2, 2, 55800),
        (55801, 2, 3, 83702),
    ],
)
def test_a_price_covers_the_treatments_own_party_and_others_in_proportion(price, covers, size, total):
    treatment = Treatment(id="1", slug="t", name="t", price_fen=price, party_size=covers)

    assert price_of(treatment, size) == total


def test_cancelling_is_free_to_the_minute_and_then_costs_its_share():
    until = free_until(Rules(free_cancel_hours=2), START)

    assert until == START - timedelta(hours=2)
    assert cancellation_fee(19800, 20, until, until) == 0
    assert cancellation_fee(19800, 20, until, until + timedelta(seconds=1)) == 3960


@pytest.mark.parametrize(
    ("word", "value"), [("7", 7), ("十", 10), ("十二", 12), ("二十", 20), ("三十一", 31), ("两", 2), ("〇五", 5)]
)
def test_a_number_word_has_its_value(word, value):
    assert number(word) == value


def test_no_number_is_no_number():
    with pytest.raises(ValueError, match="not a number"):
        number("点")


def test_a_clock_time_goes_to_minutes_and_back():
    assert (minutes_of("26:30"), clock_of(1590), minutes_of("09:05")) == (1590, "26:30", 545)


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        (date(2026, 11, 22), "11月22日（周日）", "Sun 22 Nov"),
        (START, "11月19日（周四）07:00", "Thu 19 Nov 07:00"),
        (("a", "b"), "a、b", "a, b"),
        (Technician(id="1", slug="w", name="王建国", call="王师傅"), "王师傅", "王建国"),
        (Treatment(id="1", slug="c", name="拔罐", name_en="Cupping"), "拔罐", "Cupping"),
        (say("anyone"), "技师由门店安排", "any technician"),
        (3, "3", "3"),
    ],
)
def test_a_value_is_worded_as_its_reader_expects(value, chinese, english):
    assert worded("value", value, "zh-CN", YamlTexts()) == chinese
    assert worded("value", value, "en", YamlTexts()) == english


def test_money_is_told_by_its_name():
    assert rendered(say("price", treatment="艾灸", minutes=45, price_fen=16850), "zh-CN", YamlTexts()) == (
        "艾灸（45分钟）¥168.50。"
    )
