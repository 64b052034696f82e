"""Appointments outside working time, and what a store decides for them."""

from gateway.asking import ask
from gateway.blueprint import Blueprint
from gateway.rpc import Json
from gateway.schemas.conflicts import Changed, ConflictList, ConflictsQuery, Deciding

blp = Blueprint("conflicts", __name__, description="Appointments that working time was taken from")


@blp.get("/stores/<id:store_id>/conflicts")
@blp.signed_in
@blp.query(ConflictsQuery)
@blp.answers(200, ConflictList)
def find_conflicts(asked: Json, store_id: str) -> Json:
    """Appointments to come that lie outside working time, and what could become of each"""
    return ask("scheduling", "find_conflicts", asked, store_id=store_id)


@blp.post("/stores/<id:store_id>/conflicts")
@blp.action
@blp.body(Deciding)
@blp.answers(200, Changed)
def decide_conflicts(asked: Json, store_id: str) -> Json:
    """Keep, reassign or move appointments, all or none"""
    return ask("scheduling", "decide_conflicts", asked, store_id=store_id)
