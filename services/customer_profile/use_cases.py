"""One function per verb: gather, decide, apply."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from services.customer_profile.domain.archive import Archive
from services.customer_profile.domain.care import Care, Visit
from services.customer_profile.domain.errors import ArchiveUnknown, VisitUnknown
from services.customer_profile.domain.pages import Page, opened_cursor, page_of
from services.customer_profile.domain.search import normal_name, normal_phone
from services.customer_profile.domain.sight import (
    is_staff,
    require_sight,
    require_signed_in,
    require_staff,
    sees_everybody,
)
from services.customer_profile.domain.timeline import Entry, place_of, store_of, told
from services.customer_profile.ports import Archives, Search, Timeline, Visits
from shared.actor import CUSTOMER, Actor
from shared.events import Event, unsealed

MOST_EXPORTED, BATCH = 10_000, 100


def get_customer(archives: Archives, actor: Actor, customer_id: str) -> Archive:
    archive = _seen(archives, actor, customer_id)
    return archive if is_staff(actor) else archive.without_tags()


def find_customers(
    archives: Archives, actor: Actor, cursor: str | None, limit: int, q: str | None = None, tag: str | None = None
) -> Page[Archive]:
    """By an exact phone or a part of a name (two characters at least), and by a tag, among those the actor may see."""
    require_staff(actor)
    stores = None if sees_everybody(actor) else actor.stores
    after = opened_cursor(cursor, 1)
    found = archives.find(Search(**_typed(q), tag=tag, stores=stores), after[0] if after else None, limit + 1)
    return page_of(found, limit, lambda archive: (archive.id,))


def update_customer(archives: Archives, actor: Actor, customer_id: str, version: int, **written: Any) -> Archive:
    archive = _seen(archives, actor, customer_id)
    if "tags" in written:
        require_staff(actor)
    edited = archive.edited(version, **written)
    archives.save(edited)
    return edited if is_staff(actor) else edited.without_tags()


def get_timeline(
    archives: Archives, timeline: Timeline, actor: Actor, customer_id: str, cursor: str | None, limit: int
) -> Page[Entry]:
    _seen(archives, actor, customer_id)
    found = timeline.of(customer_id, place_of(cursor), limit + 1)
    return page_of(found, limit, lambda entry: (entry.at.isoformat(), entry.id))


def get_care(archives: Archives, visits: Visits, actor: Actor, now: datetime, appointment_id: str) -> Care:
    """For its technicians, while it is theirs and current, and for the staff of its store; VisitUnknown for others."""
    visit = visits.get(appointment_id)
    if not visit.is_open_to(actor, now):
        raise VisitUnknown
    return Care(visit, archives.get(visit.customer_id), visits.contraindications(visit.treatment_ids))


def export_archive(archives: Archives, timeline: Timeline, actor: Actor) -> tuple[Archive | None, list[Entry]]:
    """All that is kept here about the caller, as they may see it; no archive for who never was a customer."""
    customer_id = require_signed_in(actor)
    try:
        archive: Archive | None = archives.get(customer_id).without_tags()
    except ArchiveUnknown:
        archive = None
    return archive, timeline.of(customer_id, None, MOST_EXPORTED)


def remember_account(archives: Archives, event: Event) -> None:
    """The account of a customer makes their archive, and keeps its contacts right."""
    if CUSTOMER in event.data["roles"]:
        archives.take_account(_account(event.data))


def forget_customer(archives: Archives, timeline: Timeline, visits: Visits, event: Event) -> None:
    """Nothing of the person stays; what is still on its way here is forgotten by `forget_what_came_late`."""
    archives.erase(event.data["account_id"], event.data["revision"])
    timeline.forget(event.data["account_id"])
    visits.forget(event.data["account_id"])


def forget_what_came_late(timeline: Timeline, visits: Visits) -> int:
    """Forget what was told of customers after they were erased; says of how many."""
    late = timeline.of_erased(BATCH)
    for customer_id in late:
        timeline.forget(customer_id)
        visits.forget(customer_id)
    return len(late)


def remember_event(timeline: Timeline, visits: Visits, event: Event) -> None:
    """Every event about a customer is an entry; in which order they arrive does not matter."""
    if event.data["customer_id"] is None:
        return
    timeline.append(told(event.id, event.type, event.occurred_at, event.data), store_of(event.data))
    if visit := Visit.told(event.data):
        visits.keep(visit)


def remember_treatment(visits: Visits, event: Event) -> None:
    data = event.data
    visits.keep_contraindications(data["treatment_id"], data["revision"], data.get("contraindications") or ())


def _seen(archives: Archives, actor: Actor, customer_id: str) -> Archive:
    archive = archives.get(customer_id)
    require_sight(actor, customer_id, archives.stores_of(customer_id))
    return archive


def _typed(q: str | None) -> dict[str, str]:
    """What was typed is a phone number, else a part of a name, else nothing."""
    if not (q and q.strip()):
        return {}
    phone = normal_phone(q.strip())
    return {"phone": phone} if phone else {"name": normal_name(q)}


def _account(data: Mapping[str, Any]) -> Archive:
    birthday, phone = unsealed(data, "birthday"), unsealed(data, "phone")
    return Archive(
        id=data["account_id"],
        account_revision=data["revision"],
        name=unsealed(data, "name") or "",
        phone=phone and (normal_phone(phone) or phone),
        email=unsealed(data, "email"),
        gender=data["gender"],
        birthday=date.fromisoformat(birthday) if birthday else None,
        language=data["language"],
    )
