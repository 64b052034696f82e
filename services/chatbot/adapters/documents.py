"""Between domain objects and documents. Times are aware and in UTC, to the millisecond, as MongoDB keeps them."""

from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import Any

from services.chatbot.domain.conversation import Conversation, Turn
from services.chatbot.domain.dialogue.frame import Frame
from services.chatbot.domain.handover import CaseNote, Handover
from services.chatbot.domain.proposals import Proposal

Document = dict[str, Any]


def from_conversation(conversation: Conversation) -> Document:
    document = {**asdict(conversation), "frame": conversation.frame.as_document()}
    document |= {name: list(document[name]) for name in ("red_flags", "notes")}
    return _with_key(document, document.pop("id"))


def to_conversation(document: Document) -> Conversation:
    known = _known(Conversation, document)
    return Conversation(
        **{
            **known,
            "id": document["_id"],
            "frame": Frame.of(document["frame"]),
            "red_flags": tuple(document["red_flags"]),
            "started_at": utc(document["started_at"]),
            "handover": _handover(document.get("handover")),
            "notes": tuple(CaseNote(**{**note, "at": utc(note["at"])}) for note in document.get("notes", ())),
        }
    )


def _handover(document: Document | None) -> Handover | None:
    if document is None:
        return None
    waiting = document["waiting_since"]
    times = {"since": utc(document["since"]), "waiting_since": waiting and utc(waiting)}
    return Handover(**{**document, **times})


def from_turn(turn: Turn) -> Document:
    return _with_key(asdict(turn), f"{turn.conversation_id}:{turn.number}")


def to_turn(document: Document) -> Turn:
    return Turn(**{**_known(Turn, document), "at": utc(document["at"])})


def from_proposal(proposal: Proposal) -> Document:
    document = asdict(proposal)
    return _with_key(document, document.pop("id"))


def to_proposal(document: Document) -> Proposal:
    known = _known(Proposal, document)
    times = {name: utc(document[name]) for name in ("proposed_at", "expires_at")}
    return Proposal(**{**known, **times, "id": document["_id"]})


def _with_key(document: Document, key: str) -> Document:
    return {"_id": key, **document}


def _known(kind: type, document: Document) -> Document:
    return {field.name: document[field.name] for field in fields(kind) if field.name in document}


def utc(instant: datetime) -> datetime:
    """What the server gave back, aware."""
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
