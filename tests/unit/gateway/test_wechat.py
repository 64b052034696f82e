"""The official account's callbacks: only WeChat's, only new ones, and quickly taken in."""

import hashlib
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask.testing import FlaskClient

from gateway.api.wechat import ANSWER_SECONDS, SETTING
from gateway.wechat import Callback, CallbackRefused, Secrets, read
from gateway.wechat.callback import FRESH_SECONDS
from gateway.wechat.sealed import SealBroken, opened, sealed
from shared.errors import Conflict, Unavailable

RECORDED = yaml.safe_load((Path(__file__).parent / "wechat_callbacks.yml").read_text(encoding="utf-8"))
SAFE = RECORDED["safe_mode"]
SAMPLE = Secrets(SAFE["token"], SAFE["app_id"], SAFE["aes_key"])
PLAIN = Secrets("a token", "wx-shop")
TEXT = RECORDED["messages"][0]
PATH = "/api/v1/channels/wechat"


def query(secrets: Secrets = PLAIN, *, at: float | None = None, nonce: str = "n-1") -> dict[str, str]:
    stamp = str(int(time.time() if at is None else at))
    return {"timestamp": stamp, "nonce": nonce, "signature": secrets.sign(stamp, nonce)}


@pytest.fixture
def account(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setitem(client.application.config, SETTING, PLAIN)
    return client


def hear(account: FlaskClient, body: str = TEXT["body"], **asked: Any) -> Any:
    return account.post(PATH, query_string=query(**asked), data=body.encode(), content_type="text/xml")


@pytest.mark.parametrize("recorded", RECORDED["messages"], ids=lambda one: one["name"])
def test_a_recorded_callback_is_taken_in(account, rpc, recorded):
    answer = hear(account, recorded["body"])

    assert (answer.status_code, answer.text) == (200, "success")
    told = [(service, method, request) for service, method, request in rpc.calls]
    if recorded["told"] is None:
        assert told == []
        return
    [(service, method, request)] = told
    digest = hashlib.sha256(recorded["body"].encode()).hexdigest()
    assert (service, method) == ("chatbot", "receive_message")
    assert request == {"channel": "wechat", "call_id": request["call_id"], "digest": digest, **recorded["told"]}
    assert not rpc.contexts[0].actor.is_signed_in


def test_wechats_own_sample_of_the_safe_mode_is_read():
    callback = Callback(SAFE["query"], SAFE["body"].encode(), now=float(SAFE["query"]["timestamp"]))
    message = read(callback, SAMPLE)

    assert {"sender": message.sender, "message_id": message.id, "text": message.text} == SAFE["told"]


def test_the_safe_mode_over_http(account, rpc, monkeypatch):
    monkeypatch.setitem(account.application.config, SETTING, SAMPLE)
    encrypted = sealed(TEXT["body"].encode(), SAMPLE.aes_key, SAMPLE.app_id, b"r" * 16)
    asked = query(SAMPLE)
    asked["msg_signature"] = SAMPLE.sign(asked["timestamp"], asked["nonce"], encrypted)
    body = f"<xml><ToUserName>gh_shop</ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"

    assert account.post(PATH, query_string=asked, data=body).text == "success"
    assert rpc.calls[0][2]["text"] == TEXT["told"]["text"]
    assert account.post(PATH, query_string=asked, data=TEXT["body"]).status_code == 403, "an open body in safe mode"
    forged = account.post(PATH, query_string={**asked, "msg_signature": "0" * 40}, data=body)
    assert (forged.status_code, forged.json["code"]) == (403, "callback_refused")


def test_the_address_is_verified_by_its_echo(account, rpc):
    right = account.get(PATH, query_string={**query(), "echostr": "8237<b>"})
    assert (right.status_code, right.text, right.mimetype) == (200, "8237<b>", "text/plain")

    wrong = account.get(PATH, query_string={**query(Secrets("another", "x")), "echostr": "1"})
    assert (wrong.status_code, wrong.json["code"]) == (403, "callback_refused")
    assert rpc.calls == []


@pytest.mark.parametrize("off", [FRESH_SECONDS + 5, -FRESH_SECONDS - 5])
def test_what_was_recorded_earlier_is_refused(account, rpc, off):
    assert hear(account, at=time.time() - off).status_code == 403
    assert rpc.calls == []


@pytest.mark.parametrize(
    "changed", [{"signature": "0" * 40}, {"signature": "é"}, {"nonce": "other"}, {"timestamp": "x"}]
)
def test_a_callback_that_is_not_wechats_is_refused(account, rpc, changed):
    answer = account.post(PATH, query_string={**query(), **changed}, data=TEXT["body"])

    assert (answer.status_code, answer.json["code"]) == (403, "callback_refused")
    assert rpc.calls == []


@pytest.mark.parametrize("body", RECORDED["refused"])
def test_what_is_no_message_of_wechats_is_refused(account, rpc, body):
    assert hear(account, body).status_code == 403
    assert rpc.calls == []


def test_a_chat_that_does_not_answer_in_time_is_asked_again_by_wechat(account, rpc):
    rpc.answers["receive_message"] = Unavailable(code="deadline_exceeded")

    assert hear(account).status_code == 503
    assert rpc.contexts[0].seconds_left() <= ANSWER_SECONDS < 5


def test_a_request_that_was_used_for_another_message_is_refused(account, rpc):
    rpc.answers["receive_message"] = Conflict(code="callback_replayed")

    assert (hear(account).status_code, hear(account).json["code"]) == (409, "callback_replayed")


def test_where_no_account_is_configured_there_is_nothing(client, rpc):
    assert client.post(PATH, query_string=query(Secrets("", "")), data=TEXT["body"]).status_code == 404
    assert client.get(PATH).status_code == 404


@pytest.mark.parametrize(
    "encrypted", ["", "!", "AAAA", sealed(b"<xml/>", SAMPLE.aes_key, "wx-another", b"r" * 16)], ids=len
)
def test_what_is_not_encrypted_for_us_does_not_open(encrypted):
    with pytest.raises(SealBroken):
        opened(encrypted, SAMPLE.aes_key, SAMPLE.app_id)


@pytest.mark.parametrize("length", [0, 1, 11, 12, 13, 31, 32, 500])
def test_what_is_sealed_opens_whatever_its_length(length):
    message = b"x" * length

    assert opened(sealed(message, SAMPLE.aes_key, SAMPLE.app_id, b"r" * 16), SAMPLE.aes_key, SAMPLE.app_id) == message


def test_a_changed_message_in_the_safe_mode_is_refused():
    body = SAFE["body"].replace("hyzAe4Oz", "hyzAe4Ox")
    with pytest.raises(CallbackRefused):
        read(Callback(SAFE["query"], body.encode(), float(SAFE["query"]["timestamp"])), SAMPLE)


def test_wechat_is_not_held_up_however_many_of_its_customers_write_at_once(account):
    statuses = {hear(account, nonce=f"n-{number}").status_code for number in range(40)}

    assert statuses == {200}
