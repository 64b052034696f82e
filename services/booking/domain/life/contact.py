"""Whom to speak to and where to go: checked before anything else happens, since the request alone decides it."""

from dataclasses import dataclass

import phonenumbers

from services.booking.domain.errors import AddressMissing, NoteTooLong, PartyTooLarge, PhoneInvalid
from services.booking.domain.places import HOME
from services.booking.domain.terms.rules import MAX_PARTY
from shared.events import personal

NOTE_LENGTH = 500
HOME_REGION = "CN"


@dataclass(frozen=True)
class Contact:
    """Whom to speak to about the visit: a name and a phone number in E.164, either of which may be left out."""

    name: str | None = personal(default=None)
    phone: str | None = personal(default=None)


@dataclass(frozen=True)
class Address:
    """Where a home visit goes; coordinates are GCJ-02 degrees."""

    text: str
    lng: float
    lat: float


def checked_phone(phone: str, field: str) -> str:
    """The number in E.164; a number without a country is Chinese."""
    try:
        number = phonenumbers.parse(phone, HOME_REGION)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise PhoneInvalid(fields={field: ["is not a phone number"]})
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def check_note(note: str | None) -> None:
    if note is not None and len(note) > NOTE_LENGTH:
        raise NoteTooLong(params={"longest": NOTE_LENGTH}, fields={"note": [f"longer than {NOTE_LENGTH} characters"]})


def check_party(party_size: int | None) -> None:
    if party_size is not None and party_size > MAX_PARTY:
        raise PartyTooLarge(params={"largest": MAX_PARTY}, fields={"party_size": [f"more than {MAX_PARTY}"]})


def check_address(place: str, address: Address | None) -> None:
    if place == HOME and address is None:
        raise AddressMissing(fields={"address": ["a home visit needs one"]})
