"""The model in force: `data/intents.tsv`, read once per process."""

from functools import cache
from importlib.resources import files

from services.chatbot import data
from services.chatbot.domain.intents.model import Model

FILE = "intents.tsv"


@cache
def learned() -> Model:
    """Raises ModelUnreadable."""
    return Model.of_lines(files(data).joinpath(FILE).read_text(encoding="utf-8").splitlines())
