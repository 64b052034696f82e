"""A technician's photo through the gateway: sent by who is signed in, shown to everybody, kept by their browsers."""

import base64
import io

import pytest

from shared.errors import NotFound

PHOTO = "/api/v1/technicians/t1/photo"
SHOWN = {"content": base64.b64encode(b"a jpeg").decode(), "media_type": "image/jpeg", "etag": "5f1c"}


@pytest.fixture
def shown(client, rpc):
    rpc.answers["get_technician_photo"] = SHOWN

    def ask(path=PHOTO, **headers):
        return client.get(path, headers=headers)

    return ask


def test_a_photo_reaches_the_catalogue_as_it_came(client, rpc, reception):
    rpc.answers["put_technician_photo"] = {"id": "t1", "photo_url": f"{PHOTO}?v=5f1c", "version": 2}

    answer = client.put(PHOTO, data={"file": (io.BytesIO(b"bytes"), "wang.jpg")}, headers=reception)

    assert (answer.status_code, answer.json["photo_url"]) == (200, f"{PHOTO}?v=5f1c")
    content = base64.b64encode(b"bytes").decode()
    assert rpc.calls == [("catalog", "put_technician_photo", {"technician_id": "t1", "content": content})]


def test_nobody_sends_one_without_signing_in(client, rpc):
    answer = client.put(PHOTO, data={"file": (io.BytesIO(b"bytes"), "wang.jpg")})

    assert (answer.status_code, answer.json["code"], rpc.calls) == (401, "not_signed_in", [])


def test_everybody_sees_it_and_nothing_takes_it_for_a_page(shown):
    answer = shown()

    assert (answer.status_code, answer.data, answer.content_type) == (200, b"a jpeg", "image/jpeg")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == "inline"


def test_a_token_that_has_run_out_is_no_hindrance(shown):
    assert shown(Authorization="Bearer long.gone.by").status_code == 200


def test_the_address_with_its_mark_is_kept_for_ever_by_shared_caches_too(shown):
    answer = shown(f"{PHOTO}?v=5f1c")

    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize("query", ["", "?v=", "?v=old"])
def test_any_other_address_is_asked_for_each_time(shown, query):
    answer = shown(PHOTO + query)

    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert shown(PHOTO + query, **{"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_what_is_not_public_still_differs_by_who_asks(client):
    answer = client.get("/api/v1/technicians")

    assert answer.headers["Cache-Control"] == "no-store"
    assert {"Accept-Language", "Authorization", "Cookie"} <= set(answer.headers["Vary"].split(", "))


def test_no_photo_is_a_problem_nobody_keeps(client, rpc):
    rpc.answers["get_technician_photo"] = NotFound(code="photo_unknown")

    answer = client.get(PHOTO)

    assert (answer.status_code, answer.json["code"]) == (404, "photo_unknown")
    assert answer.headers["Cache-Control"] == "no-store"
