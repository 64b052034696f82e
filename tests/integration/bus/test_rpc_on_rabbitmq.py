"""DESIGN §4, rules 1, 2, 3 and 5: what a call is, on a real broker."""

import json
import time

import pytest

from shared.actor import Actor
from shared.bus import wire
from shared.call import Call, IdempotencyKey
from shared.errors import Conflict, Invalid, Unavailable

pytestmark = pytest.mark.real


def test_a_method_answers_with_what_it_returns(guest, kitchen):
    assert guest.call("kitchen", "echo", {"dish": "豆腐", "price_fen": 3800}) == {"dish": "豆腐", "price_fen": 3800}


def test_a_refusal_crosses_as_its_kind_with_code_and_parameters(guest, kitchen):
    with pytest.raises(Conflict) as refused:
        guest.call("kitchen", "refuse", {"dish": "duck"})

    assert (refused.value.code, refused.value.params) == ("sold_out", {"dish": "duck"})


def test_no_class_of_the_service_is_named_on_the_wire(guest, kitchen):
    _, body = guest.reply_to("kitchen", "refuse", {"dish": "duck"})

    error = json.loads(body)["error"]
    assert (error["exc_type"], error["exc_path"]) == ("Conflict", "shared.errors.Conflict")
    assert b"SoldOut" not in body


def test_an_error_inside_crosses_without_its_details_and_is_logged_with_them(guest, kitchen):
    with pytest.raises(Unavailable) as refused:
        guest.call("kitchen", "crash", {})

    assert refused.value.code == wire.INTERNAL_ERROR
    assert "secret" not in refused.value.detail
    assert "a secret detail" in kitchen.log()


def test_an_invalid_request_names_every_field_by_its_path(guest, kitchen):
    with pytest.raises(Invalid) as refused:
        guest.call("kitchen", "order", {"table": {}})

    assert set(refused.value.fields) == {"name", "table.number"}


def test_an_answer_that_is_no_json_is_an_error_inside(guest, kitchen):
    with pytest.raises(Unavailable) as refused:
        guest.call("kitchen", "answer_nonsense", {})

    assert refused.value.code == wire.INTERNAL_ERROR


def test_an_unknown_method_is_refused_at_once(guest, kitchen):
    with pytest.raises(Unavailable) as refused:
        guest.call("kitchen", "fry", {})

    assert refused.value.code == "unknown_method"


def test_a_malformed_request_is_refused_and_the_service_goes_on(guest, kitchen):
    call = Call().within(5)
    for body in (b"not json", b"[]", b'{"args": [1], "kwargs": {}}', b'{"args": [{}], "kwargs": {"a": 1}}'):
        correlation_id = guest.send("kitchen", "echo", {}, call, body=body)
        while correlation_id not in guest.replies:
            guest.wait(0.05)
        with pytest.raises(Invalid, match="malformed_request"):
            wire.result_from(guest.replies.pop(correlation_id)[1])

    assert guest.call("kitchen", "echo", {"still": "here"}) == {"still": "here"}


def test_actor_request_id_language_and_key_travel_with_the_call(guest, kitchen):
    asked = Call(
        actor=Actor("cus-1", "林晓月", frozenset({"customer"})),
        request_id="req-42",
        language="en",
        idempotency=IdempotencyKey("key-1", "POST /appointments", "hash"),
    )

    seen = Call.from_wire(guest.call("kitchen", "who_asks", {}, asked.within(5)))

    assert (seen.actor, seen.request_id, seen.language) == (asked.actor, "req-42", "en")
    assert seen.idempotency == asked.idempotency
    assert 3 < (seen.seconds_left() or 0) <= 5


def test_replies_are_transient(guest, kitchen):
    properties, _ = guest.reply_to("kitchen", "echo", {})

    assert properties.delivery_mode == wire.TRANSIENT


def test_a_service_nobody_runs_is_unavailable_within_a_tenth_of_a_second(guest, kitchen):
    started = time.monotonic()

    with pytest.raises(Unavailable) as refused:
        guest.call("absent", "echo", {})

    assert refused.value.code == wire.SERVICE_UNAVAILABLE
    assert time.monotonic() - started < 0.1


def test_a_service_calling_an_absent_one_is_told_so_within_a_tenth_of_a_second(guest, kitchen):
    with pytest.raises(Unavailable):
        guest.call("kitchen", "call_waiter", {"method": "echo"})  # opens the connection for calls
    started = time.monotonic()

    with pytest.raises(Unavailable) as refused:
        guest.call("kitchen", "call_waiter", {"method": "echo"})

    assert refused.value.code == wire.SERVICE_UNAVAILABLE
    assert time.monotonic() - started < 0.1


def test_a_service_that_has_been_stopped_is_unavailable_at_once(client, start_service, sigterm):
    kitchen = start_service("kitchen")
    kitchen.tell(sigterm)
    kitchen.wait(10)
    started = time.monotonic()

    with pytest.raises(Unavailable):
        client.call("kitchen", "echo", {})

    assert time.monotonic() - started < 0.1


def test_a_request_whose_deadline_passes_while_workers_are_busy_is_dropped(client, start_service):
    start_service("kitchen", max_workers=1)
    client.send("kitchen", "sleep", {"seconds": 0.6}, Call().within(10))

    with pytest.raises(Unavailable, match="deadline_exceeded"):
        client.call("kitchen", "cook", {"name": "too late"}, Call().within(0.3))

    time.sleep(0.6)
    assert client.call("kitchen", "cook", {"name": "in time"}) == {"revision": 1}


def test_a_callee_that_is_too_slow_is_given_up_at_the_deadline_of_the_first_caller(guest, kitchen, waiter):
    started = time.monotonic()

    with pytest.raises(Unavailable, match="deadline_exceeded"):
        guest.call("waiter", "ask_kitchen", {"method": "sleep", "request": {"seconds": 5}}, Call().within(0.5))

    assert time.monotonic() - started < 0.7


def test_the_deadline_shrinks_along_the_way_and_the_request_id_does_not_change(guest, kitchen, waiter):
    call = Call(request_id="req-7").within(4)

    seen = guest.call("waiter", "ask_kitchen", {"method": "who_asks", "after": 0.3}, call)

    assert seen["request_id"] == "req-7"
    assert seen["remaining_ms"] <= 3700


def test_a_call_inside_a_transaction_is_refused(guest, kitchen, waiter):
    with pytest.raises(Unavailable, match="internal_error"):
        guest.call("kitchen", "call_waiter_in_transaction", {})

    assert "was called inside an open transaction" in kitchen.log()


def test_a_request_not_acknowledged_when_its_worker_dies_is_done_by_another_replica(client, start_service):
    first = start_service("kitchen", max_workers=1)
    correlation_id = client.send("kitchen", "sleep", {"seconds": 1}, Call().within(20))
    time.sleep(0.3)
    start_service("kitchen", answering=False, max_workers=1)
    second_consumes = lambda: client.channel.queue_declare("rpc-kitchen", passive=True).method.consumer_count == 2  # noqa: E731
    while not second_consumes():
        client.wait(0.1)

    first.process.kill()

    while correlation_id not in client.replies:
        client.wait(0.1)
    assert wire.result_from(client.replies.pop(correlation_id)[1]) == {"slept": 1}


def test_a_failing_timer_goes_on(guest, kitchen):
    before = guest.call("kitchen", "count_ticks", {})["ticks"]
    time.sleep(0.6)

    assert guest.call("kitchen", "count_ticks", {})["ticks"] >= before + 3
    assert "a timer's run failed; the next one comes" in kitchen.log()


def test_many_large_requests_at_once_do_not_tear_each_others_frames(guest, kitchen, waiter):
    """Workers write on the connection that the listener reads; py-amqp used to read in each of them as well."""
    dish = "汤" * 60_000
    call = Call().within(60)
    asked = {"method": "echo", "request": {"dish": dish}}
    waiting = [guest.send("waiter", "ask_kitchen", asked, call) for _ in range(60)]

    while not set(waiting) <= set(guest.replies):
        assert (call.seconds_left() or 0) > 0, f"{len(guest.replies)} of {len(waiting)} were answered"
        guest.wait(0.1)

    assert all(wire.result_from(guest.replies.pop(one)[1]) == {"dish": dish} for one in waiting)
    assert "lost the broker" not in kitchen.log() + waiter.log()
