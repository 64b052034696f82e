"""Whole conversations, run through the use cases with the shop in memory."""

from pathlib import Path

import pytest
import yaml

FILES = ("stories.yml", "stories_of_turns.yml")
STORIES = [
    story for name in FILES for story in yaml.safe_load((Path(__file__).parent / name).read_text(encoding="utf-8"))
]


def prepare(chat, story):
    for what, arguments in story.get("shop", {}).items():
        getattr(chat.shop, what.removesuffix("_too"))(*arguments)
    if not story.get("signed_in", True):
        chat.sign_out()


def is_noted(chat, words):
    """Of the newest appointment."""
    note = list(chat.shop.appointments.values())[-1]["note"]
    return note is None if words == "none" else words in (note or "")


def check(chat, answer, expected):
    reply, proposal = answer["reply"], answer["proposal"]
    seen = {
        "says": lambda keys: chat.says == keys,
        "has": lambda words: words in reply["text"],
        "quick": lambda words: words in reply["quick_replies"],
        "without": lambda words: words not in " ".join(reply["quick_replies"]),
        "proposal": lambda kind: (proposal["kind"] if proposal else "none") == kind,
        "start": lambda start: proposal["appointment"]["starts_at"] == start,
        "booked": lambda count: len(chat.shop.booked) == count,
        "card": lambda kind: kind in {card["kind"] for card in reply["cards"]},
        "handoff": lambda wanted: answer["handoff"] is wanted,
        "who": lambda slug: (proposal["appointment"]["technician"] or {"slug": "nobody"})["slug"] == slug,
        "at": lambda slug: proposal["appointment"]["store"]["slug"] == slug,
        "note": lambda words: is_noted(chat, words),
        "waiting": lambda count: len(chat.shop.waiting) == count,
    }
    wrong = {name: value for name, value in expected.items() if not seen[name](value)}
    assert not wrong, (wrong, chat.says, reply, proposal)


@pytest.mark.parametrize("story", STORIES, ids=[story["name"] for story in STORIES])
def test_a_story_goes_as_told(chat, story):
    prepare(chat, story)
    for text, expected in story["turns"]:
        if text == "SIGN IN":
            chat.sign_in()
        else:
            check(chat, chat.say(text), expected)
    assert len(chat.shop.booked) <= 2
