import re
from collections.abc import Callable
from typing import Any

import pytest

from services.notification.adapters.templates import shipped_templates
from services.notification.domain.appointments import (
    CANCELLED,
    CANCELLED_WITH_FEE,
    CONFIRMED,
    MOVED_BY_THE_SHOP,
    REMINDERS,
    RESCHEDULED,
)
from services.notification.domain.messages import Message
from services.notification.domain.templates import LANGUAGES, Text, fill, placeholders
from services.notification.domain.wording import words_of

TEMPLATES = shipped_templates()
OF_APPOINTMENTS = {CONFIRMED, RESCHEDULED, MOVED_BY_THE_SHOP, CANCELLED, CANCELLED_WITH_FEE, *REMINDERS}
SAMPLE_FACTS: dict[str, dict[str, Any]] = {
    "one_time_code": {"code": "314159", "minutes": 5},
    "registration": {"token": "tok_Zx-9", "name": "林晓月"},
}

every_text = pytest.mark.parametrize(
    ("name", "language"), [(name, language) for name in sorted(TEMPLATES.texts) for language in LANGUAGES]
)


def test_every_message_has_a_template() -> None:
    assert set(TEMPLATES.texts) == OF_APPOINTMENTS | set(SAMPLE_FACTS)


@every_text
def test_every_template_renders_in_every_language_and_leaves_no_placeholder(
    name: str, language: str, a_message: Callable[..., Message], facts: dict[str, Any]
) -> None:
    about = {"facts": facts, "appointment_id": "apt-1"} if name in OF_APPOINTMENTS else {"facts": SAMPLE_FACTS[name]}
    message = a_message(template=name, **about)

    text = TEMPLATES.render(name, language, words_of(message, language, TEMPLATES.phrases[language], "林晓月"))

    assert text.subject
    assert text.body
    assert not re.search(r"[{}]|None", text.subject + text.body)


@every_text
def test_a_template_tells_the_same_facts_in_every_language(name: str, language: str) -> None:
    said = {language: placeholders(text) for language, text in TEMPLATES.texts[name].items()}

    assert said[language] == said[LANGUAGES[0]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_phrase(language: str) -> None:
    assert set(TEMPLATES.phrases[language]) == set(TEMPLATES.phrases[LANGUAGES[0]])
    assert len(TEMPLATES.phrases[language]["weekdays"]) == 7
    assert len(TEMPLATES.phrases[language]["months"]) == 12


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_code_is_the_first_number_of_its_text(language: str) -> None:
    text = TEMPLATES.render("one_time_code", language, {"code": "012345", "minutes": "5"})

    first_number = re.search(r"\d+", TEMPLATES.phrases[language]["signature"] + text.body)

    assert first_number is not None
    assert first_number[0] == "012345"


def test_what_is_filled_in_is_never_read_as_a_template() -> None:
    assert fill("{name}, {code}", {"name": "{code}", "code": "314159"}) == "{code}, 314159"


def test_pythons_format_language_is_not_understood() -> None:
    assert fill("{name.__class__} {0} {name!r} {name:>9}", {"name": "x"}) == "{name.__class__} {0} {name!r} {name:>9}"


def test_line_breaks_cannot_be_filled_in_to_forge_a_header() -> None:
    assert fill("Dear {name}", {"name": "Ann\r\nBcc: all@example.com"}) == "Dear Ann Bcc: all@example.com"


def test_a_missing_word_is_an_error_and_not_a_gap() -> None:
    with pytest.raises(KeyError, match="minutes"):
        TEMPLATES.render("one_time_code", "en", {"code": "314159"})


@pytest.mark.parametrize(
    ("wanted", "spoken"),
    [("zh-CN", "zh-CN"), ("zh-TW", "zh-CN"), ("zh", "zh-CN"), ("en", "en"), ("EN-gb", "en"), ("fr", "zh-CN")],
)
def test_a_language_tag_is_matched_by_its_primary_language(wanted: str, spoken: str) -> None:
    assert TEMPLATES.language(wanted) == spoken


def test_placeholders_of_subject_and_body_are_found() -> None:
    assert placeholders(Text("{a}", "{b} and {a}")) == {"a", "b"}
