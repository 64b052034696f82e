"""The FAQ in MongoDB, and the index over it that this process keeps until somebody edits a row."""

import time
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from pymongo.database import Database as Documents
from pymongo.errors import DuplicateKeyError

from services.chatbot.adapters.documents import utc
from services.chatbot.data import table
from services.chatbot.domain.errors import FaqRowUnknown
from services.chatbot.domain.faq import Edit, FaqIndex, FaqRow, Lexicon

EDITION, ONLY = "faq_edition", "the only one"
INDEX_KEPT_SECONDS = 60.0
"""An editor that dies between writing a row and counting the edition leaves it unseen no longer than this."""

Document = dict[str, Any]
TUPLES = ("aliases", "aliases_en", "keywords")


@cache
def lexicon() -> Lexicon:
    """How questions are read, from data/faq_words.yml."""
    return Lexicon.of(table("faq_words"))


def reviewed_rows() -> list[dict[str, Any]]:
    """What a shop may start with, from data/faq.yml."""
    rows: list[dict[str, Any]] = table("faq")
    return rows


@dataclass(frozen=True)
class _Kept:
    """The index over one edition, and when its rows were read last (`time.monotonic`)."""

    edition: int
    at: float
    index: FaqIndex


class MongoFaqRows:
    """One for the process: every question asks the server only whether the edition is still the one it has read."""

    def __init__(self, database: Documents[Document]) -> None:
        self._rows, self._editions = database.faq, database[EDITION]
        self._kept: _Kept | None = None

    def index(self) -> FaqIndex:
        edition = self._edition()
        kept = self._kept
        if kept is None or kept.edition != edition or time.monotonic() - kept.at > INDEX_KEPT_SECONDS:
            rows = tuple(to_row(document) for document in self._rows.find({"retired": False}))
            index = kept.index if kept and kept.index.rows == rows else FaqIndex(rows, lexicon())
            kept = self._kept = _Kept(edition, time.monotonic(), index)
        return kept.index

    def get(self, row_id: str) -> FaqRow:
        found = self._rows.find_one({"_id": row_id})
        if found is None:
            raise FaqRowUnknown
        return to_row(found)

    def add(self, row: FaqRow) -> bool:
        try:
            self._rows.insert_one(from_row(row))
        except DuplicateKeyError:
            return False
        self._count()
        return True

    def save(self, row: FaqRow) -> bool:
        """The whole document is replaced, because nx-27017 turns a date in `$set` into a string."""
        document = {name: value for name, value in from_row(row).items() if name != "_id"}
        before = {"_id": row.id, "version": row.version - 1}
        if not self._rows.replace_one(before, document).matched_count:
            return False
        self._count()
        return True

    def _edition(self) -> int:
        found = self._editions.find_one({"_id": ONLY})
        return int(found["number"]) if found else 0

    def _count(self) -> None:
        self._editions.update_one({"_id": ONLY}, {"$inc": {"number": 1}}, upsert=True)


def from_row(row: FaqRow) -> Document:
    document = asdict(row)
    document |= {name: list(document[name]) for name in (*TUPLES, "edits")}
    return {"_id": document.pop("id"), **document}


def to_row(document: Document) -> FaqRow:
    fields = {name: value for name, value in document.items() if name != "_id"}
    fields |= {name: tuple(fields[name]) for name in TUPLES}
    edits = tuple(Edit(**{**edit, "at": utc(edit["at"])}) for edit in fields["edits"])
    return FaqRow(**{**fields, "id": document["_id"], "edits": edits})
