"""Instants and days: people write either, the catalogue keeps instants."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DEFAULT_TIMEZONE = "Asia/Shanghai"

Moment = date | datetime


def start_of(moment: Moment, timezone: str) -> datetime:
    """The instant; for a day, the midnight it begins with in that zone."""
    if isinstance(moment, datetime):
        return moment.astimezone(UTC)
    return datetime.combine(moment, time(), ZoneInfo(timezone)).astimezone(UTC)


def end_of(moment: Moment, timezone: str) -> datetime:
    """The instant; for a day, the midnight it ends with: a day counts as a whole."""
    if isinstance(moment, datetime):
        return moment.astimezone(UTC)
    return start_of(moment + timedelta(days=1), timezone)
