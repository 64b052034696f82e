"""What stands around a name and tells whether it is one: an address, an introduction, a word of its own."""

import re
from functools import cache

from services.chatbot.data import table
from services.chatbot.domain.names.forms import STORE, TECHNICIAN
from services.chatbot.domain.names.sightings import Mention, around

_HIMSELF = re.compile(
    r"(?:我叫|我姓|姓名(?:是|:)?|名字(?:是|叫|:)?|联系人(?:是|:)?|本人|(?:客户|客人|朋友|他|她)叫"
    r"|my name is|i am|i'm|this is)\s*$"
)


def readable(text: str) -> str:
    """The text of the same length with the slips of the trade put right and what only looks like a name blanked out."""
    plain = _look_alikes().sub(lambda found: "□" * len(found[0]), text)
    return _slips().sub(lambda found: _meant_by()[found[0]], plain)


@cache
def _look_alikes() -> re.Pattern[str]:
    return re.compile("|".join(table("names")["look_alikes"]))


@cache
def _meant_by() -> dict[str, str]:
    return {slip: meant for meant, slips in table("names")["slips"].items() for slip in slips}


@cache
def _slips() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, _meant_by())))


def is_meant(text: str, mention: Mention) -> bool:
    (before, after), kind = around(text, mention.start, mention.end), mention.surface.kind
    if kind == STORE:
        return not _is_address(before, after)
    if kind == TECHNICIAN:
        is_named = not mention.surface.needs_cue or _is_beside_a_cue(before, after)
        is_introduced = _HIMSELF.search(before) or (before.endswith("我") and mention.surface.text.startswith("姓"))
        return is_named and not is_introduced
    return True


def _is_address(before: str, after: str) -> bool:
    """静安区愚园路, 我住莘庄: where somebody lives; 静安区的店 is the shop."""
    names = table("names")
    if re.match(names["shop_after_address"], after):
        return False
    return after.startswith(tuple(names["address_endings"])) or before.endswith(tuple(names["address_beginnings"]))


def _is_beside_a_cue(before: str, after: str) -> bool:
    beside = table("names")["beside"]
    return before.rstrip().endswith(tuple(beside["before"])) or after.lstrip().startswith(tuple(beside["after"]))
