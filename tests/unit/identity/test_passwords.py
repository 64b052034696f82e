"""Setting and changing one's own password."""

from dataclasses import replace

import pytest
from marshmallow import ValidationError

from services.identity.domain.errors import PasswordWrong, SignInFailed, TooManyRequests
from services.identity.domain.limits import Limit
from shared.actor import ANONYMOUS
from shared.errors import NotFound
from shared.testing import a_customer

ME = a_customer("acc-1")
OLD, NEW = "old password", "correct horse"


def sign_in(desk, password):
    return desk.ask("open_session", grant="password", login="13800000001", password=password)


def test_who_signed_in_by_code_alone_sets_a_password_and_signs_in_by_it(desk):
    desk.has()

    desk.as_(ME).ask("change_password", password=NEW)

    assert sign_in(desk, NEW)["account"]["id"] == "acc-1"
    assert desk.as_(ME).ask("get_account")["has_password"] is True
    assert desk.storage.trail[0].detail == {"fields": ["password_hash"]}


def test_who_has_a_password_says_it_first(desk):
    desk.has(password_hash=f"hash({OLD})")

    desk.as_(ME).ask("change_password", password=NEW, current_password=OLD)

    assert sign_in(desk, NEW)["account"]["id"] == "acc-1"
    with pytest.raises(SignInFailed):
        sign_in(desk, OLD)


@pytest.mark.parametrize("said", [{}, {"current_password": "wrong"}, {"current_password": None}])
def test_without_the_right_one_nothing_changes(desk, said):
    account = desk.has(password_hash=f"hash({OLD})")

    with pytest.raises(PasswordWrong):
        desk.as_(ME).ask("change_password", password=NEW, **said)

    assert desk.storage.accounts.rows["acc-1"] == account


def test_guessing_is_limited_like_signing_in(desk):
    desk.has(password_hash=f"hash({OLD})")
    desk.limited(sign_in_by_login=(Limit(2, 60),))

    for _ in range(2):
        with pytest.raises(PasswordWrong):
            desk.as_(ME).ask("change_password", password=NEW, current_password="wrong")
    with pytest.raises(TooManyRequests):
        desk.as_(ME).ask("change_password", password=NEW, current_password=OLD)


def test_every_other_sign_in_ends(desk):
    desk.has()
    here, there = (desk.signs_in()["session_id"] for _ in range(2))

    desk.as_(replace(ME, session_id=here)).ask("change_password", password=NEW)

    ended = {key: row.ended_because for key, row in desk.storage.sessions.rows.items()}
    assert ended == {here: None, there: "password_changed"}


@pytest.mark.parametrize("password", ["short", "x" * 201])
def test_a_password_has_a_decent_length(desk, password):
    desk.has()

    with pytest.raises(ValidationError):
        desk.as_(ME).ask("change_password", password=password)


def test_nobody_signed_in_has_none_to_change(desk):
    with pytest.raises(NotFound):
        desk.as_(ANONYMOUS).ask("change_password", password=NEW)
