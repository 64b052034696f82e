"""Files through the gateway: their size, their form, and that nobody believes their names."""

import base64
import gc
import io

import pytest

from gateway.uploads import FORM_BYTES, MOST_BYTES
from shared.errors import Invalid

# Werkzeug's test client leaves a large form it made open, and its parser half a file that broke off.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

PHOTOS = "/api/v1/appointments/apt-1/service-record/photos"
SIGNATURE = "/api/v1/appointments/apt-1/service-record/signature"


@pytest.fixture(autouse=True)
def _left_open():
    """What is left open is collected here, not in the middle of somebody else's test."""
    yield
    gc.collect()


def send(client, headers, content=b"bytes", name="photo.jpg", path=PHOTOS, **form):
    data = {"kind": "before", **form, "file": (io.BytesIO(content), name)}
    return client.post(path, data=data, headers=headers)


def test_the_bytes_reach_booking_as_they_came(client, rpc, reception):
    rpc.answers["add_photo"] = {"id": "fil-1", "kind": "before"}

    answer = send(client, reception, bytes(range(256)))

    assert answer.status_code == 201
    assert answer.json["url"] == f"{PHOTOS}/fil-1"
    [(service, method, request)] = rpc.calls
    assert (service, method, request["kind"], request["appointment_id"]) == ("booking", "add_photo", "before", "apt-1")
    assert base64.b64decode(request["content"]) == bytes(range(256))


def test_ten_mebibytes_pass_and_one_byte_more_does_not(client, rpc, reception):
    assert send(client, reception, bytes(MOST_BYTES)).status_code == 201
    rpc.calls.clear()

    refused = send(client, reception, bytes(MOST_BYTES + 1))

    assert (refused.status_code, refused.json["code"], rpc.calls) == (413, "body_too_large", [])


def test_a_body_larger_than_any_form_is_not_even_read(client, rpc, reception):
    refused = send(client, reception, bytes(MOST_BYTES + FORM_BYTES))

    assert (refused.status_code, rpc.calls) == (413, [])


def test_json_stays_as_small_as_it_was(client, reception):
    body = {"notes": "x" * 70_000}

    assert client.put(PHOTOS.removesuffix("/photos"), json=body, headers=reception).status_code == 413


def test_a_form_without_its_file_or_kind_is_told_so(client, rpc, reception):
    no_file = client.post(
        PHOTOS, data={"kind": "before"}, headers=reception, content_type="multipart/form-data; boundary=x"
    )
    wrong_kind = send(client, reception, kind="during")

    assert (no_file.status_code, wrong_kind.status_code) == (422, 422)
    assert "kind" in wrong_kind.json["errors"]
    assert rpc.calls == []


@pytest.mark.parametrize("options", [{"json": {"kind": "before"}}, {"data": b"raw", "content_type": "image/jpeg"}])
def test_anything_but_a_form_is_another_media_type(client, reception, options):
    assert client.post(PHOTOS, headers=reception, **options).status_code == 415


def test_a_file_whose_form_breaks_off_has_no_file(client, rpc, reception):
    broken = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\nhalf of it'

    answer = client.post(PHOTOS, data=broken, headers=reception, content_type="multipart/form-data; boundary=x")

    assert (answer.status_code, rpc.calls) == (422, [])


def test_what_booking_finds_in_the_file_is_told(client, rpc, reception):
    rpc.answers["add_photo"] = Invalid(
        "no", code="file_type_not_allowed", fields={"file": ["Not a JPEG, PNG or WebP picture."]}
    )

    answer = send(client, {**reception, "Accept-Language": "zh-CN"}, b"%PDF-1.7", name="photo.jpg")

    assert (answer.status_code, answer.json["code"]) == (422, "file_type_not_allowed")
    assert answer.json["errors"]["file"] == ["应为 JPEG、PNG 或 WebP 图片。"]


def test_a_key_is_bound_to_the_files_bytes_and_not_to_the_forms_boundary(client, rpc, reception):
    for content in (b"one", b"one", b"two"):
        send(client, {**reception, "Idempotency-Key": "k-1"}, content)

    first, again, other = (call.idempotency.body_hash for call in rpc.contexts)
    assert first == again != other


def test_nobody_uploads_without_signing_in(client, rpc):
    assert send(client, {}).status_code == 401
    assert rpc.calls == []


def test_a_photo_is_answered_as_bytes_that_no_browser_takes_for_a_page(client, rpc, customer):
    rpc.answers["get_photo"] = {
        "content": base64.b64encode(b"jpeg").decode(),
        "media_type": "image/jpeg",
        "etag": "abc",
    }

    answer = client.get(f"{PHOTOS}/fil-1", headers=customer)

    assert (answer.status_code, answer.data, answer.content_type) == (200, b"jpeg", "image/jpeg")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "private" in answer.headers["Cache-Control"]
    seen = {**customer, "If-None-Match": answer.headers["ETag"]}
    assert client.get(f"{PHOTOS}/fil-1", headers=seen).status_code == 304


def test_a_signature_is_put_and_shown_under_its_own_path(client, rpc, reception):
    rpc.answers["put_signature"] = {"id": "fil-2", "kind": "signature"}

    answer = client.put(SIGNATURE, data={"file": (io.BytesIO(b"png"), "s.png")}, headers=reception)

    assert (answer.status_code, answer.json["url"]) == (200, SIGNATURE)


def test_a_record_tells_where_its_pictures_are(client, rpc, customer):
    photos = [{"id": "fil-1", "kind": "after"}]
    rpc.answers["get_service_record"] = {
        "appointment_id": "apt-1",
        "photos": photos,
        "signature": {"id": "fil-2", "kind": "signature"},
    }

    record = client.get("/api/v1/appointments/apt-1/service-record", headers=customer).json

    assert record["photos"][0]["url"] == f"{PHOTOS}/fil-1"
    assert record["signature"]["url"] == SIGNATURE
