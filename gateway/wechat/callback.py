"""Is a callback WeChat's, and is it new? Only then is its XML looked at."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from gateway.wechat import sealed
from gateway.wechat.message import Message, NotAMessage, fields_of

FRESH_SECONDS = 300
"""WeChat repeats an unanswered callback within seconds; what is older has been recorded by somebody."""


class CallbackRefused(Exception):
    """The callback is not WeChat's, or it is an old one."""


@dataclass(frozen=True)
class Secrets:
    """What the account's page of settings and we know: the token, and for the safe mode the key's 43 characters."""

    token: str
    app_id: str
    aes_key: str = ""

    def sign(self, *parts: str) -> str:
        """The SHA-1 that WeChat sends along: of the parts and the token, sorted, one after another."""
        return hashlib.sha1("".join(sorted((self.token, *parts))).encode()).hexdigest()  # noqa: S324 - WeChat's choice


@dataclass(frozen=True)
class Callback:
    """One request as it came: its query, its body, and our time in seconds since 1970."""

    query: Mapping[str, str]
    body: bytes
    now: float

    @property
    def call_id(self) -> str:
        """What tells this call from another: they are never used twice, except for a repetition of the same message."""
        return f"{self.query.get('timestamp', '')}.{self.query.get('nonce', '')}"

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.body).hexdigest()

    def must_be_fresh(self) -> None:
        stamp = self.query.get("timestamp", "")
        if not stamp.isdecimal() or abs(self.now - int(stamp)) > FRESH_SECONDS:
            raise CallbackRefused("stale")

    def must_be_signed(self, secrets: Secrets, name: str, *parts: str) -> None:
        expected = secrets.sign(self.query.get("timestamp", ""), self.query.get("nonce", ""), *parts)
        if not hmac.compare_digest(expected.encode(), self.query.get(name, "").encode()):
            raise CallbackRefused("signature")


def echoed(callback: Callback, secrets: Secrets) -> str:
    """What WeChat wants to read back when the address is entered on its page; raises CallbackRefused."""
    callback.must_be_fresh()
    callback.must_be_signed(secrets, "signature")
    return callback.query.get("echostr", "")


def read(callback: Callback, secrets: Secrets) -> Message:
    """The message of a callback; raises CallbackRefused. In the safe mode the signature covers the body, and an open
    body is not taken.
    """
    callback.must_be_fresh()
    callback.must_be_signed(secrets, "signature")
    try:
        fields = fields_of(callback.body)
        if secrets.aes_key:
            encrypted = fields.get("Encrypt", "")
            callback.must_be_signed(secrets, "msg_signature", encrypted)
            fields = fields_of(sealed.opened(encrypted, secrets.aes_key, secrets.app_id))
        return Message.of(fields)
    except (NotAMessage, sealed.SealBroken) as error:
        raise CallbackRefused(str(error)) from error
