"""A visit made longer, and the visits of a series: what may be asked, and what is answered."""

from typing import Any

from marshmallow import fields, post_load, validate

from services.scheduling.domain.claim.requests import ExtendRequest, SeriesRequest
from services.scheduling.domain.claim.series import Outcome, Trouble
from services.scheduling.domain.hours.cells import CELL_MINUTES
from services.scheduling.schemas import Json
from services.scheduling.schemas.requests import Wanted
from services.scheduling.schemas.shapes import Request, identifier
from services.scheduling.schemas.views import claim_view
from shared.events import plain
from shared.moments import within_reach

MOST_VISITS, LONGEST_EXTENSION = 52, 180


class ExtendClaim(Request):
    """So many minutes more, in whole cells of the calendars."""

    claim_id = identifier()
    change_id = identifier()
    expected_revision = fields.Integer(required=True)
    minutes = fields.Integer(
        required=True, validate=validate.OneOf(range(CELL_MINUTES, LONGEST_EXTENSION + 1, CELL_MINUTES))
    )

    @post_load
    def _loaded(self, asked: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {"asked": ExtendRequest(**asked)}


class SeriesVisit(Request):
    """One visit of the series; the id is that of the appointment to be."""

    claim_id = identifier()
    starts_at = fields.AwareDateTime(required=True, validate=within_reach)


class ClaimSeries(Wanted):
    """The same wish at several starts; a trial claims nothing."""

    customer_id = identifier()
    for_guest = fields.Boolean(load_default=False)
    visits = fields.List(fields.Nested(SeriesVisit), required=True, validate=validate.Length(1, MOST_VISITS))
    is_trial = fields.Boolean(data_key="trial", load_default=False)

    @post_load
    def _loaded(self, asked: dict[str, Any], **_: Any) -> dict[str, Any]:
        visits = tuple((one["claim_id"], one["starts_at"]) for one in asked.pop("visits"))
        return {"asked": SeriesRequest(wish=self.wish(asked), visits=visits, **asked)}


def outcome_view(outcome: Outcome) -> Json:
    """`conflicts` are the visits that cannot be; while there are any, nothing is claimed."""
    return {
        "claims": [claim_view(claim) for claim in outcome.claims],
        "conflicts": [_trouble(one) for one in outcome.troubles],
    }


def _trouble(one: Trouble) -> Json:
    """Instants in UTC: whoever asked knows the store's clock."""
    return {
        "claim_id": one.claim_id,
        "starts_at": plain(one.starts_at),
        "code": one.code,
        "params": one.params,
        "alternatives": [plain(start) for start in one.alternatives],
    }
