"""Entrypoints of scheduling, a line each: the shape of what is asked, the use case, the view of what it gives."""

from services.scheduling import use_cases
from services.scheduling.adapters.routing.process import RouterOfProcess
from services.scheduling.adapters.storage import BookingClient, DiaryStorage, PlannerOfProcess
from services.scheduling.schemas import almanac as days
from services.scheduling.schemas import assignment_views, assignments, dispatch, views, visits, waiting
from services.scheduling.schemas import conflicts as ask_conflicts
from services.scheduling.schemas import dispatch_views as road
from services.scheduling.schemas import figures as use
from services.scheduling.schemas import leave_requests as leave
from services.scheduling.schemas import requests as ask
from services.scheduling.schemas import rostering as rosters
from services.scheduling.schemas import rostering_views as told
from services.scheduling.schemas.conflict_views import conflicts_view, outcome_view, with_outcome
from shared.bus import Clock, CurrentActor, CurrentCall, IdempotencyKeys, answer, sweep, take


class SchedulingService:
    name = "scheduling"
    diary = DiaryStorage()
    bookings = BookingClient()
    actor = CurrentActor()
    clock = Clock()
    call = CurrentCall()
    idempotency = IdempotencyKeys()
    planner = PlannerOfProcess()
    router = RouterOfProcess()

    find_availability = answer(ask.FindAvailability, use_cases.find_availability, views.availability_view)
    explain_availability = answer(ask.ExplainAvailability, use_cases.explain_availability, views.explanation_view)
    find_next_free = answer(ask.FindNextFree, use_cases.find_next_free, views.soonest_view)
    find_suited = answer(waiting.FindSuited, use_cases.find_suited, waiting.suited_view)
    find_free_today = answer(waiting.FindFreeToday, use_cases.find_free_today, waiting.free_today_view)
    get_calendar = answer(ask.GetCalendar, use_cases.get_calendar, views.timeline_view)

    claim_time = answer(ask.ClaimTime, use_cases.claim_time, views.claim_view)
    move_claim = answer(ask.MoveClaim, use_cases.move_claim, views.moved_view, "change_id")
    preview_move = answer(ask.MoveClaim, use_cases.preview_move, views.claim_view)
    claim_series = answer(visits.ClaimSeries, use_cases.claim_series, visits.outcome_view)
    extend_claim = answer(visits.ExtendClaim, use_cases.extend_claim, views.moved_view, "change_id")
    settle_change = answer(ask.SettleChange, use_cases.settle_change, views.settled_view)

    explain_assignment = answer(assignments.OfAppointment, use_cases.explain_assignment, assignment_views.choice_view)
    get_clocks = answer(assignments.GetClocks, use_cases.get_clocks, assignment_views.clocks_view)
    list_never_again = answer(assignments.OfCustomer, use_cases.list_never_again, assignment_views.pairs_view)
    put_never_again = answer(assignments.PutNeverAgain, use_cases.put_never_again, assignment_views.pair_view)
    delete_never_again = answer(assignments.OfPair, use_cases.delete_never_again, views.nothing)

    get_working_plan = answer(ask.OfTechnician, use_cases.get_working_plan, views.plans_view)
    put_working_plan = answer(ask.PutWorkingPlan, use_cases.put_working_plan, with_outcome(views.plans_view))
    list_leave = answer(ask.OfTechnician, use_cases.list_leave, views.leaves_view)
    add_leave = answer(ask.AddLeave, use_cases.add_leave, with_outcome(views.leave_view))
    find_leave = answer(ask.FindLeave, use_cases.find_leave, views.store_leave_view)
    get_duty = answer(ask.OfTechnician, use_cases.get_duty, views.present_duty_view, "technician_id")
    delete_leave = answer(ask.DeleteLeave, use_cases.delete_leave, views.nothing)
    set_duty = answer(ask.SetDuty, use_cases.set_duty, with_outcome(views.duty_view), "technician_id")

    ask_for_leave = answer(ask.TimeOff, use_cases.ask_for_leave, leave.request_view)
    list_leave_requests = answer(leave.ListRequests, use_cases.list_leave_requests, leave.requests_view)
    find_leave_requests = answer(leave.FindRequests, use_cases.find_leave_requests, leave.requests_view)
    approve_leave_request = answer(leave.Approve, use_cases.approve_leave_request, with_outcome(leave.request_view))
    refuse_leave_request = answer(leave.Refuse, use_cases.refuse_leave_request, leave.request_view)
    withdraw_leave_request = answer(leave.OfRequest, use_cases.withdraw_leave_request, leave.request_view)

    propose_roster = answer(rosters.ProposeRoster, use_cases.propose_roster, told.roster_proposal_view, once=True)
    get_roster_proposal = answer(rosters.OfRosterProposal, use_cases.get_roster_proposal, told.roster_proposal_view)
    edit_roster_proposal = answer(rosters.EditRosterProposal, use_cases.edit_roster_proposal, told.roster_proposal_view)
    cancel_roster_proposal = answer(
        rosters.OfRosterProposal, use_cases.cancel_roster_proposal, told.roster_proposal_view
    )
    apply_roster_proposal = answer(
        rosters.ApplyRosterProposal, use_cases.apply_roster_proposal, with_outcome(told.roster_proposal_view)
    )
    get_contract = answer(ask.OfTechnician, use_cases.get_contract, told.contract_view, "technician_id")
    put_contract = answer(rosters.PutContract, use_cases.put_contract, told.contract_view, "technician_id")
    list_shift_wishes = answer(rosters.ListShiftWishes, use_cases.list_shift_wishes, told.shift_wishes_view)
    add_shift_wish = answer(rosters.AddShiftWish, use_cases.add_shift_wish, told.shift_wish_view)
    delete_shift_wish = answer(rosters.DeleteShiftWish, use_cases.delete_shift_wish, views.nothing)

    find_opening_hours = answer(days.FindOpeningHours, use_cases.find_opening_hours, days.opening_hours_view)
    list_calendar_days = answer(days.ListCalendarDays, use_cases.list_calendar_days, days.calendar_days_view)
    put_calendar_day = answer(days.PutCalendarDay, use_cases.put_calendar_day, days.calendar_day_view)
    delete_calendar_day = answer(days.NamedDay, use_cases.delete_calendar_day, views.nothing)

    find_conflicts = answer(ask_conflicts.FindConflicts, use_cases.find_conflicts, conflicts_view)
    decide_conflicts = answer(ask_conflicts.DecideConflicts, use_cases.decide_conflicts, outcome_view)
    get_dispatch = answer(dispatch.GetDispatch, use_cases.get_dispatch, road.board_view)
    report_lateness = answer(dispatch.ReportLateness, use_cases.report_lateness, road.lateness_view)
    rank_home_technicians = answer(dispatch.RankTechnicians, use_cases.rank_home_technicians, road.ranking_view)
    propose_dispatch = answer(dispatch.ProposeDispatch, use_cases.propose_dispatch, road.proposal_view, once=True)
    get_dispatch_proposal = answer(dispatch.OfProposal, use_cases.get_dispatch_proposal, road.proposal_view)
    cancel_dispatch_proposal = answer(dispatch.OfProposal, use_cases.cancel_dispatch_proposal, road.proposal_view)
    apply_dispatch_proposal = answer(dispatch.OfProposal, use_cases.apply_dispatch_proposal, road.proposal_view)

    find_utilisation = answer(use.FindUtilisation, use_cases.find_utilisation, use.utilisation_view)
    find_technician_utilisation = answer(
        use.FindTechnicianUtilisation, use_cases.find_technician_utilisation, use.own_weeks_view
    )

    on_store_changed = take("catalog", "store_changed", use_cases.remember)
    on_treatment_changed = take("catalog", "treatment_changed", use_cases.remember)
    on_technician_changed = take("catalog", "technician_changed", use_cases.remember)
    on_resource_changed = take("catalog", "resource_changed", use_cases.remember)
    on_booking_rules_changed = take("catalog", "booking_rules_changed", use_cases.remember)

    on_account_erased = take("identity", "account_erased", use_cases.forget_customer)
    on_appointment_requested = take("booking", "appointment_requested", use_cases.firm_claim)
    on_home_visit_offered = take("booking", "home_visit_offered", use_cases.note_offer)
    on_home_visit_unassigned = take("booking", "home_visit_unassigned", use_cases.note_untaken)
    on_home_offer_ended = take("booking", "home_offer_ended", use_cases.note_end_of_offer)
    on_appointment_cancelled = take("booking", "appointment_cancelled", use_cases.release_claim)
    on_appointment_late_cancelled = take("booking", "appointment_late_cancelled", use_cases.release_claim)
    on_appointment_declined = take("booking", "appointment_declined", use_cases.release_claim)
    on_appointment_expired = take("booking", "appointment_expired", use_cases.release_claim)
    on_appointment_no_show = take("booking", "appointment_no_show", use_cases.release_claim)
    on_waitlist_offer_ended = take("booking", "waitlist_offer_ended", use_cases.end_offer)

    expire_holds = sweep(5, use_cases.expire_holds)
    tend_rosters = sweep(0.5, use_cases.tend_rosters)
    work_on_dispatch = sweep(1, use_cases.work_on_dispatch)
