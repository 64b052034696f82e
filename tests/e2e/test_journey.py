"""The main job: a customer books by page API and by chat, changes it, is told, and cancels."""

from tests.support.shop import Client, Shop, eventually, new_key

DAY = "2026-11-20"


def a_booked_appointment(customer: Client, starts_at: str, technician: str | None = None) -> dict:
    answer = customer.book(customer.booking("xujiahui", "shoulder-neck-60", starts_at, technician))
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_the_shop_is_there_to_be_looked_at_without_signing_in(shop: Shop):
    assert {store["slug"] for store in shop.get("/stores")["items"]} == {"xujiahui", "jingansi", "renmin", "xinzhuang"}
    assert len(shop.get("/treatments", limit=100)["items"]) == 23
    assert len(shop.get("/technicians", limit=100)["items"]) == 20


def test_a_customer_books_what_is_offered_and_it_is_no_longer_offered(shop: Shop):
    customer = shop.sign_in("13800000001")
    slot = shop.slots("xujiahui", "shoulder-neck-60", DAY, technician="wang-jianguo")[0]

    appointment = a_booked_appointment(customer, slot["starts_at"], "wang-jianguo")

    assert appointment["status"] == "confirmed"
    assert appointment["starts_at"] == slot["starts_at"]
    assert appointment["starts_at"].endswith("+08:00")
    assert appointment["technician"]["slug"] == "wang-jianguo"
    assert appointment["price_fen"] == 19800
    assert {"cancel", "reschedule"} <= set(appointment["allowed_actions"])
    left = shop.slots("xujiahui", "shoulder-neck-60", DAY, technician="wang-jianguo")
    assert slot["starts_at"] not in [other["starts_at"] for other in left]


def test_the_customer_is_told_in_the_app_and_by_message(shop: Shop):
    customer = shop.sign_in("13800000001")
    slot = shop.slots("xujiahui", "shoulder-neck-60", "2026-11-21", technician="zhang-wei")[0]
    appointment = a_booked_appointment(customer, slot["starts_at"], "zhang-wei")

    def told() -> list:
        items = shop.get("/dev/outbox", to="13800000001")["items"]
        return [item for item in items if appointment["number"] in item["text"] or "张伟" in item["text"]]

    assert eventually(told, "the confirmation")
    assert eventually(lambda: customer.get("/notifications", unread="true")["items"], "a notification")


def test_the_same_key_gives_the_same_appointment(shop: Shop):
    customer = shop.sign_in("13800000002")
    slot = shop.slots("xujiahui", "shoulder-neck-60", "2026-11-22")[-1]
    body, key = customer.booking("xujiahui", "shoulder-neck-60", slot["starts_at"]), new_key()

    first, again = customer.book(body, key), customer.book(body, key)

    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    other = customer.book({**body, "note": "不同的内容"}, key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


def test_a_visit_is_moved_and_keeps_its_identity(shop: Shop):
    customer = shop.sign_in("13800000002")
    slots = shop.slots("xujiahui", "shoulder-neck-60", "2026-11-23", technician="li-xiuying")
    appointment = a_booked_appointment(customer, slots[0]["starts_at"], "li-xiuying")

    moved = customer.ask("POST", f"/appointments/{appointment['id']}/reschedule", {"starts_at": slots[-1]["starts_at"]})

    assert moved.status_code == 200, moved.text
    assert moved.json()["id"] == appointment["id"]
    assert moved.json()["version"] == appointment["version"] + 1
    assert moved.json()["starts_at"] == slots[-1]["starts_at"]
    free_again = shop.slots("xujiahui", "shoulder-neck-60", "2026-11-23", technician="li-xiuying")
    assert slots[0]["starts_at"] in [slot["starts_at"] for slot in free_again]
    history = customer.get(f"/appointments/{appointment['id']}/history")["items"]
    assert len(history) >= 2


def test_a_cancelled_visit_frees_its_time(shop: Shop):
    customer = shop.sign_in("13800000003")
    slot = shop.slots("xujiahui", "shoulder-neck-60", "2026-11-24", technician="zhao-min")[0]
    appointment = a_booked_appointment(customer, slot["starts_at"], "zhao-min")

    cancelled = customer.ask("POST", f"/appointments/{appointment['id']}/cancel", {"reason": "临时有事"})

    assert (cancelled.status_code, cancelled.json()["status"]) == (200, "cancelled")
    again = customer.ask("POST", f"/appointments/{appointment['id']}/cancel", {})
    assert (again.status_code, again.json()["code"]) == (409, "illegal_transition")

    def offered() -> bool:
        slots = shop.slots("xujiahui", "shoulder-neck-60", "2026-11-24", technician="zhao-min")
        return slot["starts_at"] in [other["starts_at"] for other in slots]

    assert eventually(offered, "the freed time")


def test_nobody_sees_what_is_somebody_elses(shop: Shop):
    owner, stranger = shop.sign_in("13800000001"), shop.sign_in("13800000003")
    slot = shop.slots("jingansi", "foot-60", "2026-11-28")[0]
    booked = owner.book(owner.booking("jingansi", "foot-60", slot["starts_at"]))
    assert booked.status_code == 201, booked.text
    appointment = booked.json()

    assert stranger.ask("GET", f"/appointments/{appointment['id']}").status_code == 404
    assert stranger.ask("POST", f"/appointments/{appointment['id']}/cancel", {}).status_code == 404
    assert appointment["id"] not in [item["id"] for item in stranger.get("/appointments")["items"]]
    elsewhere = shop.sign_in_with_password("reception.xujiahui", "demo-reception")
    assert elsewhere.ask("GET", f"/appointments/{appointment['id']}").status_code == 404
    manager = shop.sign_in_with_password("manager.jingansi", "demo-manager")
    assert manager.get(f"/appointments/{appointment['id']}")["id"] == appointment["id"]


def test_a_customer_books_by_chat_and_only_when_they_confirm(shop: Shop):
    customer = shop.sign_in("13800000003")
    before = len(customer.get("/appointments", limit=100)["items"])

    said = customer.ask(
        "POST",
        "/chat/messages",
        {"conversation_id": None, "text": "我想约周六下午三点徐家汇店的肩颈推拿，王师傅"},
    ).json()

    assert said["understanding"]["intent"] == "book"
    assert said["understanding"]["slots"]["date"] == "2026-11-21"
    assert said["understanding"]["slots"]["time"] == "15:00"
    proposal = said["proposal"]
    assert proposal, said
    assert proposal["kind"] == "book"
    assert len(customer.get("/appointments", limit=100)["items"]) == before

    done = customer.ask("POST", f"/chat/proposals/{proposal['id']}/confirm")

    assert done.status_code == 200, done.text
    assert done.json()["appointment"]["starts_at"] == "2026-11-21T15:00:00+08:00"
    again = customer.ask("POST", f"/chat/proposals/{proposal['id']}/confirm")
    assert again.json()["appointment"]["id"] == done.json()["appointment"]["id"]
    assert len(customer.get("/appointments", limit=100)["items"]) == before + 1


def test_the_chat_answers_from_the_catalogue(shop: Shop):
    asked = shop.anonymous().ask("POST", "/chat/messages", {"conversation_id": None, "text": "静安寺店几点开门？"})

    assert asked.status_code == 200, asked.text
    assert "10:00" in asked.json()["reply"]["text"]
    assert asked.json()["understanding"]["slots"]["store"] == "jingansi"


def test_reception_books_for_somebody_who_phones(shop: Shop):
    reception = shop.sign_in_with_password("reception.xujiahui", "demo-reception")
    slot = shop.slots("xujiahui", "foot-60", "2026-11-25")[0]
    caller = {"name": "来电客人", "phone": "13911112222"}

    booked = reception.book(reception.booking("xujiahui", "foot-60", slot["starts_at"], contact=caller))

    assert booked.status_code == 201, booked.text
    customer = shop.sign_in("13911112222")
    assert booked.json()["id"] in [item["id"] for item in customer.get("/appointments")["items"]]


def test_a_visit_at_home_costs_the_way(shop: Shop):
    customer = shop.sign_in("13800000001")
    address = {
        "text": "肇嘉浜路1000号501室",
        "lng": 121.44,
        "lat": 31.20,
        "contact_name": "林晓月",
        "contact_phone": "13800000001",
    }
    slot = shop.slots("xujiahui", "full-body-90", "2026-11-26", place="home", lng=121.44, lat=31.20)[0]

    body = customer.booking("xujiahui", "full-body-90", slot["starts_at"], place="home", address=address)
    booked = customer.book(body)

    assert booked.status_code == 201, booked.text
    assert booked.json()["price_fen"] == 29800 + 3000
    assert booked.json()["place"] == "home"
