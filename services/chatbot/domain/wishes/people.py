"""What the customer is called: 我叫李雷, 我姓王, 联系人张女士, my name is Li Lei."""

import re
from functools import cache

from services.chatbot.data import table
from services.chatbot.domain.phrases import phrases

_ENGLISH = (phrases("contacts", "english_name"), phrases("contacts", "english_speaker"))
_SOMEBODY_ELSES = phrases("contacts", "somebody_elses")


def find_names(text: str) -> list[tuple[int, int]]:
    """Where the customer's own name stands, once at most; technicians' names are the catalogue's matter."""
    for pattern in (*_patterns(), *_ENGLISH):
        for found in pattern.finditer(text):
            if _is_a_name(found):
                return [found.span("name")]
    return []


def _is_a_name(found: re.Match[str]) -> bool:
    """Not 我是高血压, which begins with a surname, nor 我是王师傅的客人."""
    return not (_never().fullmatch(found["name"]) or _SOMEBODY_ELSES.match(found.string, found.end()))


@cache
def _never() -> re.Pattern[str]:
    return re.compile("|".join(table("names_of_people")["not_names"]))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """The surest first: a full name that was announced, a surname, a nickname, 我是 with what can only be a name."""
    people, said = table("names_of_people"), {name: phrases("contacts", name).pattern for name in table("contacts")}
    surname = f"(?:{'|'.join(people['double_surnames'].split())}|[{''.join(people['surnames'].split())}])"
    given = rf"(?:(?!{said['not_in_given_name']})[\u4e00-\u9fff])"
    title, announced, i_am = said["title"], rf"{said['announced']}\s*", rf"{said['i_am']}\s*"
    patterns = (
        rf"{announced}(?P<name>{surname}{title})",
        rf"{announced}(?P<name>{surname}{given}{{1,2}})(?={said['right_after_name']})",
        rf"{announced}(?P<name>{surname}{given}{{1,2}}?)(?={said['after_name']})",
        rf"{said['surname_announced']}\s*(?P<name>{surname})(?={said['after_name']})",
        rf"{said['nickname_announced']}\s*(?!{said['no_nickname']})(?P<name>{given}{{1,4}}?)(?={said['right_after_name']})",
        rf"{i_am}(?P<name>{surname}{given}{{1,2}})(?=$|[,，。.!！\s□\d])",
        rf"{i_am}(?P<name>{surname}{title})",
        rf"(?:^|[,，。.!！;；\s□])(?P<name>{surname}(?:先生|女士|小姐|太太))(?=$|[,，。.!！;；:：\s□\d]|预约|想|要)",
    )
    return tuple(re.compile(pattern) for pattern in patterns)
