"""The pages: files that Vite built into `gateway/web/dist`, served as they are.

Three applications, each one HTML file whose script knows its own paths: customers at `/`, technicians at `/tech`,
stores' staff at `/staff`. What is in `assets/` has its content's hash in its name and may be kept for ever.
"""

import mimetypes
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, current_app, redirect, request, send_from_directory
from werkzeug.exceptions import NotFound
from werkzeug.routing import PathConverter
from werkzeug.security import safe_join

DIST = Path(__file__).parent / "web" / "dist"
EXTENSION = "mingyitang-pages"
CUSTOMERS, OTHERS = "index.html", {"tech": "tech/index.html", "staff": "staff/index.html"}
ASSETS = "assets/"
FOR_EVER, ASK_EACH_TIME = "public, max-age=31536000, immutable", "no-cache"
TYPES = {".webmanifest": "application/manifest+json", ".js": "text/javascript"}

blueprint = Blueprint("pages", __name__)


class PagePathConverter(PathConverter):
    """Any path but the API's, where what does not exist must stay what it is: not found, whatever the method."""

    regex = "(?!api/)[^/].*?"


def init_app(app: Flask, folder: Path = DIST) -> None:
    """Serve the build in `folder`; without one, the API's documentation is the front door."""
    app.extensions[EXTENSION] = folder
    app.url_map.converters["page"] = PagePathConverter
    app.register_blueprint(blueprint)


@blueprint.get("/")
def front() -> Any:
    return _served(CUSTOMERS) if _is_there(CUSTOMERS) else redirect("/api/docs")


@blueprint.get("/<page:path>")
def file_or_shell(path: str) -> Response:
    """A built file; or, where somebody navigates, the application that knows the path."""
    if _is_there(path):
        return _served(path)
    first = path.split("/", 1)[0]
    shell = OTHERS.get(first, CUSTOMERS)
    if not _is_navigation(path) or not _is_there(shell):
        raise NotFound
    return _served(shell)


def _is_navigation(path: str) -> bool:
    """Whether a person is looking for a page: not a program for data, nor a page for a file that is gone."""
    return "." not in path.rpartition("/")[2] and request.accept_mimetypes.accept_html


def _folder() -> Path:
    folder: Path = current_app.extensions[EXTENSION]
    return folder


def _is_there(path: str) -> bool:
    found = safe_join(str(_folder()), path)
    return found is not None and Path(found).is_file()


def _served(path: str) -> Response:
    """The file, packed beforehand where the reader can unpack it."""
    packed = f"{path}.gz"
    is_packed = request.accept_encodings["gzip"] > 0 and _is_there(packed)
    answer = send_from_directory(_folder(), packed if is_packed else path, mimetype=_type_of(path), conditional=True)
    if is_packed:
        answer.headers["Content-Encoding"] = "gzip"
    answer.headers["Cache-Control"] = FOR_EVER if path.startswith(ASSETS) else ASK_EACH_TIME
    answer.vary.add("Accept-Encoding")
    return answer


def _type_of(path: str) -> str | None:
    """Named where the machine's own table may be wrong or silent; elsewhere left to it."""
    suffix = Path(path).suffix
    return TYPES.get(suffix) or mimetypes.guess_type(path)[0]
