# ruff: noqa: N999 - the name gunicorn looks for
"""How gunicorn runs the gateway: threads, since a request mostly waits for the bus."""

import os

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("GATEWAY_WORKERS", "1"))
threads = int(os.environ.get("GATEWAY_THREADS", "32"))
keepalive = 30
graceful_timeout = 20
timeout = 60
# Loaded once, before the fork: a wrong configuration ends the master with its one line instead of worker after worker.
# The bus client starts its thread by the first call, so that each worker has a connection of its own.
preload_app = True
control_socket_disable = True
