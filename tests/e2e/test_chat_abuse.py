"""What is thrown at the chat over HTTP is refused or answered; nothing of it is ever a fault of ours."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.support.evaluation.monsters import MONSTERS
from tests.support.shop import Json, Shop

REFUSED = {400, 413, 422, 429}


def say(shop: Shop, text: str, conversation_id: str | None = None) -> requests.Response:
    return shop.anonymous().ask("POST", "/chat/messages", {"conversation_id": conversation_id, "text": text})


def proves_sound(answer: requests.Response) -> None:
    """An answer of the chat, or a refusal that a client can branch on."""
    assert answer.status_code in {200, *REFUSED}, f"{answer.status_code} {answer.text}"
    told: Json = answer.json()
    assert told["reply"]["text"] if answer.ok else told["code"]


@pytest.mark.parametrize("text", MONSTERS.values(), ids=MONSTERS.keys())
def test_a_monster_is_refused_or_answered(shop: Shop, text: str):
    proves_sound(say(shop, text))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b'{"text": null}',
        b'{"text": {"$gt": ""}}',
        b'{"text": ["a"]}',
        b'{"text": 7}',
        b'{"text": true}',
        b'{"text": ""}',
        b'{"text": "\\ud800"}',
        b'{"text": "\\u0000"}',
        b"\xff\xfe",
        b'{"text": "a", "conversation_id": {"$ne": null}}',
        b'{"text": "a", "conversation_id": "../../etc"}',
        b'{"text": "a", "conversation_id": "\\u0000"}',
        b'{"text": "a", "conversation_id": 7}',
        b'{"text": "a", "conversation_id": "01ARZ3NDEKTSV4RRFFQ69G5FAV"}',
        json.dumps({"text": "a", "actor": {"roles": ["platform_admin"]}, "language": "xx"}).encode(),
        b"[" * 5_000 + b"]" * 5_000,
    ],
)
def test_a_malformed_message_is_refused_or_answered(shop: Shop, body: bytes):
    headers = {"Content-Type": "application/json"}
    answer = requests.post(f"{shop.url}/api/v1/chat/messages", data=body, headers=headers, timeout=30)

    assert answer.status_code in {200, 404, 415, *REFUSED}, f"{answer.status_code} {answer.text}"


def test_fifty_messages_at_once_into_one_conversation_are_answered_or_refused(shop: Shop):
    conversation = say(shop, "你好").json()["conversation_id"]
    with ThreadPoolExecutor(16) as pool:
        answers = list(
            pool.map(lambda number: say(shop, f"明天{number % 9 + 10}点徐家汇店足疗", conversation), range(50))
        )

    seen = Counter(answer.status_code for answer in answers)
    assert set(seen) <= {200, 409, 429}, seen
    assert seen[200]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert all(int(answer.headers["Retry-After"]) > 0 for answer in refused)
    turns = [answer.json()["turn"] for answer in answers if answer.ok]
    assert len(turns) == len(set(turns)), "no two messages are one turn"


def test_the_chat_answers_another_customer_during_and_after_a_flood(shop: Shop):
    with ThreadPoolExecutor(8) as pool:
        flood = [pool.submit(say, shop, "😂" * 500) for _ in range(50)]
        proves_sound(say(shop, "徐家汇店几点关门"))
        for thrown in flood:
            proves_sound(thrown.result())


def test_a_proposal_is_not_another_customers_to_confirm(shop: Shop):
    mine, other = shop.sign_in("13800000001"), shop.sign_in("13800000002")
    asked = {"conversation_id": None, "text": "后天下午三点徐家汇店足疗"}
    proposed = mine.ask("POST", "/chat/messages", asked).json()

    assert other.ask("POST", f"/chat/proposals/{proposed['proposal']['id']}/confirm").status_code == 404
    again = {"conversation_id": proposed["conversation_id"], "text": "好的"}
    assert other.ask("POST", "/chat/messages", again).status_code == 404
    assert shop.anonymous().ask("GET", f"/chat/conversations/{proposed['conversation_id']}").status_code == 404
