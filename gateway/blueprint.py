"""The blueprint of every resource: strict JSON in, the service's answer out, and both in the OpenAPI document."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, NoReturn, TypeVar

import flask_smorest
from flask import Request, g
from marshmallow import Schema, ValidationError
from webargs.core import missing
from webargs.flaskparser import FlaskParser, is_json_request

from gateway import strict_json, uploads
from gateway.asking import KEY_HEADER, require_idempotency_key
from gateway.auth import signed_in_actor
from gateway.errors import Problem

View = TypeVar("View", bound=Callable[..., Any])

SIGNED_IN: list[dict[str, list[str]]] = [{"bearer": []}, {"cookie": []}]
MAYBE_SIGNED_IN: list[dict[str, list[str]]] = [*SIGNED_IN, {}]
IDEMPOTENCY_PARAMETER = {
    "name": KEY_HEADER,
    "in": "header",
    "description": "The same key and body give the first answer again (24 hours, per account and path).",
    "schema": {"type": "string", "minLength": 1, "maxLength": 120, "pattern": "^[\\x21-\\x7e]+$"},
}


class BodyParser(FlaskParser):
    """Reads bodies as I-JSON; no body at all is an empty object, for actions that need no words."""

    def load_json(self, req: Request, schema: Schema) -> Any:  # noqa: ARG002 - webargs' signature
        raw = req.get_data(cache=True)
        if not raw:
            return missing
        if req.mimetype and not is_json_request(req):
            raise Problem(415, "unsupported_media_type")
        try:
            g.body = strict_json.parse(raw)
        except strict_json.NotJson as error:
            raise Problem(400, "malformed", params={"reason": str(error)}) from error
        return g.body

    def handle_error(self, error: ValidationError, req: Request, schema: Schema, **_: Any) -> NoReturn:  # noqa: ARG002
        by_location: Mapping[str, Any] = error.messages_dict
        raise Problem(422, "invalid", fields=_flat(by_location)) from error


class Blueprint(flask_smorest.Blueprint):
    """Views declare who may call them and what they take and answer; the rest is here."""

    ARGUMENTS_PARSER = BodyParser()

    def query(self, schema: type[Schema]) -> Callable[[View], View]:
        """The view's first argument is the query string, checked."""
        return self._typed(self.arguments(schema, location="query"))

    def body(self, schema: type[Schema], *, required: bool = True) -> Callable[[View], View]:
        """The view's first argument is the JSON body, checked."""
        return self._typed(self.arguments(schema, required=required))

    def upload(self, schema: type[Schema] | None) -> Callable[[View], View]:
        """The view's first argument is a multipart form: its fields, checked, and the file's bytes in base64."""

        def decorate(view: View) -> View:
            taking = uploads.takes_upload(schema)(view)
            decorated: View = self.doc(requestBody=uploads.documented(schema))(taking)
            return decorated

        return decorate

    def answers_file(self, media_type: str) -> Callable[[View], View]:
        """The view answers with a response of its own making: bytes of that type."""

        def named(view: View) -> View:
            content = {media_type: {"schema": {"type": "string", "format": "binary"}}}
            unchanged = {"description": "What the caller has, by its ETag, is what would be sent."}
            responses = {"200": {"description": "The bytes", "content": content}, "304": unchanged}
            decorated: View = self.doc(operationId=view.__name__, responses=responses)(view)
            return decorated

        return named

    def answers_text(self, view: View) -> View:
        """The view answers with a response of its own making: plain text."""
        responses = {"200": {"description": "Plain text", "content": {"text/plain": {"schema": {"type": "string"}}}}}
        decorated: View = self.doc(operationId=view.__name__, responses=responses)(view)
        return decorated

    def answers(self, status: int, schema: type[Schema] | None = None) -> Callable[[View], View]:
        """What the view answers; the schema documents it and the answer passes unchanged.

        It stands next to the view, whose name becomes the operation's in generated clients.
        """
        answered = self.response(status, schema)

        def named(view: View) -> View:
            decorated: View = self.doc(operationId=view.__name__)(answered(view))
            return decorated

        return named

    def anyone(self, view: View) -> View:
        """Nobody need sign in; who did is known to the service."""
        decorated: View = self.doc(security=MAYBE_SIGNED_IN)(view)
        return decorated

    def signed_in(self, view: View) -> View:
        """Only for somebody signed in."""
        return self._documented(view, signed_in_actor, security=SIGNED_IN)

    def action(self, view: View) -> View:
        """Changes something for somebody signed in, once per Idempotency-Key if there is one."""
        return self._documented(view, signed_in_actor, security=SIGNED_IN, parameters=[IDEMPOTENCY_PARAMETER])

    def keyed_action(self, view: View) -> View:
        """Changes something for somebody signed in, and must not happen twice: the Idempotency-Key is required."""
        parameter = {**IDEMPOTENCY_PARAMETER, "required": True}
        keyed = self._documented(view, require_idempotency_key, parameters=[parameter])
        return self._documented(keyed, signed_in_actor, security=SIGNED_IN)

    def _prepare_arguments_doc(self, doc: dict[str, Any], doc_info: dict[str, Any], **known: Any) -> dict[str, Any]:
        """What a view says of its parameters itself stands beside those of its query, not in their place."""
        prepared: dict[str, Any] = super()._prepare_arguments_doc(doc, doc_info, **known)
        named = doc_info.get("manual_doc", {}).pop("parameters", [])
        return {**prepared, "parameters": [*prepared.get("parameters", []), *named]} if named else prepared

    def _documented(self, view: View, check: Callable[[], object], **documented: Any) -> View:
        @wraps(view)
        def checked(*args: Any, **kwargs: Any) -> Any:
            check()
            return view(*args, **kwargs)

        decorated: View = self.doc(**documented)(checked)
        return decorated

    @staticmethod
    def _typed(decorator: Any) -> Callable[[View], View]:
        typed: Callable[[View], View] = decorator
        return typed


def _flat(messages: Any, path: str = "") -> dict[str, list[str]]:
    """Marshmallow's nested messages as `field.path → texts`; webargs puts the location above them all."""
    if not isinstance(messages, Mapping):
        return {path or "body": [str(line) for line in (messages if isinstance(messages, list) else [messages])]}
    found: dict[str, list[str]] = {}
    for name, inner in messages.items():
        is_location = not path and name in {"json", "query"}
        below = "" if is_location or name == "_schema" else f"{path}.{name}".strip(".")
        found.update(_flat(inner, below or path))
    return found
