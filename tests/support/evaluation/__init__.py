"""The chat judged by its reviewed sentences and stories; what they are is told in services/chatbot/data/evaluation."""

from tests.support.evaluation.report import Report, evaluated

__all__ = ["Report", "evaluated"]
