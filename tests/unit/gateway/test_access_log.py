"""What the gateway writes down of each request."""

import pytest

from shared import logs
from shared.errors import NotFound


@pytest.fixture
def written(caplog):
    """`written()`: the lines logged so far, as objects; afterwards everything is as quiet as before."""
    logs.configure("gateway", "INFO", "json")
    yield lambda: [record.msg for record in caplog.records if isinstance(record.msg, dict)]
    logs.configure("tests", "WARNING", "json")


def test_each_request_leaves_a_line_with_its_id_and_without_its_query(client, rpc, written):
    rpc.answers["get_store"] = NotFound()

    client.get("/api/v1/stores/s1?q=13800000001", headers={"X-Request-ID": "req-1"})

    [line] = written()
    told = {name: line[name] for name in ("event", "request_id", "method", "path", "status", "process")}
    assert told == {
        "event": "answered",
        "request_id": "req-1",
        "method": "GET",
        "path": "/api/v1/stores/s1",
        "status": 404,
        "process": "gateway",
    }
    assert line["ms"] >= 0


def test_every_line_has_the_id_of_its_own_request(client, written):
    for request_id in ("req-1", "req-2"):
        client.get("/api/v1/stores", headers={"X-Request-ID": request_id})

    assert [line["request_id"] for line in written()] == ["req-1", "req-2"]


@pytest.mark.parametrize("probe", ["/healthz", "/readyz", "/metrics"])
def test_probes_are_not_worth_a_line(client, written, probe):
    client.get(probe)

    assert written() == []


def test_a_quiet_process_says_nothing(client, written):
    logs.configure("gateway", "WARNING", "json")

    client.get("/api/v1/stores")

    assert written() == []
