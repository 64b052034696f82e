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


@pytest.mark.parametrize(
    ("spot", "chinese", "english"),
    [
        (
            {"kind": "store", "name": "静安寺店", "name_en": "Jing'an Temple"},
            "14:20，从静安寺店出发需 25 分钟",
            "Leaving Jing'an Temple at 14:20, 25 minutes on the way",
        ),
        (
            {"kind": "visit"},
            "14:20，从上一位客人处出发需 25 分钟",
            "Leaving the previous customer at 14:20, 25 minutes on the way",
        ),
        ({"kind": "home_base"}, "14:20，从出发地出发需 25 分钟", "Setting out at 14:20, 25 minutes on the way"),
        ({"kind": "store"}, "14:20，从出发地出发需 25 分钟", "Setting out at 14:20, 25 minutes on the way"),
    ],
)
def test_a_slot_at_home_tells_the_way_in_words(client, rpc, spot, chinese, english):
    travel = {"from": spot, "minutes": 25, "leave_at": "2026-11-20T14:20:00+08:00"}
    slot = {"starts_at": "2026-11-20T14:45:00+08:00", "ends_at": "2026-11-20T15:45:00+08:00", "technician_ids": ["t"]}
    days = [{"date": "2026-11-20", "slots": [slot, {**slot, "travel": travel}]}]
    found = {"treatment_id": "t", "duration_minutes": 60, "timezone": "Asia/Shanghai", "days": days}
    rpc.answers["find_availability"] = found
    query = "/api/v1/availability?store_id=s&treatment_id=t&place=home&lng=121.4&lat=31.2"

    told = {language: client.get(query, headers={"Accept-Language": language}).json for language in ("zh-CN", "en")}

    in_store, at_home = told["zh-CN"]["days"][0]["slots"]
    assert "travel" not in in_store
    assert at_home["travel"]["text"] == chinese
    assert set(at_home["travel"]["from"]) <= {"kind", "name"}
    assert told["en"]["days"][0]["slots"][1]["travel"]["text"] == english


@pytest.mark.parametrize("code", ["slot_taken", "outside_hours"])
@pytest.mark.parametrize("because", ["travel", "travel_on"])
def test_a_way_that_takes_too_long_is_told_with_its_minutes(client, rpc, code, because):
    rpc.answers["explain_availability"] = {
        "offered": False,
        "reasons": [{"code": code, "technician_id": "t1", "params": {"because": because, "minutes": 41}}],
    }

    for language in ("zh-CN", "en"):
        (reason,) = client.get(EXPLAIN, headers={"Accept-Language": language}).json["reasons"]
        assert (reason["code"], "41" in reason["text"]) == (code, True)
