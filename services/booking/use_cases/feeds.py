"""Calendar feeds: opened and revoked by their owner, read by whoever has the address."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from services.booking.domain.errors import SignInRequired
from services.booking.domain.feed.entries import CalendarEntry, entry_of, etag_of
from services.booking.domain.feed.feed import MOST_SHOWN, SHOWN_AHEAD, SHOWN_BACK, Feed, digest_of
from services.booking.domain.life.appointment import Appointment
from services.booking.domain.life.transitions import CUSTOMER
from services.booking.ports import Calendars, Scope, Search, Storage
from services.booking.use_cases.read import check_visible
from shared.actor import Actor
from shared.call import Call

TOKEN_BYTES = 32
NAME = {"en": "Mingyitang"}
DEFAULT_NAME = "名医堂"


@dataclass(frozen=True)
class Written:
    """A calendar written out; nothing written for who has this version already."""

    etag: str
    text: str | None


def open_calendar_feed(storage: Storage, *, call: Call, now: datetime) -> str:
    """The token of the account's new feed; the one before, if there was one, is good no more."""
    account_id = _account(call.actor)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    feed = Feed(account_id, digest_of(token), call.actor.technician_id, call.language, now)
    storage.transact(lambda: storage.feeds.put(feed))
    return token


def close_calendar_feed(storage: Storage, *, call: Call) -> None:
    account_id = _account(call.actor)
    storage.transact(lambda: storage.feeds.remove(account_id))


def read_calendar_feed(
    storage: Storage, calendars: Calendars, *, now: datetime, token: str, known: str | None = None
) -> Written:
    """The feed's calendar, unless `known` is its present etag. Who asks does not matter: the token is the permission.
    Raises FeedUnknown.
    """
    feed = storage.feeds.of_digest(digest_of(token))
    search = Search(
        Scope(feed.account_id, feed.technician_id),
        starts_from=now - SHOWN_BACK,
        starts_before=now + SHOWN_AHEAD,
        limit=MOST_SHOWN,
    )
    owner = Actor(account_id=feed.account_id, technician_id=feed.technician_id)
    entries = _entries(storage, storage.appointments.find(search), owner, feed.language)
    return _written(calendars, entries, feed.language, known)


def get_appointment_calendar(storage: Storage, calendars: Calendars, *, call: Call, appointment_id: str) -> Written:
    """One appointment, to be put into a calendar once."""
    appointment = check_visible(storage.appointments.get(appointment_id), call.actor)
    return _written(calendars, _entries(storage, [appointment], call.actor, call.language), call.language)


def _account(actor: Actor) -> str:
    if actor.account_id is None:
        raise SignInRequired
    return actor.account_id


def _entries(storage: Storage, visits: Iterable[Appointment], reader: Actor, language: str) -> list[CalendarEntry]:
    shown = sorted(visits, key=lambda visit: (visit.starts_at, visit.id))
    directory = storage.catalogue.directory_of(shown)
    changed_at = storage.feeds.changed_at([visit.id for visit in shown])
    return [
        entry_of(
            visit,
            directory,
            changed_at.get(visit.id, visit.starts_at),
            for_customer=CUSTOMER in visit.parts_of(reader),
            language=language,
        )
        for visit in shown
    ]


def _written(calendars: Calendars, entries: list[CalendarEntry], language: str, known: str | None = None) -> Written:
    etag = etag_of(entries)
    name = NAME.get(language, DEFAULT_NAME)
    return Written(etag, None if etag == known else calendars.written(entries, name))
