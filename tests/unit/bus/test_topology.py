"""Names on the broker are a contract with messages that lie there: a change of one loses them."""

from shared.bus import topology


def test_names_are_what_they_have_always_been():
    handler = topology.handler_queue("catalog", "store_changed", "booking", "on_store_changed")

    assert topology.requests("booking").name == "rpc-booking"
    assert topology.events_exchange("catalog").name == "catalog.events"
    assert handler.name == "evt-catalog-store_changed--booking.on_store_changed"
    assert topology.delay_queue(handler.name, "booking", 1.5).name == f"{handler.name}.delay-1500"
    assert topology.dead_letter_queue("booking").name == "booking.dead-letters"
    assert topology.retry_exchange("booking").name == "booking.retry"


def test_requests_go_with_their_last_consumer():
    queue = topology.requests("booking")

    assert (queue.durable, queue.auto_delete) == (True, True)
    assert queue.queue_arguments == {"x-expires": 10_000}
    assert queue.routing_key == "booking.*"


def test_events_are_kept_by_a_quorum_until_their_handler_has_them():
    queue = topology.handler_queue("catalog", "store_changed", "booking", "on_store_changed")

    assert queue.queue_arguments["x-queue-type"] == "quorum"
    assert queue.queue_arguments["x-dead-letter-strategy"] == "at-least-once"
    assert queue.queue_arguments["x-overflow"] == "reject-publish"
    assert queue.queue_arguments["x-dead-letter-routing-key"] == "booking.dead-letters"


def test_a_delay_queue_leads_back_to_its_handler_alone():
    arguments = topology.delay_queue("evt-a-b--booking.on_b", "booking", 0.5).queue_arguments

    assert arguments["x-message-ttl"] == 500
    assert arguments["x-dead-letter-exchange"] == "booking.retry"
    assert arguments["x-dead-letter-routing-key"] == "evt-a-b--booking.on_b"


def test_delays_are_a_setting():
    assert topology.delays_of({}) == (0.5, 1.5, 4.0, 15.0, 60.0)
    assert topology.delays_of({"retry_delays": "1,2.5"}) == (1.0, 2.5)
