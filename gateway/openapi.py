"""The OpenAPI 3.1 document, the error handlers it promises, and the browsable page on top of it."""

from http import HTTPStatus
from pathlib import Path

import flask_smorest
import flask_swagger_ui
from flask import Blueprint, Flask, Response, send_from_directory
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter

from gateway.auth import current_actor
from gateway.errors import PROBLEM_JSON, Problem, respond
from gateway.schemas.problem import ProblemDetails
from shared.errors import Refusal

STATIC = Path(__file__).parent / "static"
SWAGGER_UI = Path(flask_swagger_ui.__file__).parent / "dist"
SWAGGER_FILES = frozenset({"swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png"})
ID_PATTERN = "[A-Za-z0-9._:~-]{1,48}"
DESCRIPTION = """\
Appointments for massage, beauty and wellness shops.

Times are RFC 3339 with the store's offset, money is integer fen (分), ids are opaque strings. Every error is
`application/problem+json` with a stable `code`; branch on it, never on text. Texts are in the language of
`Accept-Language` (zh-CN, en).
"""

docs = Blueprint("docs", __name__)


class IdConverter(BaseConverter):
    """An id in a path: anything else cannot be one of ours, so it is a path that does not exist."""

    regex = ID_PATTERN


class Api(flask_smorest.Api):
    """flask-smorest with problem+json, in the answers and in the document."""

    ERROR_SCHEMA = ProblemDetails

    def handle_http_exception(self, error: HTTPException) -> Response:
        return respond(Problem.of_http(error))

    def _register_responses(self) -> None:
        for status in HTTPStatus:
            if status >= HTTPStatus.BAD_REQUEST:
                self._register_problem(status.name, status.phrase)
        self._register_problem("DEFAULT_ERROR", "Any other problem")

    def _register_problem(self, name: str, description: str) -> None:
        content = {PROBLEM_JSON: {"schema": self.ERROR_SCHEMA}}
        self.spec.components.response(name, {"description": description, "content": content}, lazy=True)


def init_app(app: Flask) -> Api:
    """Register the document, the docs page, the id converter and the error handlers."""
    app.config.update(
        API_TITLE="名医堂 Mingyitang",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api",
        OPENAPI_JSON_PATH="openapi.json",
        API_SPEC_OPTIONS={"info": {"description": DESCRIPTION, "license": {"name": "MIT", "identifier": "MIT"}}},
    )
    app.url_map.converters["id"] = IdConverter
    api = Api(app)
    api.register_converter(IdConverter, lambda _: {"type": "string", "pattern": f"^{ID_PATTERN}$"})
    api.spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"})
    api.spec.components.security_scheme("cookie", {"type": "apiKey", "in": "cookie", "name": "access_token_cookie"})
    app.register_error_handler(Problem, respond)
    app.register_error_handler(Refusal, _respond_to_refusal)
    app.register_blueprint(docs)
    return api


@docs.get("/api/docs")
def browse() -> Response:
    return send_from_directory(STATIC, "docs.html")


@docs.get("/api/docs/<name>")
def asset(name: str) -> Response:
    """Swagger UI's own files, from its Python package: nothing is loaded from another host."""
    return send_from_directory(SWAGGER_UI if name in SWAGGER_FILES else STATIC, name, max_age=86400)


def _respond_to_refusal(refusal: Refusal) -> Response:
    return respond(Problem.of_refusal(refusal, signed_in=_is_signed_in()))


def _is_signed_in() -> bool:
    try:
        return current_actor().is_signed_in
    except Problem:
        return False
