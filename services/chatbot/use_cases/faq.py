"""Questions that the catalogue does not answer: from the FAQ, with the row the answer came from; or an honest no."""

import re
from collections.abc import Sequence
from dataclasses import replace

from services.chatbot.domain.dialogue.frame import Frame
from services.chatbot.domain.faq import ENOUGH, PERHAPS, SURE, FaqRow, Found
from services.chatbot.domain.replies import Card, Step, say, step
from services.chatbot.domain.store_questions import aspects
from services.chatbot.domain.text import normalised
from services.chatbot.use_cases.faq_facts import Facts, FactUnknown
from services.chatbot.use_cases.scene import Scene

VERY_SURE = 0.8
# How sure a row must be to answer instead of what the intent would lead to; other intents are never the FAQ's.
_NEEDED = {
    "other": ENOUGH,
    "query_membership": ENOUGH,
    "query_store": ENOUGH,
    "query_price": SURE,
    "query_technician": SURE,
    "query_treatment": SURE,
    "query_availability": SURE,
    "health_advice": SURE,
    "feedback": SURE,
    "book": SURE,
    "cancel": SURE,
    "reschedule": SURE,
    "complaint": VERY_SURE,
}
_OPEN = frozenset({"other", "query_membership", "health_advice", "feedback"})
_TASKS = frozenset({"book", "cancel", "reschedule", "query_availability"})
_OF_THE_TASK = frozenset({
    "date", "date_range", "time", "time_range", "old_date", "old_time", "new_date", "new_time", "new_time_range",
    "new_date_range", "technician", "same_as_last",
})  # fmt: skip
# 取消要扣钱吗 asks about cancelling, 取消预约 and 能帮我取消吗 are for doing it.
_ASKS_ABOUT = re.compile(
    r"钱|费|多少|规定|规则|怎么|咋|如何|什么|啥|哪|多久|多长|多大|多远|几天|几次|后果|要不要|需要|有没有|能不能|可不可以|是不是"
    r"|(?:可以|能|有|会|行).{0,12}[吗么嘛不]|(.)不\1|[吗么嘛呢]$|\?$"
    r"|^(?:how|what|where|when|who|which|can|could|may|do|does|is|are|any|should)\b|\b(?:fee|cost|polic|rule)"
)
# Something went wrong, or somebody is angry: that is for a person, however it is asked.
_UPSET = re.compile(
    r"太|差|烂|坑|骗|垃圾|恶心|态度|投诉|必须|凭什么|赶紧|马上|赔|还没|还不|一直|到现在|几天了|没人|更[疼痛]|!|terribl|awful|worst|rude|demand|complain"
)
_WANTS_ADVICE = re.compile(r"推荐|做(?:什么|哪|啥)|适合|recommend|which")
_ASKS_FOR = re.compile(r"帮我|给我|替我|麻烦|我要(?!是)|please")


def answered(scene: Scene, intent: str) -> Step | None:
    """The answer of the row that is meant; None where the sentence is something else, or no row is sure enough."""
    needed = _NEEDED.get(intent)
    if needed is None or _is_the_catalogues(scene, intent) or not _may_ask(scene, intent):
        return None
    fitting = (found for found in _found(scene) if found.confidence >= needed and _speaks(scene, intent, found))
    return next(filter(None, (_told(scene, found.row) for found in fitting)), None)


def unanswered(scene: Scene, otherwise: Step) -> Step:
    """Nothing fits: `otherwise`, or the questions that come near to choose from. Staff will see what was asked."""
    is_question = _may_ask(scene, "other")
    near = [found for found in _found(scene) if found.confidence >= PERHAPS] if is_question else []
    asked = _did_you_mean(scene, otherwise, near) if near else otherwise
    return replace(asked, unanswered=True)


def _did_you_mean(scene: Scene, otherwise: Step, near: list[Found]) -> Step:
    questions = tuple(say("name", name=found.row.asked(scene.language)) for found in near)
    said = say("faq.did_you_mean", names=questions)
    return step(said, frame=otherwise.frame, quick_replies=(*questions, say("quick.human"))).aside()


def _told(scene: Scene, row: FaqRow) -> Step | None:
    try:
        text = row.filled(scene.language, Facts(scene, row).told)
    except FactUnknown:
        return None
    card = Card("faq", {"id": row.id, "slug": row.slug, "question": row.asked(scene.language), "version": row.version})
    return step(say("faq.answer", answer=text), frame=scene.frame, cards=(card,)).aside()


def _found(scene: Scene) -> Sequence[Found]:
    """By the question without the store it names, which tells where and not what."""
    text, store = scene.plain, scene.catalogue.store(Frame(slots=scene.said.slots).one("store"))
    for name in sorted((store.name, *store.aliases) if store else (), key=len, reverse=True):
        text = text.replace(normalised(name), " ")
    return scene.desk.faq.index().find(text, _store(scene))


def _speaks(scene: Scene, intent: str, found: Found) -> bool:
    """Whether the row may stand against what the dialogue would do: only one whose keyword is said. 足疗可以吗 is for
    the treatment, 拔罐后能洗澡吗 is not; 有哪些项目 is no question of prices.
    """
    only_names_a_store = intent == "query_store" and not scene.said.is_explicit
    return found.by_keyword or intent in _OPEN or only_names_a_store


def _is_the_catalogues(scene: Scene, intent: str) -> bool:
    """Questions that name what the catalogue knows: a treatment's price, a store's address, a person, what aches."""
    slots = scene.said.slots
    if "body_part" in slots and (intent not in _OPEN or _WANTS_ADVICE.search(scene.plain)):
        return True  # 第一次来，颈椎不好，推荐做什么
    named = {
        "query_price": "treatment" in slots or "treatment" in scene.frame.slots,
        "query_store": bool(aspects(scene.plain)),
        "query_technician": bool({"technician", "gender_preference"} & slots.keys()),
    }
    return named.get(intent, False)


def _may_ask(scene: Scene, intent: str) -> bool:
    """What answers an open question, or asks for something to be done, is no question to the FAQ."""
    if intent in _TASKS:
        return _asks_about(scene)
    if intent == "complaint":
        return bool(_ASKS_ABOUT.search(scene.plain)) and not _UPSET.search(scene.plain)
    return scene.frame.task is None or bool(_ASKS_ABOUT.search(scene.plain))


def _asks_about(scene: Scene) -> bool:
    slots = scene.said.slots
    is_request = _ASKS_FOR.search(scene.plain) or _OF_THE_TASK & slots.keys() or _TASKS & set(slots.get("also", ()))
    return bool(_ASKS_ABOUT.search(scene.plain) and not is_request)


def _store(scene: Scene) -> str | None:
    named = scene.catalogue.store(Frame(slots=scene.said.slots).one("store") or scene.frame.one("store"))
    return named.id if named else scene.conversation.store_id
