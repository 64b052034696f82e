"""How technicians come to a customer's place, in words for people."""

from datetime import datetime

from gateway import texts
from gateway.rpc import Json

ENGLISH = "en"


def told(travel: Json, language: str) -> Json:
    """`{from: {kind, name?}, minutes, leave_at, text}` in the reader's language."""
    spot = travel["from"]
    name = spot.get("name_en" if language == ENGLISH else "name")
    at = datetime.fromisoformat(travel["leave_at"]).strftime("%H:%M")
    params = {"at": at, "minutes": travel["minutes"], "name": name}
    shown = {"kind": spot["kind"], **({"name": name} if name else {})}
    return {**travel, "from": shown, "text": texts.of_way(spot["kind"], params, language)}
