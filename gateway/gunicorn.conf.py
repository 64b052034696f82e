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
# The bus client starts its thread by the first call, so that loading before the fork would be harmless; loading in
# each worker lets a reload take new code.
preload_app = False
control_socket_disable = True
