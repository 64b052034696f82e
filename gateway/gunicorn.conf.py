# ruff: noqa: N999 - the name gunicorn looks for
"""How gunicorn runs the gateway: threads, since a request mostly waits for the bus.

A page that listens to what changes holds a thread for as long as it is open. So there are `GATEWAY_THREADS` for calls,
and `LIVE_STREAMS` more for such pages, which are refused beyond that number: calls always have their threads.
"""

import os
import signal
import threading
from typing import Any

CALLS, STREAMS = int(os.environ.get("GATEWAY_THREADS", "32")), int(os.environ.get("LIVE_STREAMS", "256"))
KEPT_ALIVE = 1000

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("GATEWAY_WORKERS", "1"))
threads = CALLS + STREAMS  # each is started when it is first needed
worker_connections = threads + KEPT_ALIVE
keepalive = 30
graceful_timeout = 20
timeout = 60
# Loaded once, before the fork: a wrong configuration ends the master with its one line instead of worker after worker.
# The bus client starts its thread by the first call, so that each worker has a connection of its own.
preload_app = True
control_socket_disable = True


def post_worker_init(worker: Any) -> None:
    """Listen to the services, in this worker; and end its streams when it is told to stop, which it would wait for."""
    from gateway import listening  # noqa: PLC0415 - the settings are read where nothing of the gateway is needed

    heard = listening.of(worker.wsgi)
    heard.start()

    def stop(*told: Any) -> None:
        # In a thread: a signal may arrive while this very thread holds the lock it would wait for.
        threading.Thread(target=heard.close, name="gateway-closing").start()
        worker.handle_exit(*told)

    signal.signal(signal.SIGTERM, stop)
