"""One module per resource: what comes in over HTTP, and which service answers it."""

from gateway.api import (
    accounts,
    appointments,
    assignments,
    availability,
    calendar_days,
    chat,
    conflicts,
    customers,
    dev_outbox,
    dispatch,
    live,
    notifications,
    resources,
    rostering,
    rosters,
    rules,
    sessions,
    stores,
    technicians,
    treatments,
)

BLUEPRINTS = (
    sessions.blp,
    accounts.blp,
    stores.blp,
    treatments.blp,
    technicians.blp,
    resources.blp,
    rules.blp,
    availability.blp,
    appointments.blp,
    assignments.blp,
    rosters.blp,
    rostering.blp,
    calendar_days.blp,
    conflicts.blp,
    dispatch.blp,
    customers.blp,
    notifications.blp,
    live.blp,
    chat.blp,
    dev_outbox.blp,
)

__all__ = ["BLUEPRINTS"]
