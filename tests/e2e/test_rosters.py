"""A manager has a roster made, sets a day by hand and applies it: customers are offered what it says."""

import pytest

from tests.support.shop import Client, Json, Shop, eventually, new_key

MONDAY, TUESDAY, WEDNESDAY = "2027-01-04", "2027-01-05", "2027-01-06"


@pytest.fixture
def manager(shop: Shop) -> Client:
    return shop.sign_in_with_password("manager.xujiahui", "demo-manager")


def wanted(shop: Shop, **changes) -> Json:
    evenings = [{"on": MONDAY, "hour": hour, "category": "推拿", "minutes": 180} for hour in (18, 19, 20, 21)]
    week = {"store_id": shop.store("xujiahui")["id"], "from": MONDAY, "days": 7}
    return {**week, "demand": evenings, "seconds": 3, **changes}


def proposed(manager: Client, body: Json) -> Json:
    answer = manager.ask("POST", "/rosters/proposals", body, key=new_key())
    assert answer.status_code == 202, answer.text
    return answer.json()


def finished(manager: Client, proposal: Json) -> Json:
    def ended() -> Json | None:
        seen = manager.get(f"/rosters/proposals/{proposal['id']}")
        return None if seen["status"] in ("queued", "running") else seen

    return eventually(ended, "an end of the run", seconds=60)


def test_a_roster_is_proposed_edited_and_applied(shop: Shop, manager: Client):
    key, body = new_key(), wanted(shop)
    first = manager.ask("POST", "/rosters/proposals", body, key=key)
    again = manager.ask("POST", "/rosters/proposals", body, key=key)
    assert (first.status_code, first.json()["status"], again.json()["id"]) == (202, "queued", first.json()["id"])

    ready = finished(manager, first.json())
    assert ready["status"] == "ready"
    assert ready["figures"]["unmet_minutes"] <= ready["present"]["unmet_minutes"]
    assert ready["figures"]["bound"] <= ready["figures"]["unmet_minutes"]

    wang, zhao = shop.technician("wang-jianguo")["id"], shop.technician("zhao-min")["id"]
    afternoon = [{"from": "12:00", "to": "20:00", "breaks": []}]
    by_hand = [
        {"technician_id": wang, "on": TUESDAY, "shifts": afternoon},
        {"technician_id": zhao, "on": MONDAY, "shifts": []},
    ]
    path = f"/rosters/proposals/{ready['id']}"
    edited = manager.ask("PATCH", path, {"version": ready["version"], "plan": by_hand})
    assert edited.status_code == 200, edited.text
    assert edited.json()["figures"] != ready["figures"]
    stale = manager.ask("PATCH", path, {"version": ready["version"], "plan": by_hand})
    assert (stale.status_code, stale.json()["code"]) == (409, "version_conflict")

    def starts(technician: str, day: str) -> list[str]:
        slots = shop.slots("xujiahui", "shoulder-neck-60", day, technician=technician)
        return [slot["starts_at"][11:16] for slot in slots]

    assert (starts("wang-jianguo", TUESDAY), starts("zhao-min", MONDAY)[:1]) == ([], ["10:00"])
    applied = manager.ask("POST", f"{path}/apply", {"version": edited.json()["version"]})
    assert (applied.status_code, applied.json()["status"]) == (200, "applied"), applied.text

    assert starts("wang-jianguo", TUESDAY)[:1] == ["12:00"]
    assert starts("zhao-min", MONDAY) == []
    gone = manager.ask("DELETE", path)
    assert (gone.status_code, gone.json()["code"]) == (409, "illegal_transition")


def test_a_roster_that_is_not_wanted_any_more_is_cancelled(shop: Shop, manager: Client):
    demand = [{"on": day, "hour": 15, "category": "推拿", "minutes": 600} for day in (MONDAY, WEDNESDAY)]
    running = proposed(manager, wanted(shop, demand=demand, seconds=60))
    eventually(lambda: manager.get(f"/rosters/proposals/{running['id']}")["status"] == "running", "a run")

    cancelled = manager.ask("DELETE", f"/rosters/proposals/{running['id']}")

    assert (cancelled.status_code, cancelled.json()["status"]) == (200, "cancelled")


def test_what_collides_is_told_in_words(shop: Shop, manager: Client):
    impossible = proposed(manager, wanted(shop, cover={"opening": 50, "closing": 0}))

    failed = finished(manager, impossible)

    assert failed["status"] == "failed"
    assert failed["failure"]["code"] == "roster_infeasible"
    told = failed["failure"]["collisions"][0]
    assert (told["code"], told["text"]) == ("opening_cover", f"{MONDAY} 开店需要 50 人，可到岗 6 人。")


def test_rosters_are_the_managers(shop: Shop, manager: Client):
    reception = shop.sign_in_with_password("reception.xujiahui", "demo-reception")
    elsewhere = shop.sign_in_with_password("manager.jingansi", "demo-manager")

    assert manager.ask("POST", "/rosters/proposals", wanted(shop)).json()["code"] == "idempotency_key_missing"
    assert reception.ask("POST", "/rosters/proposals", wanted(shop), key=new_key()).status_code == 403
    assert elsewhere.ask("POST", "/rosters/proposals", wanted(shop), key=new_key()).status_code == 404


def test_a_technician_wishes_and_the_manager_writes_the_contract(shop: Shop, manager: Client):
    zhao = shop.sign_in_with_password("zhao-min", "demo-technician")
    path = f"/technicians/{shop.technician('zhao-min')['id']}"

    wish = zhao.ask("POST", f"{path}/shift-wishes", {"on": TUESDAY, "kind": "off"})
    assert wish.status_code == 201, wish.text
    assert [one["on"] for one in manager.get(f"{path}/shift-wishes")["items"]] == [TUESDAY]
    assert zhao.ask("DELETE", f"{path}/shift-wishes/{wish.json()['id']}").status_code == 204
    assert zhao.get(f"{path}/shift-wishes")["items"] == []

    assert zhao.get(f"{path}/contract")["from_working_plan"] is True
    written = manager.ask("PUT", f"{path}/contract", {"hours_per_week": 36, "days_off": 2})
    assert written.status_code == 200, written.text
    assert zhao.get(f"{path}/contract")["hours_per_week"] == 36
    assert zhao.ask("PUT", f"{path}/contract", {"hours_per_week": 10}).status_code == 403
