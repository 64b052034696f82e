"""When the search for who goes to a home has to end, so that the customer can still make other plans."""

from datetime import datetime, timedelta

LAST_CALL = timedelta(minutes=30)


def last_call(starts_at: datetime, now: datetime) -> datetime:
    """For a search that begins now: half an hour before the start, or, where that is nearer, half-way to the start."""
    return starts_at - max(min(LAST_CALL, (starts_at - now) / 2), timedelta())
