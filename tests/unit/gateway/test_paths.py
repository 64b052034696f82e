"""Every path of the contract exists with its method and asks the right service for the right thing."""

from typing import Any

import pytest

BOOKING = {"store_id": "s", "treatment_id": "t", "starts_at": "2026-11-23T15:00:00+08:00", "technician_id": None}
SEVERAL = {**BOOKING, "then": [{"treatment_id": "u", "technician_id": None}, {"treatment_id": "v"}]}
MON = {"weekly": {"mon": [{"from": "10:00", "to": "26:00", "breaks": [{"from": "12:00", "to": "13:00"}]}]}}
DAY, LATE = {"store_id": "s", "date": "2026-11-23"}, {"technician_id": "t1", "minutes": 20}
ROSTER = {"store_id": "s", "from": "2026-11-23", "days": 14, "seconds": 10}
LEAVE = {"from": "2026-12-01T00:00:00+08:00", "to": "2026-12-02T00:00:00+08:00", "reason": "rest"}

# method, path, body, service, RPC, request
READING: list[tuple[str, str, str, dict[str, Any]]] = [
    (
        "/stores/hours?from=2026-09-20&days=9",
        "scheduling",
        "find_opening_hours",
        {"from": "2026-09-20", "days": 9},
    ),
    (
        "/calendar-days?store_id=s&from=2026-09-20&days=30",
        "scheduling",
        "list_calendar_days",
        {"store_id": "s", "from": "2026-09-20", "days": 30},
    ),
    (
        "/availability?store_id=s&treatment_id=t&customer_id=c&for_guest=true&appointment_id=a",
        "scheduling",
        "find_availability",
        {"store_id": "s", "treatment_id": "t", "customer_id": "c", "for_guest": True, "appointment_id": "a"},
    ),
    ("/stores?cursor=c&limit=5", "catalog", "list_stores", {"cursor": "c", "limit": 5}),
    ("/stores/s1", "catalog", "get_store", {"store_id": "s1"}),
    (
        "/treatments?store_id=s&category=推拿&q=肩",
        "catalog",
        "list_treatments",
        {"store_id": "s", "category": "推拿", "q": "肩"},
    ),
    ("/treatments/t1", "catalog", "get_treatment", {"treatment_id": "t1"}),
    (
        "/technicians?store_id=s&treatment_id=t&gender=female&q=王&near=121.4,31.2&sort=distance",
        "catalog",
        "list_technicians",
        {"store_id": "s", "treatment_id": "t", "gender": "female", "q": "王", "near": "121.4,31.2", "sort": "distance"},
    ),
    ("/technicians/t1", "catalog", "get_technician", {"technician_id": "t1"}),
    ("/stores/s1/resources", "catalog", "list_resources", {"store_id": "s1"}),
    (
        "/stores/s1/resources?cursor=c&limit=5",
        "catalog",
        "list_resources",
        {"store_id": "s1", "cursor": "c", "limit": 5},
    ),
    ("/booking-rules?scope=brand&limit=5", "catalog", "list_rules", {"scope": "brand", "limit": 5}),
    (
        "/availability?store_id=s&treatment_id=t&from=2026-11-23&days=7&technician_id=x&party_size=2",
        "scheduling",
        "find_availability",
        {"store_id": "s", "treatment_id": "t", "from": "2026-11-23", "days": 7, "technician_id": "x", "party_size": 2},
    ),
    (
        "/availability?store_id=s&treatment_id=t&addons=a,b&then=u::c,d&then=v:x:e",
        "scheduling",
        "find_availability",
        {
            "store_id": "s",
            "treatment_id": "t",
            "addons": ["a", "b"],
            "then": [
                {"treatment_id": "u", "technician_id": None, "addons": ["c", "d"]},
                {"treatment_id": "v", "technician_id": "x", "addons": ["e"]},
            ],
        },
    ),
    (
        "/availability?store_id=s&treatment_id=t&place=home&lng=121.4&lat=31.2&between=15:00-18:00&suggest=6",
        "scheduling",
        "find_availability",
        {
            "store_id": "s",
            "treatment_id": "t",
            "place": "home",
            "lng": 121.4,
            "lat": 31.2,
            "between": "15:00-18:00",
            "suggest": 6,
        },
    ),
    (
        "/availability?store_id=s&treatment_id=t&then=u&then=v:x",
        "scheduling",
        "find_availability",
        {
            "store_id": "s",
            "treatment_id": "t",
            "then": [{"treatment_id": "u", "technician_id": None}, {"treatment_id": "v", "technician_id": "x"}],
        },
    ),
    (
        "/availability/explain?store_id=s&treatment_id=t&starts_at=2026-11-23T15:00:00%2B08:00",
        "scheduling",
        "explain_availability",
        {"store_id": "s", "treatment_id": "t", "starts_at": "2026-11-23T15:00:00+08:00"},
    ),
    (
        "/quote?store_id=s&treatment_id=t&starts_at=2026-11-23T15:00:00%2B08:00&place=home&addons=a,b&then=u:x&course_id=c",
        "booking",
        "quote_appointment",
        {
            "store_id": "s",
            "treatment_id": "t",
            "starts_at": "2026-11-23T15:00:00+08:00",
            "place": "home",
            "addons": ["a", "b"],
            "then": [{"treatment_id": "u", "technician_id": "x"}],
            "course_id": "c",
        },
    ),
    (
        "/availability/next?store_id=s&treatment_id=t&place=home&lng=121.4&lat=31.2&days=3",
        "scheduling",
        "find_next_free",
        {"store_id": "s", "treatment_id": "t", "place": "home", "lng": 121.4, "lat": 31.2, "days": 3},
    ),
    ("/places?q=天钥桥路", "chatbot", "find_places", {"q": "天钥桥路"}),
    ("/chat/conversations/c1", "chatbot", "get_conversation", {"conversation_id": "c1"}),
    ("/faq?store_id=s&limit=5", "chatbot", "find_faq_rows", {"store_id": "s", "limit": 5}),
    ("/faq?q=停车&limit=5", "chatbot", "search_faq", {"q": "停车", "limit": 5}),
    ("/faq/f1", "chatbot", "get_faq_row", {"faq_id": "f1"}),
]
READING_SIGNED_IN: list[tuple[str, str, str, dict[str, Any]]] = [
    ("/me", "identity", "get_account", {}),
    (
        "/chat/inbox?store_id=s&mine=true&limit=5",
        "chatbot",
        "find_inbox",
        {"store_id": "s", "mine": True, "limit": 5},
    ),
    (
        "/appointments?status=confirmed&from=2026-11-01&to=2026-11-30&store_id=s&technician_id=t",
        "booking",
        "find_appointments",
        {"status": "confirmed", "from": "2026-11-01", "to": "2026-11-30", "store_id": "s", "technician_id": "t"},
    ),
    ("/appointments/a1", "booking", "get_appointment", {"appointment_id": "a1"}),
    ("/appointments/a1/care", "customer_profile", "get_care", {"appointment_id": "a1"}),
    ("/appointments/a1/history", "booking", "get_history", {"appointment_id": "a1"}),
    ("/technicians/t1/working-plan", "scheduling", "get_working_plan", {"technician_id": "t1"}),
    ("/technicians/t1/leave", "scheduling", "list_leave", {"technician_id": "t1"}),
    (
        "/technicians/t1/leave-requests?limit=20",
        "scheduling",
        "list_leave_requests",
        {"technician_id": "t1", "limit": 20},
    ),
    (
        "/leave-requests?store_id=s&status=requested&limit=20",
        "scheduling",
        "find_leave_requests",
        {"store_id": "s", "status": "requested", "limit": 20},
    ),
    ("/technicians/t1/duty", "scheduling", "get_duty", {"technician_id": "t1"}),
    (
        "/leave?store_id=s&from=2026-12-01&days=31",
        "scheduling",
        "find_leave",
        {"store_id": "s", "from": "2026-12-01", "days": 31},
    ),
    ("/technicians/t1/contract", "scheduling", "get_contract", {"technician_id": "t1"}),
    (
        "/technicians/t1/shift-wishes?from=2026-12-01",
        "scheduling",
        "list_shift_wishes",
        {"technician_id": "t1", "from": "2026-12-01"},
    ),
    ("/rosters/proposals/p1", "scheduling", "get_roster_proposal", {"proposal_id": "p1"}),
    ("/dispatch?store_id=s", "scheduling", "get_dispatch", {"store_id": "s"}),
    ("/dispatch/proposals/p1", "scheduling", "get_dispatch_proposal", {"proposal_id": "p1"}),
    (
        "/stores/s1/conflicts?from=2026-11-23&days=7&limit=20",
        "scheduling",
        "find_conflicts",
        {"store_id": "s1", "from": "2026-11-23", "days": 7, "limit": 20},
    ),
    (
        "/calendar?store_id=s&from=2026-11-23&days=1",
        "scheduling",
        "get_calendar",
        {"store_id": "s", "from": "2026-11-23", "days": 1},
    ),
    ("/customers?q=13800000001", "customer_profile", "find_customers", {"q": "13800000001"}),
    ("/customers/c1", "customer_profile", "get_customer", {"customer_id": "c1"}),
    ("/customers/c1/timeline?limit=20", "customer_profile", "get_timeline", {"customer_id": "c1", "limit": 20}),
    ("/notifications?unread=true", "notification", "find_notifications", {"unread": True}),
    ("/notification-preferences", "notification", "get_preferences", {}),
    ("/deliveries", "notification", "find_deliveries", {}),
    (
        "/deliveries?status=failed&channel=sms&store_id=s&appointment_id=a&template=survey&limit=5",
        "notification",
        "find_deliveries",
        {
            "status": "failed",
            "channel": "sms",
            "store_id": "s",
            "appointment_id": "a",
            "template": "survey",
            "limit": 5,
        },
    ),
    ("/appointments?customer_id=c", "booking", "find_appointments", {"customer_id": "c"}),
    ("/chat/conversations?limit=5", "chatbot", "find_conversations", {"limit": 5}),
    ("/notification-templates", "notification", "find_templates", {}),
]
ACTIONS: list[tuple[str, str, Any, int, str, str, dict[str, Any]]] = [
    (
        "PUT",
        "/calendar-days",
        {"on": "2026-09-20", "kind": "workday", "follows": "tue", "store_id": "s"},
        200,
        "scheduling",
        "put_calendar_day",
        {"on": "2026-09-20", "kind": "workday", "follows": "tue", "store_id": "s"},
    ),
    (
        "DELETE",
        "/calendar-days?on=2026-09-20&store_id=s",
        None,
        204,
        "scheduling",
        "delete_calendar_day",
        {"on": "2026-09-20", "store_id": "s"},
    ),
    (
        "PUT",
        "/me/password",
        {"password": "correct horse", "current_password": "demo"},
        204,
        "identity",
        "change_password",
        {"password": "correct horse", "current_password": "demo"},
    ),
    ("PATCH", "/me", {"version": 1, "name": "N"}, 200, "identity", "update_account", {"version": 1, "name": "N"}),
    (
        "POST",
        "/stores",
        {"slug": "new", "name": "新店"},
        201,
        "catalog",
        "create_store",
        {"slug": "new", "name": "新店"},
    ),
    (
        "PATCH",
        "/stores/s1",
        {"version": 1, "name": "N"},
        200,
        "catalog",
        "update_store",
        {"version": 1, "name": "N", "store_id": "s1"},
    ),
    ("DELETE", "/stores/s1?version=3", None, 204, "catalog", "delete_store", {"store_id": "s1", "version": 3}),
    (
        "POST",
        "/treatments",
        {"slug": "x-60", "name": "X", "category": "推拿", "duration_minutes": 60, "price_fen": 1},
        201,
        "catalog",
        "create_treatment",
        {"slug": "x-60", "name": "X", "category": "推拿", "duration_minutes": 60, "price_fen": 1},
    ),
    (
        "PATCH",
        "/treatments/t1",
        {"version": 1},
        200,
        "catalog",
        "update_treatment",
        {"version": 1, "treatment_id": "t1"},
    ),
    ("DELETE", "/treatments/t1", None, 204, "catalog", "delete_treatment", {"treatment_id": "t1"}),
    (
        "POST",
        "/technicians",
        {"slug": "w", "name": "W"},
        201,
        "catalog",
        "create_technician",
        {"slug": "w", "name": "W"},
    ),
    (
        "PATCH",
        "/technicians/t1",
        {"version": 2},
        200,
        "catalog",
        "update_technician",
        {"version": 2, "technician_id": "t1"},
    ),
    ("DELETE", "/technicians/t1", None, 204, "catalog", "delete_technician", {"technician_id": "t1"}),
    ("DELETE", "/technicians/t1/photo", None, 200, "catalog", "delete_technician_photo", {"technician_id": "t1"}),
    (
        "POST",
        "/stores/s1/resources",
        {"kind": "bed", "name": "1"},
        201,
        "catalog",
        "create_resource",
        {"kind": "bed", "name": "1", "store_id": "s1"},
    ),
    (
        "PATCH",
        "/stores/s1/resources/r1",
        {"version": 1, "units": 2},
        200,
        "catalog",
        "update_resource",
        {"version": 1, "units": 2, "store_id": "s1", "resource_id": "r1"},
    ),
    (
        "DELETE",
        "/stores/s1/resources/r1",
        None,
        204,
        "catalog",
        "delete_resource",
        {"store_id": "s1", "resource_id": "r1"},
    ),
    (
        "POST",
        "/booking-rules",
        {"scope": "brand", "slot_step_minutes": 15},
        201,
        "catalog",
        "create_rules",
        {"scope": "brand", "slot_step_minutes": 15},
    ),
    ("POST", "/appointments", BOOKING, 201, "booking", "book_appointment", BOOKING),
    ("POST", "/appointments", SEVERAL, 201, "booking", "book_appointment", SEVERAL),
    (
        "POST",
        "/appointments/a1/reschedule",
        {"starts_at": "2026-11-23T16:00:00+08:00", "version": 2, "dry_run": True},
        200,
        "booking",
        "reschedule_appointment",
        {"starts_at": "2026-11-23T16:00:00+08:00", "version": 2, "dry_run": True, "appointment_id": "a1"},
    ),
    (
        "POST",
        "/appointments/a1/extend",
        {"minutes": 30},
        200,
        "booking",
        "extend_appointment",
        {"minutes": 30, "appointment_id": "a1"},
    ),
    (
        "POST",
        "/appointments/a1/cancel",
        {"reason": "ill"},
        200,
        "booking",
        "cancel_appointment",
        {"reason": "ill", "appointment_id": "a1"},
    ),
    ("POST", "/appointments/a1/cancel", None, 200, "booking", "cancel_appointment", {"appointment_id": "a1"}),
    (
        "POST",
        "/booking-rules",
        {"scope": "brand", "effective_from": "2026-12-01", "slot_step_minutes": 15},
        201,
        "catalog",
        "create_rules",
        {"scope": "brand", "effective_from": "2026-12-01", "slot_step_minutes": 15},
    ),
    (
        "PUT",
        "/technicians/t1/working-plan",
        {"effective_from": "2026-12-01", **MON, "exceptions": [{"on": "2026-12-24", "shifts": []}]},
        200,
        "scheduling",
        "put_working_plan",
        {
            "effective_from": "2026-12-01",
            **MON,
            "exceptions": [{"on": "2026-12-24", "shifts": []}],
            "technician_id": "t1",
        },
    ),
    ("POST", "/dispatch/proposals", DAY, 202, "scheduling", "propose_dispatch", DAY),
    ("DELETE", "/dispatch/proposals/p1", None, 200, "scheduling", "cancel_dispatch_proposal", {"proposal_id": "p1"}),
    ("POST", "/dispatch/proposals/p1/apply", None, 200, "scheduling", "apply_dispatch_proposal", {"proposal_id": "p1"}),
    ("POST", "/dispatch/lateness", LATE, 200, "scheduling", "report_lateness", LATE),
    ("POST", "/rosters/proposals", ROSTER, 202, "scheduling", "propose_roster", ROSTER),
    (
        "PATCH",
        "/rosters/proposals/p1",
        {"version": 2, "plan": []},
        200,
        "scheduling",
        "edit_roster_proposal",
        {"version": 2, "plan": [], "proposal_id": "p1"},
    ),
    (
        "DELETE",
        "/rosters/proposals/p1",
        None,
        200,
        "scheduling",
        "cancel_roster_proposal",
        {"proposal_id": "p1"},
    ),
    (
        "POST",
        "/rosters/proposals/p1/apply",
        {"decisions": {"apt-1": "keep"}},
        200,
        "scheduling",
        "apply_roster_proposal",
        {"decisions": {"apt-1": "keep"}, "proposal_id": "p1"},
    ),
    (
        "PUT",
        "/technicians/t1/contract",
        {"hours_per_week": 40},
        200,
        "scheduling",
        "put_contract",
        {"hours_per_week": 40, "technician_id": "t1"},
    ),
    (
        "POST",
        "/technicians/t1/shift-wishes",
        {"on": "2026-12-01", "kind": "off"},
        201,
        "scheduling",
        "add_shift_wish",
        {"on": "2026-12-01", "kind": "off", "technician_id": "t1"},
    ),
    (
        "DELETE",
        "/technicians/t1/shift-wishes/w1",
        None,
        204,
        "scheduling",
        "delete_shift_wish",
        {"technician_id": "t1", "wish_id": "w1"},
    ),
    ("POST", "/technicians/t1/leave", LEAVE, 201, "scheduling", "add_leave", {**LEAVE, "technician_id": "t1"}),
    (
        "POST",
        "/technicians/t1/leave-requests",
        LEAVE,
        201,
        "scheduling",
        "ask_for_leave",
        {**LEAVE, "technician_id": "t1"},
    ),
    (
        "POST",
        "/leave-requests/r1/approve",
        {"version": 1, "decisions": []},
        200,
        "scheduling",
        "approve_leave_request",
        {"version": 1, "decisions": [], "request_id": "r1"},
    ),
    (
        "POST",
        "/leave-requests/r1/refuse",
        {"version": 1, "reason": "人手不足"},
        200,
        "scheduling",
        "refuse_leave_request",
        {"version": 1, "reason": "人手不足", "request_id": "r1"},
    ),
    (
        "POST",
        "/leave-requests/r1/withdraw",
        None,
        200,
        "scheduling",
        "withdraw_leave_request",
        {"request_id": "r1"},
    ),
    (
        "DELETE",
        "/technicians/t1/leave/l1",
        None,
        204,
        "scheduling",
        "delete_leave",
        {"technician_id": "t1", "leave_id": "l1"},
    ),
    (
        "POST",
        "/technicians/t1/duty",
        {"state": "on"},
        200,
        "scheduling",
        "set_duty",
        {"state": "on", "technician_id": "t1"},
    ),
    (
        "POST",
        "/stores/s1/conflicts",
        {"decisions": {"a1": "keep"}, "dry_run": True},
        200,
        "scheduling",
        "decide_conflicts",
        {"decisions": {"a1": "keep"}, "dry_run": True, "store_id": "s1"},
    ),
    (
        "PATCH",
        "/customers/c1",
        {"version": 1},
        200,
        "customer_profile",
        "update_customer",
        {"version": 1, "customer_id": "c1"},
    ),
    (
        "POST",
        "/appointments/a1/cancel",
        {"dry_run": True},
        200,
        "booking",
        "cancel_appointment",
        {"appointment_id": "a1", "dry_run": True},
    ),
    ("POST", "/notifications/read-all", {"up_to": "n1"}, 200, "notification", "mark_all_read", {"up_to": "n1"}),
    ("POST", "/notifications/n1/read", None, 200, "notification", "mark_read", {"notification_id": "n1"}),
    ("PATCH", "/notification-preferences", {"version": 1}, 200, "notification", "update_preferences", {"version": 1}),
    ("POST", "/chat/proposals/p1/confirm", None, 200, "chatbot", "confirm_proposal", {"proposal_id": "p1"}),
    (
        "POST",
        "/faq",
        {"question": "可以寄存行李吗？", "answer": "可以。"},
        201,
        "chatbot",
        "create_faq_row",
        {"question": "可以寄存行李吗？", "answer": "可以。"},
    ),
    (
        "PATCH",
        "/faq/f1",
        {"version": 1, "answer": "可以。"},
        200,
        "chatbot",
        "update_faq_row",
        {"version": 1, "answer": "可以。", "faq_id": "f1"},
    ),
    ("DELETE", "/faq/f1?version=2", None, 204, "chatbot", "delete_faq_row", {"version": 2, "faq_id": "f1"}),
    (
        "POST",
        "/chat/conversations/c1/replies",
        {"text": "您好", "version": 3},
        201,
        "chatbot",
        "reply_to_customer",
        {"text": "您好", "version": 3, "conversation_id": "c1"},
    ),
    (
        "POST",
        "/chat/conversations/c1/attend",
        {"take_over": True},
        200,
        "chatbot",
        "attend_conversation",
        {"take_over": True, "conversation_id": "c1"},
    ),
    (
        "POST",
        "/chat/conversations/c1/release",
        None,
        200,
        "chatbot",
        "release_conversation",
        {"conversation_id": "c1"},
    ),
]
FOR_ANYONE: list[tuple[str, str, Any, int, str, str, dict[str, Any]]] = [
    (
        "POST",
        "/auth/otp",
        {"phone": "13800000001"},
        202,
        "identity",
        "request_code",
        {"phone": "13800000001", "address": "127.0.0.1"},
    ),
    (
        "POST",
        "/auth/registrations",
        {"email": "a@example.com", "password": "p", "name": "N"},
        202,
        "identity",
        "register",
        {"email": "a@example.com", "password": "p", "name": "N", "address": "127.0.0.1"},
    ),
    ("POST", "/auth/registrations/confirm", {"token": "t"}, 201, "identity", "confirm_registration", {"token": "t"}),
    (
        "POST",
        "/chat/messages",
        {"conversation_id": None, "text": "几点开门"},
        200,
        "chatbot",
        "send_message",
        {"conversation_id": None, "text": "几点开门"},
    ),
    ("POST", "/chat/proposals/p1/decline", None, 200, "chatbot", "decline_proposal", {"proposal_id": "p1"}),
    ("DELETE", "/chat/conversations/c1", None, 204, "chatbot", "delete_conversation", {"conversation_id": "c1"}),
]


@pytest.mark.parametrize(("path", "service", "method", "request_"), READING)
def test_anybody_may_read(client, rpc, path, service, method, request_):
    answer = client.get(f"/api/v1{path}")

    assert answer.status_code == 200, answer.text
    assert rpc.calls == [(service, method, request_)]
    assert not rpc.contexts[0].actor.is_signed_in


@pytest.mark.parametrize(("path", "service", "method", "request_"), READING_SIGNED_IN)
def test_somebody_signed_in_reads(client, rpc, customer, path, service, method, request_):
    answer = client.get(f"/api/v1{path}", headers=customer)

    assert answer.status_code == 200, answer.text
    assert rpc.calls == [(service, method, request_)]
    assert rpc.contexts[0].actor.account_id == "acc-1"


@pytest.mark.parametrize("path", [path for path, *_ in READING_SIGNED_IN])
def test_nobody_reads_it_without_signing_in(client, rpc, path):
    answer = client.get(f"/api/v1{path}")

    assert (answer.status_code, answer.json["code"]) == (401, "not_signed_in")
    assert rpc.calls == []


@pytest.mark.parametrize(("verb", "path", "body", "status", "service", "method", "request_"), ACTIONS)
def test_somebody_signed_in_acts(client, rpc, customer, verb, path, body, status, service, method, request_):
    headers = {**customer, "Idempotency-Key": "k-1"}

    answer = client.open(f"/api/v1{path}", method=verb, json=body, headers=headers)

    assert answer.status_code == status, answer.text
    assert rpc.calls == [(service, method, request_)]
    assert rpc.contexts[0].idempotency.path == f"{verb} /api/v1{path.partition('?')[0]}"


@pytest.mark.parametrize(("verb", "path", "body"), [(verb, path, body) for verb, path, body, *_ in ACTIONS])
def test_nobody_acts_without_signing_in(client, rpc, verb, path, body):
    answer = client.open(f"/api/v1{path}", method=verb, json=body, headers={"Idempotency-Key": "k-1"})

    assert (answer.status_code, answer.json["code"]) == (401, "not_signed_in")
    assert rpc.calls == []


@pytest.mark.parametrize(("verb", "path", "body", "status", "service", "method", "request_"), FOR_ANYONE)
def test_anybody_may_ask(client, rpc, verb, path, body, status, service, method, request_):
    answer = client.open(f"/api/v1{path}", method=verb, json=body)

    assert answer.status_code == status, answer.text
    assert rpc.calls == [(service, method, request_)]


def test_an_answer_passes_unchanged(client, rpc):
    rpc.answers["list_stores"] = {"items": [{"id": "s1", "a_new_field": [1, None]}], "next_cursor": None}

    assert client.get("/api/v1/stores").json == rpc.answers["list_stores"]


def test_the_path_wins_over_the_body(client, rpc, customer):
    client.post("/api/v1/appointments/a1/cancel", json={"appointment_id": "a2"}, headers=customer)

    assert rpc.calls == [("booking", "cancel_appointment", {"appointment_id": "a1"})]


def test_fields_the_gateway_does_not_know_are_the_services_to_judge(client, rpc, customer):
    client.patch("/api/v1/me", json={"version": 1, "roles": ["platform_admin"]}, headers=customer)

    assert rpc.calls == [("identity", "update_account", {"version": 1, "roles": ["platform_admin"]})]


@pytest.mark.parametrize(
    "bad", ["/stores/" + "x" * 49, "/stores/%E5%BE%90", "/stores/a%20b", "/stores/a/b/c", "/nothing"]
)
def test_a_path_that_cannot_be_ours_is_not_found(client, rpc, bad):
    answer = client.get(f"/api/v1{bad}")

    assert (answer.status_code, answer.json["code"]) == (404, "not_found")
    assert rpc.calls == []


def test_a_dry_run_of_a_leave_creates_nothing_and_says_so(client, rpc, customer):
    rpc.answers["add_leave"] = {"id": None, "dry_run": True, "conflicts": []}

    answer = client.post("/api/v1/technicians/t1/leave", json={**LEAVE, "dry_run": True}, headers=customer)

    assert (answer.status_code, answer.json["dry_run"]) == (200, True)
