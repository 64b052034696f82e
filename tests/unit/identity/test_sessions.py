import pytest

from services.identity.domain.events import SessionEnded
from shared.actor import Actor
from shared.errors import Forbidden, NotFound
from shared.testing import a_customer, an_admin


def refreshes(desk, token):
    return desk.ask("refresh_session", refresh_token=token)


def test_a_refresh_token_is_changed_for_the_next_one_of_the_same_session(desk):
    signed_in = desk.signs_in()

    again = refreshes(desk, signed_in["refresh_token"])

    assert again["refresh_token"] != signed_in["refresh_token"]
    assert again["session_id"] == signed_in["session_id"]
    assert again["account"] == signed_in["account"]


def test_refreshing_tells_what_the_account_may_do_now(desk):
    desk.has(id="acc-1", version=1)
    signed_in = desk.signs_in()
    desk.has(id="acc-1", roles=frozenset({"customer", "platform_admin"}), version=2)

    assert refreshes(desk, signed_in["refresh_token"])["account"]["roles"] == ["customer", "platform_admin"]


def test_a_token_whose_answer_was_lost_is_answered_again(desk):
    first = desk.signs_in()
    refreshes(desk, first["refresh_token"])
    desk.clock.forward(seconds=30)

    again = refreshes(desk, first["refresh_token"])

    assert again["session_id"] == first["session_id"]
    assert refreshes(desk, again["refresh_token"])
    assert desk.facts(SessionEnded) == []


def test_coming_again_does_not_lengthen_the_time_for_it(desk):
    token = desk.signs_in()["refresh_token"]
    for _ in range(2):
        refreshes(desk, token)
        desk.clock.forward(seconds=20)

    with pytest.raises(Forbidden, match="refresh_token_reused"):
        refreshes(desk, token)


def test_a_token_that_comes_again_after_its_answer_arrived_ends_the_session(desk):
    first = desk.signs_in()
    second = refreshes(desk, first["refresh_token"])
    refreshes(desk, second["refresh_token"])

    with pytest.raises(Forbidden, match="refresh_token_reused"):
        refreshes(desk, first["refresh_token"])


def test_of_two_answers_to_one_token_only_one_is_anybodys(desk):
    """A thief who uses a copied token beside its owner is found out by whoever of the two comes second."""
    stolen = desk.signs_in()["refresh_token"]
    owners, thiefs = refreshes(desk, stolen), refreshes(desk, stolen)
    refreshes(desk, thiefs["refresh_token"])

    with pytest.raises(Forbidden, match="refresh_token_reused"):
        refreshes(desk, owners["refresh_token"])
    assert len(desk.facts(SessionEnded)) == 1


def test_a_token_used_twice_ends_the_whole_session(desk):
    first = desk.signs_in()
    second = refreshes(desk, first["refresh_token"])
    desk.clock.forward(seconds=31)

    with pytest.raises(Forbidden) as refused:
        refreshes(desk, first["refresh_token"])
    assert refused.value.code == "refresh_token_reused"
    assert refused.value.params == {"session_id": first["session_id"]}

    with pytest.raises(Forbidden) as refused:
        refreshes(desk, second["refresh_token"])
    assert refused.value.code == "refresh_token_invalid"
    assert desk.facts(SessionEnded) == [SessionEnded(session_id=first["session_id"], account_id=first["account"]["id"])]


def test_a_session_ended_by_reuse_is_announced_once(desk):
    first = desk.signs_in()
    refreshes(desk, first["refresh_token"])
    desk.clock.forward(seconds=31)

    for _ in range(2):
        with pytest.raises(Forbidden, match="refresh_token_reused"):
            refreshes(desk, first["refresh_token"])

    assert len(desk.facts(SessionEnded)) == 1


def test_ending_one_session_leaves_the_others_of_the_account(desk):
    stolen, other = desk.signs_in(), desk.signs_in()
    refreshes(desk, stolen["refresh_token"])
    desk.clock.forward(seconds=31)
    with pytest.raises(Forbidden):
        refreshes(desk, stolen["refresh_token"])

    assert refreshes(desk, other["refresh_token"])["session_id"] == other["session_id"]


def test_a_token_nobody_was_given_is_refused(desk):
    with pytest.raises(Forbidden) as refused:
        refreshes(desk, "made up")

    assert refused.value.code == "refresh_token_invalid"


@pytest.mark.parametrize(("days", "holds"), [(29, True), (30, False)])
def test_a_refresh_token_holds_thirty_days(desk, days, holds):
    token = desk.signs_in()["refresh_token"]
    desk.clock.forward(days=days)

    if holds:
        assert refreshes(desk, token)["session_id"]
    else:
        with pytest.raises(Forbidden, match="refresh_token_invalid"):
            refreshes(desk, token)


def test_refreshing_gives_thirty_more_days(desk):
    token = desk.signs_in()["refresh_token"]
    for _ in range(3):
        desk.clock.forward(days=29)
        token = refreshes(desk, token)["refresh_token"]

    assert token


def test_the_token_itself_is_not_kept(desk):
    token = desk.signs_in()["refresh_token"]

    assert list(desk.storage.sessions.tokens) == [f"refresh_token({token})"]


def test_signing_out_ends_the_session(desk):
    signed_in = desk.signs_in()
    me = desk.as_(a_customer(signed_in["account"]["id"]))

    assert me.ask("end_session", session_id=signed_in["session_id"]) == {}

    with pytest.raises(Forbidden, match="refresh_token_invalid"):
        refreshes(desk, signed_in["refresh_token"])
    assert desk.storage.trail[-1].detail == {"session_id": signed_in["session_id"], "because": "signed_out"}


def test_signing_out_twice_is_announced_once(desk):
    signed_in = desk.signs_in()
    me = desk.as_(a_customer(signed_in["account"]["id"]))
    for _ in range(2):
        me.ask("end_session", session_id=signed_in["session_id"])

    assert len(desk.facts(SessionEnded)) == 1


def test_nobody_ends_somebody_elses_session(desk):
    signed_in = desk.signs_in()

    with pytest.raises(NotFound):
        desk.as_(a_customer("cus-other")).ask("end_session", session_id=signed_in["session_id"])

    assert refreshes(desk, signed_in["refresh_token"])


def test_a_session_that_never_was_is_not_found(desk):
    with pytest.raises(NotFound):
        desk.as_(a_customer()).ask("end_session", session_id="ses-none")


def test_gateways_learn_which_sessions_ended_lately(desk):
    over, open_ = desk.signs_in(), desk.signs_in()
    desk.as_(a_customer(over["account"]["id"])).ask("end_session", session_id=over["session_id"])

    found = desk.as_(Actor.system("gateway")).ask("find_ended_sessions", within_seconds=900)

    assert found == {"items": [{"session_id": over["session_id"]}]}
    assert open_["session_id"] != over["session_id"]


def test_nobody_else_learns_whose_session_ended(desk):
    with pytest.raises(Forbidden):
        desk.as_(an_admin()).ask("find_ended_sessions", within_seconds=900)
