"""`GET /live` under gunicorn, over a real broker: at once, to the right people, and calls never wait for streams."""

import json
import socket
import time

import pytest

from tests.integration.gateway.conftest import CALLS, PER_ACCOUNT, STREAMS, token

pytestmark = pytest.mark.real


def test_what_happens_is_told_at_once_to_whom_it_concerns(serve, announce):
    gateway = serve(LIVE_HEARTBEAT_SECONDS="1")
    mine, others = gateway.listen(token("cus-1")), gateway.listen(token("cus-2"))
    began = time.monotonic()

    announce("booking", "appointment_confirmed", customer_id="cus-1", revision=5)

    told = mine.until("appointment_changed")
    assert time.monotonic() - began < 1
    assert json.loads(told["data"])["version"] == 5
    announce("booking", "appointment_confirmed", customer_id="cus-2", revision=6)
    assert json.loads(others.until("appointment_changed")["data"])["version"] == 6, "the first thing it ever heard"


def test_who_comes_again_goes_on_where_they_were(serve, announce):
    gateway = serve()
    page = gateway.listen(token())
    announce("booking", "appointment_confirmed", customer_id="cus-1", revision=1)
    last = page.until("appointment_changed")["id"]
    page.close()
    announce("booking", "appointment_confirmed", customer_id="cus-1", revision=2)
    time.sleep(0.5)

    again = gateway.listen(token(), **{"Last-Event-ID": last})

    assert json.loads(again.until("appointment_changed")["data"])["version"] == 2


def test_with_more_streams_than_threads_ordinary_calls_are_answered(serve):
    gateway = serve()
    listening = [gateway.listen(token(f"cus-{number}")) for number in range(2 * STREAMS + CALLS)]
    held = [page for page in listening if page.status == 200]
    refused = [page for page in listening if page.status == 503]

    began = time.monotonic()
    answers = [gateway.get("/api/v1/stores")[1]["code"] for _ in range(50)]

    assert (len(held), len(held) + len(refused)) == (STREAMS, len(listening))
    assert json.loads(refused[0].answer.read())["code"] == "streams_full"
    assert int(refused[0].answer.headers["Retry-After"]) > 0
    assert set(answers) == {"service_unavailable"}, "no service runs here, and that is told at once"
    assert time.monotonic() - began < 5


def test_an_account_that_has_as_many_as_it_may_is_told_to_poll_and_has_room_again_after_closing(serve):
    gateway = serve()
    pages = [gateway.listen(token()) for _ in range(PER_ACCOUNT)]
    assert gateway.get("/api/v1/live", token())[1]["code"] == "too_many_streams"
    assert gateway.listen(token("cus-2")).status == 200

    pages[0].close()

    assert gateway.listen(token()).status == 200


def test_a_session_ended_in_one_process_is_over_in_the_others(serve, announce):
    """Both hear it; the second one has served nothing before."""
    first, second = serve(), serve()
    bearer = token(session_id="ses-1")
    assert first.get("/api/v1/me", bearer)[1]["code"] == "service_unavailable", "the token is good"
    streams = [gateway.listen(bearer) for gateway in (first, second)]

    announce("identity", "session_ended", session_id="ses-1")

    for gateway, stream in zip((first, second), streams, strict=True):
        assert json.loads(stream.until("bye")["data"]) == {"reason": "session_ended"}
        assert gateway.get("/api/v1/me", bearer)[1]["code"] == "session_ended"
    assert first.get("/api/v1/me", token(session_id="ses-2"))[1]["code"] == "service_unavailable"


def test_a_stream_ends_with_its_token(serve):
    page = serve().listen(token(lives_seconds=2))

    assert json.loads(page.until("bye")["data"]) == {"reason": "token_expired"}
    assert page.next() == {}


def test_a_reader_who_does_not_read_is_cut_off_and_its_thread_is_free_again(serve, announce):
    """The kernel's buffers are made small, so that its writer waits; the others go on."""
    gateway = serve(LIVE_STREAMS="2")
    quick, bearer = gateway.listen(token()), token()
    slow = socket.socket()
    slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    slow.connect(("127.0.0.1", gateway.port))
    slow.sendall(f"GET /api/v1/live HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {bearer}\r\n\r\n".encode())
    time.sleep(0.5)
    assert gateway.get("/api/v1/live", token("cus-3"))[1]["code"] == "streams_full"

    # Long ids, so that few events fill what the two kernels hold for a reader who does not read.
    for revision in range(1500):
        announce("booking", "appointment_confirmed", customer_id="cus-1", revision=revision, appointment_id="a" * 6000)
        assert json.loads(quick.until("appointment_changed")["data"])["version"] == revision

    deadline = time.monotonic() + 10
    while (page := gateway.listen(token("cus-3"))).status != 200:
        assert time.monotonic() < deadline, page.status
        time.sleep(0.2)
    slow.close()


def test_a_gateway_told_to_stop_ends_its_streams_and_is_gone_soon(serve):
    gateway = serve()
    page = gateway.listen(token())
    page.next()
    began = time.monotonic()

    gateway.process.terminate()

    assert json.loads(page.until("bye")["data"]) == {"reason": "stopping"}
    assert gateway.process.wait(15) == 0
    assert time.monotonic() - began < 8
