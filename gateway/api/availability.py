"""Free times, and why a time is not one."""

from gateway import texts, ways
from gateway.asking import ask
from gateway.blueprint import Blueprint
from gateway.errors import language
from gateway.rpc import Json
from gateway.schemas.availability import (
    Availability,
    AvailabilityQuery,
    ExplainQuery,
    Explanation,
    NextFreeQuery,
    Soonest,
)

blp = Blueprint("availability", __name__, description="Free times")


@blp.get("/availability")
@blp.anyone
@blp.query(AvailabilityQuery)
@blp.answers(200, Availability)
def find_availability(asked: Json) -> Json:
    """Times that a booking made at once is given"""
    found = ask("scheduling", "find_availability", asked)
    if asked.get("place") != "home":
        return found
    days = [{**day, "slots": _with_ways(day["slots"])} for day in found.get("days", ())]
    best = {"suggestions": _with_ways(found["suggestions"])} if "suggestions" in found else {}
    return {**found, "days": days, **best}


@blp.get("/availability/next")
@blp.anyone
@blp.query(NextFreeQuery)
@blp.answers(200, Soonest)
def find_next_free(asked: Json) -> Json:
    """When each technician of a store is free next, within a week unless `days` are named"""
    return ask("scheduling", "find_next_free", asked)


@blp.get("/availability/explain")
@blp.anyone
@blp.query(ExplainQuery)
@blp.answers(200, Explanation)
def explain_availability(asked: Json) -> Json:
    """Why a time is offered or not"""
    explained = ask("scheduling", "explain_availability", asked)
    return {**explained, "reasons": [_told(reason) for reason in explained.get("reasons", ())]}


def _with_ways(slots: list[Json]) -> list[Json]:
    """The slots with words for the way of a technician who comes to the customer's place."""
    return [{**slot, "travel": ways.told(slot["travel"], language())} if slot.get("travel") else slot for slot in slots]


def _told(reason: Json) -> Json:
    """The reason with words for people; its parameters are in them, but for the treatment, which has a name."""
    params = reason.get("params") or {}
    told = {name: value for name, value in reason.items() if name != "params" and value is not None}
    told |= {"treatment_id": params["treatment_id"]} if "treatment_id" in params else {}
    return {**told, "text": texts.of(reason["code"], params, language()).detail}
