"""Sentences of the demonstration shop's customers, each with the intent and the slots it must give."""

from datetime import datetime
from pathlib import Path

import pytest
import yaml

from services.chatbot.domain.catalogue import Catalogue, Store, Technician, Treatment
from services.chatbot.domain.intents import INTENTS
from services.chatbot.domain.names import find_mentions, slugs_of, surfaces
from services.chatbot.domain.understanding import Reader

SENTENCES = yaml.safe_load((Path(__file__).parent / "understanding.yml").read_text(encoding="utf-8"))
NOW = datetime.fromisoformat("2026-11-18T10:00:00+08:00")


@pytest.mark.parametrize(("text", "intent", "slots"), SENTENCES, ids=[row[0][:24] for row in SENTENCES])
def test_a_sentence_is_understood(catalogue, text, intent, slots):
    understood = Reader(catalogue).understand(text, NOW)

    assert (understood.intent, understood.slots) == (intent, slots)
    assert 0 < understood.confidence < 1


def test_the_table_covers_every_intent():
    assert set(INTENTS) == {row[1] for row in SENTENCES}


def test_a_bare_clock_time_falls_into_the_hours_of_the_store_the_conversation_is_about():
    night = Store(id="s", slug="s", name="夜店", opening_hours={"mon": [{"from": "20:00", "to": "26:00"}]})
    day = Store(id="d", slug="d", name="日店", opening_hours={"mon": [{"from": "08:00", "to": "12:00"}]})
    reader = Reader(Catalogue.of([night, day], [], []))

    assert reader.understand("9点", NOW, store="s").slots["time"] == "21:00"
    assert reader.understand("9点", NOW, store="d").slots["time"] == "09:00"


def test_two_people_of_one_address_are_both_named():
    technicians = [
        Technician(id=slug, slug=slug, name=name, call="王师傅")
        for slug, name in (("wang-a", "王一"), ("wang-b", "王二"))
    ]
    known = surfaces(Catalogue.of([], [], technicians))

    assert slugs_of("technician", find_mentions("找王师傅", known)) == ("wang-a", "wang-b")


def test_the_longest_name_wins_and_a_general_word_yields_to_a_particular_one():
    foot = Treatment(id="f", slug="foot", name="足疗")
    deluxe = Treatment(id="g", slug="foot-plus", name="足疗加强版", aliases=("足底按摩",))
    general = Treatment(id="h", slug="massage", name="推拿", aliases=("按摩",))
    known = surfaces(Catalogue.of([], [foot, deluxe, general], []))

    assert slugs_of("treatment", find_mentions("足疗加强版", known)) == ("foot-plus",)
    assert slugs_of("treatment", find_mentions("按摩一下，足底按摩", known)) == ("foot-plus",)
    assert slugs_of("treatment", find_mentions("按摩一下", known)) == ("massage",)


def test_a_latin_name_is_a_word_not_a_part_of_one():
    known = surfaces(Catalogue.of([], [Treatment(id="s", slug="spa", name="SPA")], []))

    assert find_mentions("is there space", known) == ()
    assert slugs_of("treatment", find_mentions("a spa please", known)) == ("spa",)
