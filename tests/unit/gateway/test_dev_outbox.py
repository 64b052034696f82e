"""What would have gone out: in the demonstration profile only."""

import time

import pytest

MESSAGE = {
    "channel": "outbox",
    "to": "13800000001",
    "subject": None,
    "text": "验证码 123456",
    "sent_at": "2026-11-18T10:00:00+08:00",
}
OUTBOX = "/api/v1/dev/outbox?to=13800000001"


@pytest.fixture
def demo(make_app):
    return make_app(profile="demo").test_client()


@pytest.mark.parametrize("profile", ["test", "production"])
def test_it_does_not_exist_in_any_other_profile(make_app, rpc, profile):
    answer = make_app(profile=profile).test_client().get(OUTBOX)

    assert (answer.status_code, answer.json["code"]) == (404, "not_found")
    assert rpc.calls == []


def test_messages_to_an_address_are_shown(demo, rpc):
    rpc.answers["find_outbox"] = {"items": [MESSAGE]}

    assert demo.get(OUTBOX).json == {"items": [MESSAGE]}
    assert rpc.calls == [("notification", "find_outbox", {"to": "13800000001"})]


def test_it_waits_a_moment_for_a_message_on_its_way(demo, rpc, monkeypatch):
    empty = {"items": []}
    later = iter([empty, empty, {"items": [MESSAGE]}])
    monkeypatch.setattr(rpc, "call", lambda *_: next(later))

    assert demo.get(OUTBOX).json == {"items": [MESSAGE]}


def test_it_does_not_wait_for_ever(demo, rpc):
    rpc.answers["find_outbox"] = {"items": []}
    began = time.monotonic()

    assert demo.get(OUTBOX).json == {"items": []}
    assert time.monotonic() - began < 2
