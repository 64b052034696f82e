# ruff: noqa: PLC0415 - the server's process is made green before it imports anything, the client's never is
"""Our side: an echo service on `shared.bus`, and sixteen threads on the gateway's client."""

import sys

URL, ROLE = sys.argv[1], sys.argv[2]


def serve() -> None:
    import eventlet

    eventlet.monkey_patch()

    from shared import logs
    from shared.bus import rpc, serving

    class Echo:
        name = "bench_ours"

        @rpc
        def echo(self, request: dict) -> dict:
            return request

    logs.configure("bench", "WARNING")
    settings = {"amqp_url": URL, "max_workers": 16, "exit_deadline_seconds": 5, "health_port": 0}
    serving.serve(Echo, settings)


def call() -> None:
    from gateway.rpc.pika_rpc import PikaRpc
    from shared.call import Call
    from tests.bench.rpc.threads import rate

    client = PikaRpc(URL)
    print(rate(lambda: lambda request: client.call("bench_ours", "echo", request, Call(), 10)))


if __name__ == "__main__":
    serve() if ROLE == "serve" else call()
