"""customer_profile as its own process on a real broker and a real database."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pika
import pytest

from shared.db import Database
from shared.errors import NotFound
from shared.events import Event
from shared.ids import new_id
from shared.testing import a_call, a_customer, a_receptionist, sample
from shared.testing.keys import TEST_INDEX_KEY, TEST_KEYS
from tests.support.shop import eventually
from tests.support.stack import Stack

pytestmark = pytest.mark.real
CUSTOMER, STORE = "01KQ8Y0000000000000ACC0VNT", "01KQ8Y0000000000000XVJAHV1"


@pytest.fixture
def stack(amqp_uri: str, real_database_of: Callable[..., Database], tmp_path: Path) -> Iterator[Stack]:
    environment = {
        "PROFILE": "test",
        "AMQP_URL": amqp_uri,
        "PERSONAL_DATA_KEYS": TEST_KEYS,
        "BLIND_INDEX_KEY": TEST_INDEX_KEY,
        "CUSTOMER_PROFILE_DATABASE_URL": real_database_of("customer_profile").engine.url.render_as_string(
            hide_password=False
        ),
    }
    with closing(Stack(environment, tmp_path)) as stack:
        stack.start("customer_profile")
        yield stack


@pytest.fixture
def publish(amqp_uri: str) -> Iterator[Callable[[Event], None]]:
    with closing(pika.BlockingConnection(pika.URLParameters(amqp_uri))) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        properties = pika.BasicProperties(content_type="application/json", content_encoding="utf-8", delivery_mode=2)

        def send(event: Event) -> None:
            body = json.dumps(event.to_wire()).encode()
            channel.basic_publish(f"{event.producer}.events", event.type, body, properties, mandatory=True)

        yield send


def _archive(stack: Stack, actor: Any) -> Any:
    def look() -> Any:
        with suppress(NotFound):
            return stack.call("customer_profile", "get_customer", {"customer_id": CUSTOMER}, a_call(actor))
        return None

    return look


def _timeline(stack: Stack) -> list[str]:
    asked = {"customer_id": CUSTOMER}
    items = stack.call("customer_profile", "get_timeline", asked, a_call(a_customer(CUSTOMER)))["items"]
    return [entry["kind"] for entry in items]


def test_events_make_the_archive_and_open_it_to_the_store_each_delivery_counting_once(
    stack: Stack, publish: Callable[[Event], None]
) -> None:
    account, visit = sample("identity", "account_changed"), sample("booking", "appointment_confirmed")
    later = replace(sample("booking", "appointment_cancelled"), id=new_id())

    publish(account)
    eventually(_archive(stack, a_customer(CUSTOMER)), "the customer's own archive")
    assert _archive(stack, a_receptionist(STORE))() is None

    for _ in range(5):
        publish(visit)
    publish(later)
    eventually(lambda: len(_timeline(stack)) >= 2, "the visit and its end")

    assert sorted(_timeline(stack)) == ["appointment_cancelled", "appointment_confirmed"]
    assert _archive(stack, a_receptionist(STORE))()["name"] == "林晓月"
    found = stack.call("customer_profile", "find_customers", {"q": "13800000001"}, a_call(a_receptionist(STORE)))
    assert [item["id"] for item in found["items"]] == [CUSTOMER]
