"""One appointment as a calendar's entry, told to its customer or to its technician.

A feed's address wanders into other people's servers (whoever keeps the calendar). So a technician's feed has no more of
the customer than a given name: no surname, phone, note, nor the address of a home visit, which the app shows.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.booking.domain.catalogue import Directory
from services.booking.domain.life import transitions as life
from services.booking.domain.life.appointment import Appointment
from services.booking.domain.places import HOME
from shared.call import DEFAULT_LANGUAGE

TENTATIVE, CONFIRMED, CANCELLED = "TENTATIVE", "CONFIRMED", "CANCELLED"
UNDECIDED = frozenset({life.REQUESTED, *life.PENDING})
REMINDER_OF_CUSTOMER, REMINDER_OF_TECHNICIAN = timedelta(hours=2), timedelta(minutes=30)
# Surnames of two characters; the others have one.
LONG_SURNAMES = "欧阳 太史 端木 上官 司马 东方 独孤 南宫 夏侯 诸葛 尉迟 公孙 慕容 司徒 令狐 长孙 宇文 皇甫 轩辕"
WORDS = {
    "zh-CN": {"number": "预约号", "hidden": "上门服务（地址见应用）"},
    "en": {"number": "Appointment", "hidden": "At the customer's home (the app has the address)"},
}


@dataclass(frozen=True)
class CalendarEntry:
    """`uid` and the growing `sequence` let a calendar follow the appointment through its changes (RFC 5545)."""

    uid: str
    sequence: int
    status: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    changed_at: datetime
    summary: str
    location: str
    description: str
    remind_before: timedelta | None


def entry_of(
    visit: Appointment, directory: Directory, changed_at: datetime, *, for_customer: bool, language: str
) -> CalendarEntry:
    store, words = directory.store(visit.store_id), WORDS.get(language, WORDS[DEFAULT_LANGUAGE])
    status = status_of(visit.status)
    remind = REMINDER_OF_CUSTOMER if for_customer else REMINDER_OF_TECHNICIAN
    return CalendarEntry(
        uid=f"{visit.id}@mingyitang",
        sequence=visit.version,
        status=status,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        zone=store.timezone,
        changed_at=changed_at,
        summary=_summary(visit, directory, language, for_customer=for_customer),
        location=_place(visit, directory, words, for_customer=for_customer),
        description=f"{words['number']} {visit.number}",
        remind_before=None if status == CANCELLED else remind,
    )


def status_of(status: str) -> str:
    """A visit that does not take place stays in the calendar, called off, so that nobody wonders where it went."""
    if status in life.ENDED:
        return CANCELLED
    return TENTATIVE if status in UNDECIDED else CONFIRMED


def given_name(name: str | None) -> str:
    """晓月 of 林晓月, 修 of 欧阳修, Mei of Mei Chen; a name of one character is nobody's given name."""
    words = (name or "").split()
    if not words:
        return ""
    if words[0].isascii():
        return words[0]
    surname = 2 if words[0][:2] in LONG_SURNAMES else 1
    return words[0][surname:]


def etag_of(entries: Iterable[CalendarEntry]) -> str:
    """Known before a calendar is written out, so that one that has not changed need not be."""
    digest = hashlib.sha256()
    for entry in entries:
        digest.update(repr(entry).encode())
    return digest.hexdigest()[:32]


def _summary(visit: Appointment, directory: Directory, language: str, *, for_customer: bool) -> str:
    whom = _with_whom(visit, directory, for_customer=for_customer)
    return " · ".join(filter(None, (_treatments(visit, directory, language), whom)))


def _treatments(visit: Appointment, directory: Directory, language: str) -> str:
    treatments = (directory.treatment(one.treatment_id) for one in visit.treatments)
    return " + ".join(one.name_en if language == "en" and one.name_en else one.name for one in treatments)


def _with_whom(visit: Appointment, directory: Directory, *, for_customer: bool) -> str:
    if not for_customer:
        return given_name(visit.contact.name if visit.contact else None)
    return "、".join(one.name for one in directory.technicians_of(visit.technician_ids) if one.name)


def _place(visit: Appointment, directory: Directory, words: dict[str, str], *, for_customer: bool) -> str:
    store = directory.store(visit.store_id)
    if visit.place != HOME:
        return f"{store.name}, {store.address}"
    return visit.address.text if for_customer and visit.address else words["hidden"]
