"""The archive on the bus: entrypoints and declared dependencies, nothing else."""

from services.customer_profile import schemas, use_cases
from services.customer_profile.adapters.storage import ArchiveStorage, TimelineStorage
from services.customer_profile.adapters.visits import VisitStorage
from services.customer_profile.schemas import CustomerView, EntryView, Json
from shared.bus import Clock, CurrentCall, IdempotencyKeys, Inbox, every, idempotent, rpc, take


class CustomerProfileService:
    name = "customer_profile"
    archives = ArchiveStorage()
    timeline = TimelineStorage()
    visits = VisitStorage()
    call = CurrentCall()
    clock = Clock()
    inbox = Inbox()
    idempotency = IdempotencyKeys()

    @rpc
    def get_customer(self, request: Json) -> Json:
        asked = schemas.GetCustomer().load(request)
        return schemas.view(CustomerView(), use_cases.get_customer(self.archives, self.call.actor, **asked))

    @rpc
    def find_customers(self, request: Json) -> Json:
        asked = schemas.FindCustomers().load(request)
        return schemas.page(CustomerView(), use_cases.find_customers(self.archives, self.call.actor, **asked))

    @rpc
    @idempotent
    def update_customer(self, request: Json) -> Json:
        asked = schemas.UpdateCustomer().load(request)
        return schemas.view(CustomerView(), use_cases.update_customer(self.archives, self.call.actor, **asked))

    @rpc
    def get_timeline(self, request: Json) -> Json:
        asked = schemas.GetTimeline().load(request)
        found = use_cases.get_timeline(self.archives, self.timeline, self.call.actor, **asked)
        return schemas.page(EntryView(), found)

    @rpc
    def get_care(self, request: Json) -> Json:
        asked = schemas.OfAppointment().load(request)
        care = use_cases.get_care(self.archives, self.visits, self.call.actor, self.clock.now(), **asked)
        return schemas.care_view(care)

    @rpc
    def export_archive(self, request: Json) -> Json:
        schemas.NothingAsked().load(request)
        archive, entries = use_cases.export_archive(self.archives, self.timeline, self.call.actor)
        return schemas.export(archive, entries)

    @every(seconds=3600)
    def forget_what_came_late(self) -> None:
        use_cases.forget_what_came_late(self.timeline, self.visits)

    on_account_changed = take("identity", "account_changed", use_cases.remember_account)
    on_account_erased = take("identity", "account_erased", use_cases.forget_customer)
    on_treatment_changed = take("catalog", "treatment_changed", use_cases.remember_treatment)

    on_appointment_requested = take("booking", "appointment_requested", use_cases.remember_event)
    on_appointment_awaiting_payment = take("booking", "appointment_awaiting_payment", use_cases.remember_event)
    on_appointment_awaiting_acceptance = take("booking", "appointment_awaiting_acceptance", use_cases.remember_event)
    on_appointment_confirmed = take("booking", "appointment_confirmed", use_cases.remember_event)
    on_appointment_declined = take("booking", "appointment_declined", use_cases.remember_event)
    on_appointment_expired = take("booking", "appointment_expired", use_cases.remember_event)
    on_appointment_rescheduled = take("booking", "appointment_rescheduled", use_cases.remember_event)
    on_appointment_cancelled = take("booking", "appointment_cancelled", use_cases.remember_event)
    on_appointment_late_cancelled = take("booking", "appointment_late_cancelled", use_cases.remember_event)
    on_appointment_checked_in = take("booking", "appointment_checked_in", use_cases.remember_event)
    on_appointment_departed = take("booking", "appointment_departed", use_cases.remember_event)
    on_appointment_running_late = take("booking", "appointment_running_late", use_cases.remember_event)
    on_appointment_arrived = take("booking", "appointment_arrived", use_cases.remember_event)
    on_appointment_started = take("booking", "appointment_started", use_cases.remember_event)
    on_appointment_extended = take("booking", "appointment_extended", use_cases.remember_event)
    on_appointment_completed = take("booking", "appointment_completed", use_cases.remember_event)
    on_appointment_no_show = take("booking", "appointment_no_show", use_cases.remember_event)
    on_time_proposed = take("booking", "time_proposed", use_cases.remember_event)
    on_time_proposal_refused = take("booking", "time_proposal_refused", use_cases.remember_event)
    on_time_proposal_withdrawn = take("booking", "time_proposal_withdrawn", use_cases.remember_event)
    on_payment_settled = take("booking", "payment_settled", use_cases.remember_event)
    on_payment_failed = take("booking", "payment_failed", use_cases.remember_event)
    on_payment_refunded = take("booking", "payment_refunded", use_cases.remember_event)
    on_course_bought = take("booking", "course_bought", use_cases.remember_event)
    on_course_session_used = take("booking", "course_session_used", use_cases.remember_event)
    on_course_session_returned = take("booking", "course_session_returned", use_cases.remember_event)
    on_waitlist_offered = take("booking", "waitlist_offered", use_cases.remember_event)
    on_waitlist_offer_ended = take("booking", "waitlist_offer_ended", use_cases.remember_event)
    on_queue_ticket_called = take("booking", "queue_ticket_called", use_cases.remember_event)
    on_service_recorded = take("booking", "service_recorded", use_cases.remember_event)
