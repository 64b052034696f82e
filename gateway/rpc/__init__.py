"""Remote calls: the one port, and its two adapters. Nothing else in the gateway knows how a call travels.

`port.Rpc` is what the views use. `pika_rpc.PikaRpc` speaks to RabbitMQ from real threads (gunicorn gthread);
`embedded_rpc.EmbeddedRpc` calls services of the same process under eventlet. `tests/contract/test_rpc_port.py` runs
both through the same cases.
"""

from gateway.rpc.port import Json, Rpc

__all__ = ["Json", "Rpc"]
