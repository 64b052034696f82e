"""Why a time is not offered, in words."""

import pytest

EXPLAIN = "/api/v1/availability/explain?store_id=s&treatment_id=t&starts_at=2026-11-20T03:00:00%2B08:00"


def test_every_reason_is_told_in_words_and_keeps_its_code(client, rpc):
    rpc.answers["explain_availability"] = {
        "offered": False,
        "reasons": [
            {"code": "outside_hours", "params": {}},
            {"code": "technician_unsuitable", "technician_id": "t1", "params": {}},
        ],
    }

    chinese, english = client.get(EXPLAIN).json, client.get(EXPLAIN, headers={"Accept-Language": "en"}).json

    assert chinese["offered"] is False
    assert chinese["reasons"][1] == {
        "code": "technician_unsuitable",
        "technician_id": "t1",
        "text": "该技师不提供此项目。",
    }
    assert english["reasons"][0]["text"].startswith("The store is closed")
    assert "technician_id" not in english["reasons"][0]


def test_a_reason_tells_what_is_in_the_way(client, rpc):
    rpc.answers["explain_availability"] = {
        "offered": False,
        "reasons": [
            {"code": "too_soon", "params": {"min_notice_minutes": 30}},
            {"code": "technician_unsuitable", "technician_id": "t1", "params": {"because": "home_visits"}},
        ],
    }

    chinese, english = client.get(EXPLAIN).json, client.get(EXPLAIN, headers={"Accept-Language": "en"}).json

    assert [reason["text"] for reason in chinese["reasons"]] == ["请至少提前 30 分钟预约。", "该技师不提供上门服务。"]
    assert english["reasons"][1]["text"] == "This technician makes no home visits."


def test_a_reason_names_the_later_treatment_it_speaks_of(client, rpc):
    reason = {"code": "slot_taken", "technician_id": "t1", "params": {"treatment_id": "u"}}
    rpc.answers["explain_availability"] = {"offered": False, "reasons": [reason]}

    (told,) = client.get(f"{EXPLAIN}&then=u").json["reasons"]

    assert (told["treatment_id"], told["technician_id"]) == ("u", "t1")


@pytest.mark.parametrize("then", [":x", "u:", ""])
def test_a_later_treatment_is_its_id_and_perhaps_a_technicians(client, rpc, then):
    refused = client.get(f"{EXPLAIN}&then={then}")

    assert (refused.status_code, list(refused.json["errors"])) == (422, ["then.0"])
    assert rpc.calls == []


def test_a_visit_has_five_treatments_at_most(client, rpc):
    assert client.get(EXPLAIN + "&then=u" * 4).status_code == 200
    assert client.get(EXPLAIN + "&then=u" * 5).status_code == 422


def test_an_offered_time_needs_no_reason(client, rpc):
    rpc.answers["explain_availability"] = {"offered": True, "reasons": []}

    assert client.get(EXPLAIN).json == {"offered": True, "reasons": []}


def test_an_instant_whose_plus_was_not_escaped_is_understood(client, rpc):
    client.get("/api/v1/availability/explain?store_id=s&treatment_id=t&starts_at=2026-11-20T03:00:00+08:00")

    assert rpc.calls[0][2]["starts_at"] == "2026-11-20T03:00:00+08:00"
