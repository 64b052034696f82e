"""The texts of the answers, from data/texts.yml."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from services.chatbot.domain.text import CHINESE

TEXTS = Path(__file__).parent.parent / "data" / "texts.yml"


@cache
def _texts() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, Any]] = yaml.safe_load(TEXTS.read_text(encoding="utf-8"))
    return {language: {str(key): str(text) for key, text in texts.items()} for language, texts in loaded.items()}


class YamlTexts:
    def __call__(self, key: str, language: str) -> str:
        """A reason that booking may add later has no text of its own yet: then the general one."""
        texts = _texts().get(language) or _texts()[CHINESE]
        return texts["reason.other"] if key.startswith("reason.") and key not in texts else texts[key]
