"""Facts in words: a store's local time with the weekday spelled out, places and names in the reader's language."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.notification.domain.messages import Message
from services.notification.domain.templates import DEFAULT_LANGUAGE, Words, fill
from shared.money import yuan

LONGEST_NAME = 20
# A guest's name is typed by somebody else and goes to a stranger's phone: no digits, dots or slashes, so no links.
NOT_IN_NAMES = re.compile(r"[^\w\s·'’-]|[\d_]")

Phrases = Mapping[str, Any]


def words_of(message: Message, language: str, phrases: Phrases, reader: str) -> Words:
    """Every placeholder a template may use for this message; `reader` is the name of whoever gets it."""
    zone = ZoneInfo(message.zone)
    words = {
        "greeting": fill(phrases["greeting"], {"name": clean_name(reader) or phrases["customer"]}),
        **_plain_words(message.facts, language, phrases, zone),
    }
    if "free_cancel_until" not in message.facts:
        return words
    appointment = _appointment_words(message.facts, language, phrases, zone)
    return {**words, "free_cancel": _free_cancel(message, phrases, zone), **appointment}


def _plain_words(facts: Mapping[str, Any], language: str, phrases: Phrases, zone: ZoneInfo) -> Words:
    """Each fact by its name: `…_at` and `…_by` are instants, `…_fen` money, what has a name is called by it."""
    words = {}
    for name, value in facts.items():
        if isinstance(value, Mapping):
            words[name] = _name(value, language)
            words.update({"phone": value["phone"]} if value.get("phone") else {})
        elif isinstance(value, str) and name.endswith(("_at", "_by")):
            words[name.removesuffix("_at")] = moment_in_words(datetime.fromisoformat(value), zone, phrases)
        elif name.endswith("_fen") and value is not None:
            words[name.removesuffix("_fen")] = yuan(value)
        elif isinstance(value, str | int):
            words[name] = str(value)
    return words


def clean_name(name: str) -> str:
    return NOT_IN_NAMES.sub("", name).strip()[:LONGEST_NAME]


def _appointment_words(facts: Mapping[str, Any], language: str, phrases: Phrases, zone: ZoneInfo) -> Words:
    moments = {
        "starts": facts["starts_at"],
        "free_cancel_until": facts["free_cancel_until"] or facts["starts_at"],
        "old_starts": facts["old_starts_at"] or facts["starts_at"],
    }
    return {
        "number": facts["number"],
        "treatment": phrases["and"].join(_name(one, language) for one in _treatments(facts)),
        "store": _name(facts["store"], language),
        "phone": facts["store"]["phone"] or "",
        "place": _place(facts, language, phrases),
        "technician": phrases["and"].join(facts["technicians"]) or phrases["any_technician"],
        "price": yuan(facts["price_fen"]),
        "fee": yuan(facts["fee_fen"]),
        # Words for what a technician proposes without naming a time; a named one stands among the plain facts.
        **({} if "proposed_starts_at" in facts else {"proposed_starts": phrases["another_time"]}),
        **{name: moment_in_words(datetime.fromisoformat(at), zone, phrases) for name, at in moments.items()},
    }


def moment_in_words(at: datetime, zone: ZoneInfo, phrases: Phrases) -> str:
    """`11月23日周一 15:00`, `Monday 23 November, 15:00`: as the clock in the store shows it."""
    local = at.astimezone(zone)
    return fill(
        phrases["moment"],
        {
            "month": str(phrases["months"][local.month - 1]),
            "day": str(local.day),
            "weekday": phrases["weekdays"][local.weekday()],
            "time": f"{local:%H:%M}",
        },
    )


def _free_cancel(message: Message, phrases: Phrases, zone: ZoneInfo) -> str:
    """Until when cancelling is free; a moment that is past when the message goes out is no news to anybody."""
    until = datetime.fromisoformat(message.facts["free_cancel_until"] or message.facts["starts_at"])
    if until <= message.due_at:
        return str(phrases["free_cancel_is_over"])
    return fill(phrases["free_cancel"], {"until": moment_in_words(until, zone, phrases)})


def _treatments(facts: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """All treatments of the visit; facts kept before there were several tell of one."""
    return facts.get("treatments") or [facts["treatment"]]


def _name(named: Mapping[str, Any], language: str) -> str:
    return str(named["name"] if language == DEFAULT_LANGUAGE else named.get("name_en") or named["name"])


def _place(facts: Mapping[str, Any], language: str, phrases: Phrases) -> str:
    if facts["place"] == "home":
        return fill(phrases["at_home"], {"address": facts["address"] or ""})
    return fill(phrases["at_store"], {"store": _name(facts["store"], language), "address": facts["store"]["address"]})
