"""The chat: nobody need sign in to ask; who books does."""

from gateway import limits
from gateway.asking import ask
from gateway.blueprint import Blueprint
from gateway.rpc import Json
from gateway.schemas.chat import (
    ChatAnswer,
    Conversation,
    ConversationList,
    PlaceList,
    PlaceQuery,
    SendMessage,
)
from gateway.schemas.values import PageQuery

blp = Blueprint("chat", __name__, description="Asking and booking in words")


@blp.post("/chat/messages")
@blp.anyone
@blp.body(SendMessage)
@blp.answers(200, ChatAnswer)
def send_message(asked: Json) -> Json:
    """Say something"""
    limits.check_talk("chat_message")
    return ask("chatbot", "send_message", {"conversation_id": None, **asked})


@blp.post("/chat/proposals/<id:proposal_id>/confirm")
@blp.action
@blp.answers(200, ChatAnswer)
def confirm_proposal(proposal_id: str) -> Json:
    """Do what was proposed"""
    return ask("chatbot", "confirm_proposal", proposal_id=proposal_id)


@blp.post("/chat/proposals/<id:proposal_id>/decline")
@blp.anyone
@blp.answers(200, ChatAnswer)
def decline_proposal(proposal_id: str) -> Json:
    """Leave it"""
    return ask("chatbot", "decline_proposal", proposal_id=proposal_id)


@blp.get("/chat/conversations")
@blp.signed_in
@blp.query(PageQuery)
@blp.answers(200, ConversationList)
def find_conversations(asked: Json) -> Json:
    """My conversations on these pages; where somebody spoke last comes first"""
    return ask("chatbot", "find_conversations", asked)


@blp.get("/places")
@blp.anyone
@blp.query(PlaceQuery)
@blp.answers(200, PlaceList)
def find_places(asked: Json) -> Json:
    """Where an address is, as far as home visits must know: the known places that the words name, or begin to"""
    limits.check_talk("place_search")
    return ask("chatbot", "find_places", asked)


@blp.get("/chat/conversations/<id:conversation_id>")
@blp.anyone
@blp.answers(200, Conversation)
def get_conversation(conversation_id: str) -> Json:
    """Everything said so far"""
    return ask("chatbot", "get_conversation", conversation_id=conversation_id)


@blp.delete("/chat/conversations/<id:conversation_id>")
@blp.anyone
@blp.answers(204)
def delete_conversation(conversation_id: str) -> None:
    """Forget it all"""
    ask("chatbot", "delete_conversation", conversation_id=conversation_id)
