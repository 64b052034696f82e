"""Entrypoints of scheduling. Every handler gives its event to a use case, which takes it once (`Diary.once`)."""

from services.scheduling import use_cases
from services.scheduling.adapters.storage import BookingClient, DiaryStorage
from services.scheduling.schemas import Json, views
from services.scheduling.schemas import requests as ask
from shared.bus import Clock, CurrentActor, event_handler, every, rpc
from shared.events import Event


class SchedulingService:
    name = "scheduling"
    diary = DiaryStorage()
    bookings = BookingClient()
    actor = CurrentActor()
    clock = Clock()

    @rpc
    def find_availability(self, request: Json) -> Json:
        return views.availability_view(use_cases.find_availability(**self._asked(ask.FindAvailability, request)))

    @rpc
    def explain_availability(self, request: Json) -> Json:
        return views.explanation_view(use_cases.explain_availability(**self._asked(ask.ExplainAvailability, request)))

    @rpc
    def claim_time(self, request: Json) -> Json:
        return views.claim_view(use_cases.claim_time(**self._asked(ask.ClaimTime, request)))

    @rpc
    def move_claim(self, request: Json) -> Json:
        return views.moved_view(use_cases.move_claim(**self._asked(ask.MoveClaim, request)), request["change_id"])

    @rpc
    def preview_move(self, request: Json) -> Json:
        return views.claim_view(use_cases.preview_move(**self._asked(ask.MoveClaim, request)))

    @rpc
    def settle_change(self, request: Json) -> Json:
        settled = use_cases.settle_change(self.diary, actor=self.actor, **ask.SettleChange().load(request))
        return views.settled_view(settled)

    @rpc
    def get_working_plan(self, request: Json) -> Json:
        return views.plans_view(use_cases.get_working_plan(**self._asked(ask.OfTechnician, request)))

    @rpc
    def put_working_plan(self, request: Json) -> Json:
        return views.plans_view(use_cases.put_working_plan(**self._asked(ask.PutWorkingPlan, request)))

    @rpc
    def list_leave(self, request: Json) -> Json:
        return views.leaves_view(use_cases.list_leave(self.diary, actor=self.actor, **ask.OfTechnician().load(request)))

    @rpc
    def add_leave(self, request: Json) -> Json:
        return views.leave_view(use_cases.add_leave(self.diary, actor=self.actor, **ask.AddLeave().load(request)))

    @rpc
    def delete_leave(self, request: Json) -> None:
        use_cases.delete_leave(self.diary, actor=self.actor, **ask.DeleteLeave().load(request))

    @rpc
    def set_duty(self, request: Json) -> Json:
        return views.duty_view(request["technician_id"], use_cases.set_duty(**self._asked(ask.SetDuty, request)))

    @rpc
    def get_calendar(self, request: Json) -> Json:
        return views.timeline_view(use_cases.get_calendar(**self._asked(ask.GetCalendar, request)))

    @event_handler("catalog", "store_changed")
    def on_store_changed(self, event: Event) -> None:
        use_cases.remember(self.diary, "store", event)

    @event_handler("catalog", "treatment_changed")
    def on_treatment_changed(self, event: Event) -> None:
        use_cases.remember(self.diary, "treatment", event)

    @event_handler("catalog", "technician_changed")
    def on_technician_changed(self, event: Event) -> None:
        use_cases.remember(self.diary, "technician", event)

    @event_handler("catalog", "resource_changed")
    def on_resource_changed(self, event: Event) -> None:
        use_cases.remember(self.diary, "resource", event)

    @event_handler("catalog", "booking_rules_changed")
    def on_booking_rules_changed(self, event: Event) -> None:
        use_cases.remember(self.diary, "booking_rules", event)

    @event_handler("booking", "appointment_requested")
    def on_appointment_requested(self, event: Event) -> None:
        use_cases.firm_claim(self.diary, event)

    @event_handler("booking", "appointment_cancelled")
    def on_appointment_cancelled(self, event: Event) -> None:
        use_cases.release_claim(self.diary, event, now=self.clock.now())

    @event_handler("booking", "appointment_late_cancelled")
    def on_appointment_late_cancelled(self, event: Event) -> None:
        use_cases.release_claim(self.diary, event, now=self.clock.now())

    @event_handler("booking", "appointment_declined")
    def on_appointment_declined(self, event: Event) -> None:
        use_cases.release_claim(self.diary, event, now=self.clock.now())

    @event_handler("booking", "appointment_expired")
    def on_appointment_expired(self, event: Event) -> None:
        use_cases.release_claim(self.diary, event, now=self.clock.now())

    @event_handler("booking", "appointment_no_show")
    def on_appointment_no_show(self, event: Event) -> None:
        use_cases.release_claim(self.diary, event, now=self.clock.now())

    @every(seconds=5)
    def expire_holds(self) -> None:
        use_cases.expire_holds(self.diary, self.bookings, now=self.clock.now())

    def _asked(self, shape: type[ask.Request], request: Json) -> Json:
        return {"diary": self.diary, "actor": self.actor, "now": self.clock.now(), **shape().load(request)}
