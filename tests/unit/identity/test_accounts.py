from datetime import timedelta

import pytest

from services.identity.domain.events import AccountChanged
from shared.actor import ANONYMOUS, Actor
from shared.errors import Conflict, Forbidden, Invalid, NotFound
from shared.testing import NOW, a_customer, a_manager, a_receptionist, a_technician, an_admin

STAFF = {
    "login": "reception.xujiahui",
    "password": "demo-reception",
    "name": "前台",
    "roles": ["receptionist"],
    "stores": ["sto-1"],
}


def test_one_sees_ones_own_account(desk):
    desk.has(id="cus-1", email="mei@example.com", email_confirmed=True)

    assert desk.as_(a_customer("cus-1")).ask("get_account") == {
        "id": "cus-1",
        "name": "林晓月",
        "phone": "+8613800000001",
        "email": "mei@example.com",
        "gender": None,
        "birthday": None,
        "language": "zh-CN",
        "roles": ["customer"],
        "stores": [],
        "technician_id": None,
        "has_password": False,
        "version": 1,
    }


def test_nobody_signed_in_has_no_account(desk):
    with pytest.raises(NotFound):
        desk.as_(ANONYMOUS).ask("get_account")


def test_changing_ones_account_announces_the_whole_of_it(desk):
    desk.has(id="cus-1")

    changed = desk.as_(a_customer("cus-1")).ask(
        "update_account", version=1, name="林小月", language="en", gender="female", birthday="1992-03-14"
    )

    assert (changed["version"], changed["name"], changed["birthday"]) == (2, "林小月", "1992-03-14")
    [fact] = desk.facts(AccountChanged)
    assert (fact.revision, fact.name, fact.phone, fact.gender) == (2, "林小月", "+8613800000001", "female")
    assert desk.storage.trail[-1].detail == {"fields": ["birthday", "gender", "language", "name"]}


def test_changing_nothing_makes_no_new_version(desk):
    desk.has(id="cus-1")

    assert desk.as_(a_customer("cus-1")).ask("update_account", version=1, name="林晓月")["version"] == 1
    assert desk.storage.facts == []
    assert desk.storage.trail == []


def test_an_old_version_is_a_conflict_and_changes_nothing(desk):
    desk.has(id="cus-1", version=3)

    with pytest.raises(Conflict) as refused:
        desk.as_(a_customer("cus-1")).ask("update_account", version=2, name="林小月")

    assert refused.value.code == "version_conflict"
    assert desk.storage.accounts.rows["cus-1"].name == "林晓月"


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"name": "  "},
        {"name": "长" * 81},
        {"language": "fr"},
        {"gender": "x"},
        {"birthday": "1992-13-01"},
        {"email": "nobody"},
        {"roles": ["platform_admin"]},
        {"phone": "13800000002"},
    ],
)
def test_what_makes_no_sense_in_an_account_is_refused_by_field(desk, change):
    desk.has(id="cus-1")

    with pytest.raises(Exception) as refused:  # noqa: PT011 - marshmallow's, which the entrypoint turns into Invalid
        desk.as_(a_customer("cus-1")).ask("update_account", version=1, **change)

    fields = getattr(refused.value, "fields", None) or refused.value.messages
    assert list(fields) == list(change)


def test_an_address_written_into_a_profile_is_no_login_and_takes_it_from_nobody(desk):
    owner = desk.has(id="cus-1", phone="+8613800000001", email="mei@example.com", email_confirmed=True)
    desk.has(id="cus-2", phone="+8613800000002")

    changed = desk.as_(a_customer("cus-2")).ask("update_account", version=1, email="Mei@example.com")

    assert changed["email"] == "mei@example.com"
    assert desk.storage.accounts.by_email("mei@example.com") == owner


def test_the_only_login_cannot_be_changed_away(desk):
    desk.has(id="cus-1", phone=None, email="mei@example.com", email_confirmed=True)

    with pytest.raises(Conflict, match="email_is_the_login"):
        desk.as_(a_customer("cus-1")).ask("update_account", version=1, email="new@example.com")


@pytest.mark.parametrize("actor", [a_receptionist("sto-1"), a_manager("sto-1"), an_admin(), Actor.system("booking")])
def test_staff_make_the_customer_who_phones(desk, actor):
    asked = {"phone": "13800000001", "name": "顾明"}

    made = desk.as_(actor).ask("ensure_customer", **asked)
    again = desk.as_(actor).ask("ensure_customer", **asked)

    assert made == again
    assert [fact.name for fact in desk.facts(AccountChanged)] == ["顾明"]
    assert desk.signs_in("13800000001")["account"]["id"] == made["account_id"]


@pytest.mark.parametrize("actor", [ANONYMOUS, a_customer(), a_technician()])
def test_others_make_no_customers(desk, actor):
    with pytest.raises(Forbidden):
        desk.as_(actor).ask("ensure_customer", phone="13800000001", name="顾明")

    assert desk.storage.accounts.rows == {}


def test_staff_do_not_rename_a_customer_they_only_ensure(desk):
    desk.has(id="cus-1", name="林晓月")

    desk.as_(a_receptionist("sto-1")).ask("ensure_customer", phone="13800000001", name="林女士")

    assert desk.storage.accounts.rows["cus-1"].name == "林晓月"


def test_staff_give_a_name_to_a_customer_who_has_none(desk):
    desk.has(id="cus-1", name="")

    desk.as_(a_receptionist("sto-1")).ask("ensure_customer", phone="13800000001", name="林女士")

    assert desk.storage.accounts.rows["cus-1"].name == "林女士"


def test_a_technician_who_books_becomes_a_customer_too(desk):
    desk.has(id="acc-t", roles=frozenset({"technician"}), technician_id="tec-1", name="王建国")

    made = desk.as_(a_receptionist("sto-1")).ask("ensure_customer", phone="13800000001", name="王先生")

    assert made == {"account_id": "acc-t"}
    [fact] = desk.facts(AccountChanged)
    assert (fact.roles, fact.name) == (frozenset({"customer", "technician"}), "王建国")


def test_two_at_the_counter_at_once_make_one_customer(desk):
    rival = desk.rival()

    assert desk.as_(a_receptionist("sto-1")).ask("ensure_customer", phone="13800000001")["account_id"] == rival.id


def test_an_administrator_makes_staff_who_can_sign_in(desk):
    made = desk.as_(an_admin()).ask("create_account", **STAFF)

    signed_in = desk.ask("open_session", grant="password", login="reception.xujiahui", password="demo-reception")
    assert signed_in["account"]["id"] == made["account_id"]
    assert (signed_in["account"]["roles"], signed_in["account"]["stores"]) == (["receptionist"], ["sto-1"])


def test_making_the_same_account_again_answers_the_one_there_is(desk):
    admin = desk.as_(an_admin())

    assert admin.ask("create_account", **STAFF) == admin.ask("create_account", **{**STAFF, "password": "another one"})
    assert len(desk.facts(AccountChanged)) == 1


def test_two_making_the_same_account_at_once_make_one(desk):
    rival = desk.rival(phone=None, login="reception.xujiahui", roles=frozenset({"receptionist"}))

    assert desk.as_(an_admin()).ask("create_account", **STAFF) == {"account_id": rival.id}


def test_a_login_cannot_be_taken_by_somebody_with_other_roles(desk):
    admin = desk.as_(an_admin())
    admin.ask("create_account", **STAFF)

    with pytest.raises(Conflict, match="account_exists"):
        admin.ask("create_account", **{**STAFF, "roles": ["platform_admin"]})


def test_identifiers_of_two_accounts_do_not_make_a_third(desk):
    desk.has(id="acc-1", phone="+8613800000001", roles=frozenset({"receptionist"}))
    admin = desk.as_(an_admin())
    admin.ask("create_account", **STAFF)

    with pytest.raises(Conflict, match="account_exists"):
        admin.ask("create_account", **STAFF, phone="13800000001")


@pytest.mark.parametrize("actor", [ANONYMOUS, a_customer(), a_technician(), a_receptionist("s"), a_manager("s")])
def test_others_make_no_accounts(desk, actor):
    with pytest.raises(Forbidden):
        desk.as_(actor).ask("create_account", **STAFF)

    assert desk.storage.accounts.rows == {}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"stores": []}, "stores"),
        ({"roles": ["store_manager"], "stores": []}, "stores"),
        ({"roles": ["technician"]}, "technician_id"),
        ({"login": None}, "login"),
    ],
)
def test_an_account_without_the_scope_of_its_role_is_refused(desk, change, field):
    with pytest.raises(Invalid) as refused:
        desk.as_(an_admin()).ask("create_account", **{**STAFF, **change})

    assert list(refused.value.fields) == [field]


def test_what_is_over_is_forgotten_by_the_clock(desk):
    desk.service().forget_what_is_over()

    assert desk.storage.pruned_at == NOW


@pytest.mark.parametrize("birthday", ["2050-01-01", "1899-12-31"])
def test_a_birthday_is_a_day_somebody_living_can_be_born_on(desk, birthday):
    desk.has(id="cus-1")

    with pytest.raises(Invalid) as refused:
        desk.as_(a_customer("cus-1")).ask("update_account", version=1, birthday=birthday)
    assert list(refused.value.fields) == ["birthday"]


def test_a_birthday_may_be_today_where_the_day_begins_first(desk):
    desk.has(id="cus-1")
    tomorrow = (NOW + timedelta(days=1)).date().isoformat()

    assert desk.as_(a_customer("cus-1")).ask("update_account", version=1, birthday=tomorrow)["birthday"] == tomorrow
