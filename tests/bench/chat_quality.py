"""How well the chat understands: the reviewed sentences and the stories, as `nlu eval` judges them.

Alone: `python -m tests.bench.chat_quality`. Shares of one; false bookings and what is missed are named, and are none.
"""

import json
from typing import Any

from tests.support.evaluation import evaluated


def run() -> dict[str, Any]:
    figures = evaluated().figures
    return {
        "sentences": figures["sentences"],
        "intent": figures["intent"],
        "whole_frame": figures["whole_frame"],
        "missed_flags_complaints_persons": figures["missed"],
        "stories": figures["stories"],
        "stories_passed": figures["stories_passed"],
        "false_bookings": figures["false_bookings"],
    }


if __name__ == "__main__":
    print(json.dumps(run(), ensure_ascii=False, indent=1))
