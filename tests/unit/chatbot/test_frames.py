"""Whole frames: of each sentence the intent and every slot, nothing missing and nothing too much."""

from datetime import datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from services.chatbot.domain.red_flags import FLAGS, find_red_flags
from services.chatbot.domain.text import normalised
from services.chatbot.domain.understanding import Reader
from tests.support.chatbot import replicas_of_demo

FRAMES = Path(__file__).parent / "frames"
NOW = datetime.fromisoformat("2026-11-18T10:00:00+08:00")


def _rows(name):
    return yaml.safe_load((FRAMES / f"{name}.yml").read_text(encoding="utf-8"))


SENTENCES = [row for name in ("changes", "wishes", "times") for row in _rows(name)]
HEALTH = _rows("health")


@pytest.mark.parametrize(("text", "intent", "slots"), SENTENCES, ids=[row[0][:24] for row in SENTENCES])
def test_the_whole_frame_is_right(catalogue, text, intent, slots):
    understood = Reader(catalogue).understand(text, NOW)

    assert (understood.intent, understood.slots) == (intent, slots)


@pytest.mark.parametrize(("text", "flags"), HEALTH, ids=[row[0][:24] for row in HEALTH])
def test_every_red_flag_is_raised_and_no_other(text, flags):
    assert list(find_red_flags(normalised(text))) == flags


def test_every_flag_is_tried():
    assert {flag for _, flags in HEALTH for flag in flags} == set(FLAGS)


@pytest.mark.parametrize(
    ("text", "slot", "values"),
    [
        ("约九点半的拔罐", "time", ("09:30", "21:30")),
        ("改到九点半，拔罐", "new_time", ("09:30", "21:30")),
    ],
)
def test_an_hour_at_which_a_store_is_open_twice_is_marked_so_that_it_is_asked(catalogue, text, slot, values):
    understood = Reader(catalogue).understand(text, NOW)

    assert (understood.slots[slot], understood.ambiguous) == (values[0], {slot: values})


@pytest.mark.parametrize("text", ["约上午九点半的拔罐", "约四点的拔罐", "约徐家汇店九点半的拔罐", "约明天的拔罐"])
def test_what_can_be_settled_is_not_asked(catalogue, text):
    assert Reader(catalogue).understand(text, NOW).ambiguous == {}


def test_today_what_has_passed_is_not_meant(catalogue):
    evening = NOW.replace(hour=20)

    assert Reader(catalogue).understand("约今天9点半的拔罐", evening).slots["time"] == "21:30"


def test_what_is_kept_of_an_understanding_holds_no_contact_data(catalogue):
    said = Reader(catalogue).understand("我叫李雷，电话13812345678，上门到浦东新区张杨路500号，约明天足疗", NOW)

    assert (said.slots["phone"], said.slots["name"], said.slots["address"]) == (
        "13812345678",
        "李雷",
        "浦东新区张杨路500号",
    )
    kept = said.as_kept()["slots"]
    assert (kept["phone"], kept["name"], kept["address"]) == ("138****5678", "李*", "*")
    assert kept["date"] == said.slots["date"]


FRAGMENTS = st.sampled_from(
    [row[0] for row in SENTENCES]
    + [row[0] for row in HEALTH]
    + ["不", "没有", "改到", "零", "百", "\u0130", "ﷺ", "①", "𠮷", "☎", "%", "((("]
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(FRAGMENTS, max_size=4).map("".join)))
def test_nothing_that_anybody_writes_raises(text):
    understood = Reader(CATALOGUE).understand(text, NOW)

    assert 0 <= understood.confidence <= 1


CATALOGUE = replicas_of_demo().catalogue()
