import pytest

from services.identity.domain.events import AccountChanged, RegistrationStarted
from services.identity.domain.limits import Limit
from shared.errors import Conflict, Forbidden, Invalid

ASKED = {"email": "Mei@Example.com", "password": "right horse", "name": "陈梅"}


def test_registering_sends_a_token_to_the_address(desk):
    assert desk.ask("register", **ASKED) == {}

    [started] = desk.facts(RegistrationStarted)
    assert (started.email, started.name, started.language) == ("mei@example.com", "陈梅", "zh-CN")
    assert desk.storage.accounts.rows == {}


def test_confirming_makes_a_customer_who_can_sign_in(desk):
    desk.ask("register", **ASKED)

    account = desk.ask("confirm_registration", token=desk.token_sent())["account"]

    assert (account["name"], account["roles"]) == ("陈梅", ["customer"])
    signed_in = desk.ask("open_session", grant="password", login="mei@example.com", password="right horse")
    assert signed_in["account"] == account
    assert [fact.email for fact in desk.facts(AccountChanged)] == ["mei@example.com"]


def test_nobody_signs_in_before_confirming(desk):
    desk.ask("register", **ASKED)

    with pytest.raises(Forbidden, match="sign_in_failed"):
        desk.ask("open_session", grant="password", login="mei@example.com", password="right horse")


def test_a_known_address_gets_the_same_answer_and_no_message(desk):
    desk.has(email="mei@example.com", email_confirmed=True)

    assert desk.ask("register", **ASKED) == {}

    assert desk.facts(RegistrationStarted) == []
    assert desk.secrets.drawn == 1
    assert len(desk.storage.registrations.rows) == 1


def test_a_registration_for_a_known_address_can_never_be_confirmed(desk):
    desk.has(email="mei@example.com", email_confirmed=True)
    desk.ask("register", **ASKED)

    with pytest.raises(Invalid, match="confirmation_token_invalid"):
        desk.ask("confirm_registration", token="token-1")


def test_confirming_twice_gives_the_same_account(desk):
    desk.ask("register", **ASKED)

    once, twice = (desk.ask("confirm_registration", token=desk.token_sent()) for _ in range(2))

    assert once == twice
    assert len(desk.storage.accounts.rows) == 1


def test_what_was_typed_is_kept_by_the_registration_no_longer_than_needed(desk):
    desk.ask("register", **ASKED)
    desk.ask("confirm_registration", token=desk.token_sent())

    [registration] = desk.storage.registrations.rows.values()
    assert (registration.email, registration.name, registration.password_hash) == ("", "", "")


def test_the_first_of_two_registrations_for_one_address_gets_it(desk):
    desk.ask("register", **ASKED)
    first = desk.token_sent()
    desk.ask("register", **{**ASKED, "password": "other horse"})
    second = desk.token_sent()
    desk.ask("confirm_registration", token=first)

    with pytest.raises(Conflict, match="email_taken"):
        desk.ask("confirm_registration", token=second)


def test_confirming_while_somebody_else_takes_the_address_is_refused(desk):
    desk.ask("register", **ASKED)
    desk.rival(phone=None, email="mei@example.com", email_confirmed=True)

    with pytest.raises(Conflict, match="email_taken"):
        desk.ask("confirm_registration", token=desk.token_sent())


def test_a_registration_holds_a_day(desk):
    desk.ask("register", **ASKED)
    desk.clock.forward(hours=24)

    with pytest.raises(Invalid, match="confirmation_token_invalid"):
        desk.ask("confirm_registration", token=desk.token_sent())


def test_a_token_nobody_was_given_confirms_nothing(desk):
    with pytest.raises(Invalid) as refused:
        desk.ask("confirm_registration", token="made up")

    assert "token" in refused.value.fields


@pytest.mark.parametrize("email", ["mei", "mei@", "@example.com", "mei@example", "m ei@example.com", "a@b\n.com"])
def test_what_is_no_address_is_refused(desk, email):
    with pytest.raises(Invalid) as refused:
        desk.ask("register", **{**ASKED, "email": email})

    assert "email" in refused.value.fields


def test_registrations_are_limited_by_address_of_both_kinds(desk):
    desk.limited(registration_by_email=(Limit(1, 3600),), registration_by_address=(Limit(2, 3600),))
    desk.ask("register", **ASKED, address="192.0.2.7")

    with pytest.raises(Forbidden, match="too_many_requests"):
        desk.ask("register", **ASKED, address="192.0.2.8")
    desk.ask("register", **{**ASKED, "email": "one@example.com"}, address="192.0.2.7")
    with pytest.raises(Forbidden, match="too_many_requests"):
        desk.ask("register", **{**ASKED, "email": "two@example.com"}, address="192.0.2.7")


def test_the_trail_holds_neither_password_nor_token(desk):
    desk.ask("register", **ASKED)
    desk.ask("confirm_registration", token=desk.token_sent())

    assert [entry.action for entry in desk.storage.trail] == ["registration_started", "account_created"]
    assert "horse" not in repr(desk.storage.trail)
    assert desk.token_sent() not in repr(desk.storage.trail)
