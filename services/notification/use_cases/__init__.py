"""What notification does, one function per verb."""

from services.notification.use_cases.delivering import deliver, deliver_due
from services.notification.use_cases.forgetting import forget_person
from services.notification.use_cases.reading import (
    find_deliveries,
    find_notifications,
    find_outbox,
    find_templates,
    forget_old,
    get_preferences,
    mark_all_read,
    mark_read,
    update_preferences,
)
from services.notification.use_cases.telling import remember_contact, tell, tell_code, tell_registration

__all__ = [
    "deliver",
    "deliver_due",
    "find_deliveries",
    "find_notifications",
    "find_outbox",
    "find_templates",
    "forget_old",
    "forget_person",
    "get_preferences",
    "mark_all_read",
    "mark_read",
    "remember_contact",
    "tell",
    "tell_code",
    "tell_registration",
    "update_preferences",
]
