from collections.abc import Callable
from datetime import timedelta

import pytest

from services.notification.adapters.templates import shipped_templates
from services.notification.domain.addresses import Address, masked, normalised
from services.notification.domain.channels import Channel
from services.notification.domain.composition import compose, recipients
from services.notification.domain.messages import WAITS, Message
from services.notification.domain.people import Contact, Preferences
from shared.testing import NOW

PHONE = Address(Channel.SMS, "13800000001")
EMAIL = Address(Channel.EMAIL, "xiaoyue@example.com")
PAGES = Address(Channel.IN_APP, "cus-1")
GUEST = Address(Channel.SMS, "13800000003")


@pytest.mark.parametrize(
    "typed", ["13800000001", "+8613800000001", "8613800000001", " 8613800000001", "0086 138-0000-0001", "138 0000 0001"]
)
def test_a_mainland_number_has_one_spelling(typed: str) -> None:
    assert normalised(typed) == "13800000001"


def test_a_foreign_number_keeps_its_country_code_and_an_email_loses_its_capitals() -> None:
    assert normalised("+1 415 555 0100") == "+14155550100"
    assert normalised(" Xiaoyue@Example.com") == "xiaoyue@example.com"


@pytest.mark.parametrize(
    ("address", "shown"), [("13800000001", "138****0001"), ("xiaoyue@example.com", "x***@example.com"), ("123", "****")]
)
def test_an_address_is_masked_for_the_log(address: str, shown: str) -> None:
    assert masked(address) == shown


def test_a_message_of_an_account_goes_to_its_pages_and_all_its_addresses(
    a_message: Callable[..., Message], a_contact: Callable[..., Contact]
) -> None:
    assert recipients(a_message(account_id="cus-1"), a_contact(), None) == [PAGES, PHONE, EMAIL]


def test_a_channel_switched_off_is_not_used_even_when_the_booking_names_the_same_number(
    a_message: Callable[..., Message], a_contact: Callable[..., Contact]
) -> None:
    no_sms = Preferences("cus-1", version=1, channels=frozenset({Channel.EMAIL}))

    assert recipients(a_message(account_id="cus-1", to=(PHONE,)), a_contact(), no_sms) == [PAGES, EMAIL]


def test_a_guest_somebody_booked_for_is_told_as_well(
    a_message: Callable[..., Message], a_contact: Callable[..., Contact]
) -> None:
    assert recipients(a_message(account_id="cus-1", to=(GUEST,)), a_contact(email=None), None) == [PAGES, PHONE, GUEST]


def test_a_message_without_an_account_goes_only_where_it_was_asked_for(a_message: Callable[..., Message]) -> None:
    assert recipients(a_message(to=(PHONE,)), None, None) == [PHONE]


def test_the_owner_is_greeted_by_their_name_and_the_guest_by_theirs(
    a_message: Callable[..., Message], a_contact: Callable[..., Contact], facts: dict[str, object]
) -> None:
    message = a_message(
        template="appointment_confirmed", account_id="cus-1", appointment_id="apt-1", facts=facts, to=(GUEST,)
    )

    texts = {delivery.address: delivery.text.body for delivery in compose(message, shipped_templates(), a_contact())}

    assert texts[PAGES].startswith("林晓月，您好！")
    assert texts[PHONE].startswith("【名医堂】林晓月，您好！")
    assert texts[GUEST].startswith("【名医堂】沈佳怡，您好！")


@pytest.mark.parametrize(
    ("chosen", "account", "occasion", "spoken"),
    [
        ("en", "zh-CN", "zh-CN", "en"),
        (None, "en", "zh-CN", "en"),
        (None, None, "en", "en"),
        (None, None, None, "zh-CN"),
    ],
)
def test_the_readers_choice_precedes_their_accounts_language_and_that_of_the_occasion(
    chosen: str | None,
    account: str | None,
    occasion: str | None,
    spoken: str,
    a_message: Callable[..., Message],
    a_contact: Callable[..., Contact],
) -> None:
    message = a_message(account_id="cus-1", language=occasion)

    deliveries = compose(
        message, shipped_templates(), a_contact(language=account), Preferences("cus-1", language=chosen)
    )

    assert {delivery.language for delivery in deliveries} == {spoken}


def test_a_delivery_keeps_its_id_however_often_it_is_composed(a_message: Callable[..., Message]) -> None:
    first, again = (compose(a_message(to=(PHONE, EMAIL)), shipped_templates()) for _ in range(2))

    assert [delivery.id for delivery in first] == [delivery.id for delivery in again]
    assert first[0].id != first[1].id


def test_tries_are_spaced_out_and_end(a_message: Callable[..., Message]) -> None:
    first, last, beyond = (a_message(attempts=attempts) for attempts in (1, len(WAITS), len(WAITS) + 1))

    assert first.retry_at(NOW) == NOW + timedelta(seconds=1)
    assert last.retry_at(NOW) == NOW + timedelta(hours=1)
    assert beyond.retry_at(NOW) is None
