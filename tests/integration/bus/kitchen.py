"""A service to try the bus with: it cooks, announces it, and misbehaves on request."""

import os
import signal
from dataclasses import dataclass
from typing import Any

import eventlet
from marshmallow import Schema, fields
from sqlalchemy import Column, Integer, MetaData, String, Table, func, insert, select

from shared.bus import CurrentCall, Dependency, Resources, ServiceClient, every, rpc
from shared.call import Call
from shared.clock import SystemClock
from shared.db import Database
from shared.errors import Conflict
from shared.events import Fact
from shared.outbox import Outbox, outbox_table

metadata = MetaData()
outbox = outbox_table(metadata)
dishes = Table("dishes", metadata, Column("id", Integer, primary_key=True), Column("name", String(80)))


class SoldOut(Conflict):
    """There is none left."""

    code = "sold_out"


@dataclass(frozen=True)
class DishCooked(Fact):
    name: str
    revision: int


class Order(Schema):
    name = fields.String(required=True)
    table = fields.Nested({"number": fields.Integer(required=True)})


@dataclass
class Stove:
    database: Database
    outbox: Outbox
    call: Call

    def cook(self, name: str) -> int:
        with self.database.transaction() as connection:
            connection.execute(insert(dishes).values(name=name))
            revision: int = connection.execute(select(func.count()).select_from(dishes)).scalar_one()
            self.outbox.add([DishCooked(name, revision)], call=self.call, now=SystemClock().now())
        return revision

    def cook_and_die(self, name: str) -> None:
        """Commit, and be killed before anybody hears of it: callbacks run in the order they were asked for."""
        with self.database.transaction():
            self.database.after_commit(lambda: os.kill(os.getpid(), signal.SIGKILL))
            self.cook(name)


class TheStove(Dependency):
    def start(self, resources: Resources) -> None:
        metadata.create_all(resources.database.engine)

    def provide(self, resources: Resources, call: Call) -> Stove:
        return Stove(resources.database, resources.outbox, call)


class TheWaiter(Dependency):
    def provide(self, resources: Resources, call: Call) -> ServiceClient:
        return resources.client("waiter", call)


class Kitchen:
    name = "kitchen"
    stove = TheStove()
    waiter = TheWaiter()
    call = CurrentCall()
    ticks = 0

    @rpc
    def echo(self, request: dict[str, Any]) -> dict[str, Any]:
        return request

    @rpc
    def refuse(self, request: dict[str, Any]) -> None:
        raise SoldOut("no more duck", params={"dish": request["dish"]})

    @rpc
    def crash(self, request: dict[str, Any]) -> None:
        raise ZeroDivisionError("a secret detail")

    @rpc
    def order(self, request: dict[str, Any]) -> dict[str, Any]:
        return dict(Order().load(request))

    @rpc
    def answer_nonsense(self, request: dict[str, Any]) -> dict[str, Any]:
        return {"not": object()}

    @rpc
    def sleep(self, request: dict[str, Any]) -> dict[str, Any]:
        eventlet.sleep(request["seconds"])
        return {"slept": request["seconds"]}

    @rpc
    def who_asks(self, request: dict[str, Any]) -> dict[str, Any]:
        return self.call.to_wire()

    @rpc
    def cook(self, request: dict[str, Any]) -> dict[str, Any]:
        eventlet.sleep(request.get("after", 0))
        return {"revision": self.stove.cook(request["name"])}

    @rpc
    def cook_and_die(self, request: dict[str, Any]) -> None:
        self.stove.cook_and_die(request["name"])

    @rpc
    def call_waiter(self, request: dict[str, Any]) -> dict[str, Any]:
        return dict(self.waiter.call(request["method"], request.get("request", {}), request.get("timeout")))

    @rpc
    def call_waiter_in_transaction(self, request: dict[str, Any]) -> dict[str, Any]:
        with self.stove.database.transaction():
            return dict(self.waiter.call("echo", request))

    @rpc
    def count_ticks(self, request: dict[str, Any]) -> dict[str, Any]:
        return {"ticks": Kitchen.ticks}

    @every(seconds=0.1)
    def tick(self) -> None:
        Kitchen.ticks += 1
        raise RuntimeError("a timer that fails goes on")
