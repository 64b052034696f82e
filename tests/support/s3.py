"""A bucket in this process: as much of S3 as files need, and as strict about who asks."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import eventlet
from eventlet import wsgi

KEY_ID, SECRET = "test-key", "test-secret"
SIGNATURE = re.compile(rf"AWS4-HMAC-SHA256 Credential={KEY_ID}/\d{{8}}/[a-z0-9-]+/s3/aws4_request, ")
Start = Any


@dataclass
class Bucket:
    """Objects by path; `status` other than 0 is what every request is answered with."""

    url: str = ""
    objects: dict[str, bytes] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    status: int = 0

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        self.asked.append((method, path))
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        status, answer = self._answer(method, path, body, environ.get("HTTP_AUTHORIZATION", ""))
        start(status, [("Content-Length", str(len(answer)))])
        return [answer]

    def _answer(self, method: str, path: str, body: bytes, authorization: str) -> tuple[str, bytes]:
        if self.status:
            return f"{self.status} Away", _error("InternalError")
        if not SIGNATURE.match(authorization):
            return "403 Forbidden", _error("SignatureDoesNotMatch")
        if method == "PUT":
            self.objects[path] = body
            return "200 OK", b""
        if method == "DELETE":
            self.objects.pop(path, None)
            return "204 No Content", b""
        return ("200 OK", self.objects[path]) if path in self.objects else ("404 Not Found", _error("NoSuchKey"))


@contextmanager
def a_bucket() -> Iterator[Bucket]:
    """A bucket that answers at `url` as long as the test runs, in a greenlet beside it."""
    bucket = Bucket()
    listening = eventlet.listen(("127.0.0.1", 0))
    bucket.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    serving = eventlet.spawn(wsgi.server, listening, bucket, log_output=False, keepalive=False)
    try:
        yield bucket
    finally:
        serving.kill()
        listening.close()


def _error(code: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><Error><Code>{code}</Code></Error>'.encode()
