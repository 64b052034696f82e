"""The words of every message in every language, and how they are filled.

A placeholder is `{name}`. Filling is one pass of plain replacement: what is filled in is never read as a template
again, has no line breaks that could forge a header, and nothing of Python's format language is understood.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

DEFAULT_LANGUAGE = "zh-CN"
LANGUAGES = (DEFAULT_LANGUAGE, "en")
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")

Words = Mapping[str, str]


@dataclass(frozen=True)
class Text:
    """What a person reads: a subject and a body."""

    subject: str
    body: str


@dataclass(frozen=True)
class Templates:
    """`texts[template][language]`, and `phrases[language]`: dates, places and names in words."""

    texts: Mapping[str, Mapping[str, Text]]
    phrases: Mapping[str, Mapping[str, Any]]

    def language(self, wanted: str) -> str:
        """The supported language nearest to the wanted tag: `en-GB` is `en`, what we do not speak is Chinese."""
        primary = wanted.split("-", maxsplit=1)[0].lower()
        return next((language for language in LANGUAGES if language.split("-")[0] == primary), DEFAULT_LANGUAGE)

    def render(self, template: str, language: str, words: Words) -> Text:
        """The text with every placeholder filled; KeyError names a word that is missing."""
        text = self.texts[template][language]
        return Text(fill(text.subject, words), fill(text.body, words))


def fill(pattern: str, words: Words) -> str:
    return PLACEHOLDER.sub(lambda found: UNPRINTABLE.sub(" ", words[found[1]]), pattern)


def placeholders(text: Text) -> set[str]:
    """The names of the words that a text needs."""
    return {name for part in (text.subject, text.body) for name in PLACEHOLDER.findall(part)}
