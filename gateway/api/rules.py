"""Booking rules: values with a date, for the brand, a store or a treatment."""

from gateway.asking import ask
from gateway.blueprint import Blueprint
from gateway.rpc import Json
from gateway.schemas.catalogue import CreateRules, Rules, RulesList, RulesQuery

blp = Blueprint("booking-rules", __name__, description="Booking rules")


@blp.get("/booking-rules")
@blp.anyone
@blp.query(RulesQuery)
@blp.answers(200, RulesList)
def list_rules(asked: Json) -> Json:
    """Rules, with the date from which each holds"""
    return ask("catalog", "list_rules", asked)


@blp.post("/booking-rules")
@blp.action
@blp.body(CreateRules)
@blp.answers(201, Rules)
def create_rules(asked: Json) -> Json:
    """Lay down rules from a moment on"""
    return ask("catalog", "create_rules", asked)
