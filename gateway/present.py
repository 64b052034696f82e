"""What time it is here, told with every answer of the API: a phone's own clock may be wrong by minutes, and a page that
counts down to a deadline or draws today's line must not be. In a demonstration it may stand at another day.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import Flask, Response, request

from shared.clock import SystemClock

HEADER = "X-Now"


def init_app(app: Flask, settings: Mapping[str, Any]) -> None:
    """Add `X-Now` (RFC 3339, UTC) to the API's answers."""
    clock = SystemClock(timedelta(seconds=float(settings["clock_offset_seconds"])))

    @app.after_request
    def _tell(response: Response) -> Response:
        if request.path.startswith("/api/"):
            response.headers[HEADER] = clock.now().isoformat(timespec="milliseconds")
        return response
