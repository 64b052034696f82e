"""The desk behind the chat over the whole system, in both profiles: the FAQ, and a person, live both ways."""

from typing import Any

from tests.e2e.test_live import listening
from tests.support.shop import Client, Shop, eventually

RECEPTION = ("reception.xujiahui", "demo-reception")
ELSEWHERE = ("manager.jingansi", "demo-manager")


def say(client: Client, text: str, conversation_id: str | None = None) -> dict[str, Any]:
    answer = client.ask("POST", "/chat/messages", {"conversation_id": conversation_id, "text": text})
    assert answer.status_code == 200, answer.text
    said: dict[str, Any] = answer.json()
    return said


def waiting(client: Client) -> list[str]:
    return [one["conversation_id"] for one in client.get("/chat/inbox")["items"]]


def test_a_question_is_answered_with_its_row_and_as_staff_have_just_changed_it(shop: Shop):
    customer, admin = shop.anonymous(), shop.sign_in_with_password("admin", "demo-admin")
    answer = say(customer, "可以带小孩吗")
    card = next(card for card in answer["reply"]["cards"] if card["kind"] == "faq")
    row = customer.get(f"/faq/{card['id']}")
    assert (card["slug"], row["version"]) == ("children", card["version"])

    made = admin.ask("POST", "/faq", {"question": "店里能寄存冲浪板吗？", "answer": "可以，{phone}"})
    assert made.status_code == 201, made.text
    changed = {"answer": "不行哦。", "version": made.json()["version"]}
    path = f"/faq/{made.json()['id']}"
    assert admin.ask("PATCH", path, changed).status_code == 200
    conflict = admin.ask("PATCH", path, changed)
    assert (conflict.status_code, conflict.json()["code"]) == (409, "version_conflict")
    assert say(customer, "能寄存冲浪板吗")["reply"]["text"] == "不行哦。"

    assert admin.ask("DELETE", path).status_code == 204
    assert "不行哦" not in say(customer, "能寄存冲浪板吗")["reply"]["text"]
    refused = shop.sign_in("13800000002").ask("PATCH", f"/faq/{card['id']}", {"answer": "x", "version": 1})
    assert refused.status_code == 403


def test_a_person_answers_live_both_ways_and_the_bot_returns_after_the_release(shop: Shop):
    customer, reception = shop.sign_in("13800000031"), shop.sign_in_with_password(*RECEPTION)
    conversation = say(customer, "徐家汇店几点关门")["conversation_id"]
    with listening(customer) as theirs, listening(reception) as ours:
        assert say(customer, "转人工", conversation)["handoff"] is True
        ours.until("chat_message", conversation_id=conversation, handoff=True)
        assert conversation in waiting(reception)
        assert conversation not in waiting(shop.sign_in_with_password(*ELSEWHERE))
        said = say(customer, "你们明天能排三个人吗", conversation)
        assert (said["reply"]["text"], said["handoff"]) == ("", True)
        ours.until("chat_message", conversation_id=conversation, author="customer")

        path = f"/chat/conversations/{conversation}"
        reply = reception.ask("POST", f"{path}/replies", {"text": "可以的，我帮您看看。"})
        assert reply.status_code == 201, reply.text
        theirs.until("chat_message", conversation_id=conversation, author="staff")

    last = customer.get(path)["turns"][-1]
    assert (last["reply"]["text"], last["author"]) == ("可以的，我帮您看看。", "staff")
    assert last["staff"]
    for _ in range(2):
        assert reception.ask("POST", f"{path}/release").status_code == 200
    assert conversation not in waiting(reception)
    assert "¥158" in say(customer, "足疗多少钱", conversation)["reply"]["text"]


def test_who_is_not_signed_in_polls_for_the_answer(shop: Shop):
    customer, staff = shop.anonymous(), shop.sign_in_with_password(*ELSEWHERE)
    answer = say(customer, "你们态度太差了，我要投诉")
    conversation = answer["conversation_id"]
    assert "抱歉" in answer["reply"]["text"]
    note = next(one for one in staff.get("/chat/inbox")["items"] if one["id"] == conversation)["notes"][0]
    assert note["number"] in answer["reply"]["text"]

    staff.ask("POST", f"/chat/conversations/{conversation}/replies", {"text": "非常抱歉，您请说。"})

    def answered() -> bool:
        turns = customer.get(f"/chat/conversations/{conversation}")["turns"]
        return bool(turns[-1]["reply"]["text"] == "非常抱歉，您请说。")

    assert eventually(answered, "the reply")


def test_nobody_but_staff_sees_the_inbox(shop: Shop):
    assert shop.anonymous().ask("GET", "/chat/inbox").status_code == 401
    refused = shop.sign_in("13800000032").ask("GET", "/chat/inbox")
    assert (refused.status_code, refused.json()["code"]) == (403, "staff_only")
