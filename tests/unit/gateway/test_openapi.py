"""The OpenAPI document: valid, complete, and true of what the gateway does."""

import re

import pytest
import schemathesis

from services.catalog.schemas.rules import RuleValues
from services.scheduling.schemas.requests import FindAvailability
from tests.support import client as client_of_the_pages

# The paths of the contract that this system serves so far, each with its methods.
HOME_WORDS = ("assign", "depart", "arrive", "running-late", "sos")
PROMISED = {
    "/auth/otp": "post",
    "/auth/sessions": "post",
    "/auth/sessions/refresh": "post",
    "/auth/sessions/current": "delete",
    "/auth/registrations": "post",
    "/auth/registrations/confirm": "post",
    "/me": "get patch delete",
    "/me/password": "put",
    "/me/data-export": "get",
    "/me/calendar-feed": "post delete",
    "/calendar-feeds/{}.ics": "get",
    "/appointments/{}/calendar": "get",
    "/stores": "get post",
    "/stores/{}": "get patch delete",
    "/stores/{}/clocks": "get",
    "/stores/{}/resources": "get post",
    "/stores/{}/resources/{}": "patch delete",
    "/stores/{}/conflicts": "get post",
    "/treatments": "get post",
    "/treatments/{}": "get patch delete",
    "/technicians": "get post",
    "/technicians/{}": "get patch delete",
    "/technicians/{}/photo": "get put delete",
    "/technicians/{}/working-plan": "get put",
    "/technicians/{}/leave": "get post",
    "/technicians/{}/leave/{}": "delete",
    "/technicians/{}/duty": "get post",
    "/leave": "get",
    "/technicians/{}/leave-requests": "get post",
    "/leave-requests": "get",
    "/leave-requests/{}/approve": "post",
    "/leave-requests/{}/refuse": "post",
    "/leave-requests/{}/withdraw": "post",
    "/technicians/{}/contract": "get put",
    "/technicians/{}/shift-wishes": "get post",
    "/technicians/{}/shift-wishes/{}": "delete",
    "/rosters/proposals": "post",
    "/rosters/proposals/{}": "get patch delete",
    "/rosters/proposals/{}/apply": "post",
    "/dispatch": "get",
    "/dispatch/lateness": "post",
    "/dispatch/proposals": "post",
    "/dispatch/proposals/{}": "get delete",
    "/dispatch/proposals/{}/apply": "post",
    "/booking-rules": "get post",
    "/availability": "get",
    "/availability/next": "get",
    "/availability/explain": "get",
    "/stores/hours": "get",
    "/calendar-days": "get put delete",
    "/quote": "get",
    "/appointments": "get post",
    "/appointments/{}": "get",
    "/appointments/{}/history": "get",
    "/appointments/{}/care": "get",
    "/appointments/{}/assignment": "get",
    "/appointments/{}/reschedule": "post",
    "/appointments/{}/cancel": "post",
    "/appointments/{}/extend": "post",
    "/appointments/{}/proposals": "get post",
    **{f"/appointments/{{}}/proposals/{{}}/{word}": "post" for word in ("agree", "refuse", "withdraw")},
    "/series": "post",
    "/courses": "get post",
    "/courses/{}": "get",
    "/series/{}": "get",
    "/series/{}/cancel": "post",
    **{
        f"/appointments/{{}}/{word}": "post"
        for word in ("accept", "decline", "check-in", "start", "finish", "no-show", "pay", *HOME_WORDS)
    },
    "/appointments/{}/service-record": "get put",
    "/appointments/{}/service-record/history": "get",
    "/appointments/{}/service-record/photos": "post",
    "/appointments/{}/service-record/photos/{}": "get delete",
    "/appointments/{}/service-record/signature": "get put",
    "/appointments/{}/offers": "get",
    "/sos-alerts": "get",
    "/sos-alerts/{}/acknowledge": "post",
    "/waitlist": "get post",
    "/waitlist/{}": "get delete",
    "/waitlist/{}/accept": "post",
    "/waitlist/{}/decline": "post",
    "/queue-tickets": "get post",
    "/queue-tickets/{}": "get",
    "/queue-tickets/{}/call": "post",
    "/queue-tickets/{}/serve": "post",
    "/queue-tickets/{}/leave": "post",
    "/board": "get",
    "/calendar": "get",
    "/customers": "get",
    "/customers/{}": "get patch",
    "/customers/{}/timeline": "get",
    "/customers/{}/never-again": "get",
    "/customers/{}/never-again/{}": "put delete",
    "/me/never-again": "get",
    "/me/never-again/{}": "put delete",
    "/notifications": "get",
    "/notifications/{}/read": "post",
    "/notifications/read-all": "post",
    "/live": "get",
    "/notification-preferences": "get patch",
    "/deliveries": "get",
    "/notification-templates": "get",
    "/chat/messages": "post",
    "/chat/proposals/{}/confirm": "post",
    "/chat/proposals/{}/decline": "post",
    "/places": "get",
    "/chat/conversations": "get",
    "/chat/conversations/{}": "get delete",
    "/chat/conversations/{}/replies": "post",
    "/chat/conversations/{}/attend": "post",
    "/chat/conversations/{}/release": "post",
    "/chat/inbox": "get",
    "/chat/figures": "get",
    "/figures/bookings": "get",
    "/figures/utilisation": "get",
    "/technicians/{}/figures": "get",
    "/technicians/{}/utilisation": "get",
    "/chat/reviews": "get",
    "/chat/reviews/{}/answer": "post",
    "/chat/reviews/{}/dismiss": "post",
    "/chat/reviews/{}/learn": "post",
    "/channels/wechat": "get post",
    "/faq": "get post",
    "/faq/{}": "get patch delete",
    "/dev/outbox": "get",
}
ANSWER_TYPES = {"application/json", "text/event-stream", "image/jpeg", "image/png", "text/calendar", "text/plain"}
METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture
def document(client):
    return client.get("/api/openapi.json").json


def operations(document):
    for path, item in document["paths"].items():
        for method in METHODS & set(item):
            yield f"{method} {path}", item[method]


def test_the_document_is_valid_openapi_3_1(app, document):
    assert document["openapi"].startswith("3.1")
    schemathesis.openapi.from_wsgi("/api/openapi.json", app).validate()


def test_the_document_has_every_promised_path_and_no_other(document):
    found = {
        re.sub(r"\{\w+\}", "{}", path.removeprefix("/api/v1")): set(item) & METHODS
        for path, item in document["paths"].items()
    }

    assert found == {path: set(methods.split()) for path, methods in PROMISED.items()}


def test_every_operation_says_what_it_is_and_what_it_answers(document):
    for name, operation in operations(document):
        assert operation.get("summary"), name
        statuses = {status for status in operation["responses"] if status.startswith("2")}
        assert len(statuses) == 1, name
        answer = operation["responses"][statuses.pop()]
        content = {} if "204" in operation["responses"] else answer["content"]
        assert set(content) <= ANSWER_TYPES, name
        assert content or "204" in operation["responses"], name


def test_every_error_in_the_document_is_problem_json(document):
    for name, response in document["components"]["responses"].items():
        assert set(response["content"]) == {"application/problem+json"}, name
        assert response["content"]["application/problem+json"]["schema"]["$ref"].endswith("/ProblemDetails")


def test_the_document_says_who_may_call_what(document):
    paths = document["paths"]

    assert {} in paths["/api/v1/stores"]["get"]["security"]
    assert paths["/api/v1/appointments"]["post"]["security"] == [{"bearer": []}, {"cookie": []}]
    assert all("security" in operation for _, operation in operations(document))


def test_the_document_says_which_action_needs_a_key(document):
    def key_of(path: str) -> dict:
        parameters = document["paths"][path]["post"]["parameters"]
        return next(one for one in parameters if one["name"] == "Idempotency-Key")

    assert key_of("/api/v1/appointments")["required"] is True
    assert not key_of("/api/v1/appointments/{appointment_id}/cancel").get("required")


def test_an_action_that_takes_a_key_keeps_its_query(document):
    for path, queried in (("/faq/{faq_id}", {"version"}), ("/calendar-days", {"on", "store_id"})):
        parameters = document["paths"][f"/api/v1{path}"]["delete"]["parameters"]
        names = {one["name"]: one["in"] for one in parameters if "name" in one}

        assert names["Idempotency-Key"] == "header", path
        assert {name for name, place in names.items() if place == "query"} == queried, path


def test_the_document_knows_every_rule_and_every_question_about_free_times(document):
    rules = document["components"]["schemas"]["CreateRules"]["properties"]
    asked = {one["name"] for one in document["paths"]["/api/v1/availability"]["get"]["parameters"]}

    assert set(RuleValues().fields) <= set(rules)
    assert {field.data_key or name for name, field in FindAvailability().fields.items()} - {"address"} <= asked
    assert "customer_limit_reached" in document["paths"]["/api/v1/appointments"]["post"]["description"]


def test_the_document_tells_the_fields_people_need(document):
    shapes = document["components"]["schemas"]

    assert {"allergies", "skin", "health_notes", "tags"} <= set(shapes["UpdateCustomer"]["properties"])
    assert {"type": "null"} in shapes["ChatAnswer"]["properties"]["appointment"]["anyOf"]
    for path in ("/stores/{store_id}/resources", "/booking-rules", "/customers"):
        names = {one["name"] for one in document["paths"][f"/api/v1{path}"]["get"]["parameters"] if "name" in one}
        assert {"cursor", "limit"} <= names, path
        assert "segment" not in names


def test_a_problem_may_tell_more_than_its_text(document):
    problem = document["components"]["schemas"]["ProblemDetails"]

    assert problem["additionalProperties"] is True


def test_operations_have_names_a_client_can_be_generated_from(document):
    names = [operation.get("operationId") for _, operation in operations(document)]

    assert None not in names
    assert len(names) == len(set(names))


def test_the_docs_page_loads_nothing_from_elsewhere_and_no_inline_script(client):
    page = client.get("/api/docs", buffered=True)

    assert page.status_code == 200
    assert "http" not in page.text
    assert "<script>" not in page.text
    for asset in re.findall(r'(?:src|href)="([^"]+)"', page.text):
        assert client.get(asset, buffered=True).status_code == 200, asset
    assert client.get("/api/docs/docs.html.bak").status_code == 404
    assert client.get("/api/docs/..%2fconfig.yml").status_code == 404


def test_the_pages_know_the_api_as_it_is(document):
    """Renewed by `python -m tests.support.client`; `make check` holds the client's types against this file."""
    assert client_of_the_pages.written(document) == client_of_the_pages.DOCUMENT.read_text()
