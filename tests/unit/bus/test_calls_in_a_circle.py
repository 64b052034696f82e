"""Booking calls scheduling, whose sweep calls booking: however few workers there are, nobody waits for itself.

The rule behind it: what an RPC calls must be a leaf (`claim_time`, `answer_for_claim` call nobody), and timers, which
may call back, take no worker away.
"""

import time
from typing import Any

import eventlet
import pytest

from shared.bus import Dependency, Resources, ServiceClient, every, rpc
from shared.call import Call


class Client(Dependency):
    def __init__(self, service: str) -> None:
        self.service = service

    def provide(self, resources: Resources, call: Call) -> ServiceClient:
        return resources.client(self.service, call)


class Booking:
    name = "booking"
    scheduling = Client("scheduling")

    @rpc
    def book_appointment(self, request: dict[str, Any]) -> dict[str, Any]:
        return dict(self.scheduling.call("claim_time", request))

    @rpc
    def answer_for_claim(self, request: dict[str, Any]) -> dict[str, Any]:
        return {"needed": True}


class Scheduling:
    name = "scheduling"
    booking = Client("booking")
    sweeps = 0

    @rpc
    def claim_time(self, request: dict[str, Any]) -> dict[str, Any]:
        eventlet.sleep(0.01)
        return request

    @every(seconds=0.005)
    def sweep(self) -> None:
        if self.booking.call("answer_for_claim", {})["needed"]:
            Scheduling.sweeps += 1


@pytest.mark.parametrize("workers", [1, 16])
def test_sixty_four_bookings_at_once_and_the_sweeps_between_them_do_not_starve(run, caller, workers):
    run(Booking, max_workers=workers)
    run(Scheduling, max_workers=workers)
    Scheduling.sweeps = 0
    started = time.monotonic()

    booked = eventlet.GreenPool().imap(
        lambda number: caller.call("booking", "book_appointment", {"number": number}, Call(), 7), range(64)
    )

    assert [answer["number"] for answer in booked] == list(range(64))
    assert time.monotonic() - started < 5, "nobody waited for a deadline"
    with eventlet.Timeout(2):
        while not Scheduling.sweeps:
            eventlet.sleep(0.01)
