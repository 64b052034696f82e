from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.identity.adapters.policy import policy_of
from services.identity.domain.errors import TooManyRequests
from services.identity.domain.limits import Limit
from shared import config
from shared.testing import NOW


def admitted(limit, instants):
    """Which of the tries at these instants are let through."""
    used_until, let_through = None, []
    for at in instants:
        try:
            used_until = limit.spend(used_until, at)
        except TooManyRequests:
            continue
        let_through.append(at)
    return let_through


def test_so_many_at_once_and_not_one_more():
    assert len(admitted(Limit(5, 3600), [NOW] * 20)) == 5


def test_after_one_share_of_the_period_there_is_room_for_one():
    limit = Limit(5, 3600)
    instants = [NOW] * 5 + [NOW + timedelta(minutes=12) - timedelta(microseconds=1)] + [NOW + timedelta(minutes=12)] * 2

    assert len(admitted(limit, instants)) == 6


def test_a_long_pause_saves_up_no_more_than_the_limit():
    limit = Limit(2, 60)

    assert len(admitted(limit, [NOW, *[NOW + timedelta(days=1)] * 5])) == 3


def test_waiting_is_told_in_whole_seconds_rounded_up():
    limit = Limit(1, 60)
    used_until = limit.spend(None, NOW)

    with pytest.raises(TooManyRequests) as refused:
        limit.spend(used_until, NOW + timedelta(seconds=0.5))

    assert refused.value.params == {"retry_after": 60}


def test_a_clock_set_back_opens_nothing():
    limit = Limit(1, 60)
    used_until = limit.spend(None, NOW)

    with pytest.raises(TooManyRequests):
        limit.spend(used_until, NOW - timedelta(seconds=30))


@given(
    times=st.integers(1, 20),
    seconds=st.integers(1, 3600),
    gaps=st.lists(st.floats(0, 600, allow_nan=False), min_size=1, max_size=60),
)
def test_no_more_passes_than_the_limit_at_once_and_one_for_each_share_of_the_period(times, seconds, gaps):
    instants, at = [], NOW
    for gap in gaps:
        at += timedelta(seconds=gap)
        instants.append(at)

    let_through = admitted(Limit(times, seconds), instants)

    shares = (let_through[-1] - let_through[0]) / (timedelta(seconds=seconds) // times)
    assert len(let_through) <= times + shares


@given(times=st.integers(1, 50), seconds=st.integers(1, 86400))
def test_the_wait_that_is_told_is_enough(times, seconds):
    limit = Limit(times, seconds)
    used_until = None
    for _ in range(times):
        used_until = limit.spend(used_until, NOW)
    with pytest.raises(TooManyRequests) as refused:
        limit.spend(used_until, NOW)

    limit.spend(used_until, NOW + timedelta(seconds=refused.value.params["retry_after"]))


@pytest.mark.parametrize("text", ["", "5", "5/", "0/60", "5/0", "-1/60", "many/60"])
def test_what_is_no_limit_is_an_error(text):
    with pytest.raises(ValueError):  # noqa: PT011 - int() words some of them
        Limit.parse(text)


@pytest.fixture
def settings(monkeypatch, keyring):
    monkeypatch.setenv("AMQP_URL", "memory://")
    monkeypatch.setenv("IDENTITY_DATABASE_URL", "sqlite://")
    monkeypatch.setenv("PROFILE", "test")
    monkeypatch.setenv("PERSONAL_DATA_KEYS", "demo-test:" + "A" * 43)
    monkeypatch.setenv("BLIND_INDEX_KEY", "A" * 43)
    return dict(config.load("identity"))


def test_the_configuration_as_it_stands_is_sound(settings):
    policy = policy_of(settings)

    assert (policy.code_lifetime, policy.code_tries) == (timedelta(minutes=5), 5)
    assert policy.refresh_lifetime == timedelta(days=30)
    assert policy.limits["code_by_phone"][0] == Limit(1, 60)


def test_the_demonstration_is_a_hundred_times_wider(settings):
    policy = policy_of({**settings, "profile": "demo"})

    assert policy.limits["code_by_phone"] == (Limit(100, 60), Limit(500, 3600), Limit(1000, 86400))


def test_a_limit_that_cannot_be_read_is_named_at_start(settings):
    with pytest.raises(ValueError, match="soon"):
        policy_of({**settings, "limit_code_by_phone": "soon/60"})


def test_what_is_not_known_is_not_limited(settings):
    policy = policy_of(settings)

    assert [allowance.what for allowance in policy.allowances(code_by_address=None, registration_by_email="a@b.c")] == [
        "registration_by_email"
    ]
