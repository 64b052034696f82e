"""The booking rules that scheduling obeys, out of all the rules in force."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self

from services.scheduling.domain.business.weights import Weights
from services.scheduling.domain.hours.almanac import AS_USUAL
from services.scheduling.domain.travel.traffic import Traffic

DEFAULT_WEIGHTS = Weights()
WINDOW, CLOCK, TIGHT = "window", "clock", "tight"


@dataclass(frozen=True)
class BookingRules:
    """Times in minutes unless the name says otherwise; the defaults hold until the catalogue has published any rule.

    With `buffers_inside_shift` preparation and turnover lie in one working window with the treatment. Of the limits per
    customer None and 0 set none; a week begins on Monday.
    """

    slot_step_minutes: int = 15
    slot_anchor: str = WINDOW
    min_notice_minutes: int = 30
    book_ahead_days: int = 60
    travel_speed_kmh: float = 22
    travel_speed_by_hour: Mapping[str, float] = field(default_factory=dict)
    travel_margin_minutes: int = 10
    travel_margin_by_hour: Mapping[str, int] = field(default_factory=dict)
    home_service_radius_km: float = 15
    holiday_hours: str = AS_USUAL
    home_start_tolerance_minutes: int = 0
    buffers_inside_shift: bool = False
    max_visits_per_customer_per_day: int | None = None
    max_visits_per_customer_per_week: int | None = None
    weights: Weights = DEFAULT_WEIGHTS

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """From the values in force; those of other services are left aside."""
        mine = {field.name for field in fields(cls)} - {"weights"}
        return cls(**{name: value for name, value in values.items() if name in mine})

    @property
    def traffic(self) -> Traffic:
        return Traffic(
            self.travel_speed_kmh,
            self.travel_margin_minutes,
            {int(hour): speed for hour, speed in self.travel_speed_by_hour.items()},
            {int(hour): minutes for hour, minutes in self.travel_margin_by_hour.items()},
        )
