"""The built pages as they are served: which file answers which path, how long it may be kept, and packed for whom."""

import gzip
from functools import partial

import pytest

from gateway import pages

NAVIGATING = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
SCRIPT = "assets/customer/home-a1b2.js"


@pytest.fixture
def get(client):
    """Buffered: the file behind an answer is read and closed at once, as a server does."""
    return partial(client.get, buffered=True)


@pytest.fixture
def built(app, tmp_path):
    """A build of three applications and one script, packed as Vite's plugin packs it."""
    for path, text in {"index.html": "customer", "tech/index.html": "tech", "staff/index.html": "staff"}.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    (tmp_path / SCRIPT).parent.mkdir(parents=True)
    (tmp_path / SCRIPT).write_text("export {}")
    (tmp_path / f"{SCRIPT}.gz").write_bytes(gzip.compress(b"export {}"))
    before, app.extensions[pages.EXTENSION] = app.extensions[pages.EXTENSION], tmp_path
    yield tmp_path
    app.extensions[pages.EXTENSION] = before


@pytest.mark.parametrize(
    ("path", "shell"),
    [
        ("/", "customer"),
        ("/treatments/apt-1", "customer"),
        ("/tech", "tech"),
        ("/tech/", "tech"),
        ("/tech/week", "tech"),
        ("/staff", "staff"),
        ("/staff/board/2026-11-18", "staff"),
        ("/technicians", "customer"),
    ],
)
def test_whoever_navigates_gets_the_application_that_knows_the_path(get, built, path, shell):
    answer = get(path, headers=NAVIGATING)

    assert (answer.status_code, answer.text, answer.mimetype) == (200, shell, "text/html")
    assert answer.headers["Cache-Control"] == "no-cache"


def test_a_hashed_asset_may_be_kept_for_ever(get, built):
    answer = get(f"/{SCRIPT}")

    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert (answer.mimetype, answer.text) == ("text/javascript", "export {}")


def test_what_was_packed_is_sent_packed_to_who_can_unpack_it(get, built):
    packed = get(f"/{SCRIPT}", headers={"Accept-Encoding": "gzip"})
    plain = get(f"/{SCRIPT}", headers={"Accept-Encoding": "identity"})

    assert gzip.decompress(packed.data) == plain.data
    assert (packed.headers["Content-Encoding"], packed.mimetype) == ("gzip", "text/javascript")
    assert "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in packed.headers["Vary"]


@pytest.mark.parametrize(
    "path", ["/assets/customer/home-0ld.js", "/api/v1/nothing", "/api/nothing", "/favicon.ico", "/../gateway.py"]
)
def test_a_file_that_is_gone_is_not_found_whoever_asks(get, built, path):
    answer = get(path, headers=NAVIGATING)

    assert (answer.status_code, answer.json["code"]) == (404, "not_found")


def test_a_program_that_asks_for_data_gets_no_page(get, built):
    assert get("/stores", headers={"Accept": "application/json"}).status_code == 404


def test_no_path_leaves_the_build(get, built):
    (built.parent / "secret.txt").write_text("secret")

    assert get("/%2e%2e/secret.txt").status_code == 404
    assert get("/assets/..%2f..%2f..%2fsecret.txt").status_code == 404


def test_the_pages_are_under_the_strict_policy(get, built):
    policy = get("/", headers=NAVIGATING).headers["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "default-src 'self'" in policy


def test_without_a_build_the_front_door_leads_to_the_documentation(get, app, tmp_path):
    before, app.extensions[pages.EXTENSION] = app.extensions[pages.EXTENSION], tmp_path
    try:
        assert (get("/").status_code, get("/").location) == (302, "/api/docs")
        assert get("/treatments", headers=NAVIGATING).status_code == 404
    finally:
        app.extensions[pages.EXTENSION] = before


def test_every_answer_of_the_api_tells_the_time_and_no_page_does(get, built):
    assert get("/api/v1/stores").headers["X-Now"].endswith("+00:00")
    assert "X-Now" not in get("/", headers=NAVIGATING).headers
