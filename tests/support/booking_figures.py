"""Figures of the appointments held in memory."""

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.booking.domain.figures.counting import OfTreatment, Tally
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
        visits = [
            Tally(
                _day(one.starts_at, zone), one.status, one.booked_by == one.customer_id, 1, one.price_fen, one.fee_fen
            )
            for one in rows
        ]
        now = [(one, row) for one, row in zip(rows, visits, strict=True) if period.first <= row.day <= period.last]
        stands = [(one, one.status not in ENDED) for one, _ in now]
        return Counts(
            visits,
            [row for one, row in now if one.id in served],
            [OfTreatment(one.treatment_id, 1, int(is_so), one.price_fen * is_so) for one, is_so in stands],
            Counter(_day(one.made_at, zone) for one in rows if one.made_at),
        )

    def given_by(self, technician_id: str, zone: ZoneInfo, period: Period) -> list[Given]:
        return [
            Given(one.starts_at, one.status, one.price_fen // len(one.technician_ids), one.technician_requested)
            for one in self._beside["appointments"].rows.values()
            if technician_id in one.technician_ids
        ]


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()
