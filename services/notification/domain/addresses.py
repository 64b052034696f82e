"""Addresses as people type them, as we compare them, and as staff may see them."""

import re
from dataclasses import dataclass

from services.notification.domain.channels import Channel

# A mainland mobile number with the country's code before it; the plus sign is lost where a query string eats it.
WITH_COUNTRY_CODE = re.compile(r"^(?:\+|00)?86(?=1\d{10}$)")
SHORTEST_PHONE = 7


@dataclass(frozen=True)
class Address:
    """Where one channel finds one person: a phone number, an e-mail address, a WeChat id or an account's id."""

    channel: Channel
    to: str


def normalised(to: str) -> str:
    """The one spelling by which an address is kept and found: `+86 138-0000-0001` is `13800000001`."""
    if "@" in to:
        return to.strip().lower()
    return WITH_COUNTRY_CODE.sub("", re.sub(r"[\s()-]", "", to))


def masked(to: str) -> str:
    """The address with its middle hidden, for the delivery log: `138****0001`, `x***@example.com`."""
    if "@" in to:
        name, _, host = to.partition("@")
        return f"{name[:1]}***@{host}"
    return f"{to[:3]}****{to[-4:]}" if len(to) >= SHORTEST_PHONE else "****"
