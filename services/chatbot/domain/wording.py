"""Putting values into words: days, times, money and names as a reader of the language expects them."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from services.chatbot.domain.catalogue import Named, Technician
from services.chatbot.domain.replies import Say
from services.chatbot.domain.text import CHINESE, ENGLISH, TRADITIONAL
from shared.money import yuan

Template = Callable[[str, str], str]

_WEEKDAYS = "一二三四五六日"
_ENGLISH_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def rendered(said: Say, language: str, template: Template) -> str:
    """The text of `said.key` with every parameter worded; `template(key, language)` gives the pattern.

    Traditional Chinese is the simplified text in other characters.
    """
    if language == TRADITIONAL:
        return str(_converter().convert(rendered(said, CHINESE, template)))
    params = {name: worded(name, value, language, template) for name, value in said.params.items()}
    return template(said.key, language).format_map(params)


@cache
def _converter() -> Any:
    """Loading OpenCC's dictionaries takes some milliseconds: done at first need."""
    from opencc import OpenCC  # noqa: PLC0415

    return OpenCC("s2tw")


def worded(name: str, value: Any, language: str, template: Template) -> str:
    match value:
        case Say():
            words = rendered(value, language, template)
        case tuple() | list():
            joint = ", " if language == ENGLISH else "、"
            words = joint.join(worded(name, item, language, template) for item in value)
        case datetime():
            words = f"{day(value.date(), language)}{' ' if language == ENGLISH else ''}{value:%H:%M}"
        case date():
            words = day(value, language)
        case Technician() if language != ENGLISH:
            words = value.address_form
        case Named():
            words = value.named(language)
        case _:
            words = yuan(value) if name.endswith("_fen") else str(value)
    return words


def day(on: date, language: str) -> str:
    if language == ENGLISH:
        return f"{_ENGLISH_WEEKDAYS[on.weekday()]} {on.day} {_MONTHS[on.month - 1]}"
    return f"{on.month}月{on.day}日（周{_WEEKDAYS[on.weekday()]}）"


def as_json(value: Any, language: str) -> Any:
    """Parameters as they are logged and shown on cards: names for rows, RFC 3339 for instants."""
    if isinstance(value, Say):
        return {"key": value.key, "params": as_json(value.params, language)}
    if isinstance(value, Mapping):
        return {key: as_json(item, language) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [as_json(item, language) for item in value]
    if isinstance(value, Named):
        return {"id": value.id, "slug": value.slug, "name": value.named(language)}
    return value.isoformat() if isinstance(value, datetime | date) else value
