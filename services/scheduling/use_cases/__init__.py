"""One module per noun, one function per verb: gather, decide, apply."""

from services.scheduling.use_cases.agreements import (
    add_shift_wish,
    delete_shift_wish,
    get_contract,
    list_shift_wishes,
    put_contract,
)
from services.scheduling.use_cases.almanac import delete_calendar_day, list_calendar_days, put_calendar_day
from services.scheduling.use_cases.assignment import explain_assignment
from services.scheduling.use_cases.availability import explain_availability, find_availability
from services.scheduling.use_cases.avoidances import (
    delete_never_again,
    forget_customer,
    list_never_again,
    put_never_again,
)
from services.scheduling.use_cases.claims import claim_time
from services.scheduling.use_cases.clocks import get_clocks
from services.scheduling.use_cases.dispatch import get_dispatch, rank_home_technicians, report_lateness
from services.scheduling.use_cases.dispatch_proposals import (
    apply_dispatch_proposal,
    cancel_dispatch_proposal,
    get_dispatch_proposal,
    propose_dispatch,
    work_on_dispatch,
)
from services.scheduling.use_cases.extensions import extend_claim
from services.scheduling.use_cases.figures import find_technician_utilisation, find_utilisation
from services.scheduling.use_cases.holds import end_offer, expire_holds, firm_claim, release_claim
from services.scheduling.use_cases.leave_requests import (
    approve_leave_request,
    ask_for_leave,
    find_leave_requests,
    list_leave_requests,
    refuse_leave_request,
    withdraw_leave_request,
)
from services.scheduling.use_cases.moves import move_claim, preview_move, settle_change
from services.scheduling.use_cases.offerings import note_end_of_offer, note_offer, note_untaken
from services.scheduling.use_cases.opening import find_opening_hours
from services.scheduling.use_cases.replicas import remember
from services.scheduling.use_cases.roster_applying import apply_roster_proposal
from services.scheduling.use_cases.rostering import (
    cancel_roster_proposal,
    edit_roster_proposal,
    get_roster_proposal,
    propose_roster,
)
from services.scheduling.use_cases.rosters import (
    add_leave,
    delete_leave,
    find_leave,
    get_duty,
    get_working_plan,
    list_leave,
    put_working_plan,
    set_duty,
)
from services.scheduling.use_cases.series import claim_series
from services.scheduling.use_cases.soonest import find_next_free
from services.scheduling.use_cases.store_conflicts import decide_conflicts, find_conflicts
from services.scheduling.use_cases.tending import tend_rosters
from services.scheduling.use_cases.timeline import get_calendar
from services.scheduling.use_cases.waiting import find_suited
from services.scheduling.use_cases.walk_ins import find_free_today

__all__ = [
    "add_leave",
    "add_shift_wish",
    "apply_dispatch_proposal",
    "apply_roster_proposal",
    "approve_leave_request",
    "ask_for_leave",
    "cancel_dispatch_proposal",
    "cancel_roster_proposal",
    "claim_series",
    "claim_time",
    "decide_conflicts",
    "delete_calendar_day",
    "delete_leave",
    "delete_never_again",
    "delete_shift_wish",
    "edit_roster_proposal",
    "end_offer",
    "expire_holds",
    "explain_assignment",
    "explain_availability",
    "extend_claim",
    "find_availability",
    "find_conflicts",
    "find_free_today",
    "find_leave",
    "find_leave_requests",
    "find_next_free",
    "find_opening_hours",
    "find_suited",
    "find_technician_utilisation",
    "find_utilisation",
    "firm_claim",
    "forget_customer",
    "get_calendar",
    "get_clocks",
    "get_contract",
    "get_dispatch",
    "get_dispatch_proposal",
    "get_duty",
    "get_roster_proposal",
    "get_working_plan",
    "list_calendar_days",
    "list_leave",
    "list_leave_requests",
    "list_never_again",
    "list_shift_wishes",
    "move_claim",
    "note_end_of_offer",
    "note_offer",
    "note_untaken",
    "preview_move",
    "propose_dispatch",
    "propose_roster",
    "put_calendar_day",
    "put_contract",
    "put_never_again",
    "put_working_plan",
    "rank_home_technicians",
    "refuse_leave_request",
    "release_claim",
    "remember",
    "report_lateness",
    "set_duty",
    "settle_change",
    "tend_rosters",
    "withdraw_leave_request",
    "work_on_dispatch",
]
