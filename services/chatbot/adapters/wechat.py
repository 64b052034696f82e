"""WeChat's customer-service messages: what is said to a follower of the official account, within 48 hours of their own.

Source: WeChat's developer documentation, "客服消息 / 发消息", "获取稳定版接口调用凭据" and the table of return codes.
"""

import json
import time
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

import requests

from shared.errors import Unavailable
from shared.logs import logger

log = logger(__name__)

TOKEN_PATH, MESSAGE_PATH = "/cgi-bin/stable_token", "/cgi-bin/message/custom/send"
SECONDS = 4.0
LONGEST_BYTES = 2000
"""WeChat takes 2048 bytes of text."""
MOST_CHOICES = 10
EARLY_SECONDS = 300
"""A token is renewed this long before its end."""
TOKEN_OVER = frozenset({40001, 40014, 42001})
NOT_NOW = frozenset({-1, 45009, 50002})
"""The system is busy, or the account has called too often: worth another try, unlike every other code."""

Json = dict[str, Any]


class Http(Protocol):
    """As much of `requests.Session` as is needed."""

    def post(self, url: str, *, data: bytes, params: Mapping[str, str], timeout: float) -> Any: ...


class WeChatOutlet:
    """One for the process; the token is fetched at first need. `clock` gives seconds that only grow."""

    def __init__(
        self, url: str, app_id: str, secret: str, http: Http | None = None, clock: Any = time.monotonic
    ) -> None:
        self._url, self._app_id, self._secret = url.rstrip("/"), app_id, secret
        self._http: Http = http or requests.Session()
        self._clock = clock
        self._token, self._token_until = "", 0.0

    def send(self, address: str, reply: Mapping[str, Any]) -> None:
        """Send the reply in as many messages as it takes. What WeChat refuses for good (the follower has gone, or has
        not written for 48 hours) is logged and given up. Raises Unavailable.
        """
        for message in messages_of(address, reply):
            answer = self._sent(message)
            if answer.get("errcode"):
                log.warning("WeChat does not take a reply", code=answer["errcode"], why=answer.get("errmsg"))
                return

    def _sent(self, message: Json) -> Json:
        answer = self._post(MESSAGE_PATH, message, {"access_token": self._access_token()})
        if answer.get("errcode") in TOKEN_OVER:
            self._token_until = 0.0
            answer = self._post(MESSAGE_PATH, message, {"access_token": self._access_token()})
        if answer.get("errcode") in NOT_NOW | TOKEN_OVER:
            raise Unavailable(f"WeChat is busy: {answer['errcode']}")
        return answer

    def _access_token(self) -> str:
        if self._clock() >= self._token_until:
            asked = {"grant_type": "client_credential", "appid": self._app_id, "secret": self._secret}
            answer = self._post(TOKEN_PATH, asked, {})
            if "access_token" not in answer:
                raise Unavailable(f"WeChat gives no token: {answer.get('errcode')}")
            self._token = str(answer["access_token"])
            self._token_until = self._clock() + float(answer["expires_in"]) - EARLY_SECONDS
        return self._token

    def _post(self, path: str, body: Json, params: Mapping[str, str]) -> Json:
        """WeChat shows escaped characters as they are written, so they are not escaped."""
        data = json.dumps(body, ensure_ascii=False).encode()
        try:
            answer = self._http.post(self._url + path, data=data, params=params, timeout=SECONDS)
            answer.raise_for_status()
            return dict(answer.json())
        except (requests.RequestException, ValueError) as error:
            raise Unavailable(f"WeChat does not answer: {type(error).__name__}") from error


def messages_of(address: str, reply: Mapping[str, Any]) -> Iterator[Json]:
    """The text in pieces that WeChat takes; the quick replies as a menu under the last, whose lines say themselves."""
    *before, last = _pieces(reply["text"])
    for piece in before:
        yield {"touser": address, "msgtype": "text", "text": {"content": piece}}
    choices = list(reply.get("quick_replies", ()))[:MOST_CHOICES]
    if choices:
        listed = [{"id": str(number), "content": choice} for number, choice in enumerate(choices, 1)]
        menu = {"head_content": last, "list": listed, "tail_content": ""}
        yield {"touser": address, "msgtype": "msgmenu", "msgmenu": menu}
    else:
        yield {"touser": address, "msgtype": "text", "text": {"content": last}}


def _pieces(text: str) -> list[str]:
    """Cut at line ends where it can be, in the middle of a line where one is too long."""
    pieces = [""]
    for line in text.split("\n"):
        for part in _cut(line):
            joined = f"{pieces[-1]}\n{part}" if pieces[-1] else part
            if len(joined.encode()) <= LONGEST_BYTES:
                pieces[-1] = joined
            else:
                pieces.append(part)
    return pieces


def _cut(line: str) -> Iterator[str]:
    raw = line.encode()
    while len(raw) > LONGEST_BYTES:
        head = raw[:LONGEST_BYTES].decode(errors="ignore")
        yield head
        raw = raw[len(head.encode()) :]
    yield raw.decode()
