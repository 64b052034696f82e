"""A language model behind an OpenAI-compatible address. Whatever goes wrong, the chat says what it would have said."""

import json
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import eventlet
import requests

from shared.logs import logger

log = logger(__name__)

LONGEST_SECONDS = 2.0
"""What a turn may wait for a model in all, whatever is configured."""
FAILURES, PAUSE_SECONDS = 3, 60.0
"""After so many failures in a row nobody is asked for so long."""
MOST_TOKENS = 400

REPHRASE = (
    "Rephrase the shop's answer kindly in the same language, in at most as many sentences. Keep every number, time, "
    "price and name exactly as written. Add nothing. Answer with the text alone."
)
CLASSIFY = "Which of these does the customer want? Answer with one of the words alone: "


class Http(Protocol):
    """As much of `requests.Session` as is needed."""

    def post(self, url: str, *, data: bytes, headers: Mapping[str, str], timeout: float) -> Any: ...


@dataclass
class Endpoint:
    """The model's address, one for the process, with how often it has failed lately."""

    url: str
    name: str
    key: str = ""
    seconds: float = LONGEST_SECONDS
    http: Http = field(default_factory=requests.Session)
    clock: Callable[[], float] = time.monotonic
    failures: int = 0
    paused_until: float = 0.0

    def for_turn(self) -> "OpenAiModel":
        return OpenAiModel(self, self.clock() + min(self.seconds, LONGEST_SECONDS))

    def asked(self, system: str, user: str, seconds: float) -> str | None:
        """What it says; None when it fails, is too slow, or has failed too often."""
        if self.clock() < self.paused_until or seconds <= 0:
            return None
        try:
            with eventlet.Timeout(seconds):
                answer = self.http.post(self.url, data=self._body(system, user), headers=self._headers, timeout=seconds)
                answer.raise_for_status()
                text = str(answer.json()["choices"][0]["message"]["content"])
        except (requests.RequestException, eventlet.Timeout, ValueError, LookupError, TypeError) as error:
            self._failed(error)
            return None
        self.failures = 0
        return text

    @property
    def _headers(self) -> dict[str, str]:
        authorization = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        return {"Content-Type": "application/json", **authorization}

    def _body(self, system: str, user: str) -> bytes:
        messages = [{"role": "system", "content": system}, {"role": "user", "content": user}]
        asked = {"model": self.name, "messages": messages, "temperature": 0, "max_tokens": MOST_TOKENS}
        return json.dumps(asked, ensure_ascii=False).encode()

    def _failed(self, error: BaseException) -> None:
        self.failures += 1
        if self.failures >= FAILURES:
            self.failures, self.paused_until = 0, self.clock() + PAUSE_SECONDS
        log.warning("the language model does not help", why=type(error).__name__)


@dataclass(frozen=True)
class OpenAiModel:
    """The model for one turn, until `deadline` of the endpoint's clock."""

    endpoint: Endpoint
    deadline: float

    @property
    def name(self) -> str:
        return self.endpoint.name

    def rephrased(self, text: str) -> str | None:
        return self._asked(REPHRASE, text)

    def intent_of(self, text: str, intents: Collection[str]) -> str | None:
        said = self._asked(CLASSIFY + ", ".join(sorted(intents)), text)
        word = (said or "").strip().strip(".\"'`").lower()
        return word if word in intents else None

    def _asked(self, system: str, user: str) -> str | None:
        return self.endpoint.asked(system, user, self.deadline - self.endpoint.clock())


class NoModel:
    """None is configured, as by default."""

    name = ""

    def rephrased(self, text: str) -> str | None:  # noqa: ARG002 - nobody is asked
        return None

    def intent_of(self, text: str, intents: Collection[str]) -> str | None:  # noqa: ARG002
        return None
