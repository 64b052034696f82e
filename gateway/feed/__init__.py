"""What the services announce, heard by each gateway process for itself: the one port, and its two adapters.

`port.Feed` is what `gateway.listening` uses. `pika_feed.PikaFeed` listens to RabbitMQ in a thread of its own (gunicorn
gthread); `shared.bus.feed.InProcessFeed` listens in the embedded profile under eventlet.
`tests/contract/test_feed_port.py` runs both through the same cases.
"""

from gateway.feed.port import Feed, SilentFeed

__all__ = ["Feed", "SilentFeed"]
