"""Every error leaves as `application/problem+json` (RFC 9457), in the language of the reader, with a stable code.

Three things become problems: what a service refused (`shared.errors`), what the gateway itself refuses (`Problem`), and
what Flask or the server raises (`HTTPException`; an unforeseen exception reaches us as its 500).
"""

from collections.abc import Mapping
from typing import Any

from flask import Response, json, request
from werkzeug.exceptions import HTTPException

from gateway import texts
from shared.call import DEFAULT_LANGUAGE
from shared.errors import Forbidden, Invalid, Refusal, Unavailable

PROBLEM_JSON = "application/problem+json"
RETRY_AFTER_SECONDS = 2
LANGUAGES = (DEFAULT_LANGUAGE, "en")
LANGUAGE_OF_TAG = {"zh": DEFAULT_LANGUAGE, "en": "en", "*": DEFAULT_LANGUAGE}

# Codes whose meaning in HTTP is more precise than the status of their kind.
STATUS_OF_CODE = {
    "sign_in_failed": 401,
    "refresh_token_invalid": 401,
    "refresh_token_reused": 401,
    "not_signed_in": 401,
    "too_many_requests": 429,
    "internal_error": 500,
}
CODE_OF_STATUS = {
    400: "malformed",
    401: "not_signed_in",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    409: "conflict",
    413: "body_too_large",
    415: "unsupported_media_type",
    422: "invalid",
    429: "too_many_requests",
    503: "unavailable",
}


class Problem(Exception):
    """An answer other than the one asked for.

    `params` fill the text and are told beside it (RFC 9457 extension members); `fields` say what is wrong with each
    field of the request.
    """

    def __init__(
        self,
        status: int,
        code: str,
        *,
        params: Mapping[str, Any] | None = None,
        fields: Mapping[str, list[str]] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status, code)
        self.status = status
        self.code = code
        self.params = dict(params or {})
        self.fields = dict(fields or {})
        self.headers = dict(headers or {})

    @classmethod
    def of_refusal(cls, refusal: Refusal, *, signed_in: bool) -> "Problem":
        """What a service refused. Somebody unknown is not forbidden a thing: they have not signed in yet."""
        status = STATUS_OF_CODE.get(refusal.code, refusal.status)
        if status == Forbidden.status and not signed_in:
            return cls(401, "not_signed_in")
        return cls(status, refusal.code, params=refusal.params, fields=refusal.fields, headers=_retry_after(refusal))

    @classmethod
    def of_http(cls, error: HTTPException) -> "Problem":
        status = error.code or 500
        code = CODE_OF_STATUS.get(status) or ("internal_error" if status >= 500 else "malformed")  # noqa: PLR2004
        kept = {name: value for name, value in error.get_headers() if name in {"Allow", "Retry-After"}}
        return cls(status, code, headers=kept)


def language() -> str:
    """The language the reader asked for, in the order they prefer: any Chinese is ours, so is any English."""
    for tag, quality in request.accept_languages:
        spoken = LANGUAGE_OF_TAG.get(tag.partition("-")[0].lower())
        if spoken and quality > 0:
            return spoken
    return DEFAULT_LANGUAGE


def respond(problem: Problem) -> Response:
    """The problem as an HTTP response, written in the reader's language."""
    spoken = language()
    text = texts.of(problem.code, problem.params, spoken)
    body: dict[str, Any] = {
        **problem.params,
        "type": f"urn:mingyitang:problem:{problem.code}",
        "title": text.title,
        "status": problem.status,
        "detail": text.detail,
        "code": problem.code,
    }
    if problem.status == Invalid.status:
        body["errors"] = {
            name: [texts.of_field(line, spoken) for line in lines] for name, lines in problem.fields.items()
        }
    headers = {**problem.headers, "Content-Language": spoken}
    return Response(json.dumps(body, ensure_ascii=False), problem.status, headers, content_type=PROBLEM_JSON)


def _retry_after(refusal: Refusal) -> dict[str, str]:
    seconds = refusal.params.get("retry_after")
    if seconds is None and isinstance(refusal, Unavailable) and refusal.code != "internal_error":
        seconds = RETRY_AFTER_SECONDS
    return {} if seconds is None else {"Retry-After": str(seconds)}
