"""A bare weekday in the middle of talk about another day: 那周三呢 beside the 24th is the Wednesday next to it."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from services.chatbot.domain.dialogue.frame import Frame
from services.chatbot.domain.dialogue.halves import side_of

WEEK = timedelta(days=7)
_BARE = re.compile(
    r"(?<![这本下上个])(?:周|星期|礼拜)[一二三四五六日天]"
    r"|(?<!this )(?<!next )(?<!last )\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
)


def beside_the_day(frame: Frame, slots: Mapping[str, Any], text: str, today: date) -> dict[str, Any]:
    """The slots with such a weekday in the week nearest to the day spoken of before, and never in the past."""
    name = next((name for name in ("date", "new_date") if name in slots), None)
    spoken_of = frame.slots.get(f"{side_of(frame)}date")
    if name is None or spoken_of is None or not _BARE.search(text):
        return dict(slots)
    about, said = date.fromisoformat(spoken_of), date.fromisoformat(slots[name])
    weeks = (said + WEEK * number for number in range((about - said).days // 7, (about - said).days // 7 + 2))
    nearest = min((day for day in weeks if day >= today), key=lambda day: abs(day - about), default=said)
    return {**slots, name: nearest.isoformat()}
