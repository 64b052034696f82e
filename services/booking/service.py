"""The booking service on the bus: entrypoints and what they need."""

from typing import Any

from services.booking import schemas, use_cases
from services.booking.adapters.checkpoint import Checkpoints
from services.booking.adapters.scheduling_client import SchedulingClient, claim_of
from services.booking.adapters.storage import BookingStorage
from shared.bus import Clock, CurrentCall, IdempotencyKeys, Inbox, event_handler, every, idempotent, once, rpc
from shared.events import Event

Json = dict[str, Any]


class BookingService:
    name = "booking"
    storage = BookingStorage()
    scheduling = SchedulingClient()
    checkpoint = Checkpoints()
    call = CurrentCall()
    clock = Clock()
    inbox = Inbox()
    idempotency = IdempotencyKeys()

    @rpc
    def book_appointment(self, request: Json) -> Json:
        return use_cases.book_appointment(self._desk(), schemas.BookAppointment().load(request))

    @rpc
    def get_appointment(self, request: Json) -> Json:
        asked = schemas.AppointmentNamed().load(request)
        return schemas.appointment(use_cases.get_appointment(self.storage, **self._present(), **asked))

    @rpc
    def find_appointments(self, request: Json) -> Json:
        asked = schemas.FindAppointments().load(request)
        return schemas.page(use_cases.find_appointments(self.storage, **self._present(), **asked))

    @rpc
    def get_history(self, request: Json) -> Json:
        asked = schemas.AppointmentNamed().load(request)
        return schemas.history(use_cases.get_history(self.storage, call=self.call, **asked))

    @rpc
    def reschedule_appointment(self, request: Json) -> Json:
        asked = schemas.RescheduleAppointment().load(request)
        appointment_id, is_dry_run = asked.pop("appointment_id"), asked.pop("dry_run")
        change = use_cases.preview_change if is_dry_run else use_cases.reschedule_appointment
        return change(self._desk(), appointment_id, asked)

    @rpc
    @idempotent
    def cancel_appointment(self, request: Json) -> Json:
        asked = schemas.CancelAppointment().load(request)
        return schemas.appointment(use_cases.cancel_appointment(self.storage, **self._present(), **asked))

    @rpc
    @idempotent
    def act_on_appointment(self, request: Json) -> Json:
        asked = schemas.ActOnAppointment().load(request)
        return schemas.appointment(use_cases.act_on_appointment(self.storage, **self._present(), **asked))

    @rpc
    def answer_for_claim(self, request: Json) -> Json:
        asked = schemas.ClaimNamed().load(request)
        return {"needed": use_cases.answer_for_claim(self.storage, call=self.call, **asked)}

    @event_handler("scheduling", "claim_moved")
    @once
    def on_claim_moved(self, event: Event) -> None:
        use_cases.apply_claim(self.storage, claim_of(event.data), now=self.clock.now())

    @event_handler("catalog", "store_changed")
    @once
    def on_store_changed(self, event: Event) -> None:
        use_cases.remember(self.storage, "store", event.data)

    @event_handler("catalog", "treatment_changed")
    @once
    def on_treatment_changed(self, event: Event) -> None:
        use_cases.remember(self.storage, "treatment", event.data)

    @event_handler("catalog", "technician_changed")
    @once
    def on_technician_changed(self, event: Event) -> None:
        use_cases.remember(self.storage, "technician", event.data)

    @event_handler("catalog", "booking_rules_changed")
    @once
    def on_booking_rules_changed(self, event: Event) -> None:
        use_cases.remember(self.storage, "rules", event.data)

    @every(seconds=5)
    def sweep_open_changes(self) -> None:
        use_cases.settle_changes(self.storage, self.scheduling, now=self.clock.now())

    @every(seconds=5)
    def sweep_overdue_appointments(self) -> None:
        use_cases.expire_appointments(self.storage, **self._present())

    @every(seconds=60)
    def sweep_open_attempts(self) -> None:
        use_cases.abandon_attempts(self.storage)
        use_cases.forget_old_keys(self.storage)

    def _desk(self) -> use_cases.Desk:
        ports = (self.storage, self.scheduling, self.checkpoint)
        return use_cases.Desk(*ports, **self._present(), as_answer=schemas.appointment)

    def _present(self) -> Json:
        return {"call": self.call, "now": self.clock.now()}
