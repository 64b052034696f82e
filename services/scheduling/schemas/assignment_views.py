"""What is told about the choice of technicians."""

from collections.abc import Iterable

from services.scheduling.domain.choice.avoidance import Avoidance
from services.scheduling.domain.choice.clock_board import ClockBoard
from services.scheduling.domain.choice.judgement import Excluded, JudgedPart
from services.scheduling.domain.choice.scoring import Scored
from services.scheduling.domain.claim.explanation import Explanation
from services.scheduling.schemas import Json
from shared.events import plain


def choice_view(explained: Explanation) -> Json:
    """A part for each treatment of the visit. `score` is the sum of `weighted`."""
    claim, judgement = explained.claim, explained.judgement
    weights = judgement.weights
    return {
        "appointment_id": claim.id,
        "store_id": claim.wish.store_id,
        "treatment_id": claim.wish.treatment_id,
        "starts_at": claim.local_start.isoformat(),
        "chosen_because": plain(judgement.because),
        "rules": {"id": weights.rules_id or None, "effective_from": weights.effective_from or None},
        "weights": weights.by_component,
        "kept": list(judgement.kept),
        "parts": [
            {"treatment_id": wish.treatment_id, **_part(explained, part)}
            for wish, part in zip(claim.wish.parts, judgement.parts, strict=True)
        ],
        "replay_agrees": judgement.is_replayed,
    }


def clocks_view(board: ClockBoard) -> Json:
    zone = board.store.zone
    items = [
        {**plain(row), "last_clock_at": row.last_clock_at and row.last_clock_at.astimezone(zone).isoformat()}
        for row in board.rows
    ]
    return {"store_id": board.store.id, "date": board.day.isoformat(), "items": items}


def pair_view(pair: Avoidance) -> Json:
    return {
        "customer_id": pair.customer_id,
        "technician_id": pair.technician_id,
        "side": pair.side,
        "reason": pair.reason,
        "set_at": pair.set_at.isoformat(),
    }


def pairs_view(pairs: Iterable[Avoidance]) -> Json:
    return {"items": [pair_view(pair) for pair in pairs], "next_cursor": None}


def _part(explained: Explanation, part: JudgedPart) -> Json:
    return {
        "requested": part.named,
        "chosen": list(part.chosen),
        "candidates": [_candidate(explained, one) for one in part.ranked],
        "excluded": [_excluded(explained, one) for one in part.excluded],
    }


def _candidate(explained: Explanation, one: Scored) -> Json:
    weights = explained.judgement.weights.by_component
    return {
        "technician_id": one.technician_id,
        "name": explained.name_of(one.technician_id),
        "score": one.total,
        "components": dict(one.components),
        "weighted": {name: round(weights[name] * value, 6) for name, value in one.components.items()},
        "facts": plain(one.facts),
    }


def _excluded(explained: Explanation, one: Excluded) -> Json:
    return {**plain(one), "name": explained.name_of(one.technician_id)}
