"""What the chat does, one function per verb."""

from services.chatbot.use_cases.attending import attend, find_inbox, release, reply_to_customer
from services.chatbot.use_cases.channels import deliver_turn, receive_message
from services.chatbot.use_cases.conversations import delete_conversation, get_conversation
from services.chatbot.use_cases.faq_editing import (
    create_faq_row,
    delete_faq_row,
    find_faq_rows,
    get_faq_row,
    search_faq,
    update_faq_row,
)
from services.chatbot.use_cases.messages import confirm_proposal, decline_proposal, send_message
from services.chatbot.use_cases.replicas import remember_rules, remember_store, remember_technician, remember_treatment

__all__ = [
    "attend",
    "confirm_proposal",
    "create_faq_row",
    "decline_proposal",
    "delete_conversation",
    "delete_faq_row",
    "deliver_turn",
    "find_faq_rows",
    "find_inbox",
    "get_conversation",
    "get_faq_row",
    "receive_message",
    "release",
    "remember_rules",
    "remember_store",
    "remember_technician",
    "remember_treatment",
    "reply_to_customer",
    "search_faq",
    "send_message",
    "update_faq_row",
]
