"""Which event is told to whom in which words: a table, as data, and the few rules it needs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto

from services.notification.domain.appointments import (
    CANCELLED,
    CANCELLED_WITH_FEE,
    CONFIRMED,
    MOVED_BY_THE_SHOP,
    RESCHEDULED,
)
from services.notification.domain.occasions import Occasion

ACCEPTED = "appointment_accepted"
NO_SHOW, NO_SHOW_WITH_FEE = "appointment_no_show", "appointment_no_show_with_fee"
RUNNING_LATE, IN_TIME_AGAIN = "appointment_running_late", "appointment_in_time_again"
OFFER_GONE, SOMEBODY_ELSE = "home_offer_gone", "home_visit_by_somebody_else"
SURVEY = "survey"
LEAVE_ANSWERS = {"approved": "leave_approved", "refused": "leave_refused", "taken_back": "leave_taken_back"}
SYSTEM = "system:"


class Recipients(StrEnum):
    """Whom an occasion concerns, and in what part."""

    CUSTOMER = auto()
    NEW_TECHNICIANS = auto()
    SAME_TECHNICIANS = auto()
    FORMER_TECHNICIANS = auto()
    ASKED_TECHNICIAN = auto()
    STAFF = auto()


Say = Callable[[Occasion], str | None]


@dataclass(frozen=True)
class Telling:
    """One message of an occasion: the template, or a rule that names it or says that there is nothing to tell."""

    to: Recipients
    say: str | Say
    only_soon: bool = False

    def template(self, occasion: Occasion) -> str | None:
        return self.say if isinstance(self.say, str) else self.say(occasion)


def tellings_of(occasion: Occasion, now: datetime) -> list[tuple[Recipients, str]]:
    """Who is told what now of this occasion."""
    wanted = [one for one in TELLINGS.get(occasion.type, ()) if not one.only_soon or occasion.is_soon(now)]
    said = [(one.to, one.template(occasion)) for one in wanted]
    return [(to, template) for to, template in said if template]


def technicians(occasion: Occasion, to: Recipients) -> frozenset[str]:
    """The technicians, by their own ids, who are meant."""
    now, before = occasion.technicians, occasion.technicians_before
    parts = {
        Recipients.NEW_TECHNICIANS: now - before,
        Recipients.SAME_TECHNICIANS: now & before,
        Recipients.FORMER_TECHNICIANS: before - now,
        Recipients.ASKED_TECHNICIAN: occasion.asked,
    }
    return parts.get(to, frozenset())


def _confirmed(occasion: Occasion) -> str:
    """Where somebody else than who booked said yes, that is the news; where nobody had to, that it stands."""
    by = occasion.by or ""
    return CONFIRMED if by == occasion.booked_by or by.startswith(SYSTEM) or not by else ACCEPTED


def _moved(occasion: Occasion) -> str:
    """Whom the shop has moved without being asked, it begs pardon."""
    return MOVED_BY_THE_SHOP if occasion.facts.get("moved_because") else RESCHEDULED


def _with_fee(plain: str, with_fee: str) -> Say:
    """A fee is told where there is one: a late cancellation that cost nothing is a plain one to its reader."""
    return lambda occasion: with_fee if occasion.facts.get("fee_fen") else plain


def _late(occasion: Occasion) -> str:
    return RUNNING_LATE if occasion.facts.get("minutes") else IN_TIME_AGAIN


def _offer_gone(occasion: Occasion) -> str | None:
    """Who answered knows it."""
    return OFFER_GONE if occasion.facts.get("how") in {"expired", "withdrawn"} else None


def _instead(occasion: Occasion) -> str | None:
    """Who is asked is the technicians' business, but for whom the customer named and who does not come."""
    return SOMEBODY_ELSE if occasion.facts.get("instead_of") else None


def _asks_for_leave(occasion: Occasion) -> str | None:
    return "leave_requested" if occasion.facts.get("status") == "requested" else None


def _leave_answer(occasion: Occasion) -> str | None:
    return LEAVE_ANSWERS.get(str(occasion.facts.get("status")))


_CUSTOMER, _STAFF = Recipients.CUSTOMER, Recipients.STAFF
_NEW, _SAME, _FORMER = Recipients.NEW_TECHNICIANS, Recipients.SAME_TECHNICIANS, Recipients.FORMER_TECHNICIANS
_cancelled = _with_fee(CANCELLED, CANCELLED_WITH_FEE)


def _to_customer(say: str | Say) -> Telling:
    return Telling(_CUSTOMER, say)


def _to_technicians(to: Recipients, template: str) -> Telling:
    return Telling(to, template, only_soon=True)


TELLINGS: Mapping[str, tuple[Telling, ...]] = {
    "appointment_awaiting_payment": (_to_customer("payment_due"),),
    "appointment_awaiting_acceptance": (_to_customer("acceptance_awaited"), Telling(_STAFF, "acceptance_asked")),
    "appointment_confirmed": (_to_customer(_confirmed), _to_technicians(_NEW, "visit_new")),
    "appointment_declined": (_to_customer("appointment_declined"),),
    "appointment_expired": (_to_customer("appointment_expired"),),
    "appointment_rescheduled": (
        _to_customer(_moved),
        _to_technicians(_NEW, "visit_new"),
        _to_technicians(_SAME, "visit_moved"),
        _to_technicians(_FORMER, "visit_taken_away"),
    ),
    "appointment_cancelled": (_to_customer(_cancelled), _to_technicians(_NEW, "visit_cancelled")),
    "appointment_late_cancelled": (_to_customer(_cancelled), _to_technicians(_NEW, "visit_cancelled")),
    "appointment_departed": (_to_customer("appointment_departed"),),
    "appointment_arrived": (_to_customer("appointment_arrived"),),
    "appointment_running_late": (_to_customer(_late),),
    "appointment_extended": (_to_customer("appointment_extended"),),
    "appointment_no_show": (_to_customer(_with_fee(NO_SHOW, NO_SHOW_WITH_FEE)),),
    "appointment_completed": (_to_customer(SURVEY),),
    "home_visit_offered": (Telling(Recipients.ASKED_TECHNICIAN, "home_visit_offered"), _to_customer(_instead)),
    "home_offer_ended": (Telling(Recipients.ASKED_TECHNICIAN, _offer_gone),),
    "home_visit_unassigned": (Telling(_STAFF, "home_visit_unassigned"),),
    "sos_raised": (Telling(_STAFF, "sos"),),
    "time_proposed": (_to_customer("time_proposed"),),
    "time_proposal_refused": (Telling(_NEW, "time_proposal_refused"),),
    "waitlist_offered": (_to_customer("waitlist_offered"),),
    "queue_ticket_called": (_to_customer("queue_ticket_called"),),
    "payment_settled": (_to_customer("payment_settled"),),
    "payment_failed": (_to_customer("payment_failed"),),
    "payment_refunded": (_to_customer("payment_refunded"),),
    "course_bought": (_to_customer("course_bought"),),
    "leave_request_changed": (Telling(_STAFF, _asks_for_leave), Telling(_NEW, _leave_answer)),
}
