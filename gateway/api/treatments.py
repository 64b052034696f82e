"""Treatments."""

from gateway.asking import ask
from gateway.blueprint import Blueprint
from gateway.rpc import Json
from gateway.schemas.catalogue import (
    CreateTreatment,
    Treatment,
    TreatmentList,
    TreatmentQuery,
    UpdateTreatment,
    VersionQuery,
)

blp = Blueprint("treatments", __name__, description="Treatments")


@blp.get("/treatments")
@blp.anyone
@blp.query(TreatmentQuery)
@blp.answers(200, TreatmentList)
def list_treatments(asked: Json) -> Json:
    """Treatments on offer"""
    return ask("catalog", "list_treatments", asked)


@blp.get("/treatments/<id:treatment_id>")
@blp.anyone
@blp.answers(200, Treatment)
def get_treatment(treatment_id: str) -> Json:
    """A treatment"""
    return ask("catalog", "get_treatment", treatment_id=treatment_id)


@blp.post("/treatments")
@blp.action
@blp.body(CreateTreatment)
@blp.answers(201, Treatment)
def create_treatment(asked: Json) -> Json:
    """Add a treatment"""
    return ask("catalog", "create_treatment", asked)


@blp.patch("/treatments/<id:treatment_id>")
@blp.action
@blp.body(UpdateTreatment)
@blp.answers(200, Treatment)
def update_treatment(asked: Json, treatment_id: str) -> Json:
    """Change a treatment"""
    return ask("catalog", "update_treatment", asked, treatment_id=treatment_id)


@blp.delete("/treatments/<id:treatment_id>")
@blp.action
@blp.query(VersionQuery)
@blp.answers(204)
def delete_treatment(asked: Json, treatment_id: str) -> None:
    """Retire a treatment"""
    ask("catalog", "delete_treatment", asked, treatment_id=treatment_id)
