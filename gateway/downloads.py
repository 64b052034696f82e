"""Files that go out: their bytes as a service tells them, `{content, media_type, etag}`, `content` in base64."""

import base64

from flask import Response, request

from gateway.rpc import Json


def sent(file: Json, caching: str) -> Response:
    """The bytes as they are, to be shown or saved, and never taken for a page; nothing to who has them already."""
    response = Response(base64.b64decode(file["content"]), content_type=file["media_type"])
    response.headers["Content-Disposition"] = "inline"
    response.headers["Cache-Control"] = caching
    response.set_etag(file["etag"])
    response.make_conditional(request)
    return response
