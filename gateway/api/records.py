"""Service records 服务记录: what was done in a visit, its photos and the customer's signature."""

from flask import Response

from gateway.asking import ask
from gateway.blueprint import Blueprint
from gateway.downloads import sent
from gateway.rpc import Json
from gateway.schemas.records import AddPhoto, Photo, PutServiceRecord, RecordHistory, ServiceRecord

blp = Blueprint("records", __name__, description="Service records")

RECORD = "/appointments/<id:appointment_id>/service-record"
# The bytes of a picture never change, but who may see it does: a shared cache must not keep it.
CACHED = "private, max-age=3600"


@blp.get(RECORD)
@blp.signed_in
@blp.answers(200, ServiceRecord)
def get_service_record(appointment_id: str) -> Json:
    """What was done; without the internal notes for the customer"""
    return with_addresses(ask("booking", "get_service_record", appointment_id=appointment_id))


@blp.put(RECORD)
@blp.action
@blp.body(PutServiceRecord)
@blp.answers(200, ServiceRecord)
def put_service_record(asked: Json, appointment_id: str) -> Json:
    """Write, or correct, what was done

    From the moment the visit is in service, and at any time after it: every version is kept with its writer. 409
    `version_conflict` where somebody else wrote in the meantime.
    """
    return with_addresses(ask("booking", "put_service_record", asked, appointment_id=appointment_id))


@blp.get(f"{RECORD}/history")
@blp.signed_in
@blp.answers(200, RecordHistory)
def get_record_history(appointment_id: str) -> Json:
    """Every version of the record, for those who may write it"""
    found = ask("booking", "get_record_history", appointment_id=appointment_id)
    return {"items": [with_addresses(version) for version in found.get("items", ())]}


@blp.post(f"{RECORD}/photos")
@blp.action
@blp.upload(AddPhoto)
@blp.answers(201, Photo)
def add_photo(asked: Json, appointment_id: str) -> Json:
    """Add a photo: JPEG, PNG or WebP, at most 10 MiB

    It is made anew: upright, without EXIF, no edge longer than 2048 pixels. The same file once more is the same photo.
    """
    return _with_url(ask("booking", "add_photo", asked, appointment_id=appointment_id), appointment_id)


@blp.get(f"{RECORD}/photos/<id:photo_id>")
@blp.signed_in
@blp.answers_file("image/jpeg")
def get_photo(appointment_id: str, photo_id: str) -> Response:
    """A photo's bytes"""
    return sent(ask("booking", "get_photo", appointment_id=appointment_id, photo_id=photo_id), CACHED)


@blp.delete(f"{RECORD}/photos/<id:photo_id>")
@blp.action
@blp.answers(204)
def delete_photo(appointment_id: str, photo_id: str) -> None:
    """Delete a photo; nobody can open it from then on"""
    ask("booking", "delete_photo", appointment_id=appointment_id, photo_id=photo_id)


@blp.put(f"{RECORD}/signature")
@blp.action
@blp.upload(None)
@blp.answers(200, Photo)
def put_signature(asked: Json, appointment_id: str) -> Json:
    """Keep the customer's signature, a picture of it, in place of one that was there"""
    return _with_url(ask("booking", "put_signature", asked, appointment_id=appointment_id), appointment_id)


@blp.get(f"{RECORD}/signature")
@blp.signed_in
@blp.answers_file("image/png")
def get_signature(appointment_id: str) -> Response:
    """The signature's bytes"""
    return sent(ask("booking", "get_signature", appointment_id=appointment_id), CACHED)


def with_addresses(record: Json) -> Json:
    """The record with the addresses of its pictures."""
    visit, signature = record.get("appointment_id", ""), record.get("signature")
    return {
        **record,
        "photos": [_with_url(photo, visit) for photo in record.get("photos", ())],
        "signature": signature and _with_url(signature, visit),
    }


def _with_url(photo: Json, appointment_id: str) -> Json:
    leaf = "signature" if photo.get("kind") == "signature" else f"photos/{photo.get('id')}"
    return {**photo, "url": f"/api/v1/appointments/{appointment_id}/service-record/{leaf}"}
