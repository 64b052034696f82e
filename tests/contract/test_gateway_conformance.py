"""Whatever the document allows, and much that it does not, the gateway answers as the document says."""

import pytest
import schemathesis
from flask_jwt_extended import create_access_token
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance

from gateway.app import create_app
from shared.ids import new_id
from tests.unit.gateway.conftest import SETTINGS, FakeRpc, opened

rpc = FakeRpc()
A_PICTURE = {"content": "", "media_type": "image/png", "etag": "e"}
A_SERIES = {"items": [], "conflicts": []}
rpc.answers = {
    "open_session": opened(),
    "refresh_session": opened(),
    "ensure_customer": {"account_id": "acc-1"},
    "find_outbox": {"items": [{}]},
    "get_photo": {**A_PICTURE, "media_type": "image/jpeg"},
    "get_technician_photo": {**A_PICTURE, "media_type": "image/jpeg"},
    "get_signature": A_PICTURE,
    "book_series": A_SERIES,
    "get_series": A_SERIES,
    "cancel_series": A_SERIES,
}
app = create_app(rpc, {**SETTINGS, "profile": "demo"})
# A stream never ends; it has tests of its own.
schema = schemathesis.openapi.from_wsgi("/api/openapi.json", app).exclude(path="/api/v1/live")


@pytest.mark.slow
@schema.parametrize()
@settings(max_examples=4, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_any_request_is_answered_as_documented(case):
    with app.app_context():
        token = create_access_token("acc-1", additional_claims={"session_id": new_id(), "roles": ["receptionist"]})
    response = case.call(headers={"Authorization": f"Bearer {token}"})

    case.validate_response(response, checks=[not_a_server_error, status_code_conformance, content_type_conformance])
