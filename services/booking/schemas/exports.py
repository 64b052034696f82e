"""What somebody takes home."""

from typing import Any

from services.booking.schemas.records import record_view
from services.booking.schemas.views import appointment_view


def export_view(export: Any) -> dict[str, Any]:
    """The feed without its address, which nobody here knows."""
    feed = export.feed
    return {
        "appointments": [appointment_view(seen) for seen in export.appointments],
        "service_records": [record_view(seen) for seen in export.records],
        "calendar_feed": feed and {"opened_at": feed.opened_at.isoformat()},
    }
