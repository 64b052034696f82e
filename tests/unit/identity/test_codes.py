from datetime import timedelta

import pytest

from services.identity.domain.events import AccountChanged, OneTimeCodeIssued
from services.identity.domain.limits import Limit
from shared.errors import Forbidden, Invalid
from shared.testing import NOW

PHONE = "13800000001"


def test_a_code_goes_to_the_phone_it_was_asked_for(desk):
    answer = desk.ask("request_code", phone=PHONE, address="192.0.2.7")

    assert answer == {"expires_in": 300}
    assert desk.storage.facts == [
        OneTimeCodeIssued(
            account_id=None,
            phone="+8613800000001",
            code="000001",
            expires_at=NOW + timedelta(minutes=5),
            language="zh-CN",
        )
    ]


def test_the_code_itself_is_not_kept(desk):
    desk.ask("request_code", phone=PHONE)

    assert desk.storage.codes.rows["+8613800000001"].digest == "one_time_code(+8613800000001:000001)"


def test_a_code_for_a_known_phone_names_the_account_and_is_answered_the_same(desk):
    desk.has(id="acc-7")

    assert desk.ask("request_code", phone=PHONE) == {"expires_in": 300}
    assert desk.storage.facts[0].account_id == "acc-7"


def test_the_right_code_of_a_known_phone_signs_in(desk):
    desk.has(id="acc-7", name="林晓月")

    signed_in = desk.signs_in(PHONE)

    assert signed_in["account"] == {
        "id": "acc-7",
        "name": "林晓月",
        "roles": ["customer"],
        "stores": [],
        "technician_id": None,
    }
    assert signed_in["refresh_expires_in"] == 30 * 24 * 3600
    assert desk.facts(AccountChanged) == []


def test_the_right_code_of_an_unknown_phone_makes_a_customer(desk):
    signed_in = desk.signs_in(PHONE)

    [made] = desk.facts(AccountChanged)
    assert made.account_id == signed_in["account"]["id"]
    assert (made.revision, made.roles, made.phone) == (1, frozenset({"customer"}), "+8613800000001")


def test_a_phone_is_the_same_however_it_is_written(desk):
    first = desk.signs_in("138 0000 0001")
    second = desk.signs_in("+86 138-0000-0001")

    assert first["account"]["id"] == second["account"]["id"]


def test_a_wrong_code_does_not_sign_in(desk):
    desk.ask("request_code", phone=PHONE)

    with pytest.raises(Forbidden) as refused:
        desk.ask("open_session", grant="otp", phone=PHONE, code="999999")

    assert refused.value.code == "sign_in_failed"
    assert desk.storage.sessions.rows == {}


def test_a_code_is_right_only_for_its_own_phone(desk):
    desk.ask("request_code", phone=PHONE)
    code = desk.code_sent()
    desk.ask("request_code", phone="13800000002")

    with pytest.raises(Forbidden):
        desk.ask("open_session", grant="otp", phone="13800000002", code=code)


def test_a_code_signs_in_once(desk):
    desk.signs_in(PHONE)

    with pytest.raises(Forbidden):
        desk.ask("open_session", grant="otp", phone=PHONE, code=desk.code_sent())


def test_after_five_wrong_codes_the_right_one_is_dead(desk):
    desk.ask("request_code", phone=PHONE)
    for _ in range(5):
        with pytest.raises(Forbidden):
            desk.ask("open_session", grant="otp", phone=PHONE, code="999999")

    with pytest.raises(Forbidden):
        desk.ask("open_session", grant="otp", phone=PHONE, code=desk.code_sent())


def test_after_four_wrong_codes_the_right_one_still_holds(desk):
    desk.ask("request_code", phone=PHONE)
    for _ in range(4):
        with pytest.raises(Forbidden):
            desk.ask("open_session", grant="otp", phone=PHONE, code="999999")

    assert desk.ask("open_session", grant="otp", phone=PHONE, code=desk.code_sent())["session_id"]


@pytest.mark.parametrize(("seconds", "holds"), [(299, True), (300, False)])
def test_a_code_holds_five_minutes(desk, seconds, holds):
    desk.ask("request_code", phone=PHONE)
    desk.clock.forward(seconds=seconds)

    if holds:
        assert desk.ask("open_session", grant="otp", phone=PHONE, code=desk.code_sent())["session_id"]
    else:
        with pytest.raises(Forbidden):
            desk.ask("open_session", grant="otp", phone=PHONE, code=desk.code_sent())


def test_only_the_newest_code_holds(desk):
    desk.ask("request_code", phone=PHONE)
    first = desk.code_sent()
    desk.ask("request_code", phone=PHONE)

    with pytest.raises(Forbidden):
        desk.ask("open_session", grant="otp", phone=PHONE, code=first)
    assert desk.ask("open_session", grant="otp", phone=PHONE, code=desk.code_sent())["session_id"]


@pytest.mark.parametrize("phone", ["12345", "not a phone", "1380000000", "+86 0", "13800000001 ext. 5", ""])
def test_what_is_no_phone_is_refused(desk, phone):
    with pytest.raises(Invalid) as refused:
        desk.ask("request_code", phone=phone)

    assert refused.value.code == "phone_invalid"
    assert "phone" in refused.value.fields
    assert desk.storage.facts == []


def test_codes_are_limited_by_phone(desk):
    desk.limited(code_by_phone=(Limit(1, 60),))
    desk.ask("request_code", phone=PHONE, address="192.0.2.7")

    with pytest.raises(Forbidden) as refused:
        desk.ask("request_code", phone="+86 13800000001", address="192.0.2.8")

    assert refused.value.code == "too_many_requests"
    assert refused.value.params == {"retry_after": 60}
    assert desk.ask("request_code", phone="13800000002", address="192.0.2.8")


def test_codes_are_limited_by_address(desk):
    desk.limited(code_by_address=(Limit(2, 600),))
    desk.ask("request_code", phone=PHONE, address="192.0.2.7")
    desk.ask("request_code", phone="13800000002", address="192.0.2.7")

    with pytest.raises(Forbidden) as refused:
        desk.ask("request_code", phone="13800000003", address="192.0.2.7")

    assert refused.value.params["retry_after"] == 300


def test_a_refused_request_leaves_the_code_before_it_alone(desk):
    desk.limited(code_by_phone=(Limit(1, 60),))
    desk.ask("request_code", phone=PHONE)
    with pytest.raises(Forbidden):
        desk.ask("request_code", phone=PHONE)

    assert desk.ask("open_session", grant="otp", phone=PHONE, code=desk.code_sent())["session_id"]


def test_waiting_as_long_as_was_said_is_enough(desk):
    desk.limited(code_by_phone=(Limit(3, 60),))
    for _ in range(3):
        desk.ask("request_code", phone=PHONE)
    with pytest.raises(Forbidden) as refused:
        desk.ask("request_code", phone=PHONE)

    desk.clock.forward(seconds=refused.value.params["retry_after"])

    assert desk.ask("request_code", phone=PHONE)


def test_staff_making_the_customer_at_the_same_moment_gives_one_account(desk):
    rival = desk.rival()

    signed_in = desk.signs_in(PHONE)

    assert signed_in["account"]["id"] == rival.id
    assert list(desk.storage.accounts.rows) == [rival.id]


def test_the_trail_tells_who_signed_in_from_where_and_no_code(desk):
    desk.ask("request_code", phone=PHONE, address="192.0.2.7")
    with pytest.raises(Forbidden):
        desk.ask("open_session", grant="otp", phone=PHONE, code="999999", address="192.0.2.7")
    signed_in = desk.ask("open_session", grant="otp", phone=PHONE, code=desk.code_sent(), address="192.0.2.7")

    trail = desk.storage.trail
    assert [entry.action for entry in trail] == ["code_requested", "sign_in_failed", "account_created", "signed_in"]
    assert trail[-1].account_id == signed_in["account"]["id"]
    assert {entry.address for entry in trail} == {"192.0.2.7"}
    assert "999999" not in repr(trail)
    assert desk.code_sent() not in repr(trail)
