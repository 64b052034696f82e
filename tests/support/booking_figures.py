"""Figures of the appointments held in memory."""

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.booking.domain.figures.counting import Booked, Tally
from services.booking.domain.figures.own import Given
from services.booking.domain.life.transitions import ENDED
from services.booking.ports.figures import Counts
from shared.period import Period


class InMemoryFigures:
    """One tally a visit, whatever day it is on: who sums them up does not mind."""

    def __init__(self, appointments: Any, queue: Any) -> None:
        self._beside = {"appointments": appointments, "queue": queue}

    def count(self, store_ids: Collection[str], zone: ZoneInfo, period: Period) -> Counts:
        rows = [one for one in self._beside["appointments"].rows.values() if one.store_id in store_ids]
        tickets = self._beside["queue"].rows.values()
        served = {ticket.serving.appointment_id for ticket in tickets if ticket.serving}
        visits = [Tally(_day(one.starts_at, zone), one.status, 1, one.price_fen, one.fee_fen) for one in rows]
        now = [one for one in rows if period.first <= _day(one.starts_at, zone) <= period.last]
        return Counts(
            visits,
            [_booked(one) for one in now],
            [_booked(one) for one in now if one.id in served],
            Counter(_day(one.made_at, zone) for one in rows if one.made_at),
        )

    def given_by(self, technician_id: str, zone: ZoneInfo, period: Period) -> list[Given]:
        return [
            Given(one.starts_at, one.status, one.price_fen // len(one.technician_ids), one.technician_requested)
            for one in self._beside["appointments"].rows.values()
            if technician_id in one.technician_ids
        ]


def _booked(one: Any) -> Booked:
    stands = one.status not in ENDED
    return Booked(one.treatment_id, one.booked_by == one.customer_id, 1, int(stands), one.price_fen * stands)


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()
