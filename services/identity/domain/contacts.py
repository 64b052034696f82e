"""Phones, e-mail addresses and staff logins in the one form in which they are stored and compared."""

import re
import unicodedata

import phonenumbers

from services.identity.domain.errors import PhoneInvalid
from shared.errors import Invalid

HOME_REGION = "CN"
# phonenumbers would find a number in any text; a customer who typed more than a number made a mistake.
PHONE = re.compile(r"\+?[0-9 ().-]+")
EMAIL_LENGTH = 254  # RFC 5321, 4.5.3.1.3: a path of 256 with its brackets


def normal_phone(text: str) -> str:
    """The number in E.164 (`+8613800000001`); without a country code it is Chinese."""
    text = text.strip()
    if not PHONE.fullmatch(text):
        raise _not_a_phone()
    try:
        number = phonenumbers.parse(text, HOME_REGION)
    except phonenumbers.NumberParseException as error:
        raise _not_a_phone() from error
    if number.extension or not phonenumbers.is_valid_number(number):
        raise _not_a_phone()
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def is_phone(text: str) -> bool:
    try:
        normal_phone(text)
    except PhoneInvalid:
        return False
    return True


def normal_email(text: str) -> str:
    """The address as it is compared: composed Unicode, no surrounding space, lower case.

    RFC 5321 would let the part before the @ tell case apart; no provider does, and two accounts that differ by a
    capital letter would be a trap.
    """
    email = unicodedata.normalize("NFC", text.strip()).lower()
    local, at, domain = email.rpartition("@")
    if not (local and at and "." in domain.strip(".")) or len(email) > EMAIL_LENGTH or any(map(str.isspace, email)):
        raise Invalid("not an e-mail address", fields={"email": ["Not a valid e-mail address."]})
    return email


def normal_login(text: str) -> str:
    """A staff name as it is compared."""
    return unicodedata.normalize("NFKC", text.strip()).casefold()


def _not_a_phone() -> PhoneInvalid:
    return PhoneInvalid(fields={"phone": ["Not a valid phone number."]})
