"""Stores, treatments, technicians and the body as customers name them, and what only looks like a name."""

import time
from itertools import chain
from pathlib import Path

import pytest
import yaml

from services.chatbot.data import table
from services.chatbot.domain import names
from services.chatbot.domain.catalogue import Catalogue, Store, Technician, Treatment
from services.chatbot.domain.text import normalised

ROWS = yaml.safe_load((Path(__file__).parent / "names.yml").read_text(encoding="utf-8"))
NAMED = [row for group, rows in ROWS.items() if group != "nothing" for row in rows]

# Another shop of another trade: nothing in the tables is made for the demonstration's names.
ELSEWHERE = Catalogue.of(
    [
        Store(id="1", slug="lujiazui", name="陆家嘴旗舰店", name_en="Lujiazui", aliases=("陆家嘴",)),
        Store(id="2", slug="chunxi", name="春熙路店", aliases=("春熙",)),
        Store(id="3", slug="tianhe", name="天河店"),
    ],
    [
        Treatment(id="1", slug="leg", name="腿部舒缓", category="推拿", body_parts=("腿",), aliases=("腿部按摩",)),
        Treatment(id="2", slug="neck", name="颈部推拿", category="推拿", body_parts=("颈",), duration_minutes=45),
        Treatment(id="3", slug="belly", name="腹部推拿", category="推拿", body_parts=("腹",)),
        Treatment(id="4", slug="eyes", name="眼部护理", category="美容", body_parts=("眼",)),
        Treatment(id="5", slug="hot-stone", name="热石理疗", name_en="Hot stone therapy", category="理疗"),
        Treatment(id="6", slug="calm", name="安神调养", category="调养", suits=("失眠",)),
        Treatment(id="7", slug="tuina", name="推拿", category="推拿", aliases=("按摩",), body_parts=("全身",)),
    ],
    [
        Technician(id="1", slug="t-1", name="欧阳雪", call="欧阳老师", gender="female", stores=("1",)),
        Technician(id="2", slug="t-2", name="单小军", call="单师傅", gender="male", stores=("2",)),
        Technician(id="3", slug="t-3", name="汪洋", call="汪师傅", gender="male", stores=("1",)),
        Technician(id="4", slug="t-4", name="王磊", call="王师傅", gender="male", stores=("2",)),
        Technician(id="5", slug="t-5", name="陈一", call="陈师傅", gender="male", stores=("1",)),
        Technician(id="6", slug="t-6", name="陈二", call="陈师傅", gender="female", stores=("2",)),
    ],
)
NAMED_ELSEWHERE = [
    ("陆家嘴店约欧阳老师", {"store": "lujiazui", "technician": "t-1"}),
    ("路家嘴旗舰店", {"store": "lujiazui"}),
    ("lu jia zui", {"store": "lujiazui"}),
    ("春熙路店怎么走", {"store": "chunxi"}),
    ("春西路店", {"store": "chunxi"}),
    ("天和店", {"store": "tianhe"}),
    ("腿酸想按按", {"treatment": "leg", "body_part": "腿"}),
    ("脖子按摩", {"treatment": "neck"}),
    ("脖子疼找单师傅", {"treatment": "neck", "technician": "t-2", "body_part": "颈"}),
    ("shan shifu", {"technician": "t-2"}),
    ("肚子推一推", {"treatment": "belly", "body_part": "腹"}),
    ("做做眼睛", {"treatment": "eyes", "body_part": "眼"}),
    ("热石多少钱", {"treatment": "hot-stone"}),
    ("a hot stone massage", {"treatment": "hot-stone"}),
    ("失眠想约一个", {"treatment": "calm"}),
    ("王师傅", {"technician": "t-4"}),
    ("汪师傅", {"technician": "t-3"}),
    ("陈师傅有空吗", {"technician": ["t-5", "t-6"]}),
    ("春熙路店的陈师傅有空吗", {"store": "chunxi", "technician": "t-6"}),
    ("腰疼想按一下", {"body_part": "腰"}),
    ("做足疗", {}),
    ("徐家汇店", {}),
]


def named(text, catalogue):
    return names.read(normalised(text), names.surfaces(catalogue)).slots


@pytest.mark.parametrize(("text", "slots"), NAMED, ids=[row[0][:24] for row in NAMED])
def test_a_sentence_names(catalogue, text, slots):
    assert named(text, catalogue) == slots


@pytest.mark.parametrize("text", ROWS["nothing"], ids=[text[:24] for text in ROWS["nothing"]])
def test_a_sentence_names_nothing(catalogue, text):
    found = {slot: value for slot, value in named(text, catalogue).items() if slot != names.BODY_PART}

    assert found == {}


@pytest.mark.parametrize(("text", "slots"), NAMED_ELSEWHERE, ids=[row[0] for row in NAMED_ELSEWHERE])
def test_another_shop_is_understood_by_the_same_tables(text, slots):
    assert named(text, ELSEWHERE) == slots


def test_what_is_found_stands_where_it_is_said(catalogue):
    text = "不要王师傅,约徐家汇店的肩颈推拿"
    found = names.read(text, names.surfaces(catalogue)).found

    assert [(one.slot, text[one.start : one.end], one.is_refused) for one in found] == [
        ("technician", "王师傅", True),
        ("store", "徐家汇店", False),
        ("treatment", "肩颈推拿", False),
    ]


def test_a_catalogue_that_says_the_same_is_not_made_ready_twice(replicas):
    assert names.surfaces(replicas.catalogue()) is names.surfaces(replicas.catalogue())


def test_a_changed_catalogue_is_made_ready_anew():
    before, after = (Catalogue.of([Store(id="1", slug="s", name=name)], [], []) for name in ("东门店", "西门店"))

    assert named("东门店", before) == {"store": "s"}
    assert named("东门店", after) == {}


def test_a_long_message_is_read_in_time(catalogue):
    """Linear in its length; the bound leaves a busy machine much room."""
    text = normalised("我想约明天的肩颈推拿和neck massage，不要王师傅！" * 400)[:10_000]
    known = names.surfaces(catalogue)
    started = time.perf_counter()

    names.read(text, known)

    assert time.perf_counter() - started < 5


def test_the_tables_hold_words_alone():
    """YAML reads a bare no as false."""

    def words(value):
        if isinstance(value, dict):
            return chain.from_iterable(map(words, [*value, *value.values()]))
        return chain.from_iterable(map(words, value)) if isinstance(value, list) else [value]

    tables = [table(name) for name in ("body", "names", "writing")]

    assert {type(word) for word in words(tables)} == {str, bool}
    assert {word for word in words(tables) if not isinstance(word, str)} == {True}


@pytest.mark.parametrize("words", ["老是", "有点", "的", "脖子", "不要", "一下", "重点按", "也都"])
def test_words_without_end_are_read_in_time(catalogue, words):
    """Nothing that a hostile text repeats may be read in endless ways."""
    known = names.surfaces(catalogue)
    started = time.perf_counter()

    names.read(f"脖子{words * 300}肩颈", known)

    assert time.perf_counter() - started < 2


def test_odd_rows_name_nothing_by_chance():
    odd = Catalogue.of(
        [Store(id="1", slug="s-1", name="店"), Store(id="2", slug="s-2", name="")],
        [Treatment(id="1", slug="a", name="A"), Treatment(id="2", slug="b", name="灸")],
        [
            Technician(id="1", slug="t-1", name=""),
            Technician(id="2", slug="t-2", name="Anna Lee", call="Anna老师", gender="female"),
            Technician(id="3", slug="t-3", name="诸葛亮", gender="male"),
        ],
    )

    assert named("找师傅到店里做一下, a老师在吗", odd) == {}
    assert named("找Anna老师", odd) == {"technician": "t-2"}
    assert named("is master anna in", odd) == {"technician": "t-2"}
    assert named("诸葛师傅在吗", odd) == {"technician": "t-3"}
    assert named("诸师傅在吗", odd) == {}


@pytest.mark.parametrize(
    "text", ["", " ", "□", "不", "除了", "\u3000", "?" * 50, "a", "'", "&", "。。。", "🙃", "\ud800"]
)
def test_scraps_name_nothing(catalogue, text):
    assert named(text, catalogue) == {}
