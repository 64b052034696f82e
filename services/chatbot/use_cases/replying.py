"""What a turn comes to, in words for the customer and in facts for the log."""

from collections.abc import Mapping
from typing import Any

from services.chatbot.domain.replies import Card, Say, Step
from services.chatbot.domain.wording import as_json, rendered
from services.chatbot.use_cases.handover import store_of
from services.chatbot.use_cases.scene import Scene


def reply_of(scene: Scene, outcome: Step) -> Mapping[str, Any]:
    def words(said: Say) -> str:
        return rendered(said, scene.language, scene.desk.texts)

    reply = {
        "text": "\n".join(words(said) for said in outcome.says),
        "quick_replies": [words(said) for said in outcome.quick_replies],
        "cards": [_card(card, scene.language) for card in outcome.cards],
    }
    if not any(card.kind == "proposal" for card in outcome.cards):
        return reply
    return {**reply, "beside": "\n".join(words(said) for said in outcome.says if not _is_on_the_card(said))}


def _is_on_the_card(said: Say) -> bool:
    """What a page that shows a proposal as a card with buttons need not say in words again."""
    return said.key.startswith("proposal.") or said.key == "please_confirm"


def _card(card: Card, language: str) -> dict[str, Any]:
    return {"kind": card.kind, **as_json(card.fields, language)}


def decision_of(scene: Scene, outcome: Step, gesture: str | None) -> dict[str, Any]:
    return {
        "says": [said.key for said in outcome.says],
        "task": outcome.frame.task,
        "asked": outcome.frame.asked,
        "proposal_id": outcome.proposal.id if outcome.proposal else None,
        "confirmed": scene.proposal.id if outcome.appointment and scene.proposal else None,
        "done": scene.proposal.kind if outcome.appointment and scene.proposal else None,
        "store_id": store_of(scene, outcome.frame) or scene.conversation.store_id,
        "wish": outcome.frame.wish,
        "handoff": outcome.handoff,
        "faq": [card.fields["id"] for card in outcome.cards if card.kind == "faq"],
        "unanswered": outcome.unanswered,
        "by_button": gesture is not None,
    }
