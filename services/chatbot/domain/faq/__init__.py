"""What customers ask beside booking: rows that the staff edit, and finding the row that a question means."""

from services.chatbot.domain.faq.row import FACTS, Edit, FaqRow
from services.chatbot.domain.faq.search import ENOUGH, PERHAPS, SURE, FaqIndex, Found
from services.chatbot.domain.faq.words import Lexicon

__all__ = ["ENOUGH", "FACTS", "PERHAPS", "SURE", "Edit", "FaqIndex", "FaqRow", "Found", "Lexicon"]
