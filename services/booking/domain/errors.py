"""The refusals of booking, named after the refused fact."""

from shared.errors import Conflict, Forbidden, Invalid, NotFound


class AppointmentUnknown(NotFound):
    """There is no such appointment, or it is not yours."""

    code = "appointment_unknown"


class StoreUnknown(NotFound):
    """There is no such store."""

    code = "store_unknown"


class TreatmentUnknown(NotFound):
    """There is no such treatment."""

    code = "treatment_unknown"


class TechnicianUnknown(NotFound):
    """There is no such technician."""

    code = "technician_unknown"


class TechnicianElsewhere(Invalid):
    """The technician does not work in that store."""

    code = "technician_unsuitable"

    def __init__(self) -> None:
        super().__init__(params={"because": "store"})


class SignInRequired(Forbidden):
    """Only somebody signed in may do this."""

    code = "sign_in_required"


class ManagersOnly(Forbidden):
    """Only a store's manager and the platform see this."""

    code = "managers_only"


class NotYourCustomer(Forbidden):
    """Only the store's staff books for another person."""

    code = "not_your_customer"


class OverrideNotAllowed(Forbidden):
    """Only the store's staff may override a rule."""

    code = "override_not_allowed"


class IllegalTransition(Conflict):
    """The appointment's state does not allow this."""

    code = "illegal_transition"


class VersionConflict(Conflict):
    """The appointment has changed since it was read."""

    code = "version_conflict"


class FeeChanged(Conflict):
    """Cancelling costs more by now than was said; `fee_fen` is what it costs, and nothing was cancelled."""

    code = "fee_changed"


class AttemptAbandoned(Conflict):
    """The booking took too long and its time was given back; the same request may be sent again."""

    code = "attempt_abandoned"


class PaymentInProgress(Conflict):
    """Another payment for this appointment is under way."""

    code = "payment_in_progress"


class ProviderNotOffered(Invalid):
    """Payments are not taken that way here."""

    code = "payment_provider_not_offered"


class ChangeInProgress(Conflict):
    """Another change of this appointment is being made."""

    code = "change_in_progress"


class ChangeRefused(Conflict):
    """The change was called off and did not happen; it may be asked for again."""

    code = "change_refused"


class ArrivalCodeWrong(Invalid):
    """This is not the code that the customer was shown."""

    code = "arrival_code_wrong"


class ArrivalCodeMissing(Invalid):
    """The code that the customer was shown is needed."""

    def __init__(self) -> None:
        super().__init__(fields={"code": ["Missing data for required field."]})


class AlertUnknown(NotFound):
    """There is no such alert, or it is not yours."""

    code = "alert_unknown"


class ArrivalCodeLocked(Conflict):
    """Too many wrong codes; the store can say that the technician has arrived."""

    code = "arrival_code_locked"


class NothingToChange(Invalid):
    """Neither a time nor a technician nor a treatment was asked for."""

    code = "nothing_to_change"


class SeveralTreatments(Invalid):
    """Of a visit of several treatments none can be exchanged; cancel it and book anew."""

    code = "several_treatments"


class AddonUnknown(Invalid):
    """The treatment is not offered with this add-on."""

    code = "addon_unknown"


class NoteTooLong(Invalid):
    """The note is too long."""

    code = "note_too_long"


class PhoneInvalid(Invalid):
    """This is not a phone number."""

    code = "phone_invalid"


class CustomerMissing(Invalid):
    """Staff say for whom: by the customer's account, or by the phone number of a caller."""

    code = "customer_missing"

    def __init__(self, field: str = "customer_id") -> None:
        super().__init__(fields={field: ["Missing data for required field."]})


class AddressMissing(Invalid):
    """A home visit needs an address."""

    code = "address_missing"


class PartyTooLarge(Invalid):
    """The party is larger than can be served at once."""

    code = "party_too_large"


class ProposalUnknown(NotFound):
    """There is no such proposal of another time."""

    code = "proposal_unknown"


class ProposalOpen(Conflict):
    """Another time is proposed already and waits for an answer."""

    code = "proposal_open"


class TimeMissing(Invalid):
    """The proposal names no time: whoever agrees says which."""

    code = "time_missing"


class ReasonMissing(Invalid):
    """Who answers for the customer says why."""

    code = "reason_missing"


class CourseUnknown(NotFound):
    """There is no such course, or it is not yours."""

    code = "course_unknown"


class CourseNotSold(Invalid):
    """The treatment is not sold by the course."""

    code = "course_not_sold"


class CourseNotFitting(Invalid):
    """The course is for another treatment, or for as many guests as its price covers."""

    code = "course_not_fitting"


class CourseExpired(Conflict):
    """The visit would be after the course's last day."""

    code = "course_expired"


class CourseUsedUp(Conflict):
    """All sessions of the course are used or reserved."""

    code = "course_used_up"


class SeriesUnknown(NotFound):
    """There is no such series, or it is not yours."""

    code = "series_unknown"


class SeriesTooLong(Invalid):
    """A series has at most a year's visits."""

    code = "series_too_long"


class SeriesEmpty(Invalid):
    """Every date of the series is skipped, or there is none."""

    code = "series_empty"


class NotInSeries(Invalid):
    """A date that is skipped or replaced is not one of the series."""

    code = "not_in_series"


class SeriesConflicts(Conflict):
    """Some dates of the series cannot be; each is skipped or given another time."""

    code = "series_conflicts"


class NumberTaken(Exception):
    """The short number drawn for an appointment belongs to another one; draw again. Never leaves the service."""
