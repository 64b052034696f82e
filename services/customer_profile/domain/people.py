"""Whom and where a customer books for: people to call, and homes to go to, kept for the next time."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ContactPerson:
    """Somebody the customer books for, or who is to be called for them; `phone` in E.164."""

    name: str
    phone: str
    relation: str = ""


@dataclass(frozen=True)
class SavedAddress:
    """A home visits have gone to, in GCJ-02 degrees; the first of a customer's is the one proposed."""

    text: str
    lng: float
    lat: float
    label: str = ""
    contact_name: str | None = None
    contact_phone: str | None = None
