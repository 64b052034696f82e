"""What is answered about dispatch. Instants carry the store's offset."""

from zoneinfo import ZoneInfo

from services.scheduling.domain.dispatch.board import Board, Lane, Visit
from services.scheduling.domain.dispatch.expecting import Expected, expected, figures, way_home
from services.scheduling.domain.dispatch.proposal import Move, Outcome, Proposal
from services.scheduling.domain.hours.cells import CELL_MINUTES
from services.scheduling.domain.routing.insertion import Insertion
from services.scheduling.domain.travel.places import Point
from services.scheduling.schemas import Json
from shared.events import plain


def board_view(board: Board) -> Json:
    return {
        "store_id": board.store.id,
        "date": board.on.isoformat(),
        "timezone": board.store.timezone,
        "tolerance_minutes": board.tolerance,
        "technicians": [_lane(board, lane) for lane in board.lanes],
        "unassigned": [_visit(board, visit) for visit in board.adrift],
        "figures": plain(figures(board)),
    }


def lateness_view(told: tuple[Board, Lane]) -> Json:
    board, lane = told
    return {
        "technician_id": lane.id,
        "minutes": lane.delay.minutes if lane.delay else 0,
        "visits": [_expected(board, one) for one in expected(board, lane)],
    }


def ranking_view(ranked: tuple[Board, list[Insertion]]) -> Json:
    board, found = ranked
    return {"items": [_insertion(board, where) for where in found]}


def proposal_view(proposal: Proposal) -> Json:
    view: Json = {
        "id": proposal.id,
        "store_id": proposal.store_id,
        "date": proposal.on.isoformat(),
        "status": proposal.status,
        "progress": proposal.progress,
        "seconds": proposal.seconds,
        "failure": proposal.failure,
    }
    return view | (_outcome(proposal.outcome) if proposal.outcome else {})


def _outcome(outcome: Outcome) -> Json:
    return {
        "before": plain(outcome.before),
        "after": {**plain(outcome.after), "moved": len(outcome.moves)},
        "moves": [_move(move, ZoneInfo(outcome.timezone)) for move in outcome.moves],
        "unassigned": list(outcome.lost),
    }


def _move(move: Move, zone: ZoneInfo) -> Json:
    return {
        "appointment_id": move.claim_id,
        "from": {"technician_id": move.was_with, "starts_at": move.was_at.astimezone(zone).isoformat()},
        "to": {"technician_id": move.technician_id, "starts_at": move.starts_at.astimezone(zone).isoformat()},
    }


def _lane(board: Board, lane: Lane) -> Json:
    home, km = way_home(board, lane)
    return {
        "technician_id": lane.id,
        "name": lane.technician.name,
        "base": _point(lane.base),
        "shifts": [{"from": _at(board, start), "to": _at(board, end)} for start, end in lane.shifts],
        "delay_minutes": lane.delay.minutes if lane.delay else 0,
        "visits": [_expected(board, one) for one in expected(board, lane)],
        "way_home": {"minutes": home, "km": round(km, 1)},
    }


def _expected(board: Board, one: Expected) -> Json:
    return {
        **_visit(board, one.visit),
        "expected_starts_at": _at(board, one.starts),
        "expected_ends_at": _at(board, one.ends),
        "late_minutes": one.late,
        "at_risk": one.late > board.tolerance,
        "way": {"minutes": one.way_minutes, "km": round(one.km, 1)},
    }


def _visit(board: Board, visit: Visit) -> Json:
    return {
        "appointment_id": visit.id,
        "claim_revision": visit.claim.revision,
        "place": visit.claim.wish.place,
        "status": visit.claim.status,
        "treatment_id": visit.claim.wish.treatment_id,
        "starts_at": _at(board, visit.starts),
        "ends_at": _at(board, visit.ends),
        "point": _point(visit.point),
    }


def _point(point: Point | None) -> Json | None:
    return {"lng": point.lng, "lat": point.lat} if point else None


def _insertion(board: Board, where: Insertion) -> Json:
    """Who, in what order, and for how much more travel."""
    return {
        "technician_id": where.traveller_id,
        "expected_starts_at": _at(board, where.starts * CELL_MINUTES),
        "late_minutes": where.late * CELL_MINUTES,
        "extra_travel_minutes": round(where.extra / 60),
        "after": where.after,
        "before": where.before,
    }


def _at(board: Board, minute: int) -> str:
    return board.instant(minute).astimezone(board.store.zone).isoformat()
