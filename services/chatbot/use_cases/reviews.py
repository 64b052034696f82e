"""Questions without an answer: the staff make a row of the FAQ or an example to learn from of them, or leave them."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from services.chatbot.domain.errors import ManagersOnly, ReviewUnknown, VersionConflict
from services.chatbot.domain.faq import FaqRow
from services.chatbot.domain.insight import Review, Settled
from services.chatbot.domain.insight.review import DISMISSED, FAQ, TRAINING
from services.chatbot.domain.pages import Page, page_of
from services.chatbot.ports import Desk
from services.chatbot.use_cases.faq_editing import create_faq_row, delete_faq_row, get_faq_row, update_faq_row
from shared.actor import STORE_MANAGER, Actor
from shared.call import Call
from shared.errors import Conflict, Invalid

TRIES = 5


def find_reviews(
    desk: Desk,
    call: Call,
    state: str | None = None,
    store_id: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Review]:
    """What was asked most often comes first. Raises ManagersOnly."""
    _must_manage(call.actor)
    found = [
        review
        for review in desk.insight.reviews(state)
        if _is_seen_by(call.actor, review) and (store_id is None or store_id in review.store_ids)
    ]
    return page_of(found, key=_most_asked_first, cursor=cursor, limit=limit)


def dismiss_review(desk: Desk, call: Call, now: datetime, review_id: str, version: int) -> Review:
    """Nothing is made of it. Raises ReviewUnknown, ManagersOnly, ReviewSettled, VersionConflict, KeyReused."""
    return _settled(desk, call, now, review_id, version, DISMISSED)


def learn_from_review(
    desk: Desk, call: Call, now: datetime, review_id: str, version: int, intent: str, text: str | None = None
) -> Review:
    """The next training takes it as an example of the intent, worded as `text` where that is given.

    Raises as `dismiss_review`.
    """
    return _settled(desk, call, now, review_id, version, TRAINING, intent=intent, text=text)


def answer_review(
    desk: Desk,
    call: Call,
    now: datetime,
    review_id: str,
    version: int,
    faq_id: str | None = None,
    row: dict[str, Any] | None = None,
    text: str | None = None,
) -> Review:
    """Another way to ask a row of the FAQ (`faq_id`), worded as `text` where that is given; or a new `row`.

    The row comes first: broken off in between, the same request again finds it and settles the review. Raises as
    `dismiss_review` and as the editing of the FAQ; Invalid where neither or both are given.
    """
    review = _known(desk, call.actor, review_id)
    if (faq_id is None) == (row is None):
        raise Invalid("a row that is there, or a new one", fields={"row": ["give either faq_id or row"]})
    if review.was_settled_under(str(call.actor), call.idempotency):
        return review
    review.settle(FAQ, version, Settled(str(call.actor), now))
    if row is None:
        faq_id = _asked_so(desk, call, now, str(faq_id), text or review.question)
        return _settled(desk, call, now, review_id, version, FAQ, faq_id=faq_id, text=text)
    return _answered_by(desk, call, now, review_id, version, create_faq_row(desk, call, now, **row))


def _answered_by(desk: Desk, call: Call, now: datetime, review_id: str, version: int, row: FaqRow) -> Review:
    """Of two who answer at once one row is too many: the one who comes second takes theirs back."""
    try:
        return _settled(desk, call, now, review_id, version, FAQ, faq_id=row.id)
    except Conflict:
        delete_faq_row(desk, replace(call, idempotency=None), now, row.id)
        raise


def _asked_so(desk: Desk, call: Call, now: datetime, faq_id: str, question: str) -> str:
    row = get_faq_row(desk, faq_id)
    if question not in row.phrasings:
        # The key of the request is the review's: this edit is a step on the way.
        unkeyed = replace(call, idempotency=None)
        update_faq_row(desk, unkeyed, now, faq_id, row.version, aliases=(*row.aliases, question))
    return row.id


def _settled(
    desk: Desk, call: Call, now: datetime, review_id: str, version: int, outcome: str, **made: str | None
) -> Review:
    """A customer who asks again at the same moment is no conflict: it is tried again on what is there then."""
    for _ in range(TRIES):
        review = _known(desk, call.actor, review_id)
        if review.was_settled_under(str(call.actor), call.idempotency):
            return review
        after = review.settle(outcome, version, Settled.under(str(call.actor), now, call.idempotency, **made))
        if desk.insight.save(after):
            return after
    raise VersionConflict(params={"version": review.version})


def _known(desk: Desk, actor: Actor, review_id: str) -> Review:
    _must_manage(actor)
    review = desk.insight.review(review_id)
    if not _is_seen_by(actor, review):
        raise ReviewUnknown
    return review


def _must_manage(actor: Actor) -> None:
    if not (actor.is_admin or actor.has(STORE_MANAGER)):
        raise ManagersOnly


def _is_seen_by(actor: Actor, review: Review) -> bool:
    """A question that was asked of no store in particular is everybody's."""
    return actor.is_admin or not review.store_ids or any(actor.manages(store) for store in review.store_ids)


def _most_asked_first(review: Review) -> tuple[str, ...]:
    return f"{10**6 - len(review.asked):07}", review.id
