"""What a booking would cost: asked, and told."""

from typing import Any

from marshmallow import fields, post_load, validate

from services.booking.domain.life.treatments import FollowingTreatment
from services.booking.domain.ordering.quote import Line, Quote
from services.booking.domain.places import HOME, STORE
from services.booking.schemas.requests import MOST_FOLLOWING, FollowingShape
from services.booking.schemas.shapes import ENGLISH, Request, Slugs, id_field
from shared.moments import within_reach


class QuoteAppointment(Request):
    """A booking as far as it is decided; neither a contact nor an address makes a difference."""

    store_id = id_field(required=True)
    treatment_id = id_field(required=True)
    starts_at = fields.AwareDateTime(load_default=None, allow_none=True, format="iso", validate=within_reach)
    technician_id = id_field(load_default=None, allow_none=True)
    place = fields.String(load_default=STORE, validate=validate.OneOf([STORE, HOME]))
    party_size = fields.Integer(load_default=None, allow_none=True, strict=True, validate=validate.Range(1))
    customer_id = id_field(load_default=None, allow_none=True)
    then = fields.List(fields.Nested(FollowingShape), load_default=(), validate=validate.Length(max=MOST_FOLLOWING))
    addons = Slugs(load_default=())
    course_id = id_field(load_default=None, allow_none=True)

    @post_load
    def with_treatments(self, data: dict[str, Any], **kwargs: Any) -> dict[str, Any]:  # noqa: ARG002
        return {**data, "then": tuple(FollowingTreatment(**one) for one in data["then"])}


def quote_view(quote: Quote) -> dict[str, Any]:
    policy, until, deposit = quote.policy, quote.free_cancel_until, quote.deposit
    return {
        "price_fen": quote.order.price_fen,
        "party_size": quote.order.party_size,
        "duration_minutes": quote.duration_minutes,
        "lines": [_line(line, quote.language) for line in quote.lines],
        "deposit_fen": deposit.amount_fen if deposit else 0,
        "hold_minutes": quote.rules.hold_minutes,
        "confirmed": quote.confirmed,
        "free_cancel_hours": policy.free_cancel_hours,
        "free_cancel_until": until and until.astimezone(quote.zone).isoformat(),
        "late_cancel_fee_percent": policy.late_cancel_fee_percent,
        "late_cancel_fee_fen": policy.late_fee(quote.order.price_fen),
    }


def _line(line: Line, language: str) -> dict[str, Any]:
    told: dict[str, Any] = {"kind": line.kind, "price_fen": line.price_fen}
    if line.what is None:
        return told
    in_english = language.startswith(ENGLISH) and line.what.name_en
    return {**told, "slug": line.what.slug, "name": in_english or line.what.name}
