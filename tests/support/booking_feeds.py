"""Calendar feeds, and the forgetting of customers, held in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from services.booking.domain.feed.errors import FeedUnknown
from services.booking.domain.feed.feed import Feed


class InMemoryFeeds:
    def __init__(self, appointments: Any) -> None:
        self._beside = {"appointments": appointments}
        self.rows: dict[str, Feed] = {}

    def put(self, feed: Feed) -> None:
        self.rows[feed.account_id] = feed

    def of_digest(self, digest: str) -> Feed:
        for feed in self.rows.values():
            if feed.digest == digest:
                return feed
        raise FeedUnknown

    def of_account(self, account_id: str) -> Feed | None:
        return self.rows.get(account_id)

    def remove(self, account_id: str) -> None:
        self.rows.pop(account_id, None)

    def leave_technician(self, account_id: str, technician_id: str | None) -> None:
        feed = self.rows.get(account_id)
        if feed is not None and feed.technician_id not in {None, technician_id}:
            self.rows[account_id] = replace(feed, technician_id=None)

    def changed_at(self, appointment_ids: Sequence[str]) -> Mapping[str, datetime]:
        entries = sorted(self._beside["appointments"].entries, key=lambda entry: entry.at)
        return {entry.appointment_id: entry.at for entry in entries if entry.appointment_id in appointment_ids}


OF_A_VISIT = {
    "attempts": {"answer": None},
    "changes": {"reason": None, "override_reason": None, "answer": None},
    "payments": {"answer": None},
    "proposals": {"reason": "", "answer_reason": None},
    "alerts": {"position": None, "note": None},
}


class InMemoryErasures:
    def __init__(self, storage: Any) -> None:
        self._beside = {"storage": storage, "appointments": storage.appointments}
        self.begun: list[str] = []

    def begin(self, customer_id: str) -> None:
        if customer_id not in self.begun:
            self.begun.append(customer_id)

    def begun_within(self, seconds: float, limit: int) -> list[str]:
        assert seconds > 0
        return self.begun[:limit]

    def visits_of(self, customer_id: str) -> dict[str, str]:
        rows = self._beside["appointments"].rows.values()
        return {visit.id: visit.status for visit in rows if visit.customer_id == customer_id}

    def forget(self, appointment_ids: Sequence[str]) -> None:
        rows, entries = self._beside["appointments"].rows, self._beside["appointments"].entries
        for visit_id in appointment_ids:
            rows[visit_id] = replace(rows[visit_id], contact=None, address=None, note=None)
        self._beside["appointments"].entries[:] = [
            replace(entry, reason=None) if entry.appointment_id in appointment_ids else entry for entry in entries
        ]
        for part, left in OF_A_VISIT.items():
            kept = getattr(self._beside["storage"], part).rows
            kept |= {at: replace(row, **left) for at, row in kept.items() if row.appointment_id in appointment_ids}

    def forget_answers(self, customer_id: str) -> None:
        kept = self._beside["storage"].series.rows
        kept |= {at: replace(row, answer=None) for at, row in kept.items() if row.customer_id == customer_id}
