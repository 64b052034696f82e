"""The staff's inbox: customers of the chat who wait for a person."""

from gateway.asking import ask
from gateway.blueprint import Blueprint
from gateway.rpc import Json
from gateway.schemas.chat import Conversation
from gateway.schemas.inbox import Attend, Inbox, InboxQuery, Said, StaffReply

blp = Blueprint("inbox", __name__, description="Customers of the chat who wait for a person")


@blp.get("/chat/inbox")
@blp.signed_in
@blp.query(InboxQuery)
@blp.answers(200, Inbox)
def find_inbox(asked: Json) -> Json:
    """Conversations that wait for a person of my stores; who waits longest first. Staff only"""
    return ask("chatbot", "find_inbox", asked)


@blp.post("/chat/conversations/<id:conversation_id>/replies")
@blp.action
@blp.body(StaffReply)
@blp.answers(201, Said)
def reply_to_customer(asked: Json, conversation_id: str) -> Json:
    """Answer a customer who was handed over to the staff

    Who answers first attends to the customer: 409 `conversation_attended` for a colleague, unless `take_over`. With
    `version`, the last turn that was seen, 409 `version_conflict` once more was said.
    """
    return ask("chatbot", "reply_to_customer", asked, conversation_id=conversation_id)


@blp.post("/chat/conversations/<id:conversation_id>/attend")
@blp.action
@blp.body(Attend, required=False)
@blp.answers(200, Conversation)
def attend_conversation(asked: Json, conversation_id: str) -> Json:
    """Take a waiting customer up before answering"""
    return ask("chatbot", "attend_conversation", asked, conversation_id=conversation_id)


@blp.post("/chat/conversations/<id:conversation_id>/release")
@blp.action
@blp.answers(200, Conversation)
def release_conversation(conversation_id: str) -> Json:
    """Give the customer back to the bot; again is harmless"""
    return ask("chatbot", "release_conversation", conversation_id=conversation_id)
