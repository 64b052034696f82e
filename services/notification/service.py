"""Entrypoints of notification, a line each: the shape of what is asked or told, the use case, the answer's view."""

from services.notification import use_cases
from services.notification.adapters.storage import (
    CurrentSettings,
    DeliveryLogStorage,
    DispatchDesk,
    MessageStorage,
    NotificationStorage,
    SentItemStorage,
    TraceStorage,
)
from services.notification.schemas import events, views
from services.notification.schemas import requests as ask
from services.notification.schemas.events import appointment_told as appointment
from services.notification.schemas.events import matter_told as matter
from shared.bus import Clock, CurrentActor, CurrentCall, IdempotencyKeys, Inbox, answer, every, take


class NotificationService:
    name = "notification"
    messages = MessageStorage()
    desk = DispatchDesk()
    notifications = NotificationStorage()
    delivery_log = DeliveryLogStorage()
    sent_items = SentItemStorage()
    traces = TraceStorage()
    settings = CurrentSettings()
    call = CurrentCall()
    actor = CurrentActor()
    clock = Clock()
    inbox = Inbox()
    idempotency = IdempotencyKeys()

    find_notifications = answer(ask.FindNotifications, use_cases.find_notifications, views.notifications_view)
    mark_read = answer(ask.MarkRead, use_cases.mark_read, views.notification_view, once=True)
    mark_all_read = answer(ask.MarkAllRead, use_cases.mark_all_read, views.unread_view)
    get_preferences = answer(ask.Nothing, use_cases.get_preferences, views.preferences_view)
    update_preferences = answer(ask.UpdatePreferences, use_cases.update_preferences, views.preferences_view, once=True)
    find_deliveries = answer(ask.FindDeliveries, use_cases.find_deliveries, views.deliveries_view)
    find_templates = answer(ask.Nothing, use_cases.find_templates, views.templates_view)
    find_outbox = answer(ask.FindOutbox, use_cases.find_outbox, views.sent_items_view)

    on_one_time_code_issued = take("identity", "one_time_code_issued", use_cases.tell_code, told=events.code_told)
    on_registration_started = take(
        "identity", "registration_started", use_cases.tell_registration, told=events.registration_told
    )
    on_account_changed = take("identity", "account_changed", use_cases.remember_contact, told=events.contact_told)
    on_account_erased = take("identity", "account_erased", use_cases.forget_person, told=events.erasure_told)

    on_appointment_awaiting_payment = take("booking", "appointment_awaiting_payment", use_cases.tell, told=appointment)
    on_appointment_awaiting_acceptance = take(
        "booking", "appointment_awaiting_acceptance", use_cases.tell, told=appointment
    )
    on_appointment_confirmed = take("booking", "appointment_confirmed", use_cases.tell, told=appointment)
    on_appointment_declined = take("booking", "appointment_declined", use_cases.tell, told=appointment)
    on_appointment_expired = take("booking", "appointment_expired", use_cases.tell, told=appointment)
    on_appointment_rescheduled = take("booking", "appointment_rescheduled", use_cases.tell, told=appointment)
    on_appointment_cancelled = take("booking", "appointment_cancelled", use_cases.tell, told=appointment)
    on_appointment_late_cancelled = take("booking", "appointment_late_cancelled", use_cases.tell, told=appointment)
    on_appointment_departed = take("booking", "appointment_departed", use_cases.tell, told=appointment)
    on_appointment_arrived = take("booking", "appointment_arrived", use_cases.tell, told=appointment)
    on_appointment_running_late = take("booking", "appointment_running_late", use_cases.tell, told=appointment)
    on_appointment_no_show = take("booking", "appointment_no_show", use_cases.tell, told=appointment)
    on_appointment_completed = take("booking", "appointment_completed", use_cases.tell, told=appointment)
    on_home_visit_offered = take("booking", "home_visit_offered", use_cases.tell, told=appointment)
    on_home_offer_ended = take("booking", "home_offer_ended", use_cases.tell, told=appointment)
    on_home_visit_unassigned = take("booking", "home_visit_unassigned", use_cases.tell, told=appointment)
    on_sos_raised = take("booking", "sos_raised", use_cases.tell, told=appointment)
    on_appointment_extended = take("booking", "appointment_extended", use_cases.tell, told=appointment)
    on_time_proposed = take("booking", "time_proposed", use_cases.tell, told=appointment)
    on_time_proposal_refused = take("booking", "time_proposal_refused", use_cases.tell, told=appointment)
    on_course_bought = take("booking", "course_bought", use_cases.tell, told=matter)
    on_waitlist_offered = take("booking", "waitlist_offered", use_cases.tell, told=matter)
    on_queue_ticket_called = take("booking", "queue_ticket_called", use_cases.tell, told=matter)
    on_payment_settled = take("booking", "payment_settled", use_cases.tell, told=matter)
    on_payment_failed = take("booking", "payment_failed", use_cases.tell, told=matter)
    on_payment_refunded = take("booking", "payment_refunded", use_cases.tell, told=matter)

    on_leave_request_changed = take("scheduling", "leave_request_changed", use_cases.tell, told=events.leave_told)

    @every(seconds=1)
    def deliver_due_messages(self) -> None:
        while use_cases.deliver_due(self.messages, self.desk, self.clock.now()):
            pass

    @every(seconds=3600)
    def forget_old_messages(self) -> None:
        use_cases.forget_old(self.messages, self.sent_items, self.clock.now(), self.settings)
