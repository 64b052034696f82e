"""What the chat does, one function per verb."""

from services.chatbot.use_cases.attending import attend, find_inbox, release, reply_to_customer
from services.chatbot.use_cases.channels import deliver_turn, receive_message
from services.chatbot.use_cases.conversations import find_conversations, get_conversation
from services.chatbot.use_cases.faq_editing import (
    create_faq_row,
    delete_faq_row,
    find_faq_rows,
    get_faq_row,
    search_faq,
    update_faq_row,
)
from services.chatbot.use_cases.figures import count_figures, find_chat_figures
from services.chatbot.use_cases.forgetting import delete_conversation, export_conversations, forget_account
from services.chatbot.use_cases.messages import confirm_proposal, decline_proposal, send_message
from services.chatbot.use_cases.places import find_places
from services.chatbot.use_cases.replicas import remember_rules, remember_store, remember_technician, remember_treatment
from services.chatbot.use_cases.reviews import answer_review, dismiss_review, find_reviews, learn_from_review

__all__ = [
    "answer_review",
    "attend",
    "confirm_proposal",
    "count_figures",
    "create_faq_row",
    "decline_proposal",
    "delete_conversation",
    "delete_faq_row",
    "deliver_turn",
    "dismiss_review",
    "export_conversations",
    "find_chat_figures",
    "find_conversations",
    "find_faq_rows",
    "find_inbox",
    "find_places",
    "find_reviews",
    "forget_account",
    "get_conversation",
    "get_faq_row",
    "learn_from_review",
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
