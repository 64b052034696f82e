"""Stores."""

from gateway.asking import ask
from gateway.blueprint import Blueprint
from gateway.rpc import Json
from gateway.schemas.catalogue import CreateStore, Store, StoreList, UpdateStore, VersionQuery
from gateway.schemas.opening import OpeningHoursQuery, StoreHoursList
from gateway.schemas.values import PageQuery

blp = Blueprint("stores", __name__, description="Stores")


@blp.get("/stores")
@blp.anyone
@blp.query(PageQuery)
@blp.answers(200, StoreList)
def list_stores(asked: Json) -> Json:
    """All stores"""
    return ask("catalog", "list_stores", asked)


@blp.get("/stores/hours")
@blp.anyone
@blp.query(OpeningHoursQuery)
@blp.answers(200, StoreHoursList)
def find_opening_hours(asked: Json) -> Json:
    """When stores are open, day by day, as it really is"""
    return ask("scheduling", "find_opening_hours", asked)


@blp.get("/stores/<id:store_id>")
@blp.anyone
@blp.answers(200, Store)
def get_store(store_id: str) -> Json:
    """A store"""
    return ask("catalog", "get_store", store_id=store_id)


@blp.post("/stores")
@blp.action
@blp.body(CreateStore)
@blp.answers(201, Store)
def create_store(asked: Json) -> Json:
    """Add a store"""
    return ask("catalog", "create_store", asked)


@blp.patch("/stores/<id:store_id>")
@blp.action
@blp.body(UpdateStore)
@blp.answers(200, Store)
def update_store(asked: Json, store_id: str) -> Json:
    """Change a store"""
    return ask("catalog", "update_store", asked, store_id=store_id)


@blp.delete("/stores/<id:store_id>")
@blp.action
@blp.query(VersionQuery)
@blp.answers(204)
def delete_store(asked: Json, store_id: str) -> None:
    """Retire a store"""
    ask("catalog", "delete_store", asked, store_id=store_id)
