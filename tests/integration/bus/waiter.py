"""A service that serves what the kitchen cooked: called by it, calling it, handling its events."""

import os
import signal
from dataclasses import dataclass
from typing import Any

import eventlet
from sqlalchemy import Column, Integer, MetaData, String, Table, insert, select

from shared.bus import CurrentCall, Dependency, Inbox, Resources, ServiceClient, event_handler, once, rpc
from shared.call import Call
from shared.db import Database
from shared.events import Event
from shared.inbox import inbox_table

metadata = MetaData()
inbox_table(metadata)
served = Table("served", metadata, Column("id", Integer, primary_key=True), Column("name", String(80)))
tries = Table("tries", metadata, Column("id", Integer, primary_key=True), Column("name", String(80)))


class Poisoned(Exception):
    """Nobody should eat this."""


@dataclass
class Tables:
    database: Database
    kitchen: ServiceClient

    def note(self, table: Table, name: str) -> None:
        with self.database.transaction() as connection:
            connection.execute(insert(table).values(name=name))

    def names(self, table: Table) -> list[str]:
        with self.database.reading() as connection:
            return list(connection.execute(select(table.c.name).order_by(table.c.id)).scalars())


class TheTables(Dependency):
    def start(self, resources: Resources) -> None:
        metadata.create_all(resources.database.engine)

    def provide(self, resources: Resources, call: Call) -> Tables:
        return Tables(resources.database, resources.client("kitchen", call))


class Waiter:
    name = "waiter"
    tables = TheTables()
    inbox = Inbox()
    call = CurrentCall()

    @rpc
    def echo(self, request: dict[str, Any]) -> dict[str, Any]:
        return request

    @rpc
    def ask_kitchen(self, request: dict[str, Any]) -> dict[str, Any]:
        eventlet.sleep(request.get("after", 0))
        return dict(self.tables.kitchen.call(request["method"], request.get("request", {})))

    @rpc
    def list_served(self, request: dict[str, Any]) -> dict[str, Any]:
        return {"served": self.tables.names(served), "tries": self.tables.names(tries)}

    @rpc
    def forgive(self, request: dict[str, Any]) -> None:
        Waiter.is_forgiving = True

    is_forgiving = False

    @event_handler("kitchen", "dish_cooked")
    def on_dish_cooked(self, event: Event) -> None:
        name = event.data["name"]
        self.tables.note(tries, name)
        if name == "deadly":
            os.kill(os.getpid(), signal.SIGKILL)
        tries_before = self.tables.names(tries).count(name)
        if name == "poison" and not Waiter.is_forgiving:
            raise Poisoned("this dish is poisoned")
        if name == "tough" and tries_before < 3:
            raise Poisoned("not tender yet")
        self.serve(event)

    @once
    def serve(self, event: Event) -> None:
        self.tables.note(served, event.data["name"])
