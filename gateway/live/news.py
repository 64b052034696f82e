"""From an event of the bus to news for pages: which kind, for whom, and the little of it that pages are told.

Who may learn of it is judged from the event's own data alone, by the rule the services judge reading by: customers what
is theirs, technicians their own visits and offers, staff what belongs to their stores. Pages fetch the rest, and are
refused there what is not theirs; so news hold ids, states and versions, and nothing about a person. That a store's free
times have changed anybody may know who may ask for them: it is told without saying when, why or by whom.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from gateway.live.audience import BOOKING, Keys, audience
from shared.events import Event

APPOINTMENT, NOTIFICATION, CHAT = "appointment_changed", "notification", "chat_message"
TICKET, WISH, OFFER, SOS = "queue_ticket_changed", "waitlist_offered", "home_visit_offered", "sos_raised"
FREE_TIMES, LEAVE = "free_times_changed", "leave_request_changed"
KINDS = (APPOINTMENT, NOTIFICATION, CHAT, TICKET, WISH, OFFER, SOS, FREE_TIMES, LEAVE)

Data = Mapping[str, Any]


@dataclass(frozen=True)
class News:
    """One thing that pages may want to know; `type` among the data is the event's, for who cares why."""

    kind: str
    data: Data = field(default_factory=dict)
    audience: Keys = frozenset()


def news_of(event: Event) -> list[News]:
    """What pages are told of an event; nothing of one that does not concern them. KeyError: it is not as agreed."""
    return [news for tell in _TOLD.get(event.producer, {}).get(event.type, ()) for news in tell(event.type, event.data)]


def topics() -> dict[str, tuple[str, ...]]:
    """Every event that becomes news: service → types."""
    return {service: tuple(types) for service, types in _TOLD.items()}


Tell = Callable[[str, Data], Iterator[News]]


def _appointment(type_: str, data: Data) -> Iterator[News]:
    """An appointment as it is now; who it was taken from learns that they no longer have it."""
    before = data.get("previous") or {}
    concerned = [*data["technicians"], *before.get("technicians", ())]
    whom = audience(accounts=_ids(data["customer_id"]), technicians=_ids(*concerned), stores=_ids(data["store"]))
    yield News(APPOINTMENT, _facts(type_, data, status=data["status"], version=data["revision"]), whom)


def _of_an_appointment(type_: str, data: Data) -> Iterator[News]:
    """Something that belongs to an appointment, such as a payment; its technicians learn what is theirs to know."""
    technicians = _ids(*data.get("technicians", ()))
    whom = audience(accounts=_ids(data["customer_id"]), technicians=technicians, stores=_ids(_store(data)))
    yield News(APPOINTMENT, _facts(type_, data, payment_id=data.get("payment_id")), whom)


def _offer(type_: str, data: Data) -> Iterator[News]:
    """A home visit offered to a technician, or no longer: theirs and the dispatchers' business, not the customer's."""
    technician = data.get("offered_to") or data["technician"]
    facts = _facts(type_, data, status=data["status"], version=data["revision"], answer_by=data.get("answer_by"))
    whom = audience(technicians=_ids(technician), stores=_ids(data["store"]))
    yield News(OFFER, {**facts, **_some(data, "round", "how")}, whom)


def _sos(type_: str, data: Data) -> Iterator[News]:
    """For the store alone: on a home visit the danger may be whoever else is there."""
    facts = _facts(type_, data, status=data.get("status"), version=data.get("revision"))
    yield News(SOS, facts, audience(stores=_ids(_store(data))))


def _wish(type_: str, data: Data) -> Iterator[News]:
    facts = {"type": type_, "store_id": _id(_store(data)), **_some(data, "wish_id", "starts_at", "answer_by", "how")}
    yield News(WISH, facts, _owner_and_store(data))


def _ticket(type_: str, data: Data) -> Iterator[News]:
    facts = {"type": type_, "store_id": _id(_store(data)), "version": data["revision"]}
    told = {**facts, **_some(data, "ticket_id", "number", "status", "estimated_at")}
    yield News(TICKET, told, _owner_and_store(data))


def _notification(_: str, data: Data) -> Iterator[News]:
    facts = _some(data, "notification_id", "kind", "appointment_id")
    yield News(NOTIFICATION, facts, audience(accounts=_ids(data["account_id"])))


def _message(_: str, data: Data) -> Iterator[News]:
    """The owner hears of everything; the staff of its store (all staff, where it has come to none) of what was handed
    to them, and of what they do with it.
    """
    is_theirs = data.get("handoff") or data.get("author") == "staff"
    store = data.get("store_id")
    whom = audience(
        accounts=_ids(data["account_id"]),
        stores=_ids(store) if is_theirs else (),
        all_staff=bool(is_theirs and store is None),
    )
    yield News(CHAT, _some(data, "conversation_id", "turn", "author", "handoff"), whom)


def _free_times(_: str, data: Data) -> Iterator[News]:
    yield News(FREE_TIMES, {"store_id": _id(_store(data))}, BOOKING)


def _leave_request(_: str, data: Data) -> Iterator[News]:
    """Theirs and their stores'; why they ask is for the page to fetch."""
    whom = audience(technicians=_ids(data["technician"]), stores=data["stores"])
    yield News(LEAVE, {**_some(data, "request_id", "status"), "version": data["revision"]}, whom)


def _owner_and_store(data: Data) -> Keys:
    """A ticket drawn at the counter may have no owner."""
    return audience(accounts=_ids(data.get("customer_id")), stores=_ids(_store(data)))


def _facts(type_: str, data: Data, **more: Any) -> Data:
    told = {"type": type_, "appointment_id": data["appointment_id"], "store_id": _id(_store(data)), **more}
    return {name: value for name, value in told.items() if value is not None}


def _some(data: Data, *names: str) -> Data:
    return {name: data[name] for name in names if data.get(name) is not None}


def _store(data: Data) -> Any:
    return data["store_id"] if "store_id" in data else data["store"]


def _id(named: Any) -> Any:
    """What events name is an id, or an object with one."""
    return named["id"] if isinstance(named, Mapping) else named


def _ids(*named: Any) -> frozenset[str]:
    return frozenset(_id(one) for one in named if one is not None)


def _each(types: Iterable[str], *tell: Tell) -> dict[str, tuple[Tell, ...]]:
    return dict.fromkeys(types, tell)


_LIFE = (
    "requested awaiting_payment awaiting_acceptance confirmed declined expired rescheduled cancelled late_cancelled "
    "checked_in departed arrived running_late started extended completed no_show"
)

# Steps that take time or give it back. Completed early or running late, a visit keeps what it had taken.
_TIMES = "requested awaiting_payment confirmed declined expired rescheduled cancelled late_cancelled extended no_show"

_TOLD: Mapping[str, Mapping[str, tuple[Tell, ...]]] = {
    "booking": {
        **_each((f"appointment_{step}" for step in _LIFE.split()), _appointment),
        **_each((f"appointment_{step}" for step in _TIMES.split()), _appointment, _free_times),
        **_each(("time_proposed", "time_proposal_refused", "time_proposal_withdrawn"), _appointment),
        **_each(("payment_settled", "payment_failed", "payment_refunded", "service_recorded"), _of_an_appointment),
        **_each(("home_visit_offered", "home_offer_ended"), _appointment, _offer),
        **_each(("home_visit_unassigned",), _appointment),
        **_each(("sos_raised",), _sos),
        **_each(("waitlist_offered", "waitlist_offer_ended"), _wish),
        **_each(("queue_ticket_changed", "queue_ticket_called"), _ticket),
    },
    "scheduling": {"time_freed": (_free_times,), "leave_request_changed": (_leave_request,)},
    "notification": {"notification_created": (_notification,)},
    "chatbot": {"chat_message_added": (_message,)},
}
