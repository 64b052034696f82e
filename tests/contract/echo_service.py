"""A service that says what it was told: the other end of the RPC port's contract test."""

import eventlet
from marshmallow import Schema, fields

from shared.bus import CurrentCall, rpc
from shared.bus.wire import Json
from shared.errors import Conflict


class Order(Schema):
    dish = fields.String(required=True)


class EchoService:
    name = "echo"
    call = CurrentCall()

    @rpc
    def echo(self, request: Json) -> Json:
        return request

    @rpc
    def tell_call(self, request: Json) -> Json:
        return self.call.to_wire()

    @rpc
    def say_nothing(self, request: Json) -> None:
        return None

    @rpc
    def refuse(self, request: Json) -> Json:
        raise Conflict("the table is taken", code="slot_taken", params={"table": 7})

    @rpc
    def check(self, request: Json) -> Json:
        return dict(Order().load(request))

    @rpc
    def fail(self, request: Json) -> Json:
        raise RuntimeError("a fault of the program, not for callers' eyes")

    @rpc
    def dawdle(self, request: Json) -> Json:
        eventlet.sleep(request["seconds"])
        return {"at": "last"}
