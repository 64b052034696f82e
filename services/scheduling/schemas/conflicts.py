"""What is decided for the visits in the way of a change."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from services.scheduling.domain.claim.decisions import KINDS, MOVE, Decision
from services.scheduling.schemas.shapes import MOST_DAYS, Request, identifier, place_of_ids
from shared.moments import within_reach


class DecisionShape(Request):
    """`{appointment_id, decision, technician_id?, starts_at?, claim_revision?}`; loads the id and the decision."""

    appointment_id = identifier()
    decision = fields.String(required=True, validate=validate.OneOf(KINDS))
    technician_id = identifier(required=False)
    starts_at = fields.AwareDateTime(allow_none=True, load_default=None, validate=within_reach)
    claim_revision = fields.Integer(allow_none=True, load_default=None)

    @validates_schema
    def _holds_together(self, asked: dict[str, Any], **_: Any) -> None:
        if asked["starts_at"] is not None and asked["decision"] != MOVE:
            raise ValidationError("only a move has another start", "starts_at")

    @post_load
    def _loaded(self, asked: dict[str, Any], **_: Any) -> tuple[str, Decision]:
        decided = asked["decision"], asked["technician_id"], asked["starts_at"], asked["claim_revision"]
        return asked["appointment_id"], Decision(*decided)


class Decisions(fields.Field[dict[str, Decision]]):
    """`{"<appointment id>": "keep"}`, the same with an object for each, or a list of rows; loads decisions by id."""

    def deserialize(self, value: Any, attr: str | None = None, data: Any = None, **kwargs: Any) -> Any:
        """Nothing decided may be written as null as well."""
        return super().deserialize({} if value is None else value, attr, data, **kwargs)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> dict[str, Decision]:
        if isinstance(value, Mapping):
            value = [{**_as_row(decided), "appointment_id": named} for named, decided in value.items()]
        if not isinstance(value, list):
            raise ValidationError("a list, or an object by appointment id")
        decided: dict[str, Decision] = dict(DecisionShape(many=True).load(value))
        if len(decided) < len(value):
            raise ValidationError("one decision for each appointment")
        return decided


class Deciding(Request):
    """The part of a request that may find visits in its way."""

    decisions = Decisions(load_default=dict)
    dry_run = fields.Boolean(load_default=False)


class FindConflicts(Request):
    store_id = identifier()
    first = fields.Date(data_key="from", allow_none=True, load_default=None, validate=within_reach)
    days = fields.Integer(allow_none=True, load_default=None, validate=validate.Range(1, MOST_DAYS))
    cursor = place_of_ids()
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 100))


class DecideConflicts(Deciding):
    store_id = identifier()


def _as_row(decided: object) -> Mapping[str, Any]:
    return decided if isinstance(decided, Mapping) else {"decision": decided}
