import pytest

from services.identity.domain.events import AccountErased, SessionEnded
from shared.actor import CUSTOMER, RECEPTIONIST, TECHNICIAN
from shared.errors import Forbidden, NotFound
from shared.testing import a_customer

PERSONAL = ("name", "phone", "email", "gender", "birthday", "password_hash", "login")


def signed_in(desk):
    desk.ask("request_code", phone="13800000001")
    return desk.ask("open_session", grant="otp", phone="13800000001", code=desk.code_sent())


def test_an_erased_account_says_nothing_of_its_person_any_more(desk):
    desk.has(id="cus-1", email="mei@example.com", gender="female", password_hash="hash(x)")

    desk.as_(a_customer("cus-1")).ask("erase_account")

    left = desk.storage.accounts.rows["cus-1"]
    assert [getattr(left, name) or None for name in PERSONAL] == [None] * len(PERSONAL)
    assert (left.roles, left.version) == (frozenset(), 2)


def test_the_others_are_told_once_however_often_it_is_asked(desk):
    desk.has(id="cus-1")

    for _ in range(2):
        desk.as_(a_customer("cus-1")).ask("erase_account")

    assert desk.storage.facts == [AccountErased(account_id="cus-1", revision=2)]
    assert [entry.action for entry in desk.storage.trail] == ["account_erased"]


def test_every_sign_in_ends_with_the_account(desk):
    first, second = signed_in(desk), signed_in(desk)
    customer = first["account"]["id"]

    desk.as_(a_customer(customer)).ask("erase_account")

    ended = [fact.session_id for fact in desk.storage.facts if isinstance(fact, SessionEnded)]
    assert sorted(ended) == sorted([first["session_id"], second["session_id"]])
    for session in (first, second):
        with pytest.raises(Forbidden):
            desk.ask("refresh_session", refresh_token=session["refresh_token"])


def test_a_code_sent_before_signs_in_to_nothing_and_the_phone_begins_anew(desk):
    before = signed_in(desk)["account"]["id"]
    desk.ask("request_code", phone="13800000001")
    old_code = desk.code_sent()
    desk.as_(a_customer(before)).ask("erase_account")

    with pytest.raises(Forbidden):
        desk.ask("open_session", grant="otp", phone="13800000001", code=old_code)

    assert signed_in(desk)["account"]["id"] != before


@pytest.mark.parametrize("role", [TECHNICIAN, RECEPTIONIST])
def test_who_works_here_is_not_forgotten_by_a_tap(desk, role):
    kept = desk.has(id="acc-1", roles=frozenset({CUSTOMER, role}))

    with pytest.raises(Forbidden) as refused:
        desk.as_(a_customer("acc-1")).ask("erase_account")

    assert refused.value.code == "staff_account_stays"
    assert desk.storage.accounts.rows["acc-1"] == kept
    assert desk.storage.facts == []


def test_nobody_has_nothing_to_erase(desk):
    with pytest.raises(NotFound):
        desk.ask("erase_account")
