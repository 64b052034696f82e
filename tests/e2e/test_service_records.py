"""What was done in a visit, its photos, its place in a calendar, and its end with the customer's account; over HTTP."""

import io

import pytest
import requests
from icalendar import Calendar
from PIL import Image

from tests.support.shop import Client, Shop, eventually

TODAY = "2026-11-18"
# A store that no other test books today: a visit can be begun two hours before its start, no earlier.
STORE, TREATMENT = "renmin", "shoulder-neck-60"


def a_jpeg(edge: int = 3000) -> bytes:
    """A noisy picture with a place in its EXIF, some megabytes large."""
    exif = Image.Exif()
    exif[0x010F] = "Secret phone"
    exif.get_ifd(0x8825)[1] = "N"
    written = io.BytesIO()
    Image.effect_noise((edge, edge), 60).convert("RGB").save(written, "JPEG", quality=90, exif=exif)
    return written.getvalue()


def upload(client: Client, path: str, content: bytes, **form: str) -> requests.Response:
    return client.ask("POST", path, files={"file": ("photo.jpg", content)}, data=form)


@pytest.fixture(scope="module")
def reception(shop: Shop) -> Client:
    return shop.sign_in_with_password("admin", "demo-admin")


@pytest.fixture
def customer(shop: Shop) -> Client:
    return shop.sign_in("13800000077")


def begun(shop: Shop, customer: Client, reception: Client) -> dict:
    slot = shop.slots(STORE, TREATMENT, TODAY)[0]
    booked = customer.book(customer.booking(STORE, TREATMENT, slot["starts_at"]))
    assert booked.status_code == 201, booked.text
    visit = booked.json()
    for word in ("check-in", "start"):
        answer = reception.ask("POST", f"/appointments/{visit['id']}/{word}")
        assert answer.status_code == 200, answer.text
    return visit


def test_a_visit_is_recorded_shown_to_its_customer_and_forgotten_with_them(
    shop: Shop, customer: Client, reception: Client
):
    visit = begun(shop, customer, reception)
    record = f"/appointments/{visit['id']}/service-record"
    done = {"treatment_id": visit["treatment"]["id"], "technician_id": visit["technician"]["id"], "minutes": 58}

    written = reception.ask(
        "PUT", record, {"version": 0, "done": [done], "notes": "回家热敷", "internal_notes": "怕痒"}
    )
    assert written.status_code == 200, written.text
    assert reception.ask("PUT", record, {"version": 0, "done": [done]}).json()["code"] == "version_conflict"

    sent = a_jpeg()
    photo = upload(reception, f"{record}/photos", sent, kind="before")
    assert photo.status_code == 201, photo.text
    assert upload(reception, f"{record}/photos", b"%PDF-1.7 not a photo", kind="after").status_code == 422
    assert upload(reception, f"{record}/photos", bytes(10 * 1024 * 1024 + 1), kind="after").status_code == 413

    seen = customer.get(record)
    assert (seen["notes"], "internal_notes" in seen, len(seen["photos"])) == ("回家热敷", False, 1)
    shown = customer.ask("GET", seen["photos"][0]["url"].removeprefix("/api/v1"))
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert b"Secret" not in shown.content
    assert Image.open(io.BytesIO(shown.content)).size == (2048, 2048)
    assert shop.sign_in("13800000078").ask("GET", record).status_code == 404

    url = customer.ask("POST", "/me/calendar-feed").json()["url"]
    feed = shop.http.get(url, timeout=20)
    assert feed.status_code == 200
    (event,) = Calendar.from_ical(feed.content).walk("VEVENT")
    assert event["uid"] == f"{visit['id']}@mingyitang"
    assert shop.http.get(url, headers={"If-None-Match": feed.headers["ETag"]}, timeout=20).status_code == 304

    def told() -> list:
        items = customer.get("/customers/" + customer.account["id"] + "/timeline")["items"]
        return [entry for entry in items if entry["kind"] == "service_recorded"]

    assert eventually(told, "the record in the timeline")
    export = customer.get("/me/data-export")
    assert export["account"]["phone"] == "+8613800000077"
    assert export["service_records"][0]["notes"] == "回家热敷"
    assert visit["id"] in [one["id"] for one in export["appointments"]]

    assert reception.ask("POST", f"/appointments/{visit['id']}/finish").status_code == 200
    assert customer.ask("DELETE", "/me").status_code == 204
    assert customer.ask("GET", "/me").status_code == 401

    def forgotten() -> bool:
        left = reception.get(record)
        return left["notes"] is None and not left["photos"] and shop.http.get(url, timeout=20).status_code == 404

    assert eventually(forgotten, "the end of notes, photos and feed")
    assert reception.get(record)["done"][0]["minutes"] == 58
    assert shop.sign_in("13800000077").account["id"] != customer.account["id"]
