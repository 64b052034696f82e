"""Passing news on: to whom, in which order, never waiting, never more than there is room for."""

import json
import socket
import threading
import time
from typing import Any

import pytest

from gateway.live.audience import audience
from gateway.live.hub import MOST_CAUGHT_UP, Full, Hub, Limits, TooManyOfAccount
from gateway.live.news import News
from gateway.live.ring import Ring
from gateway.live.sockets import Wire
from gateway.live.stream import MOST_WAITING, Stream
from shared.actor import Actor
from shared.testing import a_customer

LATER = time.time() + 900


def a_hub(per_account: int = 10, in_all: int = 100, capacity: int = 50) -> Hub:
    return Hub(Limits(per_account, in_all, 25.0), Ring(capacity))


def a_stream(account: str = "cus-1", *, expires_at: float = LATER, under: Wire | None = None, **actor: Any) -> Stream:
    who = Actor(account, **actor) if actor else a_customer(account)
    return Stream(who, expires_at, under or Wire(None), heartbeat_seconds=25.0)


def news(number: int = 1, account: str = "cus-1") -> News:
    return News("appointment_changed", {"number": number}, audience(accounts=[account]))


def read(stream: Stream, why: str = "over") -> list[dict[str, Any]]:
    """Everything written to the stream, once it has ended; the greeting left out."""
    stream.end(why)
    return [parsed(frame) for frame in list(_frames(stream))[1:]]


def _frames(stream: Stream) -> Any:
    """What a writer that still has everything before it would write: the end comes last."""
    written = stream.frames()
    yield next(written)
    while not stream._waiting.empty():
        frame = stream._waiting.get()
        if frame is not None:
            yield frame.written()


def parsed(frame: bytes) -> dict[str, Any]:
    lines = dict(line.split(": ", 1) for line in frame.decode().strip(" \n").split("\n") if line)
    return {**lines, **({"data": json.loads(lines["data"])} if "data" in lines else {})}


def numbers(stream: Stream) -> list[int]:
    return [frame["data"]["number"] for frame in read(stream) if frame.get("event") == "appointment_changed"]


def kinds(stream: Stream) -> list[str]:
    return [frame.get("event", "") for frame in read(stream)]


def test_news_reach_whom_they_concern_and_nobody_else():
    hub, mine, other = a_hub(), a_stream("cus-1"), a_stream("cus-2")
    hub.join(mine)
    hub.join(other)

    hub.tell(news(1, "cus-1"))
    hub.tell(news(2, "cus-2"))

    assert (numbers(mine), numbers(other)) == ([1], [2])


def test_who_concerns_in_two_ways_is_told_once():
    hub, both = a_hub(), a_stream("acc-1", roles=frozenset({"receptionist"}), stores=frozenset({"sto-1"}))
    hub.join(both)

    hub.tell(News("appointment_changed", {"number": 1}, audience(accounts=["acc-1"], stores=["sto-1"])))

    assert numbers(both) == [1]


def test_who_left_is_told_nothing_more():
    hub, stream = a_hub(), a_stream()
    hub.join(stream)
    hub.leave(stream)
    hub.leave(stream)

    hub.tell(news())

    assert (numbers(stream), len(hub)) == ([], 0)


def test_who_comes_again_hears_what_they_missed_and_only_that():
    hub, first = a_hub(), a_stream()
    hub.join(first)
    hub.tell(news(1))
    heard = read(first)
    hub.tell(news(2))
    hub.tell(news(99, "cus-2"))
    hub.tell(news(3))

    again = a_stream()
    hub.join(again, heard[-1]["id"])

    assert numbers(again) == [2, 3]


def test_a_stream_tells_from_the_start_where_to_go_on():
    hub, quiet = a_hub(), a_stream()
    hub.join(quiet)
    [start] = read(quiet)
    hub.tell(news(1))

    again = a_stream()
    hub.join(again, start["id"])

    assert numbers(again) == [1]


@pytest.mark.parametrize("last_id", ["", "nonsense", "0a1b2c3d-1", "0a1b2c3d-", "-5", "x-²"])
def test_an_unknown_id_is_answered_with_resync(last_id):
    hub, stream = a_hub(), a_stream()
    hub.tell(news(1))

    hub.join(stream, last_id)

    assert kinds(stream) == ["resync"]


def test_an_id_from_too_long_ago_is_answered_with_resync_and_one_just_kept_is_not():
    hub, first, late, in_time = a_hub(capacity=5), a_stream(), a_stream(), a_stream()
    hub.join(first)
    [start] = read(first)
    for number in range(5):
        hub.tell(news(number))
    hub.join(in_time, start["id"])
    hub.tell(news(5))
    hub.join(late, start["id"])

    assert numbers(in_time) == [0, 1, 2, 3, 4, 5]
    assert kinds(late) == ["resync"]


def test_an_id_of_the_future_is_unknown():
    hub, first, stream = a_hub(), a_stream(), a_stream()
    hub.join(first)
    epoch = read(first)[0]["id"].split("-")[0]

    hub.join(stream, f"{epoch}-1000")

    assert kinds(stream) == ["resync"]


def test_who_missed_very_much_fetches_anew():
    hub, first, stream = a_hub(capacity=1000), a_stream(), a_stream()
    hub.join(first)
    [start] = read(first)
    hub.leave(first)
    for number in range(MOST_CAUGHT_UP + 1):
        hub.tell(news(number))

    hub.join(stream, start["id"])

    assert kinds(stream) == ["resync"]


def test_after_a_gap_everybody_fetches_anew_and_ids_of_before_are_no_good():
    hub, listening, again = a_hub(), a_stream(), a_stream()
    hub.join(listening)
    hub.tell(news(1))

    hub.resync()
    frames = read(listening)
    hub.join(again, frames[1]["id"])

    assert [frame.get("event", "") for frame in frames] == ["", "appointment_changed", "resync"]
    assert kinds(again) == ["resync"]


def test_the_id_that_comes_with_resync_is_good():
    hub, listening, again = a_hub(), a_stream(), a_stream()
    hub.join(listening)
    hub.resync()
    last = read(listening)[-1]["id"]
    hub.tell(news(7))

    hub.join(again, last)

    assert numbers(again) == [7]


def test_an_account_has_so_many_streams_and_no_more_and_others_have_theirs():
    hub = a_hub(per_account=2)
    first = a_stream()
    hub.join(first)
    hub.join(a_stream())

    with pytest.raises(TooManyOfAccount):
        hub.join(a_stream())
    hub.join(a_stream("cus-2"))
    hub.leave(first)
    hub.join(a_stream())


def test_a_process_has_so_many_streams_and_no_more():
    hub = a_hub(in_all=3)
    for number in range(3):
        hub.join(a_stream(f"cus-{number}"))

    with pytest.raises(Full):
        hub.join(a_stream("cus-9"))


def test_readers_who_have_hung_up_make_room():
    """A page loaded again and again leaves streams behind whose end nobody has noticed."""
    hub = a_hub(per_account=2)
    here, there = socket.socketpair()
    hub.join(a_stream(under=Wire(here)))
    hub.join(a_stream())
    with pytest.raises(TooManyOfAccount):
        hub.join(a_stream())

    there.close()
    hub.join(a_stream())
    here.close()


def test_a_reader_who_does_not_read_is_cut_off_and_the_others_hear_everything():
    hub = a_hub()
    here, there = socket.socketpair()
    slow, quick = a_stream(under=Wire(here)), a_stream()
    hub.join(slow)
    hub.join(quick)
    heard: list[bytes] = []
    reader = threading.Thread(target=lambda: heard.extend(quick.frames()))
    reader.start()

    for number in range(3 * MOST_WAITING):
        hub.tell(news(number))
        while not quick._waiting.empty():
            time.sleep(0.0005)

    quick.end("over")
    reader.join(5)
    assert sum(b"appointment_changed" in frame for frame in heard) == 3 * MOST_WAITING
    assert there.recv(1) == b"", "the slow one's connection is closed under it"
    assert list(slow.frames())[-1] == b'event: bye\ndata: {"reason":"too_slow"}\n\n'
    here.close()
    there.close()


def test_a_session_that_ended_is_listened_on_no_more():
    hub = a_hub()
    ended, other = a_stream(session_id="ses-1"), a_stream(session_id="ses-2")
    hub.join(ended)
    hub.join(other)

    hub.end_session("ses-1")

    assert list(ended.frames())[-1] == b'event: bye\ndata: {"reason":"session_ended"}\n\n'
    assert not other._ending


def test_a_stream_ends_with_its_token():
    stream = a_stream(expires_at=time.time() + 0.05)

    assert list(stream.frames())[-1] == b'event: bye\ndata: {"reason":"token_expired"}\n\n'


def test_a_quiet_stream_shows_that_it_lives():
    stream = Stream(a_customer(), time.time() + 0.35, Wire(None), heartbeat_seconds=0.1)
    hub = a_hub()
    hub.join(stream)

    frames = list(stream.frames())

    assert 3 <= sum(frame.startswith(b": ") for frame in frames) <= 4, "the start and two or three beats"


def test_a_heartbeat_moves_the_point_to_go_on_from():
    """Others' news push the last id a quiet reader heard out of the ring; its heartbeats keep up."""
    hub, quiet, again = a_hub(capacity=3), a_stream(expires_at=time.time() + 0.3), a_stream()
    quiet._heartbeat = 0.1
    hub.join(quiet)
    for number in range(10):
        hub.tell(news(number, "cus-2"))
    last = parsed(list(quiet.frames(hub.position))[-2])
    hub.tell(news(77))

    hub.join(again, last["id"])

    assert numbers(again) == [77]
