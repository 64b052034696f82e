"""Between domain objects and documents. Times are aware and in UTC, to the millisecond, as MongoDB keeps them."""

from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import Any

from services.chatbot.domain.conversation import Conversation, Turn
from services.chatbot.domain.dialogue.frame import Frame
from services.chatbot.domain.proposals import Proposal

Document = dict[str, Any]


def from_conversation(conversation: Conversation) -> Document:
    document = {**asdict(conversation), "frame": conversation.frame.as_document()}
    document["red_flags"] = list(conversation.red_flags)
    return _with_key(document, document.pop("id"))


def to_conversation(document: Document) -> Conversation:
    known = _known(Conversation, document)
    return Conversation(
        **{
            **known,
            "id": document["_id"],
            "frame": Frame.of(document["frame"]),
            "red_flags": tuple(document["red_flags"]),
            "started_at": _utc(document["started_at"]),
        }
    )


def from_turn(turn: Turn) -> Document:
    return _with_key(asdict(turn), f"{turn.conversation_id}:{turn.number}")


def to_turn(document: Document) -> Turn:
    return Turn(**{**_known(Turn, document), "at": _utc(document["at"])})


def from_proposal(proposal: Proposal) -> Document:
    document = asdict(proposal)
    return _with_key(document, document.pop("id"))


def to_proposal(document: Document) -> Proposal:
    known = _known(Proposal, document)
    times = {name: _utc(document[name]) for name in ("proposed_at", "expires_at")}
    return Proposal(**{**known, **times, "id": document["_id"]})


def _with_key(document: Document, key: str) -> Document:
    return {"_id": key, **document}


def _known(kind: type, document: Document) -> Document:
    return {field.name: document[field.name] for field in fields(kind) if field.name in document}


def _utc(instant: datetime) -> datetime:
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
