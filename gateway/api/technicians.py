"""Technicians' public profiles."""

from gateway.asking import ask
from gateway.blueprint import Blueprint
from gateway.rpc import Json
from gateway.schemas.catalogue import (
    CreateTechnician,
    Technician,
    TechnicianList,
    TechnicianQuery,
    UpdateTechnician,
    VersionQuery,
)

blp = Blueprint("technicians", __name__, description="Technicians' public profiles")


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
