"""Whether the process lives, whether it can serve, and its figures."""

import pytest

from gateway.api.health import SERVICES
from shared.errors import Unavailable


def test_a_living_process_says_so_whatever_it_needs(client, rpc):
    rpc.answers["ping"] = Unavailable(code="service_unavailable")

    assert client.get("/healthz").json == {"status": "ok"}
    assert rpc.calls == []


@pytest.mark.parametrize("pong", [{}, Unavailable(code="unknown_method")])
def test_it_is_ready_when_every_service_answers(client, rpc, pong):
    rpc.answers["ping"] = pong

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json["status"], answer.json["missing"]) == (200, "ok", [])
    assert {service for service, _, _ in rpc.calls} == set(SERVICES)


def test_it_names_the_service_that_is_away(client, rpc, monkeypatch):
    answered = rpc.call

    def one_is_away(service, *rest):
        if service == "booking":
            raise Unavailable(code="service_unavailable")
        return answered(service, *rest)

    monkeypatch.setattr(rpc, "call", one_is_away)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json["missing"]) == (503, ["booking"])
    assert answer.json["services"]["booking"] == "service_unavailable"
    assert answer.json["services"]["catalog"] == "ok"


def test_figures_are_by_route_and_status_not_by_id(make_app, customer):
    client = make_app().test_client()
    client.get("/api/v1/appointments/a1", headers=customer)
    client.get("/api/v1/appointments/a2", headers=customer)
    client.get("/api/v1/me")
    client.get("/api/nothing")

    figures = client.get("/metrics").text

    route = 'method="GET",route="/api/v1/appointments/<id:appointment_id>",status="200"'
    assert f"gateway_request_seconds_count{{{route}}} 2.0" in figures
    assert 'route="/api/v1/me",status="401"' in figures
    assert 'route="unknown",status="404"' in figures
    assert "a1" not in figures
