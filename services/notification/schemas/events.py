"""What is read of other services' events.

Of an event only what is needed is read, and unknown fields are ignored: its producer may add to it.
"""

from collections.abc import Mapping
from typing import Any

from marshmallow import EXCLUDE, Schema, fields

from services.notification.domain.addresses import Address, normalised
from services.notification.domain.appointments import Appointment, Guest
from services.notification.domain.channels import Channel
from services.notification.domain.messages import DEFAULT_ZONE
from services.notification.domain.occasions import Occasion
from services.notification.domain.people import Contact
from shared.actor import PLATFORM_ADMIN, STAFF_ROLES, TECHNICIAN
from shared.crypto import keyring
from shared.events import SEALED, Event, event_place
from shared.shapes import the

Json = dict[str, Any]


class _EventSchema(Schema):
    class Meta:
        unknown = EXCLUDE


class Sealed(fields.Field[str]):
    """A personal field of an event, opened with the keyring; `phone` stands there as `phone_sealed`."""

    def __init__(self, name: str, **options: Any) -> None:
        super().__init__(data_key=f"{name}{SEALED}", **options)
        self.place = event_place(name)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> str:  # noqa: ARG002
        return keyring().unseal(str(value), self.place)


class OneTimeCodeIssued(_EventSchema):
    phone = Sealed("phone", required=True)
    code = Sealed("code", required=True)
    expires_at = fields.AwareDateTime(required=True)
    language = fields.Str(load_default=None, allow_none=True)


class RegistrationStarted(_EventSchema):
    email = Sealed("email", required=True)
    token = Sealed("token", required=True)
    name = Sealed("name", required=True)
    language = fields.Str(load_default=None, allow_none=True)


class AccountChanged(_EventSchema):
    account_id = fields.Str(required=True)
    revision = fields.Int(required=True)
    name = Sealed("name", load_default="")
    phone = Sealed("phone", load_default=None, allow_none=True)
    email = Sealed("email", load_default=None, allow_none=True)
    language = fields.Str(load_default=None, allow_none=True)
    roles = fields.List(fields.Str(), load_default=list)
    stores = fields.List(fields.Str(), load_default=list)
    technician_id = fields.Str(load_default=None, allow_none=True)


class _Guest(_EventSchema):
    name = Sealed("name", load_default=None, allow_none=True)
    phone = Sealed("phone", load_default=None, allow_none=True)


class _Named(_EventSchema):
    name = fields.Str(required=True)
    name_en = fields.Str(load_default=None, allow_none=True)


class _Store(_Named):
    id = fields.Str(required=True)
    timezone = fields.Str(required=True)
    address = fields.Str(load_default="", allow_none=True)
    phone = fields.Str(load_default="", allow_none=True)


class _Person(_EventSchema):
    id = fields.Str(required=True)
    name = fields.Str(required=True)


class _Policy(_EventSchema):
    free_cancel_until = fields.Str(load_default=None, allow_none=True)


class _Before(_EventSchema):
    starts_at = fields.Str(required=True)
    technicians = fields.List(fields.Nested(_Person), load_default=list)
    cause = fields.Str(load_default=None, allow_none=True)


class AppointmentTold(_EventSchema):
    """What every event of an appointment tells, and what some tell beside it."""

    appointment_id = fields.Str(required=True)
    number = fields.Str(required=True)
    revision = fields.Int(required=True)
    status = fields.Str(required=True)
    customer_id = fields.Str(required=True)
    booked_by = fields.Str(load_default=None, allow_none=True)
    actor = fields.Str(load_default=None, allow_none=True)
    contact = fields.Nested(_Guest, load_default=None, allow_none=True)
    store = fields.Nested(_Store, required=True)
    treatment = fields.Nested(_Named, required=True)
    treatments = fields.List(fields.Nested(_Named), load_default=None, allow_none=True)
    technicians = fields.List(fields.Nested(_Person), required=True)
    starts_at = fields.AwareDateTime(required=True)
    place = fields.Str(required=True)
    address = Sealed("address", load_default=None, allow_none=True)
    price_fen = fields.Int(required=True)
    fee_fen = fields.Int(required=True)
    policy = fields.Nested(_Policy, required=True)
    previous = fields.Nested(_Before, load_default=None, allow_none=True)
    answer_by = fields.Str(allow_none=True)
    deposit_fen = fields.Int(allow_none=True)
    minutes = fields.Int(allow_none=True)
    expected_at = fields.Str(allow_none=True)
    proposed_starts_at = fields.Str(allow_none=True)
    how = fields.Str(allow_none=True)
    offered_to = fields.Nested(_Person, allow_none=True)
    technician = fields.Nested(_Person, allow_none=True)
    instead_of = fields.Nested(_Person, load_default=None, allow_none=True)


BESIDE = ("answer_by", "deposit_fen", "minutes", "expected_at", "proposed_starts_at", "how")


class MatterTold(_EventSchema):
    """What is no appointment: a payment, a wish whose time has come, a ticket that is called, a course."""

    customer_id = fields.Str(load_default=None, allow_none=True)
    appointment_id = fields.Str(load_default=None, allow_none=True)
    store_id = fields.Str(load_default=None, allow_none=True)
    store = fields.Nested(_Store, load_default=None, allow_none=True)
    contact = fields.Nested(_Guest, load_default=None, allow_none=True)
    treatment = fields.Nested(_Named, allow_none=True)
    starts_at = fields.Str(allow_none=True)
    answer_by = fields.Str(allow_none=True)
    expires_on = fields.Str(allow_none=True)
    amount_fen = fields.Int(allow_none=True)
    sessions = fields.Int(allow_none=True)
    number = fields.Raw(allow_none=True)


MATTERS = ("store", "treatment", "starts_at", "answer_by", "expires_on", "amount_fen", "sessions", "number")


class LeaveRequestTold(_EventSchema):
    status = fields.Str(required=True)
    technician = fields.Nested(_Person, required=True)
    stores = fields.List(fields.Str(), required=True)
    timezone = fields.Str(required=True)
    starts_at = fields.Str(required=True)
    ends_at = fields.Str(required=True)
    actor = fields.Str(required=True)
    refusal = Sealed("refusal", required=True)


LEAVE = ("status", "technician", "starts_at", "ends_at", "refusal")


def appointment_told(event: Event) -> Json:
    """The occasion of an event that tells the whole appointment."""
    told = the(AppointmentTold).load(event.data)
    before = told["previous"] or {"technicians": []}
    occasion = Occasion(
        id=event.id,
        type=event.type,
        facts=_facts(told),
        zone=told["store"]["timezone"],
        customer_id=told["customer_id"],
        store_id=told["store"]["id"],
        stores=frozenset({told["store"]["id"]}),
        appointment=_appointment(told),
        appointment_id=told["appointment_id"],
        technicians=_ids(told["technicians"]),
        technicians_before=_ids(before["technicians"]),
        asked=_ids([told.get("offered_to") or told.get("technician")]),
        by=told["actor"],
        booked_by=told["booked_by"],
    )
    return {"occasion": occasion}


def matter_told(event: Event) -> Json:
    told = the(MatterTold).load(event.data)
    guest = _guest(told["contact"])
    occasion = Occasion(
        id=event.id,
        type=event.type,
        facts={name: told[name] for name in MATTERS if told.get(name) is not None},
        zone=told["store"]["timezone"] if told["store"] else DEFAULT_ZONE,
        customer_id=told["customer_id"],
        store_id=told["store_id"] or (told["store"] and told["store"]["id"]),
        appointment_id=told["appointment_id"],
        named=(Address(Channel.SMS, normalised(guest.phone)),) if guest else (),
    )
    return {"occasion": occasion}


def leave_told(event: Event) -> Json:
    """A technician's request for leave; it belongs to all the stores they work in."""
    told = the(LeaveRequestTold).load(event.data)
    occasion = Occasion(
        id=event.id,
        type=event.type,
        facts={name: told[name] for name in LEAVE},
        zone=told["timezone"],
        store_id=min(told["stores"], default=None),
        stores=frozenset(told["stores"]),
        technicians=_ids([told["technician"]]),
        by=told["actor"],
    )
    return {"occasion": occasion}


def code_told(event: Event) -> Json:
    return {"event_id": event.id, **the(OneTimeCodeIssued).load(event.data)}


def registration_told(event: Event) -> Json:
    told = the(RegistrationStarted).load(event.data)
    return {"event_id": event.id, "addressee": told.pop("name"), **told}


def contact_told(event: Event) -> Json:
    """The account as a contact; `stores` count for who works at their counter, and an account may lose its roles."""
    told = the(AccountChanged).load(event.data)
    roles, stores, technician_id = set(told.pop("roles")), told.pop("stores"), told.pop("technician_id")
    counter = frozenset(stores) if roles & STAFF_ROLES - {PLATFORM_ADMIN} else frozenset[str]()
    return {"contact": Contact(**told, stores=counter, technician_id=technician_id if TECHNICIAN in roles else None)}


class AccountErased(_EventSchema):
    account_id = fields.Str(required=True)
    revision = fields.Int(required=True)


def erasure_told(event: Event) -> Json:
    return dict(the(AccountErased).load(event.data))


def _appointment(told: Json) -> Appointment:
    return Appointment(
        id=told["appointment_id"],
        revision=told["revision"],
        status=told["status"],
        customer_id=told["customer_id"],
        store_id=told["store"]["id"],
        zone=told["store"]["timezone"],
        starts_at=told["starts_at"],
        fee_fen=told["fee_fen"],
        guest=_guest(told["contact"]),
        facts=_facts(told),
    )


def _facts(told: Json) -> Json:
    """What the texts are filled with, as JSON keeps it."""
    copied = {name: told[name] for name in ("number", "store", "treatment", "place", "address", "price_fen", "fee_fen")}
    return {
        **copied,
        "treatments": told["treatments"] or [told["treatment"]],
        "guest": told["contact"] and told["contact"]["name"],
        "technicians": [technician["name"] for technician in told["technicians"]],
        "starts_at": told["starts_at"].isoformat(),
        "old_starts_at": told["previous"] and told["previous"]["starts_at"],
        "moved_because": told["previous"] and told["previous"]["cause"],
        "free_cancel_until": told["policy"]["free_cancel_until"],
        **{name: told[name] for name in BESIDE if told.get(name) is not None},
        **({"instead_of": told["instead_of"]["name"]} if told["instead_of"] else {}),
    }


def _guest(contact: Json | None) -> Guest | None:
    return Guest(contact["name"] or "", contact["phone"]) if contact and contact["phone"] else None


def _ids(named: list[Json | None]) -> frozenset[str]:
    return frozenset(one["id"] for one in named if one)
