"""The shapes of this service's requests and answers."""

from typing import Any

Json = dict[str, Any]
