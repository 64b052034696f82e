"""The templates as this service ships them."""

from functools import cache
from pathlib import Path

import yaml

from services.notification.domain.templates import Templates, Text

FILE = Path(__file__).parent.parent / "data" / "templates.yml"


@cache
def shipped_templates() -> Templates:
    written = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    texts = {
        name: {language: Text(text["subject"], text["body"]) for language, text in languages.items()}
        for name, languages in written["texts"].items()
    }
    return Templates(texts, written["phrases"])
