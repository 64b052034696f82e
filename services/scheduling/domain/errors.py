"""What scheduling refuses, each with a stable code."""

from typing import Any

from shared.errors import Conflict, Forbidden, Invalid, NotFound, Refusal, Unavailable


class Unknown(NotFound):
    """There is no such store, treatment, technician or claim, or it is not the caller's to see."""


class NotAllowed(Forbidden):
    """The caller may not do this."""


class ManagersOnly(Forbidden):
    """Only a store's manager and the platform see this."""

    code = "managers_only"


class BadWindow(Invalid):
    """A clock time is written 09:30, past midnight 26:00."""

    def __init__(self, text: str) -> None:
        super().__init__(f"{text!r} is no clock time", params={"text": text})


class AddressMissing(Invalid):
    """A home visit needs the place it goes to."""

    def __init__(self) -> None:
        super().__init__("a home visit needs an address", fields={"address": ["lng and lat are required"]})


class OneTechnicianAtHome(Invalid):
    """A home visit of several treatments is made by one technician."""

    code = "one_technician_at_home"


class AddonUnknown(Invalid):
    """The treatment is not offered with this add-on."""

    code = "addon_unknown"


class StartRefused(Invalid):
    """A rule is against this start; the code says which."""

    code = "outside_hours"


class SlotTaken(Conflict):
    """Somebody else has this time."""

    code = "slot_taken"


class NoRoomToExtend(Conflict):
    """What comes next leaves no room for so many minutes more."""

    code = "no_room_to_extend"


class ClaimMismatch(Conflict):
    """This id was used for another request."""

    code = "claim_mismatch"


class ClaimReleased(Conflict):
    """The claim with this id was released, and stays so."""

    code = "claim_released"


class ChangeRefused(Conflict):
    """This change was given up before it arrived."""

    code = "change_refused"


class VersionConflict(Conflict):
    """It was changed in the meantime."""

    code = "version_conflict"


class ClaimsInTheWay(Conflict):
    """Visits lie in this time; each needs a decision."""

    code = "claims_in_the_way"


class LeaveInThePast(Invalid):
    """The time asked for is over."""

    code = "leave_in_the_past"


class LeaveOverlaps(Conflict):
    """The technician is on leave then, or has asked for it."""

    code = "leave_overlaps"


class SolverFailed(Unavailable):
    """The solver gave no answer."""

    code = "solver_failed"


class DecisionImpossible(Conflict):
    """What was decided for a visit cannot be done."""

    code = "decision_impossible"


class PlanOvertaken(Conflict):
    """Visits in the way changed faster than it could be decided; try again."""

    code = "version_conflict"


class CustomerBusy(Conflict):
    """The customer has another visit at this time."""

    code = "customer_busy"


class CustomerLimitReached(Conflict):
    """The customer has as many visits that day, or that week, as the house allows."""

    code = "customer_limit_reached"


class IllegalTransition(Conflict):
    """The proposal's status does not allow this."""

    code = "illegal_transition"


CONFLICTS: dict[str, type[Refusal]] = {
    refusal.code: refusal for refusal in (SlotTaken, CustomerBusy, CustomerLimitReached)
}


def refusal_of(code: str, **params: Any) -> Refusal:
    """The refusal of a start by rule code (API.md "Conventions")."""
    kind = CONFLICTS.get(code, StartRefused)
    return kind(f"the start is refused: {code}", code=code, params=params)
