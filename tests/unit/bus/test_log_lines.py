"""What a service writes down: one line for each call and event, with the id of the request it belongs to."""

import time
from typing import Any

import eventlet
import pytest

from shared import logs
from shared.bus import event_handler, rpc
from shared.bus.publisher import publisher_to
from shared.bus.relay import post_of
from shared.errors import NotFound
from shared.testing import a_call, an_event


class Shop:
    name = "shop"

    @rpc
    def greet(self, request: dict[str, Any]) -> dict[str, Any]:
        return {}

    @rpc
    def refuse(self, request: dict[str, Any]) -> dict[str, Any]:
        raise NotFound

    @event_handler("street", "door_opened")
    def on_door_opened(self, event: Any) -> None:
        """Nothing comes of it."""


@pytest.fixture
def written(caplog):
    """`written(count)`: the lines told of calls and events, once there are so many; quiet again afterwards."""
    logs.configure("shop", "INFO", "json")

    def lines(count: int) -> list[dict[str, Any]]:
        deadline, told = time.monotonic() + 5, []
        while len(told) < count and time.monotonic() < deadline:
            eventlet.sleep(0.01)
            every = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
            told = [line for line in every if line["event"] in {"answered", "handled"}]
        return told

    yield lines
    logs.configure("tests", "WARNING", "json")


def test_each_call_leaves_a_line_with_the_id_of_its_request(run, caller, written):
    run(Shop)

    caller.call("shop", "greet", {}, a_call(request_id="req-1"))
    with pytest.raises(NotFound):
        caller.call("shop", "refuse", {}, a_call(request_id="req-2"))

    told = [(line["request_id"], line["entrypoint"], line["outcome"]) for line in written(2)]
    assert told == [("req-1", "greet", "ok"), ("req-2", "refuse", "not_found")]


def test_each_event_leaves_a_line_with_the_id_of_the_request_it_came_from(run, broker_url, written):
    run(Shop)
    event = an_event("door_opened", {}, correlation_id="req-3", producer="street")

    publisher_to(broker_url, "street").publish([post_of(event)])

    [line] = written(1)
    assert (line["request_id"], line["entrypoint"], line["event_type"]) == ("req-3", "on_door_opened", "door_opened")
