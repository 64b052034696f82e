"""Proposals of another time: what is asked, and what is told."""

from collections.abc import Iterable
from typing import Any

from marshmallow import fields, validate

from services.booking.schemas.requests import AppointmentNamed
from services.booking.schemas.shapes import OVERRIDE_REASON_LENGTH, REASON_LENGTH, id_field
from shared.moments import within_reach


class ProposeTime(AppointmentNamed):
    """Without a start the customer is asked to choose one."""

    starts_at = fields.AwareDateTime(load_default=None, allow_none=True, format="iso", validate=within_reach)
    reason = fields.String(required=True, validate=validate.Length(1, REASON_LENGTH))


class ProposalNamed(AppointmentNamed):
    proposal_id = id_field(required=True)


class AgreeToProposal(ProposalNamed):
    starts_at = fields.AwareDateTime(load_default=None, allow_none=True, format="iso", validate=within_reach)
    override_reason = fields.String(
        load_default=None, allow_none=True, validate=validate.Length(max=OVERRIDE_REASON_LENGTH)
    )


class AnswerProposal(ProposalNamed):
    reason = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=REASON_LENGTH))


def proposal_view(seen: Any) -> dict[str, Any]:
    """Instants with the store's offset."""
    one, zone = seen.proposal, seen.zone
    return {
        "id": one.id,
        "appointment_id": one.appointment_id,
        "proposed_by": one.proposed_by,
        "starts_at": one.starts_at and one.starts_at.astimezone(zone).isoformat(),
        "reason": one.reason,
        "state": one.state,
        "made_at": one.made_at.astimezone(zone).isoformat(),
        "answer_by": one.expires_at.astimezone(zone).isoformat(),
        "answered_by": one.answered_by,
        "answer_reason": one.answer_reason,
    }


def proposals_view(found: Iterable[Any]) -> dict[str, Any]:
    return {"items": [proposal_view(one) for one in found], "next_cursor": None}
