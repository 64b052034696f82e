"""What the chat does, one function per verb."""

from services.chatbot.use_cases.conversations import delete_conversation, get_conversation
from services.chatbot.use_cases.messages import confirm_proposal, decline_proposal, send_message
from services.chatbot.use_cases.replicas import remember_rules, remember_store, remember_technician, remember_treatment

__all__ = [
    "confirm_proposal",
    "decline_proposal",
    "delete_conversation",
    "get_conversation",
    "remember_rules",
    "remember_store",
    "remember_technician",
    "remember_treatment",
    "send_message",
]
