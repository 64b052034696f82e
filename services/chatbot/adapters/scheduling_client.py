"""True free times, asked of scheduling."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Protocol

from services.chatbot.ports import Question, Reason, Slot


class Client(Protocol):
    """A client of one service, as `shared.bus` gives it."""

    def call(self, method: str, request: dict[str, Any], timeout: float | None = None) -> dict[str, Any]: ...


class SchedulingClient:
    def __init__(self, client: Client) -> None:
        self._client = client

    def find(self, question: Question, first: date, days: int) -> Sequence[Slot]:
        found = self._client.call("find_availability", {**_asked(question), "from": first.isoformat(), "days": days})
        return [_slot(slot) for day in found["days"] for slot in day["slots"]]

    def best(self, question: Question, first: date, days: int, window: Sequence[str], count: int) -> Sequence[Slot]:
        asked = {**_asked(question), "from": first.isoformat(), "days": days, "suggest": count}
        found = self._client.call("find_availability", {**asked, "between": "-".join(window)})
        return [_slot(slot) for slot in found["suggestions"]]

    def explain(self, question: Question, starts_at: datetime) -> Sequence[Reason]:
        explained = self._client.call("explain_availability", {**_asked(question), "starts_at": starts_at.isoformat()})
        return [
            Reason(reason["code"], reason.get("params") or {}, reason.get("technician_id"))
            for reason in explained["reasons"]
        ]


def _asked(question: Question) -> dict[str, Any]:
    """Only what is known: an absent field means anyone, the treatment's own party size, a new appointment."""
    asked: dict[str, Any] = {
        "store_id": question.store_id,
        "treatment_id": question.treatment_id,
        "technician_id": question.technician_id,
        "party_size": question.party_size,
        "appointment_id": question.appointment_id,
        "then": [{"treatment_id": one} for one in question.then] or None,
    }
    if question.home:
        asked |= {"place": "home", "lng": question.home.lng, "lat": question.home.lat}
    return {name: value for name, value in asked.items() if value is not None}


def _slot(slot: dict[str, Any]) -> Slot:
    return Slot(
        datetime.fromisoformat(slot["starts_at"]),
        datetime.fromisoformat(slot["ends_at"]),
        tuple(slot.get("technician_ids") or ()),
    )
