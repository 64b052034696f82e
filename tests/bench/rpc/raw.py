"""No framework: pika echoes bodies, and one pika connection keeps sixteen requests under way."""

import json
import sys
import time

import pika

from tests.bench.rpc.threads import CALLERS, REQUEST, SECONDS, WARM_UP_SECONDS

URL, ROLE = sys.argv[1], sys.argv[2]
QUEUE = "bench_raw"


def serve() -> None:
    channel = pika.BlockingConnection(pika.URLParameters(URL)).channel()
    channel.queue_declare(QUEUE, auto_delete=True)

    def answer(_channel, _method, properties, body) -> None:
        reply = pika.BasicProperties(correlation_id=properties.correlation_id)
        channel.basic_publish("", properties.reply_to, json.dumps(json.loads(body)), reply)

    channel.basic_consume(QUEUE, answer, auto_ack=True)
    channel.start_consuming()


def call() -> None:
    connection = pika.BlockingConnection(pika.URLParameters(URL))
    channel = connection.channel()
    replies = channel.queue_declare("", exclusive=True).method.queue
    done = 0

    def send() -> None:
        channel.basic_publish("", QUEUE, json.dumps(REQUEST), pika.BasicProperties(reply_to=replies))

    def take(_channel, _method, _properties, body) -> None:
        nonlocal done
        json.loads(body)
        done += 1
        send()

    channel.basic_consume(replies, take, auto_ack=True)
    for _ in range(CALLERS):
        send()
    _drive(connection, WARM_UP_SECONDS)
    before, started = done, time.perf_counter()
    _drive(connection, SECONDS)
    print((done - before) / (time.perf_counter() - started))


def _drive(connection: pika.BlockingConnection, seconds: float) -> None:
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        connection.process_data_events(0.05)


if __name__ == "__main__":
    serve() if ROLE == "serve" else call()
