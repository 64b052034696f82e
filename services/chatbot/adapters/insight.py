"""Figures and reviews in MongoDB. The turns they come from are the conversations' log."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import UTC, date, datetime, timedelta
from typing import Any

from pymongo import ReplaceOne
from pymongo.database import Database as Documents
from pymongo.errors import DuplicateKeyError

from services.chatbot.adapters import documents as shape
from services.chatbot.domain.conversation import Turn
from services.chatbot.domain.errors import ReviewUnknown
from services.chatbot.domain.insight import Asked, DayFigures, Review, Settled, Unmet
from services.chatbot.domain.insight.review import FAQ, TRAINING

KEPT_FOR = timedelta(days=180)
"""A question that nothing was made of is forgotten so long after its last change."""
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
Document = dict[str, Any]


class MongoInsight:
    def __init__(self, database: Documents[Document]) -> None:
        self._turns, self._figures, self._reviews = database.turns, database.figures, database.reviews

    def turns_since(self, at: datetime) -> Sequence[Turn]:
        found = self._turns.find({"at": {"$gte": at}}, {"reply": False})
        return [shape.to_turn({**document, "reply": {}}) for document in found]

    def last_day(self) -> date | None:
        last = next(iter(self._figures.find({}).sort("day", -1).limit(1)), None)
        return date.fromisoformat(last["day"]) if last else None

    def keep(self, figures: Sequence[DayFigures], since: date) -> None:
        """The key stands in the replacement too: nx-27017 would make up another for what it inserts."""
        rows = {_key(one): from_figures(one) for one in figures}
        writes = [ReplaceOne({"_id": key}, {"_id": key, **row}, upsert=True) for key, row in rows.items()]
        if writes:
            self._figures.bulk_write(writes, ordered=False)
        stale = {found["_id"] for found in self._figures.find({"day": {"$gte": since.isoformat()}})} - rows.keys()
        for key in stale:
            self._figures.delete_one({"_id": key})

    def figures(self, first: date, last: date, store_id: str | None = None) -> Sequence[DayFigures]:
        between: Document = {"day": {"$gte": first.isoformat(), "$lte": last.isoformat()}}
        between |= {"store_id": store_id} if store_id else {}
        return [to_figures(document) for document in self._figures.find(between)]

    def review(self, review_id: str) -> Review:
        found = self._reviews.find_one({"_id": review_id})
        if found is None:
            raise ReviewUnknown
        return to_review(found)

    def reviews(self, state: str | None = None) -> Sequence[Review]:
        return [to_review(document) for document in self._reviews.find({"state": state} if state else {})]

    def save(self, review: Review) -> bool:
        document = from_review(review)
        if review.revision == 1:
            try:
                self._reviews.insert_one({"_id": review.id, **document})
            except DuplicateKeyError:
                return False
            return True
        before = {"_id": review.id, "revision": review.revision - 1}
        return bool(self._reviews.replace_one(before, document).matched_count)

    def forget(self, conversation_id: str) -> None:
        """`$in`, because nx-27017 finds nothing by plain equality in a list with an index."""
        for document in self._reviews.find({"conversations": {"$in": [conversation_id]}}):
            if not self._without(to_review(document), conversation_id):
                self.forget(conversation_id)

    def _without(self, review: Review, conversation_id: str) -> bool:
        """False when somebody has changed it meanwhile."""
        left = review.without(conversation_id)
        if left is not None:
            return self.save(left)
        return bool(self._reviews.delete_one({"_id": review.id, "revision": review.revision}).deleted_count)


def _key(one: DayFigures) -> str:
    """Not the day first: nx-27017 takes an id that begins like a date for one, and deletes nothing by it."""
    return f"{one.store_id or 'nowhere'}@{one.day}"


def from_figures(one: DayFigures) -> Document:
    """`asdict` would copy the counters wrongly."""
    document = {field.name: getattr(one, field.name) for field in fields(one)}
    document |= {"day": one.day.isoformat(), "intents": dict(one.intents)}
    document["latencies"] = {str(end): count for end, count in one.latencies.items()}
    document["unmet"] = [{**asdict(wish), "count": count} for wish, count in one.unmet.items()]
    return document


def to_figures(document: Mapping[str, Any]) -> DayFigures:
    known = {name: value for name, value in document.items() if name != "_id"}
    known["day"] = date.fromisoformat(known["day"])
    known["latencies"] = {int(end): count for end, count in known["latencies"].items()}
    known["unmet"] = {Unmet(**{name: value for name, value in one.items() if name != "count"}): one["count"]
                      for one in known["unmet"]}  # fmt: skip
    return DayFigures(**known)


def from_review(review: Review) -> Document:
    """Without its key; `conversations` to find it by, `delete_at` is when the server forgets it."""
    document = asdict(review)
    del document["id"]
    document["store_ids"] = sorted(review.store_ids)
    document["asked"] = [asdict(turn) for turn in review.asked]
    document["conversations"] = sorted({turn.conversation_id for turn in review.asked})
    document["delete_at"] = NEVER if review.state in {FAQ, TRAINING} else datetime.now(UTC) + KEPT_FOR
    return document


def to_review(document: Mapping[str, Any]) -> Review:
    settled = document["settled"]
    return Review(
        id=document["_id"],
        question=document["question"],
        first_at=shape.utc(document["first_at"]),
        last_at=shape.utc(document["last_at"]),
        asked=tuple(Asked(**turn) for turn in document["asked"]),
        store_ids=frozenset(document["store_ids"]),
        state=document["state"],
        settled=settled and Settled(**{**settled, "at": shape.utc(settled["at"])}),
        version=document["version"],
        revision=document["revision"],
    )
