"""What the bus counts, for Prometheus."""

from typing import Final

from prometheus_client import Counter, Gauge, Histogram

rpc_seconds: Final = Histogram(
    "mingyitang_rpc_seconds",
    "Time from receipt of a request to its answer, by method and outcome (ok, a kind of refusal, overdue)",
    ["service", "method", "outcome"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
events_total: Final = Counter(
    "mingyitang_events", "Deliveries of events, by handler and outcome", ["service", "handler", "outcome"]
)
timer_runs_total: Final = Counter(
    "mingyitang_timer_runs", "Runs of timers, by outcome", ["service", "timer", "outcome"]
)
outbox_waiting: Final = Gauge("mingyitang_outbox_waiting", "Events not yet published", ["service"])
outbox_oldest_seconds: Final = Gauge(
    "mingyitang_outbox_oldest_seconds", "Age of the oldest event not yet published", ["service"]
)
outbox_published_total: Final = Counter("mingyitang_outbox_published", "Events published", ["service"])
outbox_refused_total: Final = Counter(
    "mingyitang_outbox_refused", "Times the broker refused an event while it was there", ["service"]
)

HANDLED, RETRIED, DEAD, RETURNED = "handled", "retried", "dead", "returned"
OK, FAILED, OVERDUE = "ok", "failed", "overdue"
