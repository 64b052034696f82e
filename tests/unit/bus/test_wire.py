import json
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from shared.actor import Actor
from shared.bus import wire
from shared.call import Call, IdempotencyKey
from shared.errors import KINDS, Conflict, Invalid, Unavailable


class SlotTaken(Conflict):
    """The slot is taken."""

    code = "slot_taken"


def test_the_wire_form_needs_neither_nameko_nor_kombu_nor_eventlet():
    program = (
        "import sys, shared.bus.wire;"
        "print([name for name in sys.modules if name.split('.')[0] in ('nameko', 'kombu', 'eventlet', 'amqp')])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_a_request_comes_out_as_it_went_in():
    assert wire.request_from(wire.request_body({"name": "推拿"})) == {"name": "推拿"}


def test_a_request_without_arguments_is_empty():
    assert wire.request_from(b'{"args": [], "kwargs": {}}') == {}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"null",
        b"[]",
        b"{}",
        b'{"args": [[]]}',
        b'{"args": [{}, {}]}',
        b'{"args": [{}], "kwargs": {"a": 1}}',
    ],
)
def test_a_body_that_is_no_request_is_refused(body):
    with pytest.raises(Invalid) as refused:
        wire.request_from(body)

    assert refused.value.code == "malformed_request"


def test_an_answer_comes_out_as_it_went_in():
    assert wire.result_from(wire.result_body({"n": 1})) == {"n": 1}


@pytest.mark.parametrize("kind", KINDS.values())
def test_every_kind_of_refusal_crosses_whole(kind):
    refusal = kind("because", code="some_code", params={"n": 1}, fields={"a.b": ["wrong"]})

    with pytest.raises(kind) as crossed:
        wire.result_from(wire.refusal_body(refusal))

    assert crossed.value.to_wire() == refusal.to_wire()


def test_a_refusal_names_its_kind_and_not_the_services_class():
    error = json.loads(wire.refusal_body(SlotTaken()))["error"]

    assert (error["exc_type"], error["exc_path"]) == ("Conflict", "shared.errors.Conflict")
    assert error["refusal"]["code"] == "slot_taken"


def test_a_stock_services_error_is_an_internal_one():
    error = {"exc_type": "ValueError", "exc_path": "builtins.ValueError", "exc_args": [], "value": "odd"}

    with pytest.raises(Unavailable, match="internal_error"):
        wire.result_from(wire.dumps({"result": None, "error": error}))


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"null"])
def test_an_unreadable_reply_is_an_internal_error(body):
    with pytest.raises(Unavailable, match="internal_error"):
        wire.result_from(body)


def test_a_call_travels_in_one_header_and_its_time_counts_from_receipt():
    call = Call(Actor("cus-1"), "req-1", "en", idempotency=IdempotencyKey("k", "POST /x", "h")).within(5)

    received = wire.call_from(wire.headers_of(call))

    assert (received.actor, received.request_id, received.language) == (call.actor, "req-1", "en")
    assert received.idempotency == call.idempotency
    assert received.seconds_left() == pytest.approx(5, abs=0.1)


@pytest.mark.parametrize("text", ["", "[]", "{", "1", '{"idempotency": {"what": 1}}'])
def test_a_broken_call_header_is_refused(text):
    with pytest.raises(Invalid, match="malformed_request"):
        wire.call_from({wire.CALL_HEADER: text})


def test_a_message_without_the_header_is_a_call_by_nobody():
    assert wire.call_from({}).actor == Actor()


def test_the_expiration_is_what_is_left_and_never_zero():
    assert wire.expiration_of(Call()) is None
    assert 4900 <= int(wire.expiration_of(Call().within(5)) or 0) <= 5000
    assert wire.expiration_of(Call().within(-1)) == "1"


@pytest.mark.parametrize("value", [{"guests": 10**30}, {"name": "徐家汇"}, {"price": 19.5, "none": None, 1: [True]}])
def test_plain_values_are_written_as_json_writes_them(value):
    assert json.loads(wire.dumps(value)) == json.loads(json.dumps(value))


def test_what_is_no_plain_value_is_refused():
    with pytest.raises(TypeError):
        wire.dumps({"at": datetime(2026, 11, 18, tzinfo=UTC)})
