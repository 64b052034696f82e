"""Keeping the FAQ: everybody reads it, the platform and the stores' managers write it."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from services.chatbot.domain.errors import FaqRowUnknown, NotYoursToEdit, SlugTaken, VersionConflict
from services.chatbot.domain.faq import Edit, FaqRow, Found
from services.chatbot.domain.pages import Page, page_of
from services.chatbot.ports import Desk, FaqRows
from shared.actor import STORE_MANAGER, Actor
from shared.call import Call
from shared.ids import new_id


def find_faq_rows(desk: Desk, store_id: str | None = None, cursor: str | None = None, limit: int = 50) -> Page[FaqRow]:
    """The rows in force by slug; with `store_id` those that hold there."""
    rows = [row for row in desk.faq.index().rows if store_id is None or row.store_id in {None, store_id}]
    return page_of(rows, key=lambda row: (row.slug,), cursor=cursor, limit=limit)


def search_faq(desk: Desk, q: str, store_id: str | None = None, limit: int = 10) -> Sequence[Found]:
    """The rows that a question finds, as the chat would: best first, with how sure each is."""
    return desk.faq.index().find(q, store_id, limit)


def get_faq_row(desk: Desk, faq_id: str) -> FaqRow:
    """Raises FaqRowUnknown, also for one that was deleted."""
    return _in_force(desk.faq, faq_id)


def create_faq_row(
    desk: Desk, call: Call, now: datetime, slug: str | None = None, store_id: str | None = None, **written: Any
) -> FaqRow:
    """A new row; the same idempotency key makes one. Raises NotYoursToEdit, SlugTaken, Invalid, KeyReused."""
    store_id = store_id or _only_store_of(call.actor)
    _must_edit(call.actor, store_id)
    row_id = _id_for(call)
    edit = _edit(call, now)
    row = FaqRow(id=row_id, slug=slug or row_id.lower(), store_id=store_id, edits=(edit,), **written)
    if desk.faq.add(row):
        return row
    try:
        before = desk.faq.get(row_id)
    except FaqRowUnknown:
        raise SlugTaken(params={"slug": row.slug}) from None
    before.was_written_under(str(call.actor), call.idempotency)
    return before


def update_faq_row(desk: Desk, call: Call, now: datetime, faq_id: str, version: int, **written: Any) -> FaqRow:
    """The row's next version. Raises FaqRowUnknown, NotYoursToEdit, VersionConflict, Invalid, KeyReused."""
    return _changed(desk.faq, call, now, faq_id, version, written)


def delete_faq_row(desk: Desk, call: Call, now: datetime, faq_id: str, version: int | None = None) -> None:
    """Answer with it no more; conversations that it answered still name it. Raises as `update_faq_row`."""
    _changed(desk.faq, call, now, faq_id, version, {"retired": True})


def _changed(
    rows: FaqRows, call: Call, now: datetime, faq_id: str, version: int | None, changes: dict[str, Any]
) -> FaqRow:
    row = rows.get(faq_id)
    _must_edit(call.actor, row.store_id)
    if row.was_written_under(str(call.actor), call.idempotency):
        return row
    changed = _in_force(rows, faq_id).changed(version, _edit(call, now), **changes)
    if not rows.save(changed):
        raise VersionConflict(params={"version": rows.get(faq_id).version})
    return changed


def _in_force(rows: FaqRows, faq_id: str) -> FaqRow:
    row = rows.get(faq_id)
    if row.retired:
        raise FaqRowUnknown
    return row


def _must_edit(actor: Actor, store_id: str | None) -> None:
    """The brand's rows are the platform's to edit, a store's its manager's."""
    is_theirs = actor.is_system or actor.is_admin if store_id is None else actor.manages(store_id)
    if not is_theirs:
        raise NotYoursToEdit


def _only_store_of(actor: Actor) -> str | None:
    """Where a manager of one store names none, that store is meant; the platform means all."""
    is_one = not actor.is_admin and actor.has(STORE_MANAGER) and len(actor.stores) == 1
    return next(iter(actor.stores)) if is_one else None


def _edit(call: Call, now: datetime) -> Edit:
    key = call.idempotency
    kept = {"key": key.key, "path": key.path, "body_hash": key.body_hash} if key else None
    return Edit(1, str(call.actor), now, kept)


def _id_for(call: Call) -> str:
    """The same for the same key of the same account, so that a row that is sent twice is made once."""
    key = call.idempotency
    if key is None:
        return new_id()
    return hashlib.sha256(f"{call.actor}\n{key.path}\n{key.key}".encode()).hexdigest()[:26]
