"""What is asked about series of appointments."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from services.booking.domain.series.recurrence import MOST_VISITS, Recurrence
from services.booking.schemas.requests import BookAppointment
from services.booking.schemas.shapes import REASON_LENGTH, Request, id_field
from shared.moments import within_reach

MOST_WEEKS = 26


class BookSeries(BookAppointment):
    """A booking, and how it recurs; `starts_at` is the first one's."""

    every_weeks = fields.Integer(required=True, strict=True, validate=validate.Range(1, MOST_WEEKS))
    count = fields.Integer(load_default=None, allow_none=True, strict=True, validate=validate.Range(1, MOST_VISITS))
    until = fields.Date(load_default=None, allow_none=True, validate=within_reach)
    skip = fields.List(fields.Date(), load_default=(), validate=validate.Length(max=MOST_VISITS))
    instead = fields.Dict(
        fields.Date(),
        fields.AwareDateTime(format="iso", validate=within_reach),
        load_default=dict,
        validate=validate.Length(max=MOST_VISITS),
    )
    dry_run = fields.Boolean(load_default=False)

    @validates_schema
    def it_ends_once(self, data: dict[str, Any], **kwargs: Any) -> None:  # noqa: ARG002
        if (data.get("count") is None) == (data.get("until") is None):
            raise ValidationError("Give either a count or an end.", "count")
        if {*data.get("skip", ())} & {*data.get("instead", ())}:
            raise ValidationError("A date is either skipped or replaced.", "instead")

    @post_load
    def as_request(self, data: dict[str, Any], **kwargs: Any) -> dict[str, Any]:  # noqa: ARG002
        how = {name: data.pop(name) for name in ("every_weeks", "count", "until", "instead")}
        recurrence = Recurrence(**how, skip=frozenset(data.pop("skip")))
        dry_run = data.pop("dry_run")
        return {**super().as_request(data), "recurrence": recurrence, "dry_run": dry_run}


class SeriesNamed(Request):
    series_id = id_field(required=True)


class CancelSeries(SeriesNamed):
    reason = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=REASON_LENGTH))
