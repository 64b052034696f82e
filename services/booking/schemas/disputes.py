"""A replayed fee as it is told: everything the judgement was made of, and what comes out."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.booking.domain.dispute.replay import Dispute, Replay, Terms

Json = dict[str, Any]
# The rules a fee is made of; a row may say many other things.
SPOKEN = (
    *("free_cancel_hours", "late_cancel_fee_percent", "deposit_percent"),
    *("deposit_percent_after_no_shows", "no_shows_before_deposit", "no_show_memory_days"),
)


def dispute_view(dispute: Dispute) -> Json:
    """Instants are on the store's clock, amounts in fen."""
    replay, zone = dispute.replay, ZoneInfo(dispute.store.timezone)
    one = replay.appointment
    return {
        "appointment_id": one.id,
        "number": one.number,
        "status": one.status,
        "store": {"id": one.store_id, "name": dispute.store.name, "name_en": dispute.store.name_en},
        "treatment": {"id": one.treatment_id, "name": dispute.treatment.name, "name_en": dispute.treatment.name_en},
        "timezone": dispute.store.timezone,
        "booked_at": _told(replay.booked_at, zone),
        "starts_at": _told(one.starts_at, zone),
        "price_fen": one.price_fen,
        "terms": _terms(replay.agreed, zone),
        "policy": {
            "free_cancel_hours": replay.policy.free_cancel_hours,
            "late_cancel_fee_percent": replay.policy.late_cancel_fee_percent,
        },
        "free_cancel_until": _told(replay.free_until, zone),
        "ending": _ending(replay, zone),
        "fee_fen": replay.fee_fen,
        "deposit": _deposit(replay, zone),
        "kept": {"fee_fen": one.fee_fen, "refund_fen": replay.payment.refund_fen if replay.payment else 0},
        "disagreements": list(replay.disagreements),
        "replay_agrees": not replay.disagreements,
    }


def _terms(terms: Terms, zone: ZoneInfo) -> Json:
    rows = [
        {
            "id": row.id,
            "scope": row.scope,
            "effective_from": _told(row.effective_from, zone),
            "values": {name: row.values[name] for name in SPOKEN if name in row.values},
        }
        for row in terms.rows
    ]
    return {"version": terms.version, "rows": rows, "missing": list(terms.missing)}


def _ending(replay: Replay, zone: ZoneInfo) -> Json | None:
    ending = replay.ending
    if ending is None:
        return None
    late = replay.late_by
    return {
        "action": ending.action,
        "at": _told(ending.at, zone),
        "by": ending.by,
        "status_before": ending.status_before,
        "late_by_minutes": None if late is None else -(-late // timedelta(minutes=1)),
    }


def _deposit(replay: Replay, zone: ZoneInfo) -> Json | None:
    deposit = replay.deposit
    if deposit is None:
        return None
    return {
        "deposit_fen": deposit.amount_fen,
        "percent": deposit.percent,
        "no_shows": deposit.no_shows,
        "of_price_fen": replay.booked_price_fen,
        "terms": _terms(replay.booked, zone),
        "paid_fen": replay.paid_fen,
        "refund_fen": replay.refund_fen,
    }


def _told(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).isoformat()
