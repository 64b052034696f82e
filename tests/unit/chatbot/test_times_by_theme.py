"""Hundreds of expressions, each read by hand: what is found, what is refused, and what only looks like a time."""

from datetime import datetime
from pathlib import Path

import pytest
import yaml

from services.chatbot.domain.times import parse
from services.chatbot.domain.times.entities import entities, entities_of
from tests.unit.chatbot.times_in_words import told

NOW = datetime.fromisoformat("2026-11-18T10:00:00")
THEMES = yaml.safe_load((Path(__file__).parent / "times_by_theme.yml").read_text(encoding="utf-8"))
ROWS = [(theme, *row) for theme, rows in THEMES.items() for row in rows]


@pytest.mark.parametrize(("theme", "text", "expected"), ROWS, ids=[f"{theme}: {text}" for theme, text, _ in ROWS])
def test_an_expression_is_read_as_it_is_meant(theme, text, expected):
    refused = parse(text, NOW).refused
    seen = [told(entity) for entity in entities(text, NOW)]
    seen += [f"not {told(entity)}" for entity in entities_of(refused, NOW)] if refused else []

    assert seen == expected


def test_the_table_has_every_theme_and_as_many_look_alikes_as_it_takes():
    assert len(ROWS) >= 500
    assert len(THEMES["nothing"]) >= 200


def test_an_expression_stands_in_a_sentence_as_well_as_alone():
    broken = [
        text
        for _, text, expected in ROWS
        if expected
        and "不" not in text
        and [told(each) for each in entities(f"您好！{text}。谢谢", NOW)]
        != [each for each in expected if each[:3] != "not"]
    ]

    assert broken in ([], ["6-3 春游"])  # a month and a day with a hyphen are read at the beginning alone
