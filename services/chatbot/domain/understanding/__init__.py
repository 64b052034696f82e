"""What one sentence means: intent, confidence and slots, named and shaped as the API promises."""

from services.chatbot.domain.understanding.explaining import Explanation, explained
from services.chatbot.domain.understanding.meaning import VERSION, Understanding
from services.chatbot.domain.understanding.reader import Reader

__all__ = ["VERSION", "Explanation", "Reader", "Understanding", "explained"]
