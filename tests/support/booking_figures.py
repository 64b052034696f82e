"""Figures of the appointments held in memory."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from services.booking.domain.figures.counting import OfTreatment, Tally
from services.booking.domain.figures.own import Given
from services.booking.domain.life.appointment import Appointment
from services.booking.domain.life.transitions import ENDED
from shared.interval import Interval


class InMemoryFigures:
    """One tally a visit: who sums them up does not mind."""

    def __init__(self, appointments: Any, queue: Any) -> None:
        self._beside = {"appointments": appointments, "queue": queue}

    def visits(self, store_ids: Collection[str], days: Sequence[Interval]) -> list[Tally]:
        return [
            Tally(day, one.status, one.booked_by == one.customer_id, 1, one.price_fen, one.fee_fen)
            for one, day in self._of(store_ids, days)
        ]

    def walk_ins(self, store_ids: Collection[str], days: Sequence[Interval]) -> list[Tally]:
        tickets = self._beside["queue"].rows.values()
        served = {ticket.serving.appointment_id for ticket in tickets if ticket.serving}
        visits = zip(self._of(store_ids, days), self.visits(store_ids, days), strict=True)
        return [tally for (one, _), tally in visits if one.id in served]

    def made(self, store_ids: Collection[str], days: Sequence[Interval]) -> dict[int, int]:
        rows = self._beside["appointments"].rows.values()
        on = [_day(one.made_at, days) for one in rows if one.store_id in store_ids and one.made_at]
        return Counter(day for day in on if day is not None)

    def treatments(self, store_ids: Collection[str], days: Sequence[Interval]) -> list[OfTreatment]:
        stands = [(one, one.status not in ENDED) for one, _ in self._of(store_ids, days)]
        return [OfTreatment(one.treatment_id, 1, int(is_so), one.price_fen * is_so) for one, is_so in stands]

    def given_by(self, technician_id: str, days: Sequence[Interval]) -> list[Given]:
        stores = {one.store_id for one in self._beside["appointments"].rows.values()}
        return [
            Given(one.starts_at, one.status, one.price_fen // len(one.technician_ids), one.technician_requested)
            for one, _ in self._of(stores, days)
            if technician_id in one.technician_ids
        ]

    def _of(self, store_ids: Collection[str], days: Sequence[Interval]) -> list[tuple[Appointment, int]]:
        rows = [one for one in self._beside["appointments"].rows.values() if one.store_id in store_ids]
        return [(one, day) for one in rows if (day := _day(one.starts_at, days)) is not None]


def _day(at: datetime, days: Sequence[Interval]) -> int | None:
    return next((number for number, day in enumerate(days) if at in day), None)
