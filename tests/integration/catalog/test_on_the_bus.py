"""Catalog as its own process on a real broker and a real database."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pika
import pytest

from shared.db import Database
from shared.errors import Conflict, Forbidden, Invalid
from shared.events import Event
from shared.testing import a_call, a_manager, an_admin
from shared.testing.keys import TEST_INDEX_KEY, TEST_KEYS
from tests.support.shop import eventually
from tests.support.stack import Stack

pytestmark = pytest.mark.real
HOURS = {"mon": [{"from": "10:00", "to": "26:00"}]}


class Listener:
    """Hears what catalog publishes, as a consumer's queue would."""

    def __init__(self, amqp_uri: str) -> None:
        self.connection = pika.BlockingConnection(pika.URLParameters(amqp_uri))
        self.channel = self.connection.channel()
        self.channel.exchange_declare("catalog.events", "topic", durable=True)
        self.queue = self.channel.queue_declare("", exclusive=True).method.queue
        self.channel.queue_bind(self.queue, "catalog.events", "#")

    def next(self) -> Event:
        def arrived() -> bytes | None:
            return self.channel.basic_get(self.queue, auto_ack=True)[2]

        return Event.from_wire(json.loads(eventually(arrived, "an event of catalog")))

    def is_silent(self) -> bool:
        return self.channel.basic_get(self.queue, auto_ack=True)[2] is None

    def close(self) -> None:
        self.connection.close()


@pytest.fixture(scope="module")
def a_store() -> Callable[..., dict[str, Any]]:
    def build(slug: str, **changes: Any) -> dict[str, Any]:
        place = {"address": "肇嘉浜路1065号", "lng": 121.4365, "lat": 31.1955, "phone": "021-54010001"}
        return {"slug": slug, "name": "徐家汇店", "name_en": "Xujiahui", **place, "opening_hours": HOURS, **changes}

    return build


@pytest.fixture
def stack(amqp_uri: str, real_database_of: Callable[..., Database], tmp_path: Path) -> Iterator[Stack]:
    environment = {
        "PROFILE": "test",
        "AMQP_URL": amqp_uri,
        "PERSONAL_DATA_KEYS": TEST_KEYS,
        "BLIND_INDEX_KEY": TEST_INDEX_KEY,
        "CATALOG_DATABASE_URL": real_database_of("catalog").engine.url.render_as_string(hide_password=False),
    }
    with closing(Stack(environment, tmp_path)) as stack:
        stack.start("catalog")
        yield stack


@pytest.fixture
def heard(amqp_uri: str) -> Iterator[Listener]:
    with closing(Listener(amqp_uri)) as listener:
        yield listener


def test_what_is_written_is_answered_announced_and_published_again_on_demand(
    stack: Stack, heard: Listener, a_store: Any
) -> None:
    store = stack.call("catalog", "create_store", a_store("xujiahui"))
    told = heard.next()
    english = stack.call("catalog", "get_store", {"store_id": store["id"]}, a_call(language="en"))
    published = stack.call("catalog", "republish", {})
    again = heard.next()

    assert english == {**store, "name": "Xujiahui"}
    assert (told.type, told.data["store_id"], told.revision) == ("store_changed", store["id"], 1)
    assert published == {"events": 1}
    assert (again.data, again.id == told.id) == (told.data, False)


def test_refusals_keep_their_kind_code_and_fields_on_the_way(stack: Stack, heard: Listener, a_store: Any) -> None:
    breaks = {"mon": [{"from": "10:00", "to": "22:00", "breaks": [{}]}]}
    stack.call("catalog", "create_store", a_store("there"))
    heard.next()

    with pytest.raises(Invalid) as invalid:
        stack.call("catalog", "create_store", a_store("new", opening_hours=breaks, lng=200))
    with pytest.raises(Invalid) as overlapping:
        stack.call("catalog", "create_store", a_store("new", opening_hours={"tue": HOURS["mon"] * 2}))
    with pytest.raises(Conflict) as taken:
        stack.call("catalog", "create_store", a_store("there"))
    with pytest.raises(Forbidden):
        stack.call("catalog", "create_store", a_store("new"), a_call(a_manager("sto-1")))

    assert set(invalid.value.fields) == {"lng", "opening_hours.mon.0.breaks"}
    assert set(overlapping.value.fields) == {"opening_hours.tue"}
    assert taken.value.code == "slug_taken"
    assert heard.is_silent()


def test_one_key_sent_many_times_at_once_makes_one_store(stack: Stack, heard: Listener, a_store: Any) -> None:
    body = a_store("once")
    call = a_call(an_admin(), key="k-1", body=body)

    with ThreadPoolExecutor(8) as clients:
        answers = list(clients.map(lambda _: stack.call("catalog", "create_store", body, call), range(8)))

    assert [answer["id"] for answer in answers] == [answers[0]["id"]] * 8
    assert heard.next().data["slug"] == "once"
    assert heard.is_silent()
