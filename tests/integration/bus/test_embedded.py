"""DESIGN §4, "Embedded profile": all services in one process, and a restart loses nothing."""

import time

import eventlet
import pytest
from sqlalchemy import select

from shared.bus.dead_letters import list_dead_letters, replay_dead_letters
from shared.bus.embedded import EmbeddedServices, InProcessCaller
from shared.call import Call
from shared.db import Database
from shared.errors import Conflict, Unavailable
from shared.outbox import Outbox
from tests.integration.bus import kitchen, waiter

MODULES = {
    "kitchen": "tests.integration.bus.kitchen",
    "waiter": "tests.integration.bus.waiter",
    "echo": "tests.contract.echo_service",
}


@pytest.fixture
def embedded(tmp_path):
    """`embedded()`: kitchen and waiter, or those named, and a caller; what they store stays in this test's folder."""
    running = []

    def start(*names):
        broker = f"memory://{tmp_path.name}-{len(running)}"
        own = {
            module: {"database_url": f"sqlite:///{tmp_path}/{name}.db", "max_workers": 16, "retry_delays": "0.05,0.1"}
            for name, module in MODULES.items()
            if name in (names or ("kitchen", "waiter"))
        }
        services = EmbeddedServices(list(own), own, f"sqlite:///{tmp_path}/dead.db", broker)
        services.start()
        caller = InProcessCaller(broker)
        running.append((services, caller))
        return services, caller

    waiter.Waiter.is_forgiving = False
    yield start
    for services, caller in running:
        caller.close()
        services.stop()


def until(is_true, seconds=5):
    with eventlet.Timeout(seconds):
        while not is_true():
            eventlet.sleep(0.02)


def served(caller):
    return caller.call("waiter", "list_served", {}, Call())["served"]


def test_eight_greenlets_that_nest_calls_do_not_hang(embedded):
    _, caller = embedded()

    def nested(number):
        inner = {"method": "echo", "request": {"number": number}}
        asked = {"method": "ask_kitchen", "request": inner}
        return caller.call("kitchen", "call_waiter", asked, Call(), 10)

    answers = list(eventlet.GreenPool(8).imap(nested, range(200)))

    assert answers == [{"number": number} for number in range(200)]


def test_refusals_and_absence_are_told_as_on_the_real_bus(embedded):
    services, caller = embedded()

    with pytest.raises(Conflict, match="sold_out"):
        caller.call("kitchen", "refuse", {"dish": "duck"}, Call())
    started = time.monotonic()
    with pytest.raises(Unavailable, match="service_unavailable"):
        caller.call("absent", "echo", {}, Call())
    assert time.monotonic() - started < 0.1
    assert services.missing() == []


def test_a_slow_call_ends_at_its_deadline(embedded):
    _, caller = embedded()
    started = time.monotonic()

    with pytest.raises(Unavailable, match="deadline_exceeded"):
        caller.call("kitchen", "sleep", {"seconds": 5}, Call(), 0.2)

    assert time.monotonic() - started < 1


def test_events_take_effect_failing_ones_later_poison_ends_in_the_table(embedded, tmp_path):
    _, caller = embedded()
    for name in ("duck", "tough", "poison", "rice"):
        caller.call("kitchen", "cook", {"name": name}, Call())

    until(lambda: set(served(caller)) == {"duck", "rice", "tough"})
    url = f"sqlite:///{tmp_path}/dead.db"
    until(lambda: list_dead_letters(url))
    (letter,) = list_dead_letters(url)
    assert letter.reason == "Poisoned: this dish is poisoned"

    caller.call("waiter", "forgive", {}, Call())
    assert replay_dead_letters(url, [letter.id]) == 1
    until(lambda: "poison" in served(caller))
    assert list_dead_letters(url) == []


def test_a_restart_sends_again_what_was_published_and_not_handled(embedded, tmp_path):
    """The first run publishes to nobody who could finish; the second must find it, and nothing takes effect twice."""
    first, caller = embedded()
    caller.call("kitchen", "cook", {"name": "duck"}, Call())
    until(lambda: served(caller) == ["duck"])
    first.stop()
    database = Database(f"sqlite:///{tmp_path}/kitchen.db")
    outbox = Outbox(database, "kitchen")
    outbox.add([kitchen.DishCooked("lost on the way", 2)], call=Call(), now=database.now())
    (event,) = outbox.lease("a relay of a process that died")
    outbox.mark_published([event.id])
    database.close()

    _, caller = embedded()

    until(lambda: "lost on the way" in served(caller))
    assert served(caller) == ["duck", "lost on the way"]


def test_rows_left_in_the_outbox_are_sent_at_start(embedded, tmp_path):
    first, _ = embedded()
    first.stop()
    database = Database(f"sqlite:///{tmp_path}/kitchen.db")
    Outbox(database, "kitchen").add([kitchen.DishCooked("left over", 1)], call=Call(), now=database.now())

    _, caller = embedded()

    until(lambda: served(caller) == ["left over"])
    with database.reading() as connection:
        assert connection.execute(select(kitchen.outbox.c.published_at)).scalar_one() is not None
    database.close()


def test_an_idle_bus_costs_next_to_nothing(embedded):
    """Nothing polls: consumers sleep until a message wakes them. (The kitchen's timer fails ten times a second.)"""
    _, caller = embedded("waiter", "echo")
    caller.call("waiter", "echo", {}, Call())
    before, started = time.process_time(), time.monotonic()

    eventlet.sleep(5)

    assert (time.process_time() - before) / (time.monotonic() - started) < 0.05
