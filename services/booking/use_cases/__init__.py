"""What booking does, one function per verb."""

from services.booking.use_cases.act import act_on_appointment
from services.booking.use_cases.answers import answer_for_claim
from services.booking.use_cases.book import book_appointment
from services.booking.use_cases.cancel import cancel_appointment
from services.booking.use_cases.change import apply_claim, change_appointment, reschedule_appointment
from services.booking.use_cases.desk import Desk
from services.booking.use_cases.extend import extend_appointment
from services.booking.use_cases.no_shows import miss_appointments
from services.booking.use_cases.payments import pay_appointment, settle_payments
from services.booking.use_cases.pictures import (
    add_photo,
    delete_photo,
    get_photo,
    get_signature,
    put_signature,
    sweep_files,
)
from services.booking.use_cases.read import Seen, find_appointments, get_appointment, get_history
from services.booking.use_cases.records import get_record_history, get_service_record, put_service_record
from services.booking.use_cases.replicas import remember
from services.booking.use_cases.sweeps import (
    abandon_attempts,
    expire_appointments,
    forget_old_keys,
    settle_changes,
)

__all__ = [
    "Desk",
    "Seen",
    "abandon_attempts",
    "act_on_appointment",
    "add_photo",
    "answer_for_claim",
    "apply_claim",
    "book_appointment",
    "cancel_appointment",
    "change_appointment",
    "delete_photo",
    "expire_appointments",
    "extend_appointment",
    "find_appointments",
    "forget_old_keys",
    "get_appointment",
    "get_history",
    "get_photo",
    "get_record_history",
    "get_service_record",
    "get_signature",
    "miss_appointments",
    "pay_appointment",
    "put_service_record",
    "put_signature",
    "remember",
    "reschedule_appointment",
    "settle_changes",
    "settle_payments",
    "sweep_files",
]
