"""What booking does, one function per verb."""

from services.booking.use_cases.accounts import follow_account
from services.booking.use_cases.act import act_on_appointment
from services.booking.use_cases.alerts import acknowledge_sos, find_sos_alerts, raise_sos
from services.booking.use_cases.answers import answer_for_claim
from services.booking.use_cases.board import get_board
from services.booking.use_cases.book import book_appointment
from services.booking.use_cases.cancel import cancel_appointment
from services.booking.use_cases.change import apply_claim, change_appointment, reschedule_appointment
from services.booking.use_cases.courses import buy_course, find_courses, get_course
from services.booking.use_cases.desk import Desk
from services.booking.use_cases.erasure import forget_customer, forget_what_ended
from services.booking.use_cases.exports import export_customer
from services.booking.use_cases.extend import extend_appointment
from services.booking.use_cases.feeds import (
    close_calendar_feed,
    get_appointment_calendar,
    open_calendar_feed,
    read_calendar_feed,
)
from services.booking.use_cases.figures import find_booking_figures, find_technician_figures
from services.booking.use_cases.home_reading import get_home_offers
from services.booking.use_cases.home_search import assign_technician, look_for_technicians
from services.booking.use_cases.no_shows import miss_appointments
from services.booking.use_cases.offering import look_everywhere, note_freed_time
from services.booking.use_cases.on_the_way import arrive_at_home, report_running_late
from services.booking.use_cases.payments import pay_appointment, settle_payments
from services.booking.use_cases.pictures import (
    add_photo,
    delete_photo,
    get_photo,
    get_signature,
    put_signature,
    sweep_files,
)
from services.booking.use_cases.proposal_ends import expire_proposals
from services.booking.use_cases.proposals import (
    agree_to_proposal,
    find_proposals,
    propose_time,
    refuse_proposal,
    withdraw_proposal,
)
from services.booking.use_cases.queue import call_ticket, leave_queue, take_ticket
from services.booking.use_cases.queue_read import find_tickets, get_ticket
from services.booking.use_cases.quotes import quote_appointment
from services.booking.use_cases.read import Seen, find_appointments, get_appointment, get_history
from services.booking.use_cases.records import get_record_history, get_service_record, put_service_record
from services.booking.use_cases.replicas import remember
from services.booking.use_cases.series import book_series, cancel_series, get_series, give_up_series
from services.booking.use_cases.serve import serve_ticket
from services.booking.use_cases.sweeps import (
    abandon_attempts,
    expire_appointments,
    forget_old_keys,
    settle_changes,
)
from services.booking.use_cases.tending import tend_waiting
from services.booking.use_cases.waitlist import accept_offer, decline_offer, join_waitlist, withdraw_wish
from services.booking.use_cases.waitlist_read import find_wishes, get_wish

__all__ = [
    "Desk",
    "Seen",
    "abandon_attempts",
    "accept_offer",
    "acknowledge_sos",
    "act_on_appointment",
    "add_photo",
    "agree_to_proposal",
    "answer_for_claim",
    "apply_claim",
    "arrive_at_home",
    "assign_technician",
    "book_appointment",
    "book_series",
    "buy_course",
    "call_ticket",
    "cancel_appointment",
    "cancel_series",
    "change_appointment",
    "close_calendar_feed",
    "decline_offer",
    "delete_photo",
    "expire_appointments",
    "expire_offers",
    "expire_proposals",
    "export_customer",
    "extend_appointment",
    "find_appointments",
    "find_booking_figures",
    "find_courses",
    "find_proposals",
    "find_sos_alerts",
    "find_technician_figures",
    "find_tickets",
    "find_wishes",
    "follow_account",
    "forget_customer",
    "forget_old_keys",
    "forget_what_ended",
    "get_appointment",
    "get_appointment_calendar",
    "get_board",
    "get_course",
    "get_history",
    "get_home_offers",
    "get_photo",
    "get_record_history",
    "get_series",
    "get_service_record",
    "get_signature",
    "get_ticket",
    "get_wish",
    "give_up_series",
    "join_waitlist",
    "leave_queue",
    "look_everywhere",
    "look_for_technicians",
    "miss_appointments",
    "note_freed_time",
    "open_calendar_feed",
    "pay_appointment",
    "propose_time",
    "put_service_record",
    "put_signature",
    "quote_appointment",
    "raise_sos",
    "read_calendar_feed",
    "refuse_proposal",
    "remember",
    "report_running_late",
    "reschedule_appointment",
    "serve_ticket",
    "settle_changes",
    "settle_payments",
    "sweep_files",
    "take_ticket",
    "tend_waiting",
    "withdraw_proposal",
    "withdraw_wish",
]
