"""How technicians are chosen: why this one, whose turn it is, and who is not to meet again."""

from gateway.asking import ask, ask_aside
from gateway.auth import current_actor
from gateway.blueprint import Blueprint
from gateway.rpc import Json
from gateway.schemas.assignments import Assignment, Clocks, ClocksQuery, NeverAgain, NeverAgainList, PutNeverAgain

blp = Blueprint("assignments", __name__, description="How technicians are chosen")


@blp.get("/appointments/<id:appointment_id>/assignment")
@blp.signed_in
@blp.answers(200, Assignment)
def explain_assignment(appointment_id: str) -> Json:
    """Why these technicians, with everybody's score, for staff"""
    return ask("scheduling", "explain_assignment", appointment_id=appointment_id)


@blp.get("/stores/<id:store_id>/clocks")
@blp.signed_in
@blp.query(ClocksQuery)
@blp.answers(200, Clocks)
def get_clocks(asked: Json, store_id: str) -> Json:
    """Requested and rotation clocks of a day, in the order of the rotation, for staff"""
    return ask("scheduling", "get_clocks", asked, store_id=store_id)


@blp.get("/customers/<id:customer_id>/never-again")
@blp.signed_in
@blp.answers(200, NeverAgainList)
def list_never_again(customer_id: str) -> Json:
    """Technicians a customer is not to meet again"""
    _require_visible(customer_id)
    return ask("scheduling", "list_never_again", customer_id=customer_id)


@blp.put("/customers/<id:customer_id>/never-again/<id:technician_id>")
@blp.action
@blp.body(PutNeverAgain, required=False)
@blp.answers(200, NeverAgain)
def put_never_again(asked: Json, customer_id: str, technician_id: str) -> Json:
    """Keep a customer and a technician apart from now on"""
    _require_visible(customer_id)
    return ask("scheduling", "put_never_again", asked, customer_id=customer_id, technician_id=technician_id)


@blp.delete("/customers/<id:customer_id>/never-again/<id:technician_id>")
@blp.action
@blp.answers(204)
def delete_never_again(customer_id: str, technician_id: str) -> None:
    """Take the pair off the list"""
    _require_visible(customer_id)
    ask("scheduling", "delete_never_again", customer_id=customer_id, technician_id=technician_id)


@blp.get("/me/never-again")
@blp.signed_in
@blp.answers(200, NeverAgainList)
def list_my_never_again() -> Json:
    """Technicians I do not want to meet again"""
    return ask("scheduling", "list_never_again", customer_id=current_actor().account_id)


@blp.put("/me/never-again/<id:technician_id>")
@blp.action
@blp.body(PutNeverAgain, required=False)
@blp.answers(200, NeverAgain)
def put_my_never_again(asked: Json, technician_id: str) -> Json:
    """Keep me and a technician apart from now on"""
    mine = current_actor().account_id
    return ask("scheduling", "put_never_again", asked, customer_id=mine, technician_id=technician_id)


@blp.delete("/me/never-again/<id:technician_id>")
@blp.action
@blp.answers(204)
def delete_my_never_again(technician_id: str) -> None:
    """Take a technician off my list"""
    ask("scheduling", "delete_never_again", customer_id=current_actor().account_id, technician_id=technician_id)


def _require_visible(customer_id: str) -> None:
    """Staff reach the customers whose archive they may see; whose own list it is needs no look."""
    if current_actor().account_id != customer_id:
        ask_aside("customer_profile", "get_customer", customer_id=customer_id)
