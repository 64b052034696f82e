"""A follower of the official account over the whole system: signed callbacks in, customer-service messages out."""

import hashlib
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import eventlet
import pytest
import requests
from eventlet import wsgi

from tests.support import system
from tests.support.shop import Shop, eventually

pytestmark = pytest.mark.slow
TOKEN, GUEST = "e2e-token", "oGuest"


class WeChat:
    """Plays WeChat's own servers: gives a token, takes messages. A greenlet serves it, as the tests run on eventlet."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        self._socket = eventlet.listen(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._serving = eventlet.spawn(wsgi.server, self._socket, self._answer, log_output=False)

    @property
    def texts(self) -> list[str]:
        return [
            message.get("text", {}).get("content") or message["msgmenu"]["head_content"] for message in list(self.taken)
        ]

    def close(self) -> None:
        self._serving.kill()
        self._socket.close()

    def _answer(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        body = json.loads(environ["wsgi.input"].read())
        start_response("200 OK", [("Content-Type", "application/json")])
        if environ["PATH_INFO"].endswith("stable_token"):
            return [b'{"access_token": "t", "expires_in": 7200}']
        self.taken.append(body)
        return [b'{"errcode": 0, "errmsg": "ok"}']


@pytest.fixture(scope="module")
def wechat() -> Iterator[WeChat]:
    server = WeChat()
    yield server
    server.close()


@pytest.fixture(scope="module")
def shop(wechat: WeChat, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    home: Path = tmp_path_factory.mktemp("wechat")
    account = {
        "WECHAT_TOKEN": TOKEN,
        "WECHAT_APP_ID": "wx-e2e",
        "WECHAT_APP_SECRET": "s",
        "WECHAT_URL": f"http://127.0.0.1:{wechat.port}",
    }
    with system.embedded(home, **account) as url:
        yield Shop(url)


def writes(shop: Shop, text: str, message_id: str, nonce: str | None = None) -> requests.Response:
    stamp, nonce = str(int(time.time())), nonce or message_id
    signature = hashlib.sha1("".join(sorted((TOKEN, stamp, nonce))).encode()).hexdigest()  # noqa: S324 - WeChat's choice
    body = (
        f"<xml><ToUserName>gh</ToUserName><FromUserName>{GUEST}</FromUserName><CreateTime>{stamp}</CreateTime>"
        f"<MsgType>text</MsgType><Content><![CDATA[{text}]]></Content><MsgId>{message_id}</MsgId></xml>"
    )
    query = {"signature": signature, "timestamp": stamp, "nonce": nonce}
    return requests.post(f"{shop.url}/api/v1/channels/wechat", params=query, data=body.encode(), timeout=10)


def test_a_follower_asks_is_answered_once_and_reaches_a_person_who_answers_in_wechat(shop: Shop, wechat: WeChat):
    answer = writes(shop, "徐家汇店停车方便吗", "m-1")
    assert (answer.status_code, answer.text) == (200, "success")
    assert eventually(lambda: wechat.texts, "the answer")[0].startswith("徐家汇店停车")
    assert writes(shop, "徐家汇店停车方便吗", "m-1", nonce="again").text == "success"

    writes(shop, "转人工", "m-2")
    reception = shop.sign_in_with_password("reception.xujiahui", "demo-reception")

    def inbox() -> list[dict[str, Any]]:
        return [one for one in reception.get("/chat/inbox")["items"] if one["channel"] == "wechat"]

    [waiting] = eventually(inbox, "the customer in the inbox")
    assert GUEST not in json.dumps(waiting)
    reception.ask("POST", f"/chat/conversations/{waiting['id']}/replies", {"text": "您好，我是前台。"})

    assert eventually(lambda: "您好，我是前台。" in wechat.texts, "the reply")
    assert [text[:4] for text in wechat.texts] == ["徐家汇店", "好的，已", "您好，我"]


def test_a_forged_callback_is_refused(shop: Shop, wechat: WeChat):
    before = len(wechat.taken)
    query = {"signature": "0" * 40, "timestamp": str(int(time.time())), "nonce": "n"}
    answer = requests.post(f"{shop.url}/api/v1/channels/wechat", params=query, data=b"<xml/>", timeout=10)

    assert (answer.status_code, answer.json()["code"]) == (403, "callback_refused")
    assert len(wechat.taken) == before
