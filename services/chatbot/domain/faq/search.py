"""Finding the row that a question means: BM25 over every way to ask it, and how much of the question was met.

BM25 as Lucene has it (Robertson & Zaragoza 2009, §3; idf = ln(1 + (N - n + 0.5) / (n + 0.5))): each phrasing of a row
is a document, and the best one counts. BM25's number alone says nothing about being right, so beside it stands the
share of the question's weight that the row's phrasings know.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from services.chatbot.domain.faq.row import FaqRow
from services.chatbot.domain.faq.words import Lexicon, words_of

K1, B = 1.2, 0.5
"""Saturation and length: phrasings are short and alike in length, so length says less than in Lucene (0.75)."""
UNKNOWN = 3.0
"""The weight of a word that no row knows: below the most telling one's (4.1), or names would drown what is asked."""
DOUBT_LEFT = 0.5
SURE, ENOUGH, PERHAPS = 0.62, 0.5, 0.3
"""Above SURE a row answers whatever question the sentence was taken for; above ENOUGH where nothing else answers; above
PERHAPS it is shown to choose from. Set on `tried` of tests/unit/chatbot/faq_questions.yml, measured on `held_out`.
"""


@dataclass(frozen=True)
class Found:
    """A row, BM25's score of its best phrasing, how sure it is to be the one that is meant (0..1), and whether one of
    its keywords is said.
    """

    row: FaqRow
    score: float
    confidence: float
    by_keyword: bool


@dataclass(frozen=True)
class _Phrasing:
    row: int
    counts: Counter[str]
    length: int


class FaqIndex:
    """The rows of one edition of the FAQ. Building reads every phrasing once; a question takes well under 1 ms."""

    def __init__(self, rows: Iterable[FaqRow], lexicon: Lexicon) -> None:
        self.rows = tuple(row for row in rows if not row.retired)
        self._lexicon = lexicon
        self._phrasings = [
            _Phrasing(number, Counter(words), len(words))
            for number, row in enumerate(self.rows)
            for words in map(self._words, (*row.phrasings, *row.keywords))
            if words
        ]
        self._postings: dict[str, list[int]] = {}
        self._rows_with: dict[str, set[int]] = {}
        for at, phrasing in enumerate(self._phrasings):
            for word in phrasing.counts:
                self._postings.setdefault(word, []).append(at)
                self._rows_with.setdefault(word, set()).add(phrasing.row)
        self._keywords = [frozenset(map(self._key, row.keywords)) for row in self.rows]
        total = sum(phrasing.length for phrasing in self._phrasings)
        self._mean = total / len(self._phrasings) if self._phrasings else 1.0

    def find(self, question: str, store_id: str | None = None, count: int = 3) -> Sequence[Found]:
        """The rows that fit best, best first; of rows of one store only those of `store_id`, where one is known."""
        pieces, said = self._lexicon.pieces(question), self._lexicon.alike(question)
        words = Counter(word for piece in pieces for word in words_of(piece))
        full = sum(self._idf(word) for word in words) * (K1 + 1) / (1 + K1)
        found = [
            self._found(number, pieces, self._spoken_for(said, number), score, score / full)
            for number, score in self._best_of_each_row(words).items()
            if store_id is None or self.rows[number].store_id in {None, store_id}
        ]
        return sorted(found, key=lambda one: (-one.confidence, -one.score, one.row.id))[:count]

    def _found(self, row: int, pieces: Sequence[str], keywords: int, score: float, nearness: float) -> Found:
        """The share of the question that the row knows and how near its best phrasing comes, evenly; every keyword
        halves the doubt that is left.
        """
        plain = (self._share(pieces, row) + min(1.0, nearness)) / 2
        confidence = 1 - (1 - plain) * DOUBT_LEFT**keywords
        return Found(self.rows[row], round(score, 3), round(confidence, 3), keywords > 0)

    def _spoken_for(self, said: str, row: int) -> int:
        """How many of the row's keywords are said."""
        return sum(keyword in said for keyword in self._keywords[row])

    def _key(self, keyword: str) -> str:
        """As it stands in `Lexicon.alike`: a Latin word as a whole one, a Chinese one wherever it is."""
        alike = self._lexicon.alike(keyword)
        return alike if alike.isascii() else alike.strip()

    def _words(self, text: str) -> list[str]:
        return [word for piece in self._lexicon.pieces(text) for word in words_of(piece)]

    def _best_of_each_row(self, words: Counter[str]) -> dict[int, float]:
        best: dict[int, float] = {}
        for at in {at for word in words for at in self._postings.get(word, ())}:
            phrasing = self._phrasings[at]
            best[phrasing.row] = max(best.get(phrasing.row, 0.0), self._score(words, phrasing))
        return best

    def _score(self, words: Counter[str], phrasing: _Phrasing) -> float:
        norm = K1 * (1 - B + B * phrasing.length / self._mean)
        met = ((word, phrasing.counts[word]) for word in words if word in phrasing.counts)
        return sum(self._idf(word) * count * (K1 + 1) / (count + norm) for word, count in met)

    def _idf(self, word: str) -> float:
        """How telling a word is: by the rows that know it, so that a row's many phrasings do not count against it."""
        rows = len(self._rows_with.get(word, ()))
        return math.log(1 + (len(self.rows) - rows + 0.5) / (rows + 0.5)) if rows else UNKNOWN

    def _share(self, pieces: Sequence[str], row: int) -> float:
        """How much of the question the row's phrasings know, by the character, each as heavy as its best word."""
        known = total = 0.0
        for piece in pieces:
            for words in _at_each_character(piece):
                total += max(map(self._idf, words))
                known += max((self._idf(word) for word in words if row in self._rows_with.get(word, ())), default=0.0)
        return known / total if total else 0.0


def _at_each_character(piece: str) -> Iterator[Sequence[str]]:
    """The words that cover each character; a Latin word counts as two characters."""
    words = list(words_of(piece))
    if len(words) == 1:
        yield from (words, words)
    else:
        yield from (words[max(at - 1, 0) : at + 1] for at in range(len(piece)))
