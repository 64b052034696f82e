"""Two services with sixteen workers each, calling each other and announcing: nothing stalls, nothing is lost."""

import time

import pytest

from shared.bus import wire
from shared.call import Call

pytestmark = [pytest.mark.real, pytest.mark.slow]

# With 2,000 of each it went well three times of three when this was written, on a machine busy with other work.
EVENTS = CALLS = 300
AT_ONCE = 64


def answers_of(client, requests):
    """Send `(service, method, request)` one after another, at most so many under way; their answers, in order."""
    asked, missing = [], set()
    for service, method, request in requests:
        asked.append(client.send(service, method, request, Call().within(20)))
        missing.add(asked[-1])
        missing -= waited_for(client, missing, AT_ONCE)
    waited_for(client, missing, 0)
    return [wire.result_from(client.replies.pop(one)[1]) for one in asked]


def waited_for(client, missing, most):
    deadline = time.monotonic() + 20
    while len(missing - set(client.replies)) > most:
        assert time.monotonic() < deadline, f"{len(missing - set(client.replies))} calls are not answered"
        client.wait(0.01)
    return missing & set(client.replies)


def test_many_events_and_nested_calls_at_once_all_arrive(client, start_service, until):
    waiter, kitchen = start_service("waiter", max_workers=16), start_service("kitchen", max_workers=16)
    names = [f"dish {number}" for number in range(EVENTS)]
    cook = [("kitchen", "cook", {"name": name}) for name in names]
    nest = [("waiter", "ask_kitchen", {"method": "echo", "request": {"n": number}}) for number in range(CALLS)]

    answers = answers_of(client, [request for pair in zip(cook, nest, strict=True) for request in pair])

    assert [answer["n"] for answer in answers[1::2]] == list(range(CALLS))
    assert {answer["revision"] for answer in answers[::2]} == set(range(1, EVENTS + 1))
    until(lambda: len(client.call("waiter", "list_served")["served"]) == EVENTS, waiter)
    found = client.call("waiter", "list_served")
    assert sorted(found["served"]) == sorted(names)
    assert len(found["tries"]) == EVENTS, "each event was delivered once"
    assert "lost the broker" not in kitchen.log() + waiter.log()
