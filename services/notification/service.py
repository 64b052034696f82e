"""The Nameko service: entrypoints and declared dependencies, nothing else."""

from services.notification import schemas, use_cases
from services.notification.adapters.storage import (
    CurrentSettings,
    DeliveryLogStorage,
    DispatchDesk,
    MessageStorage,
    NotificationStorage,
    SentItemStorage,
)
from services.notification.domain import appointments
from services.notification.schemas import Json
from shared.bus import Clock, CurrentCall, IdempotencyKeys, Inbox, event_handler, every, idempotent, once, rpc
from shared.events import Event


class NotificationService:
    name = "notification"
    messages = MessageStorage()
    desk = DispatchDesk()
    notifications = NotificationStorage()
    delivery_log = DeliveryLogStorage()
    sent_items = SentItemStorage()
    settings = CurrentSettings()
    call = CurrentCall()
    clock = Clock()
    inbox = Inbox()
    idempotency = IdempotencyKeys()

    @event_handler("identity", "one_time_code_issued")
    @once
    def on_one_time_code_issued(self, event: Event) -> None:
        told = schemas.OneTimeCodeIssued().load(event.data)
        use_cases.tell_code(self.messages, self.desk, self.clock.now(), event_id=event.id, **told)

    @event_handler("identity", "registration_started")
    @once
    def on_registration_started(self, event: Event) -> None:
        told = schemas.RegistrationStarted().load(event.data)
        use_cases.tell_registration(self.messages, self.desk, self.clock.now(), event_id=event.id, **told)

    @event_handler("identity", "account_changed")
    @once
    def on_account_changed(self, event: Event) -> None:
        use_cases.remember_contact(self.desk.contacts, schemas.AccountChanged().load(event.data))

    @event_handler("booking", "appointment_confirmed")
    @once
    def on_appointment_confirmed(self, event: Event) -> None:
        self._tell(event, appointments.CONFIRMED)

    @event_handler("booking", "appointment_rescheduled")
    @once
    def on_appointment_rescheduled(self, event: Event) -> None:
        self._tell(event, appointments.RESCHEDULED)

    @event_handler("booking", "appointment_cancelled")
    @once
    def on_appointment_cancelled(self, event: Event) -> None:
        self._tell(event, appointments.CANCELLED)

    @event_handler("booking", "appointment_late_cancelled")
    @once
    def on_appointment_late_cancelled(self, event: Event) -> None:
        self._tell(event, appointments.CANCELLED)

    @every(seconds=1)
    def deliver_due_messages(self) -> None:
        while use_cases.deliver_due(self.messages, self.desk, self.clock.now()):
            pass

    @every(seconds=3600)
    def forget_old_messages(self) -> None:
        use_cases.forget_old(self.messages, self.sent_items, self.clock.now(), self.settings)

    @rpc
    def find_notifications(self, request: Json) -> Json:
        asked = schemas.FindNotifications().load(request)
        found = use_cases.find_notifications(self.notifications, self.call.actor, **asked)
        return schemas.page(schemas.NotificationView(), found, asked["limit"])

    @rpc
    @idempotent
    def mark_read(self, request: Json) -> Json:
        asked = schemas.MarkRead().load(request)
        read = use_cases.mark_read(self.notifications, self.call.actor, self.clock.now(), **asked)
        return schemas.notification_view(read)

    @rpc
    def get_preferences(self, request: Json) -> Json:  # noqa: ARG002 - every RPC takes a request
        return schemas.preferences_view(use_cases.get_preferences(self.desk.preferences, self.call.actor))

    @rpc
    @idempotent
    def update_preferences(self, request: Json) -> Json:
        asked = schemas.UpdatePreferences().load(request)
        return schemas.preferences_view(use_cases.update_preferences(self.desk.preferences, self.call.actor, **asked))

    @rpc
    def find_deliveries(self, request: Json) -> Json:
        asked = schemas.FindDeliveries().load(request)
        found = use_cases.find_deliveries(self.delivery_log, self.call.actor, **asked)
        return schemas.page(schemas.LoggedDeliveryView(), found, asked["limit"])

    @rpc
    def find_templates(self, request: Json) -> Json:  # noqa: ARG002 - every RPC takes a request
        return schemas.templates_view(use_cases.find_templates(self.desk.templates, self.call.actor))

    @rpc
    def find_outbox(self, request: Json) -> Json:
        asked = schemas.FindOutbox().load(request)
        found = use_cases.find_outbox(self.sent_items, profile=self.settings["profile"], **asked)
        return schemas.listed(schemas.SentItemView(), found)

    def _tell(self, event: Event, template: str) -> None:
        told = {"appointment": schemas.AppointmentTold().load(event.data), "template": template}
        use_cases.tell_appointment(self.messages, self.desk, self.clock.now(), event_id=event.id, **told)
