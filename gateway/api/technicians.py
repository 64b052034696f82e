"""Technicians' public profiles."""

from flask import Response

from gateway.asking import ask, ask_as_nobody
from gateway.blueprint import Blueprint
from gateway.downloads import sent
from gateway.rpc import Json
from gateway.schemas.catalogue import (
    CreateTechnician,
    PhotoQuery,
    Technician,
    TechnicianList,
    TechnicianQuery,
    UpdateTechnician,
    VersionQuery,
)

blp = Blueprint("technicians", __name__, description="Technicians' public profiles")

PHOTO = "/technicians/<id:technician_id>/photo"
# An address with its mark means these bytes for ever; without, or with an old one, whatever photo there is now.
FOR_EVER, ASK_EACH_TIME = "public, max-age=31536000, immutable", "public, no-cache"


@blp.get("/technicians")
@blp.anyone
@blp.query(TechnicianQuery)
@blp.answers(200, TechnicianList)
def list_technicians(asked: Json) -> Json:
    """Technicians, by store, treatment, or who is near"""
    return ask("catalog", "list_technicians", asked)


@blp.get("/technicians/<id:technician_id>")
@blp.anyone
@blp.answers(200, Technician)
def get_technician(technician_id: str) -> Json:
    """A technician"""
    return ask("catalog", "get_technician", technician_id=technician_id)


@blp.post("/technicians")
@blp.action
@blp.body(CreateTechnician)
@blp.answers(201, Technician)
def create_technician(asked: Json) -> Json:
    """Add a technician"""
    return ask("catalog", "create_technician", asked)


@blp.patch("/technicians/<id:technician_id>")
@blp.action
@blp.body(UpdateTechnician)
@blp.answers(200, Technician)
def update_technician(asked: Json, technician_id: str) -> Json:
    """Change a technician"""
    return ask("catalog", "update_technician", asked, technician_id=technician_id)


@blp.delete("/technicians/<id:technician_id>")
@blp.action
@blp.query(VersionQuery)
@blp.answers(204)
def delete_technician(asked: Json, technician_id: str) -> None:
    """Retire a technician"""
    ask("catalog", "delete_technician", asked, technician_id=technician_id)


@blp.get(PHOTO)
@blp.anyone
@blp.query(PhotoQuery)
@blp.answers_file("image/jpeg")
def get_technician_photo(asked: Json, technician_id: str) -> Response:
    """A technician's photo: square, no edge longer than 320 pixels; its address is `photo_url`"""
    photo = ask_as_nobody("catalog", "get_technician_photo", technician_id=technician_id)
    return sent(photo, FOR_EVER if asked.get("v") == photo["etag"] else ASK_EACH_TIME)


@blp.put(PHOTO)
@blp.action
@blp.upload(None)
@blp.answers(200, Technician)
def put_technician_photo(asked: Json, technician_id: str) -> Json:
    """Give a technician a photo: JPEG, PNG or WebP, at most 10 MiB; in place of one that was there

    For the technicians themselves and the managers of their stores. It is made anew: upright, without EXIF, cut to a
    square.
    """
    return ask("catalog", "put_technician_photo", asked, technician_id=technician_id)


@blp.delete(PHOTO)
@blp.action
@blp.answers(200, Technician)
def delete_technician_photo(technician_id: str) -> Json:
    """Take a technician's photo away"""
    return ask("catalog", "delete_technician_photo", technician_id=technician_id)
