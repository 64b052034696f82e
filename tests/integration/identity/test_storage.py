from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text, update

from services.identity.adapters import tables
from services.identity.domain.limits import Limit
from shared.actor import Actor
from shared.errors import Conflict, Forbidden
from shared.testing import NOW, a_customer, an_admin

PHONE = "13800000001"
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def test_an_account_comes_back_as_it_was_kept(desk):
    made = desk.ask(
        "create_account",
        an_admin(),
        phone=PHONE,
        email="mei@example.com",
        login="Mei",
        password="right horse",
        name="陈梅",
        roles=["customer", "receptionist"],
        stores=["sto-2", "sto-1"],
        gender="female",
        birthday="1992-03-14",
    )

    storage = desk.service(None).storage
    account = storage.accounts.get(made["account_id"])
    assert (account.phone, account.email, account.login, account.name) == (
        "+8613800000001",
        "mei@example.com",
        "mei",
        "陈梅",
    )
    assert (account.roles, account.stores) == ({"customer", "receptionist"}, {"sto-1", "sto-2"})
    assert (account.gender, account.birthday, account.email_confirmed) == ("female", date(1992, 3, 14), True)
    assert storage.accounts.by_phone("+8613800000001") == account
    assert storage.accounts.by_email("mei@example.com") == account
    assert storage.accounts.by_login("mei") == account


def test_nothing_personal_and_no_secret_can_be_read_in_the_database(desk):
    desk.ask("register", email="mei@example.com", password="right horse", name="陈梅", address="192.0.2.7")
    desk.ask(
        "create_account",
        an_admin(),
        phone=PHONE,
        email="ming@example.com",
        password="right horse",
        name="顾明",
        roles=["customer"],
        birthday="1985-11-27",
        gender="male",
    )
    desk.ask("request_code", phone=PHONE, address="192.0.2.7")
    code = desk.code_sent()
    signed_in = desk.ask("open_session", grant="otp", phone=PHONE, code=code, address="192.0.2.7")

    with desk.database.reading() as connection:
        everything = {
            table.name: repr(connection.execute(text(f"SELECT * FROM {table.name}")).all())  # noqa: S608
            for table in tables.metadata.sorted_tables
        }

    for name, rows in everything.items():
        for secret in (
            "13800000001",
            "example.com",
            "陈梅",
            "顾明",
            "1985-11-27",
            "right horse",
            "192.0.2.7",
            signed_in["refresh_token"],
        ):
            assert secret not in rows, (name, secret)
    assert f"'{code}'" not in everything["one_time_codes"] + everything["outbox"] + everything["audit_trail"]


def test_the_outbox_tells_a_whole_account_with_its_revision(desk):
    me = a_customer(desk.signs_in()["account"]["id"])
    desk.ask("update_account", me, version=1, name="林晓月")

    assert [(event.revision, event.data["roles"]) for event in desk.events("account_changed")] == [
        (1, ["customer"]),
        (2, ["customer"]),
    ]


def test_an_old_version_changes_nothing(desk):
    me = a_customer(desk.signs_in()["account"]["id"])
    desk.ask("update_account", me, version=1, name="林晓月")

    with pytest.raises(Conflict, match="version_conflict"):
        desk.ask("update_account", me, version=1, name="林小月")

    assert desk.ask("get_account", me)["name"] == "林晓月"


def test_a_failed_sign_in_stays_in_the_trail_and_uses_up_a_try(desk):
    desk.ask("request_code", phone=PHONE)
    with pytest.raises(Forbidden, match="sign_in_failed"):
        desk.ask("open_session", grant="otp", phone=PHONE, code="999999", address="2001:db8::7")

    [code] = desk.rows(tables.one_time_codes)
    assert code.tries_left == 4
    last = desk.rows(tables.audit_trail)[-1]
    assert (last.action, last.actor, last.address, last.at) == ("sign_in_failed", "anonymous", "2001:db8::7", NOW)


def test_a_reused_token_ends_its_session_for_good(desk):
    first = desk.signs_in()
    second = desk.ask("refresh_session", refresh_token=first["refresh_token"])
    desk.clock.forward(seconds=31)
    with pytest.raises(Forbidden, match="refresh_token_reused"):
        desk.ask("refresh_session", refresh_token=first["refresh_token"])

    with pytest.raises(Forbidden, match="refresh_token_invalid"):
        desk.ask("refresh_session", refresh_token=second["refresh_token"])
    [session] = desk.rows(tables.sessions)
    assert (session.ended_because, session.ended_at) == ("token_reused", NOW + timedelta(seconds=31))
    assert [event.data["session_id"] for event in desk.events("session_ended")] == [session.id]


def test_a_token_whose_answer_was_lost_is_answered_again_until_one_answer_is_used(desk):
    token = desk.signs_in()["refresh_token"]
    lost, arrived = (desk.ask("refresh_session", refresh_token=token)["refresh_token"] for _ in range(2))
    desk.ask("refresh_session", refresh_token=arrived)

    with pytest.raises(Forbidden, match="refresh_token_reused"):
        desk.ask("refresh_session", refresh_token=lost)
    assert [row.ended_because for row in desk.rows(tables.sessions)] == ["token_reused"]


def test_limits_are_counted_across_processes_and_forgiven_by_the_right_password(desk):
    limits = {**desk.policy.limits, "sign_in_by_login": (Limit(2, 3600),), "code_by_phone": (Limit(1, 60),)}
    desk.policy = replace(desk.policy, limits=limits)
    desk.ask("create_account", an_admin(), login="admin", password="right horse", name="", roles=["platform_admin"])

    for _ in range(3):
        with pytest.raises(Forbidden, match="sign_in_failed"):
            desk.ask("open_session", grant="password", login="admin", password="wrong horse")
        assert desk.ask("open_session", grant="password", login="ADMIN", password="right horse")["session_id"]
    desk.ask("request_code", phone=PHONE)
    with pytest.raises(Forbidden, match="too_many_requests"):
        desk.ask("request_code", phone=PHONE)


def test_a_shop_whose_clock_is_put_back_locks_nobody_out(desk):
    """As a demonstration's is when it is started again: what was tried later by that clock was tried before."""
    desk.policy = replace(desk.policy, limits={**desk.policy.limits, "code_by_phone": (Limit(2, 3600),)})
    desk.clock.forward(hours=3)
    desk.ask("request_code", phone=PHONE)
    desk.clock.forward(hours=-3)

    desk.ask("request_code", phone=PHONE)

    with pytest.raises(Forbidden, match="too_many_requests"):
        desk.ask("request_code", phone=PHONE)


def test_what_is_over_is_forgotten_and_nothing_else(desk):
    desk.ask("register", email="mei@example.com", password="right horse", name="陈梅")
    over = desk.signs_in("13800000001")
    desk.clock.forward(days=20)
    running = desk.signs_in("13800000002")
    desk.clock.forward(days=11, hours=1)

    with desk.database.transaction() as connection:
        connection.execute(update(tables.throttle).values(used_until=LONG_AGO))

    desk.service(None).forget_what_is_over()

    assert [row.id for row in desk.rows(tables.sessions)] == [running["session_id"]]
    assert len(desk.rows(tables.refresh_tokens)) == 1
    assert desk.rows(tables.one_time_codes) == desk.rows(tables.registrations) == desk.rows(tables.throttle) == []
    assert {row.id for row in desk.rows(tables.accounts)} == {over["account"]["id"], running["account"]["id"]}
    assert desk.rows(tables.audit_trail)
    assert desk.ask("refresh_session", refresh_token=running["refresh_token"])


def test_the_sessions_that_ended_lately_are_found(desk):
    over, _open = desk.signs_in(), desk.signs_in("13800000002")
    desk.ask("end_session", a_customer(over["account"]["id"]), session_id=over["session_id"])

    found = desk.ask("find_ended_sessions", Actor.system("gateway"), within_seconds=60)

    assert found["items"] == [{"session_id": over["session_id"]}]
