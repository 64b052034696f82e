# ruff: noqa: PLC0415 - the server's process is made green before it imports anything, the client's never is
"""Nameko as it comes: an echo service, and sixteen threads with a standalone proxy each (it is not thread-safe)."""

import sys

URL, ROLE = sys.argv[1], sys.argv[2]


def serve() -> None:
    import eventlet

    eventlet.monkey_patch()

    from nameko.rpc import rpc
    from nameko.runners import ServiceRunner

    class Echo:
        name = "bench_stock"

        @rpc
        def echo(self, request: dict) -> dict:
            return request

    runner = ServiceRunner({"AMQP_URI": URL, "max_workers": 16})
    runner.add_service(Echo)
    runner.start()
    runner.wait()


def call() -> None:
    from nameko.standalone.rpc import ClusterRpcProxy

    from tests.bench.rpc.threads import rate

    print(rate(lambda: ClusterRpcProxy({"AMQP_URI": URL}).start().bench_stock.echo))


if __name__ == "__main__":
    serve() if ROLE == "serve" else call()
