"""Whatever the document allows, and much that it does not, the gateway answers as the document says."""

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance

from gateway.app import create_app
from tests.unit.gateway.conftest import SETTINGS, FakeRpc

schema = schemathesis.openapi.from_wsgi("/api/openapi.json", create_app(FakeRpc(), {**SETTINGS, "profile": "demo"}))


@schema.parametrize()
@settings(max_examples=4, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_any_request_is_answered_as_documented(case):
    response = case.call()

    case.validate_response(response, checks=[not_a_server_error, status_code_conformance, content_type_conformance])
