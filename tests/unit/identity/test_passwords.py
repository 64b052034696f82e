import pytest

from services.identity.domain.limits import Limit
from shared.errors import Forbidden, Invalid

RIGHT = "right horse"
STAFF = {
    "id": "acc-manager",
    "roles": frozenset({"store_manager"}),
    "stores": frozenset({"sto-1"}),
    "login": "manager.xujiahui",
    "phone": "+8613800000009",
    "email": "manager@example.com",
    "email_confirmed": True,
    "password_hash": "hash(right horse)",
}


def signs_in(desk, login="manager.xujiahui", password=RIGHT, address="192.0.2.7"):
    return desk.ask("open_session", grant="password", login=login, password=password, address=address)


@pytest.mark.parametrize(
    "login", ["manager.xujiahui", " Manager.Xujiahui ", "13800000009", "+86 13800000009", "Manager@Example.com"]
)
def test_a_login_is_a_staff_name_a_phone_or_an_address(desk, login):
    desk.has(**STAFF)

    account = signs_in(desk, login)["account"]

    assert (account["id"], account["roles"], account["stores"]) == ("acc-manager", ["store_manager"], ["sto-1"])


@pytest.mark.parametrize("login", ["manager.xujiahui", "nobody", "13800000008", "nobody@example.com"])
def test_a_wrong_password_and_an_unknown_login_are_told_apart_by_nothing(desk, login):
    desk.has(**STAFF)

    with pytest.raises(Forbidden) as refused:
        signs_in(desk, login, "wrong horse")

    assert refused.value.to_wire() == {
        "kind": "forbidden",
        "code": "sign_in_failed",
        "detail": "The credentials are wrong. Which of them, and whether the account exists, is not told.",
        "params": {},
        "fields": {},
    }


def test_an_unknown_login_costs_a_comparison_too(desk):
    with pytest.raises(Forbidden):
        signs_in(desk, "nobody")

    assert desk.secrets.compared == [None]


def test_an_account_without_a_password_cannot_be_signed_in_to_by_one(desk):
    desk.has(**{**STAFF, "password_hash": None})

    with pytest.raises(Forbidden):
        signs_in(desk)


def test_an_address_nobody_confirmed_is_no_login(desk):
    desk.has(**{**STAFF, "email_confirmed": False})

    with pytest.raises(Forbidden):
        signs_in(desk, "manager@example.com")


def test_guessing_one_login_from_one_address_is_slowed_down(desk):
    desk.has(**STAFF)
    desk.limited(sign_in_by_login_and_address=(Limit(5, 900),))
    for _ in range(5):
        with pytest.raises(Forbidden):
            signs_in(desk, password="wrong horse")

    with pytest.raises(Forbidden) as refused:
        signs_in(desk)

    assert (refused.value.code, refused.value.params) == ("too_many_requests", {"retry_after": 180})
    assert len(desk.secrets.compared) == 5


def test_somebody_guessing_elsewhere_does_not_lock_the_owner_out(desk):
    desk.has(**STAFF)
    desk.limited(sign_in_by_login_and_address=(Limit(1, 900),))
    for _ in range(2):
        with pytest.raises(Forbidden):
            signs_in(desk, password="wrong horse", address="203.0.113.5")

    assert signs_in(desk, address="192.0.2.7")["session_id"]


def test_guessing_one_login_from_many_addresses_is_slowed_down(desk):
    desk.has(**STAFF)
    desk.limited(sign_in_by_login=(Limit(3, 3600),))
    for last in range(3):
        with pytest.raises(Forbidden):
            signs_in(desk, login="MANAGER.xujiahui", password="wrong horse", address=f"203.0.113.{last}")

    with pytest.raises(Forbidden) as refused:
        signs_in(desk, address="203.0.113.99")

    assert refused.value.code == "too_many_requests"


def test_guessing_many_logins_from_one_address_is_slowed_down(desk):
    desk.limited(sign_in_by_address=(Limit(3, 600),))
    for login in ("one", "two", "three"):
        with pytest.raises(Forbidden):
            signs_in(desk, login)

    with pytest.raises(Forbidden) as refused:
        signs_in(desk, "four")

    assert refused.value.code == "too_many_requests"


def test_the_right_password_forgives_the_wrong_ones_before_it(desk):
    desk.has(**STAFF)
    desk.limited(sign_in_by_login_and_address=(Limit(2, 900),), sign_in_by_login=(Limit(2, 900),))

    for _ in range(3):
        with pytest.raises(Forbidden):
            signs_in(desk, password="wrong horse")
        assert signs_in(desk)["session_id"]


def test_the_trail_names_the_account_a_wrong_password_was_tried_on(desk):
    desk.has(**STAFF)

    with pytest.raises(Forbidden):
        signs_in(desk, password="wrong horse")

    [entry] = desk.storage.trail
    assert (entry.action, entry.account_id, entry.address) == ("sign_in_failed", "acc-manager", "192.0.2.7")
    assert entry.detail == {"grant": "password"}


@pytest.mark.parametrize("grant", ["wechat", "alipay"])
def test_third_parties_are_not_offered_yet(desk, grant):
    with pytest.raises(Invalid) as refused:
        desk.ask("open_session", grant=grant, code="071abc")

    assert refused.value.code == "grant_unavailable"


@pytest.mark.parametrize(("grant", "missing"), [("otp", ["phone", "code"]), ("password", ["login", "password"])])
def test_a_grant_without_its_fields_names_them(desk, grant, missing):
    with pytest.raises(Invalid) as refused:
        desk.ask("open_session", grant=grant)

    assert list(refused.value.fields) == missing
