"""Entrypoints, dependencies and clients in a running container."""

import time
from datetime import datetime
from typing import Any

import eventlet
import pytest
from marshmallow import Schema, ValidationError, fields
from nameko.testing.services import worker_factory

from shared.actor import Actor
from shared.bus import (
    Clock,
    CurrentActor,
    CurrentCall,
    Dependency,
    IdempotencyKeys,
    Inbox,
    Resources,
    ServiceClient,
    event_handler,
    every,
    idempotent,
    metrics,
    once,
    rpc,
    sweep,
)
from shared.bus.rpc_entrypoint import flattened, refusal_of
from shared.call import Call
from shared.db import Database
from shared.errors import Unavailable
from shared.testing import InMemoryInbox, InMemoryKeys, a_call, a_customer, an_event


class Broken(Dependency):
    """Provides only when it is in the mood."""

    moods: list[Exception] = []  # noqa: RUF012 - a switch for tests

    def provide(self, resources: Resources, call: Call) -> str:
        if self.moods:
            raise self.moods.pop()
        return f"{resources.service} of {resources.settings['city']}"


def sweep_floor(actor: Actor) -> None:
    Salon.swept.append(("floor", actor, None))
    if Salon.brooms:
        raise Salon.brooms.pop()


def sweep_stairs(now: datetime, place: str) -> None:
    Salon.swept.append(("stairs", place, now.year))


class Salon:
    name = "salon"
    call = CurrentCall()
    actor = CurrentActor()
    clock = Clock()
    place = Broken()
    done: list[str] = []  # noqa: RUF012 - seen by tests
    ticked_by: list[Actor] = []  # noqa: RUF012 - seen by tests
    swept: list[tuple[str, object, object]] = []  # noqa: RUF012 - seen by tests
    brooms: list[Exception] = []  # noqa: RUF012 - a switch for tests

    @rpc
    def greet(self, request: dict[str, Any]) -> dict[str, Any]:
        return {"actor": str(self.actor), "place": self.place, "year": self.clock.now().year}

    @rpc
    def work(self, request: dict[str, Any]) -> None:
        eventlet.sleep(request["seconds"])
        Salon.done.append(request["name"])

    @rpc
    def list_names(self, request: dict[str, Any]) -> list[str]:
        return ["no", "object"]

    @every(seconds=0.02)
    def tick(self) -> None:
        Salon.ticked_by.append(self.actor)

    clean_up = sweep(0.02, sweep_floor, sweep_stairs)


class Street:
    name = "street"
    inbox = Inbox()
    idempotency = IdempotencyKeys()
    call = CurrentCall()
    seen: list[str] = []  # noqa: RUF012 - seen by tests

    @rpc
    @idempotent
    def open_door(self, request: dict[str, Any]) -> dict[str, Any]:
        self.seen.append(request["door"])
        return {"opened": len(self.seen)}

    @event_handler("salon", "salon_opened")
    @once
    def on_salon_opened(self, event: Any) -> None:
        self.seen.append(event.id)


@pytest.fixture
def salon(run):
    Salon.done, Salon.ticked_by, Salon.swept, Salon.brooms, Broken.moods = [], [], [], [], []
    return run(Salon, city="上海", clock_offset_seconds=366 * 24 * 3600.0)


def test_dependencies_get_resources_and_the_call(salon, caller):
    greeting = caller.call("salon", "greet", {}, Call(actor=a_customer("cus-7")))

    assert greeting["actor"] == "cus-7"
    assert greeting["place"] == "salon of 上海"
    assert greeting["year"] > time.gmtime().tm_year, "business time is shifted"


def test_a_dependency_that_fails_fails_its_call_and_not_the_service(salon, caller):
    Broken.moods = [RuntimeError("no database")]
    with pytest.raises(Unavailable, match="internal_error"):
        caller.call("salon", "greet", {}, Call())

    assert caller.call("salon", "greet", {}, Call())["place"] == "salon of 上海"


def test_a_call_whose_deadline_passed_when_its_worker_became_free_is_dropped(run, caller):
    Salon.done, Broken.moods = [], []
    run(Salon, city="上海", max_workers=1)
    calls = eventlet.GreenPool()
    calls.spawn(caller.call, "salon", "work", {"name": "long", "seconds": 0.3}, Call(), 5)
    eventlet.sleep(0.05)

    with pytest.raises(Unavailable, match="deadline_exceeded"):
        caller.call("salon", "work", {"name": "too late", "seconds": 0}, Call(), 0.1)

    calls.waitall()
    caller.call("salon", "work", {"name": "in time", "seconds": 0}, Call())
    assert Salon.done == ["long", "in time"]


def test_an_answer_that_is_no_object_is_an_error_inside(salon, caller):
    with pytest.raises(Unavailable, match="internal_error"):
        caller.call("salon", "list_names", {}, Call())
    assert caller.call("salon", "work", {"name": "nothing", "seconds": 0}, Call()) == {}


def test_a_timer_acts_as_the_system(salon):
    eventlet.sleep(0.2)

    assert len(Salon.ticked_by) >= 3
    assert set(Salon.ticked_by) == {Actor.system("salon")}


def runs_of(entrypoint: str, outcome: str) -> float:
    return float(metrics.timer_runs_total.labels("salon", entrypoint, outcome)._value.get())


def test_a_sweep_gives_its_use_cases_in_turn_what_they_name_of_the_service(salon):
    eventlet.sleep(0.1)

    (first, second), year = Salon.swept[:2], time.gmtime().tm_year
    assert first == ("floor", Actor.system("salon"), None)
    assert second[:2] == ("stairs", "salon of 上海")
    assert second[2] > year, "business time is shifted"


def test_a_sweep_that_fails_is_counted_under_its_name_and_comes_again(salon):
    failed, went_well = runs_of("clean_up", metrics.FAILED), runs_of("clean_up", metrics.OK)
    Salon.swept.clear()
    Salon.brooms.append(RuntimeError("no broom"))

    eventlet.sleep(0.2)

    assert [what for what, *_ in Salon.swept[:3]] == ["floor", "floor", "stairs"], "the run ends where it fails"
    assert runs_of("clean_up", metrics.FAILED) == failed + 1
    assert runs_of("clean_up", metrics.OK) > went_well


def test_nobody_serving_is_told_at_once(caller, salon):
    started = time.monotonic()
    with pytest.raises(Unavailable, match="service_unavailable"):
        caller.call("absent", "greet", {}, Call())

    assert time.monotonic() - started < 0.1


def test_a_stopped_service_is_unavailable_at_once(caller, run):
    Broken.moods = []
    salon = run(Salon, city="上海")
    caller.call("salon", "greet", {}, Call())
    salon.stop()

    with pytest.raises(Unavailable, match="service_unavailable"):
        caller.call("salon", "greet", {}, Call())


def test_stopping_waits_for_what_was_begun(run, caller):
    Salon.done, Broken.moods = [], []
    salon = run(Salon, city="上海")
    asked = eventlet.spawn(caller.call, "salon", "work", {"name": "begun", "seconds": 0.3}, Call())
    eventlet.sleep(0.1)

    salon.stop()

    assert Salon.done == ["begun"]
    assert asked.wait() == {}


def test_once_and_idempotent_work_with_the_fakes():
    Street.seen = []
    street = worker_factory(Street, inbox=InMemoryInbox(), idempotency=InMemoryKeys(), call=a_call(key="k", body={}))
    event = an_event("salon_opened", {})
    for _ in range(2):
        street.on_salon_opened(event)
        assert street.open_door({"door": "front"}) == {"opened": 2}

    assert Street.seen == [event.id, "front"]


class NobodyCalls:
    def call(self, service: str, method: str, request: dict[str, Any], call: Call) -> dict[str, Any]:
        return {"left": call.seconds_left(), "service": service}


def test_a_client_gives_at_most_what_is_left_of_its_own_call():
    client = ServiceClient("booking", Call().within(2), NobodyCalls)

    assert client.call("x", {})["left"] == pytest.approx(2, abs=0.1)
    assert client.call("x", {}, timeout=0.5)["left"] == pytest.approx(0.5, abs=0.1)
    assert client.call("x", {}, timeout=50)["left"] == pytest.approx(2, abs=0.1)


def test_a_client_does_not_call_when_time_is_up():
    client = ServiceClient("booking", Call().within(-1), NobodyCalls)

    with pytest.raises(Unavailable, match="deadline_exceeded"):
        client.call("x", {})


def test_a_client_refuses_inside_a_transaction():
    client = ServiceClient("booking", Call(), NobodyCalls)
    database = Database("sqlite://")

    with database.transaction(), pytest.raises(AssertionError, match="inside an open transaction"):
        client.call("x", {})
    assert client.call("x", {})["service"] == "booking"


def test_resources_of_no_running_service_call_nobody():
    with pytest.raises(AssertionError, match="no running service"):
        Resources("booking", {}).client("catalog", Call()).call("get_store", {})


class Contact(Schema):
    phone = fields.String(required=True)


class Booking(Schema):
    store_id = fields.String(required=True)
    contact = fields.Nested(Contact)
    guests = fields.List(fields.Nested(Contact))


def test_marshmallows_findings_are_told_by_path():
    with pytest.raises(ValidationError) as found:
        Booking().load({"contact": {}, "guests": [{"phone": "1"}, {}], "more": 1})

    refusal = refusal_of(found.value)

    assert refusal is not None
    assert (refusal.kind, refusal.code) == ("invalid", "invalid")
    assert set(refusal.fields) == {"store_id", "contact.phone", "guests.1.phone", "more"}


def test_findings_of_the_whole_stand_at_the_parents_path():
    assert flattened({"_schema": ["odd"], "a": {"_schema": ["too"]}}) == {"_schema": ["odd"], "a": ["too"]}
    refusal = refusal_of(ValidationError("not this way"))
    assert refusal is not None
    assert refusal.fields == {"_schema": ["not this way"]}


def test_a_fault_of_the_program_is_no_refusal():
    assert refusal_of(ZeroDivisionError()) is None
