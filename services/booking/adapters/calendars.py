"""Calendars by the library icalendar.

Writing three hundred entries takes 0.25 s of Python: in a native thread, so that calls go on meanwhile.
"""

from collections.abc import Iterable
from datetime import timedelta
from functools import cache
from zoneinfo import ZoneInfo

from eventlet import patcher, tpool
from icalendar import Alarm, Calendar, Timezone
from icalendar import Event as Entry

from services.booking.domain.feed.entries import CalendarEntry
from shared.bus import Dependency, Resources
from shared.call import Call

PRODUCT = "-//Mingyitang//Appointments//ZH"
REFRESH = timedelta(minutes=15)


class IcalCalendars:
    """See `ports.feeds.Calendars`."""

    def written(self, entries: Iterable[CalendarEntry], name: str) -> str:
        shown = list(entries)
        is_green = patcher.is_monkey_patched("thread")
        text: str = tpool.execute(written, shown, name) if is_green else written(shown, name)
        return text


class CalendarWriter(Dependency):
    """Injects the writer of calendars."""

    def provide(self, resources: Resources, call: Call) -> IcalCalendars:  # noqa: ARG002
        return IcalCalendars()


def written(entries: list[CalendarEntry], name: str) -> str:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", REFRESH)
    for zone in sorted({entry.zone for entry in entries}):
        calendar.add_component(_zone(zone))
    for entry in entries:
        calendar.add_component(_component(entry))
    text: str = calendar.to_ical().decode()
    return text


@cache
def _zone(name: str) -> Timezone:
    return Timezone.from_tzid(name)


def _component(entry: CalendarEntry) -> Entry:
    component, zone = Entry(), ZoneInfo(entry.zone)
    component.add("uid", entry.uid)
    component.add("sequence", entry.sequence)
    component.add("dtstamp", entry.changed_at)
    component.add("last-modified", entry.changed_at)
    component.add("dtstart", entry.starts_at.astimezone(zone))
    component.add("dtend", entry.ends_at.astimezone(zone))
    component.add("status", entry.status)
    component.add("summary", entry.summary)
    component.add("location", entry.location)
    component.add("description", entry.description)
    if entry.remind_before is not None:
        component.add_component(_alarm(entry.summary, entry.remind_before))
    return component


def _alarm(text: str, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", -before)
    return alarm
