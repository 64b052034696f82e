"""What the broker sends is read in as few pieces as it comes in, whole and in order."""

import struct

import pytest

from shared.bus.connection import GreedyTransport


class Wire:
    """A socket from which at most so many bytes come at once; `asked` counts how often."""

    def __init__(self, sent: bytes, at_once: int) -> None:
        self.sent, self.at_once, self.asked = sent, at_once, 0

    def recv(self, wanted: int) -> bytes:
        self.asked += 1
        if not self.sent:
            raise TimeoutError
        size = min(wanted, self.at_once)
        piece, self.sent = self.sent[:size], self.sent[size:]
        return piece

    def sendall(self, _: bytes) -> None: ...


def frame(payload: bytes) -> bytes:
    return struct.pack(">BHI", 3, 1, len(payload)) + payload + b"\xce"


def reading(wire: Wire) -> GreedyTransport:
    transport = GreedyTransport("broker", connect_timeout=1)
    transport.sock = wire
    transport._setup_transport()
    return transport


PAYLOADS = [b"first", b"", b"x" * 40_000, b"last"]


def test_a_message_is_read_at_once():
    wire = Wire(b"".join(map(frame, (b"method", b"header", b"body"))), 1 << 20)
    transport = reading(wire)

    assert [transport.read_frame()[2] for _ in range(3)] == [b"method", b"header", b"body"]
    assert wire.asked == 1


@pytest.mark.parametrize("at_once", [1, 3, 7, 8, 1000, 1 << 20])
def test_frames_come_whole_however_they_are_cut(at_once):
    transport = reading(Wire(b"".join(map(frame, PAYLOADS)), at_once))

    assert [transport.read_frame()[2] for _ in PAYLOADS] == PAYLOADS


def test_who_gives_up_waiting_in_the_middle_of_a_frame_has_lost_nothing():
    whole = frame(b"payload")
    wire = Wire(whole[:9], 1 << 20)
    transport = reading(wire)
    with pytest.raises(TimeoutError):
        transport.read_frame()
    wire.sent = whole[9:] + frame(b"next")

    assert [transport.read_frame()[2] for _ in range(2)] == [b"payload", b"next"]
