"""What people read, by stable code, in Chinese and English: one YAML table per language beside this file.

A table maps each code to a `title` (a few words) and a `detail` (a sentence, with `{parameters}`), and where a
parameter `because` tells more, to a sentence for each of its values; `fields` maps what validation says of a field to
the reader's language, word for word but for its `{parameters}`; `chosen` says why a technician was chosen.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
FALLBACK = "refused"
PARAMETER = re.compile(r"\{(\w+)\}")
_PLACE = re.compile(r"\\\{(\w+)\\\}")  # a parameter in an escaped line


@dataclass(frozen=True)
class Text:
    title: str
    detail: str


def of(code: str, params: Mapping[str, Any], language: str) -> Text:
    """The text of a code; a code without one (a newer service) reads as a plain refusal that names the code."""
    codes = table(language)["codes"]
    entry = codes.get(code) or codes[FALLBACK]
    known = {"code": code, **params}
    detail = entry.get("because", {}).get(params.get("because"), entry["detail"])
    return Text(entry["title"], _filled(detail, known))


def of_choice(code: str, params: Mapping[str, Any], language: str) -> str | None:
    """Why a technician was chosen; None for a code that a newer service tells."""
    text = table(language)["chosen"].get(code)
    return None if text is None else _filled(text, params)


def of_field(line: str, language: str) -> str:
    """What validation says of a field; unknown words stay as they are."""
    known = table(language)["fields"]
    if line in known:
        return str(known[line])
    for pattern, text in _patterns(language):
        if found := pattern.fullmatch(line):
            return _filled(text, found.groupdict())
    return line


def of_way(kind: str, params: Mapping[str, Any], language: str) -> str:
    """How somebody comes from a place of that kind: a store, their base, or another visit."""
    lines = table(language)["ways"]
    known = kind if kind != "store" or params.get("name") else "home_base"
    return _filled(lines.get(known, lines["home_base"]), params)


@cache
def _patterns(language: str) -> list[tuple[re.Pattern[str], str]]:
    """The lines with parameters, as patterns that find what stands in each parameter's place."""
    with_parameters = [(line, text) for line, text in table(language)["fields"].items() if PARAMETER.search(line)]
    return [(re.compile(_PLACE.sub(r"(?P<\1>.+)", re.escape(line))), text) for line, text in with_parameters]


@cache
def table(language: str) -> dict[str, dict[str, Any]]:
    """The whole table of a language: `{"codes": {…}, "fields": {…}}`."""
    loaded: dict[str, dict[str, Any]] = yaml.safe_load((FOLDER / f"{language}.yml").read_text(encoding="utf-8"))
    return loaded


def _filled(detail: str, params: Mapping[str, Any]) -> str:
    """The sentence with its parameters; a missing one leaves an ellipsis, since a text never fails an answer."""
    return PARAMETER.sub(lambda match: str(params.get(match[1], "…")), detail)
