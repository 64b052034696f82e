"""One module per noun, one function per verb: gather, decide, apply."""

from services.scheduling.use_cases.availability import explain_availability, find_availability
from services.scheduling.use_cases.claims import claim_time
from services.scheduling.use_cases.holds import expire_holds, firm_claim, release_claim
from services.scheduling.use_cases.moves import move_claim, preview_move, settle_change
from services.scheduling.use_cases.replicas import remember
from services.scheduling.use_cases.rosters import (
    add_leave,
    delete_leave,
    get_working_plan,
    list_leave,
    put_working_plan,
    set_duty,
)
from services.scheduling.use_cases.timeline import get_calendar

__all__ = [
    "add_leave",
    "claim_time",
    "delete_leave",
    "expire_holds",
    "explain_availability",
    "find_availability",
    "firm_claim",
    "get_calendar",
    "get_working_plan",
    "list_leave",
    "move_claim",
    "preview_move",
    "put_working_plan",
    "release_claim",
    "remember",
    "set_duty",
    "settle_change",
]
