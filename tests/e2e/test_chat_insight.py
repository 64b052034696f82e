"""What the conversations tell the shop, over the whole system: a question in vain becomes an answer; figures."""

from datetime import timedelta

from shared.clock import SystemClock
from tests.e2e.test_chat_desk import say
from tests.support.shop import Shop, eventually

RIDDLE = "你们老板娘养的那条鱼后来怎么样了"


def test_a_question_asked_in_vain_reaches_the_manager_and_is_answered_from_then_on(shop: Shop):
    customer, admin = shop.anonymous(), shop.sign_in_with_password("admin", "demo-admin")
    assert "它很好" not in say(customer, RIDDLE)["reply"]["text"]

    def waiting() -> list[dict]:
        return [one for one in admin.get("/chat/reviews?state=open")["items"] if one["question"] == RIDDLE]

    eventually(lambda: bool(waiting()), "the question before the staff", 60)
    (review,) = waiting()
    answer = {"version": review["version"], "row": {"question": RIDDLE, "answer": "它很好，谢谢。"}}
    path = f"/chat/reviews/{review['id']}/answer"
    settled = admin.ask("POST", path, answer)
    assert (settled.status_code, settled.json()["state"]) == (200, "faq")
    assert admin.ask("POST", path, answer).json()["code"] == "review_settled"
    assert "它很好" in say(customer, RIDDLE)["reply"]["text"]


def test_figures_are_for_those_who_manage(shop: Shop):
    conversation = say(shop.anonymous(), "明天下午三点徐家汇店足疗")["conversation_id"]
    assert conversation
    today = SystemClock().now().date()
    path = f"/chat/figures?from={today - timedelta(days=30)}&to={today + timedelta(days=30)}"
    admin = shop.sign_in_with_password("admin", "demo-admin")

    eventually(lambda: admin.get(path)["total"]["conversations"] > 0, "the day's figures", 60)

    assert admin.get(path)["intents"][0]["count"] > 0
    for who, password in (("reception.xujiahui", "demo-reception"), ("wang-jianguo", "demo-technician")):
        refused = shop.sign_in_with_password(who, password).ask("GET", path)
        assert (refused.status_code, refused.json()["code"]) == (403, "managers_only")
    manager = shop.sign_in_with_password("manager.jingansi", "demo-manager")
    xujiahui = shop.store("xujiahui")["id"]
    assert manager.ask("GET", f"{path}&store_id={xujiahui}").status_code == 403
    assert admin.ask("GET", path.replace("to=", "to=x")).status_code == 422
