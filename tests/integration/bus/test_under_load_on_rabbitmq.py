"""Two services with sixteen workers each, calling each other and announcing: nothing stalls, nothing is lost."""

import time

import pytest

from shared.bus import wire
from shared.call import Call

pytestmark = [pytest.mark.real, pytest.mark.slow]

# Once it took many more runs to see a stall; 2,000 of each went well a dozen times when this was written.
EVENTS, CALLS = 400, 400
SECONDS = 60


def test_many_events_and_nested_calls_at_once_all_arrive(client, start_service, until):
    waiter, kitchen = start_service("waiter", max_workers=16), start_service("kitchen", max_workers=16)
    call = Call().within(SECONDS)
    asked = {"method": "echo", "request": {"n": 1}}
    cooked = [client.send("kitchen", "cook", {"name": f"dish {number}"}, call) for number in range(EVENTS)]
    nested = [client.send("waiter", "ask_kitchen", asked, call) for _ in range(CALLS)]

    sent = {*cooked, *nested}
    while not sent <= set(client.replies):
        assert (call.seconds_left() or 0) > 0, f"{len(client.replies)} of {len(sent)} calls were answered"
        client.wait(0.1)
    assert not client.returned
    assert all(wire.result_from(client.replies[one][1]) == {"n": 1} for one in nested)
    assert {wire.result_from(client.replies[one][1])["revision"] for one in cooked} == set(range(1, EVENTS + 1))

    until(lambda: len(client.call("waiter", "list_served")["served"]) == EVENTS, waiter, seconds=SECONDS)
    time.sleep(0.5)
    found = client.call("waiter", "list_served")
    assert sorted(found["served"]) == sorted(f"dish {number}" for number in range(EVENTS))
    assert len(found["tries"]) == EVENTS, "no event was delivered twice"
    assert "lost the broker" not in kitchen.log() + waiter.log()
