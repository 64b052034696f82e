"""Beds and devices of a store."""

from gateway.asking import ask
from gateway.blueprint import Blueprint
from gateway.rpc import Json
from gateway.schemas.catalogue import CreateResource, Resource, ResourceList, UpdateResource, VersionQuery
from gateway.schemas.values import PageQuery

blp = Blueprint("resources", __name__, description="Beds and devices of a store")


@blp.get("/stores/<id:store_id>/resources")
@blp.anyone
@blp.query(PageQuery)
@blp.answers(200, ResourceList)
def list_resources(asked: Json, store_id: str) -> Json:
    """Beds and devices"""
    return ask("catalog", "list_resources", asked, store_id=store_id)


@blp.post("/stores/<id:store_id>/resources")
@blp.action
@blp.body(CreateResource)
@blp.answers(201, Resource)
def create_resource(asked: Json, store_id: str) -> Json:
    """Add a bed or a device"""
    return ask("catalog", "create_resource", asked, store_id=store_id)


@blp.patch("/stores/<id:store_id>/resources/<id:resource_id>")
@blp.action
@blp.body(UpdateResource)
@blp.answers(200, Resource)
def update_resource(asked: Json, store_id: str, resource_id: str) -> Json:
    """Change a bed or a device"""
    return ask("catalog", "update_resource", asked, store_id=store_id, resource_id=resource_id)


@blp.delete("/stores/<id:store_id>/resources/<id:resource_id>")
@blp.action
@blp.query(VersionQuery)
@blp.answers(204)
def delete_resource(asked: Json, store_id: str, resource_id: str) -> None:
    """Retire a bed or a device"""
    ask("catalog", "delete_resource", asked, store_id=store_id, resource_id=resource_id)
