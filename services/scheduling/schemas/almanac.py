"""What may be asked of the calendar of special days, and how it is answered."""

from collections.abc import Iterable
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from services.scheduling.domain.business.opening import OpenDay, StoreHours
from services.scheduling.domain.hours.almanac import HOURS, KINDS, WORKDAY, SpecialDay
from services.scheduling.domain.hours.windows import DAYS, read_day
from services.scheduling.schemas import Json
from services.scheduling.schemas.requests import ShiftShape, written_shift
from services.scheduling.schemas.shapes import MOST_DAYS, Request, identifier
from shared.moments import within_reach

A_WEEK, A_YEAR = 7, 366
NAME_LENGTH = 80


class ListCalendarDays(Request):
    store_id = identifier(required=False)
    first = fields.Date(data_key="from", allow_none=True, load_default=None, validate=within_reach)
    days = fields.Integer(load_default=A_YEAR, validate=validate.Range(1, A_YEAR))


class FindOpeningHours(Request):
    store_id = identifier(required=False)
    first = fields.Date(data_key="from", allow_none=True, load_default=None, validate=within_reach)
    days = fields.Integer(load_default=A_WEEK, validate=validate.Range(1, MOST_DAYS))


class NamedDay(Request):
    on = fields.Date(required=True, validate=within_reach)
    store_id = identifier(required=False)


class PutCalendarDay(NamedDay):
    """A make-up day says which weekday it `follows`, a day of other hours which they are."""

    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    follows = fields.String(allow_none=True, load_default=None, validate=validate.OneOf(DAYS))
    hours = fields.List(fields.Nested(ShiftShape), load_default=list)
    name = fields.String(load_default="", validate=validate.Length(max=NAME_LENGTH))
    name_en = fields.String(load_default="", validate=validate.Length(max=NAME_LENGTH))

    @validates_schema
    def _is_whole(self, asked: dict[str, Any], **_: Any) -> None:
        if asked.get("kind") == WORKDAY and not asked.get("follows"):
            raise ValidationError("A make-up day says which weekday it works like.", "follows")
        if asked.get("kind") == HOURS and not asked.get("hours"):
            raise ValidationError("Give at least one window; a day without any is closed.", "hours")

    @post_load
    def _loaded(self, asked: dict[str, Any], **_: Any) -> dict[str, Any]:
        follows, hours = asked.pop("follows"), asked.pop("hours")
        day = SpecialDay(
            **asked,
            follows=DAYS.index(follows) if asked["kind"] == WORKDAY else None,
            hours=read_day(written_shift(shift) for shift in hours) if asked["kind"] == HOURS else (),
        )
        return {"day": day}


def calendar_day_view(day: SpecialDay) -> Json:
    return {
        "on": day.on.isoformat(),
        "kind": day.kind,
        "name": day.name,
        "name_en": day.name_en,
        "follows": None if day.follows is None else DAYS[day.follows],
        "hours": [shift.written() for shift in day.hours],
        "store_id": day.store_id,
        "is_public": day.is_public,
    }


def calendar_days_view(days: Iterable[SpecialDay]) -> Json:
    return {"items": [calendar_day_view(day) for day in days], "next_cursor": None}


def opening_hours_view(stores: Iterable[StoreHours]) -> Json:
    items = [{"store_id": each.store.id, "days": [_open_day_view(day) for day in each.days]} for each in stores]
    return {"items": items, "next_cursor": None}


def _open_day_view(day: OpenDay) -> Json:
    spans = [{"from": span.start.isoformat(), "to": span.end.isoformat()} for span in day.spans]
    return {"date": day.on.isoformat(), "spans": spans}
