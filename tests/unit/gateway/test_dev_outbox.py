"""What would have gone out: in the demonstration profile only."""

import time

import pytest

from gateway import shown_codes
from shared.errors import Forbidden, Refusal, Unavailable

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


def an_sms(text: str, second: int = 0) -> dict[str, str | None]:
    return {**MESSAGE, "text": text, "sent_at": f"2026-11-18T10:00:{second:02d}+08:00"}


def outboxes(rpc, monkeypatch, *answers):
    """The outbox as it is at each look; the last one stays. Gives the methods called, in order."""
    left, called = list(answers), []

    def call(_service, method, *_):
        called.append(method)
        if method != "find_outbox":
            return {"expires_in": 300}
        answer = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(answer, Refusal):
            raise answer
        return {"items": answer}

    monkeypatch.setattr(rpc, "call", call)
    return called


def asks_for_a_code(client):
    return client.post("/api/v1/auth/otp", json={"phone": "13800000001"})


def test_who_asked_for_a_code_finds_it_at_once_even_among_older_messages(demo, rpc, monkeypatch):
    old, new = an_sms("您的验证码是 111111，5 分钟内有效。"), an_sms("您的验证码是 222222，5 分钟内有效。", 9)
    called = outboxes(rpc, monkeypatch, [old], [old], [old], [new, old])

    assert asks_for_a_code(demo).status_code == 202
    assert called == ["find_outbox", "request_code", "find_outbox", "find_outbox", "find_outbox"]
    assert demo.get(OUTBOX).json["items"][0] == new


def test_another_message_on_the_way_is_not_taken_for_the_code(demo, rpc, monkeypatch):
    news, code = an_sms("您 11月20日的预约已确认，¥198。"), an_sms("您的验证码是 222222", 9)
    called = outboxes(rpc, monkeypatch, [], [news], [code, news])

    assert asks_for_a_code(demo).status_code == 202
    assert called.count("find_outbox") == 3


@pytest.mark.parametrize("outbox", [[], Unavailable()], ids=["silent", "away"])
def test_a_code_that_does_not_come_keeps_nobody_waiting_for_long(demo, rpc, monkeypatch, outbox):
    monkeypatch.setattr(shown_codes, "PATIENCE_SECONDS", 0.1)
    outboxes(rpc, monkeypatch, outbox)
    began = time.monotonic()

    assert asks_for_a_code(demo).status_code == 202
    assert 0.1 <= time.monotonic() - began < 1


def test_a_refused_request_for_a_code_is_told_at_once(demo, rpc):
    rpc.answers["request_code"] = Forbidden(code="too_many_requests", params={"retry_after": 30})

    assert asks_for_a_code(demo).status_code == 429
    assert [method for _, method, _ in rpc.calls] == ["find_outbox", "request_code"]


@pytest.mark.parametrize("profile", ["test", "production"])
def test_no_other_profile_looks_into_the_outbox(make_app, rpc, profile):
    assert asks_for_a_code(make_app(profile=profile).test_client()).status_code == 202
    assert [method for _, method, _ in rpc.calls] == ["request_code"]
