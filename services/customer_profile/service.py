"""The archive on the bus: entrypoints and declared dependencies, nothing else."""

from services.customer_profile import schemas, use_cases
from services.customer_profile.adapters.storage import ArchiveStorage, TimelineStorage
from services.customer_profile.schemas import CustomerView, EntryView, Json
from shared.bus import CurrentCall, IdempotencyKeys, Inbox, event_handler, idempotent, once, rpc
from shared.events import Event


class CustomerProfileService:
    name = "customer_profile"
    archives = ArchiveStorage()
    timeline = TimelineStorage()
    call = CurrentCall()
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

    @event_handler("identity", "account_changed")
    @once
    def on_account_changed(self, event: Event) -> None:
        use_cases.remember_account(self.archives, event.data)

    @event_handler("booking", "appointment_requested")
    @once
    def on_appointment_requested(self, event: Event) -> None:
        use_cases.remember_appointment(self.timeline, event)

    @event_handler("booking", "appointment_awaiting_payment")
    @once
    def on_appointment_awaiting_payment(self, event: Event) -> None:
        use_cases.remember_appointment(self.timeline, event)

    @event_handler("booking", "appointment_awaiting_acceptance")
    @once
    def on_appointment_awaiting_acceptance(self, event: Event) -> None:
        use_cases.remember_appointment(self.timeline, event)

    @event_handler("booking", "appointment_confirmed")
    @once
    def on_appointment_confirmed(self, event: Event) -> None:
        use_cases.remember_appointment(self.timeline, event)

    @event_handler("booking", "appointment_declined")
    @once
    def on_appointment_declined(self, event: Event) -> None:
        use_cases.remember_appointment(self.timeline, event)

    @event_handler("booking", "appointment_expired")
    @once
    def on_appointment_expired(self, event: Event) -> None:
        use_cases.remember_appointment(self.timeline, event)

    @event_handler("booking", "appointment_rescheduled")
    @once
    def on_appointment_rescheduled(self, event: Event) -> None:
        use_cases.remember_appointment(self.timeline, event)

    @event_handler("booking", "appointment_cancelled")
    @once
    def on_appointment_cancelled(self, event: Event) -> None:
        use_cases.remember_appointment(self.timeline, event)

    @event_handler("booking", "appointment_late_cancelled")
    @once
    def on_appointment_late_cancelled(self, event: Event) -> None:
        use_cases.remember_appointment(self.timeline, event)

    @event_handler("booking", "appointment_checked_in")
    @once
    def on_appointment_checked_in(self, event: Event) -> None:
        use_cases.remember_appointment(self.timeline, event)

    @event_handler("booking", "appointment_departed")
    @once
    def on_appointment_departed(self, event: Event) -> None:
        use_cases.remember_appointment(self.timeline, event)

    @event_handler("booking", "appointment_running_late")
    @once
    def on_appointment_running_late(self, event: Event) -> None:
        use_cases.remember_appointment(self.timeline, event)

    @event_handler("booking", "appointment_arrived")
    @once
    def on_appointment_arrived(self, event: Event) -> None:
        use_cases.remember_appointment(self.timeline, event)

    @event_handler("booking", "appointment_started")
    @once
    def on_appointment_started(self, event: Event) -> None:
        use_cases.remember_appointment(self.timeline, event)

    @event_handler("booking", "appointment_extended")
    @once
    def on_appointment_extended(self, event: Event) -> None:
        use_cases.remember_appointment(self.timeline, event)

    @event_handler("booking", "appointment_completed")
    @once
    def on_appointment_completed(self, event: Event) -> None:
        use_cases.remember_appointment(self.timeline, event)

    @event_handler("booking", "appointment_no_show")
    @once
    def on_appointment_no_show(self, event: Event) -> None:
        use_cases.remember_appointment(self.timeline, event)
