"""Booking rules on the wire: their values stand beside the scope and the date."""

from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from services.catalog.domain.dates import DEFAULT_TIMEZONE
from services.catalog.domain.rules import HOLIDAY_HOURS, SLOT_ANCHORS, BookingRules
from services.catalog.schemas.values import EntryView, Json, ListShape, MomentField, Number, Request, minutes, whole

MOST_WEIGHT = 100
OF_THE_ROW = frozenset({"scope", "effective_from"})
SHOP_ZONE = ZoneInfo(DEFAULT_TIMEZONE)
HOUR = validate.OneOf([str(hour) for hour in range(24)], error="Hours are 0 to 23.")


class ByHour(fields.Dict):
    """Values by hour of the day on the store's clock, such as `{"8": 15, "18": 14}`; `8` is the hour from 8 to 9."""

    def __init__(self, value: fields.Field[Any]) -> None:
        super().__init__(fields.String(validate=HOUR), value)


class AssignmentWeights(Request):
    """How much each component of a technician's score is worth; what is left out has scheduling's default."""

    gap = Number(0, MOST_WEIGHT)
    rating = Number(0, MOST_WEIGHT)
    continuity = Number(0, MOST_WEIGHT)
    rotation = Number(0, MOST_WEIGHT)
    level = Number(0, MOST_WEIGHT)
    travel = Number(0, MOST_WEIGHT)

    @validates_schema
    def says_something(self, data: dict[str, Any], **_: Any) -> None:
        if not data:
            raise ValidationError("Give at least one value.")


class RuleValues(Request):
    """The values a row may hold, all optional: what a row does not say, an older or more general one does."""

    slot_step_minutes = minutes(5, 240)
    slot_anchor = fields.String(validate=validate.OneOf(SLOT_ANCHORS))
    min_notice_minutes = whole(0, 60 * 24 * 30)
    book_ahead_days = whole(0, 730)
    hold_minutes = whole(1, 60 * 24)
    free_cancel_hours = whole(0, 24 * 30)
    late_cancel_fee_percent = whole(0, 100)
    travel_speed_kmh = Number(1, 200)
    travel_speed_by_hour = ByHour(Number(1, 200))
    travel_margin_minutes = whole(0, 240)
    travel_margin_by_hour = ByHour(whole(0, 240))
    home_service_radius_km = Number(0, 500)
    home_start_tolerance_minutes = whole(0, 120)
    home_offer_minutes = whole(0, 60 * 24)
    home_visit_fee_fen = whole(0, 10_000_000)
    deposit_percent = whole(0, 100)
    deposit_percent_after_no_shows = whole(0, 100)
    no_shows_before_deposit = whole(0, 100)
    no_show_memory_days = whole(1, 3650)
    no_show_after_minutes = whole(0, 60 * 24)
    store_acceptance = fields.Boolean()
    waitlist_offer_minutes = whole(1, 60 * 24)
    waitlist_limit = whole(0, 100)
    queue_call_minutes = whole(1, 60 * 4)
    course_valid_days = whole(1, 3650)
    time_proposal_hours = whole(1, 24 * 14)
    late_cancel_uses_session = fields.Boolean()
    no_show_uses_session = fields.Boolean()
    holiday_hours = fields.String(validate=validate.OneOf(HOLIDAY_HOURS))
    buffers_inside_shift = fields.Boolean()
    max_visits_per_customer_per_day = whole(0, 100, allow_none=True)
    max_visits_per_customer_per_week = whole(0, 700, allow_none=True)
    assignment_weights = fields.Nested(AssignmentWeights)


class ListRules(ListShape):
    """Rules of every scope, or of one."""

    scope = fields.String(allow_none=True)


class CreateRules(RuleValues):
    """A new row of rules; a day means its midnight."""

    scope = fields.String(required=True)
    effective_from = MomentField(allow_none=True)

    @post_load
    def with_values_apart(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        values = {name: data.pop(name) for name in sorted(data.keys() - OF_THE_ROW)}
        if not values:
            raise ValidationError("Give at least one value.", "values")
        return {**data, "values": values}


class RulesView(EntryView):
    """`{id, version, scope, effective_from, slot_step_minutes, …}`; the date on the shop's clock."""

    scope = fields.String()
    effective_from = fields.Function(lambda rules: rules.effective_from.astimezone(SHOP_ZONE).isoformat())

    def show(self, thing: BookingRules) -> Json:
        return {**super().show(thing), **thing.values}
