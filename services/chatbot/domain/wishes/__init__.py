"""What a customer wishes besides when and what: how many, where, by whom, how strong, for how much, and who they are.

`find_contacts` reads name, phone and address with their places in the text, so that a house number is no date and a
street named after a district no store; `find_wishes` reads the rest from the text without names.
"""

from typing import Any

from services.chatbot.domain.times import Times
from services.chatbot.domain.wishes.contacts import Contact, find_contacts, hide
from services.chatbot.domain.wishes.habits import has_same_as_last
from services.chatbot.domain.wishes.money import budget_max_fen
from services.chatbot.domain.wishes.party import party_size
from services.chatbot.domain.wishes.person import gender_preference, strength
from services.chatbot.domain.wishes.places import place
from services.chatbot.domain.wishes.spans import duration_minutes, offset_minutes

__all__ = ["Contact", "find_contacts", "find_wishes", "hide"]


def find_wishes(text: str, found: Times) -> dict[str, Any]:
    """The slots `party_size place gender_preference strength budget_max_fen duration_minutes offset_minutes
    same_as_last` of a normalised text without names, and of the times found in it.
    """
    wishes = {
        "party_size": party_size(text),
        "place": place(text),
        "gender_preference": gender_preference(text),
        "strength": strength(text),
        "budget_max_fen": budget_max_fen(text),
        "duration_minutes": duration_minutes(text, found),
        "offset_minutes": offset_minutes(text, found),
        "same_as_last": has_same_as_last(text) or None,
    }
    return {slot: value for slot, value in wishes.items() if value is not None}
