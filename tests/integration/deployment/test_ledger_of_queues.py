"""A message in a handler's queue, or waiting for its next try, is told; an empty or missing queue is no harm."""

from contextlib import closing

import pytest

from deploy.ledger.events import Handler, handlers
from deploy.ledger.queues import check_queues
from shared.bus.connection import connected
from shared.bus.publisher import ConfirmedPublisher, Post
from shared.bus.topology import (
    DEFAULT_DELAYS,
    declare_handler,
    declare_own,
    delay_queue,
    delay_queue_name,
    handler_queue,
    retry_exchange_name,
)

pytestmark = pytest.mark.real

HANDLER = Handler("notification", "on_appointment_confirmed", "booking", "appointment_confirmed")


@pytest.fixture
def declared(amqp_uri: str) -> str:
    """The handler's queue and its first delay queue, which keeps what it is given for long."""
    queue = handler_queue(HANDLER.source, HANDLER.event_type, HANDLER.service, HANDLER.method)
    with connected(amqp_uri, "test") as connection:
        channel = connection.channel()
        declare_handler(connection, channel, HANDLER.source, queue, HANDLER.service)
        declare_own(channel, delay_queue(queue.name, HANDLER.service, 15))
    return amqp_uri


def put(amqp_uri: str, queue: str) -> None:
    with closing(ConfirmedPublisher(amqp_uri, "test")) as publisher:
        publisher.publish([Post(retry_exchange_name(HANDLER.service), queue, b"{}", mandatory=True)])


def test_a_handler_of_the_code_is_known_by_its_queue():
    assert HANDLER in handlers()
    assert HANDLER.queue == "evt-booking-appointment_confirmed--notification.on_appointment_confirmed"


def test_empty_queues_and_queues_that_are_not_there_are_no_harm(declared: str):
    another = Handler("nobody", "on_nothing", "booking", "appointment_confirmed")

    assert [*check_queues(declared, [another, HANDLER], DEFAULT_DELAYS)] == []


@pytest.mark.parametrize("queue", [HANDLER.queue, delay_queue_name(HANDLER.queue, 15)])
def test_what_waits_in_a_queue_is_told(declared: str, queue: str):
    put(declared, queue)

    told = [*check_queues(declared, [HANDLER], DEFAULT_DELAYS)]

    assert [(finding.kind, finding.subject) for finding in told] == [("message_in_queue", queue)]
