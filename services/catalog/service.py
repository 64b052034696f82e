"""The catalogue on the bus: entrypoints and declared dependencies, nothing else."""

from collections.abc import Callable
from typing import Any

from services.catalog import schemas
from services.catalog.adapters.storage import CatalogueStorage
from services.catalog.schemas import Json, Request, View
from services.catalog.use_cases import republish, resources, rules, stores, technicians, treatments
from shared.bus import Clock, CurrentCall, IdempotencyKeys, idempotent, rpc


def action(method: Callable[..., Json]) -> Callable[..., Json]:
    """A writing entrypoint: the same idempotency key gives the same answer."""
    return rpc(idempotent(method))


class CatalogService:
    name = "catalog"
    catalogue = CatalogueStorage()
    call = CurrentCall()
    clock = Clock()
    idempotency = IdempotencyKeys()

    def _read(self, verb: Callable[..., Any], asked: type[Request], view: type[View], request: Json) -> Json:
        return view(self.call).answer(verb(self.catalogue, **asked().load(request)))

    def _write(self, verb: Callable[..., Any], asked: type[Request], view: type[View], request: Json) -> Json:
        now = self.clock.now()
        return view(self.call).answer(verb(self.catalogue, actor=self.call.actor, now=now, **asked().load(request)))

    @rpc
    def list_stores(self, request: Json) -> Json:
        return self._read(stores.list_stores, schemas.ListStores, schemas.StoreView, request)

    @rpc
    def get_store(self, request: Json) -> Json:
        return self._read(stores.get_store, schemas.GetStore, schemas.StoreView, request)

    @action
    def create_store(self, request: Json) -> Json:
        return self._write(stores.create_store, schemas.CreateStore, schemas.StoreView, request)

    @action
    def update_store(self, request: Json) -> Json:
        return self._write(stores.update_store, schemas.UpdateStore, schemas.StoreView, request)

    @action
    def delete_store(self, request: Json) -> Json:
        return self._write(stores.delete_store, schemas.DeleteStore, schemas.Done, request)

    @rpc
    def list_treatments(self, request: Json) -> Json:
        return self._read(treatments.list_treatments, schemas.ListTreatments, schemas.TreatmentView, request)

    @rpc
    def get_treatment(self, request: Json) -> Json:
        return self._read(treatments.get_treatment, schemas.GetTreatment, schemas.TreatmentView, request)

    @action
    def create_treatment(self, request: Json) -> Json:
        return self._write(treatments.create_treatment, schemas.CreateTreatment, schemas.TreatmentView, request)

    @action
    def update_treatment(self, request: Json) -> Json:
        return self._write(treatments.update_treatment, schemas.UpdateTreatment, schemas.TreatmentView, request)

    @action
    def delete_treatment(self, request: Json) -> Json:
        return self._write(treatments.delete_treatment, schemas.DeleteTreatment, schemas.Done, request)

    @rpc
    def list_technicians(self, request: Json) -> Json:
        return self._read(technicians.list_technicians, schemas.ListTechnicians, schemas.FoundView, request)

    @rpc
    def get_technician(self, request: Json) -> Json:
        return self._read(technicians.get_technician, schemas.GetTechnician, schemas.TechnicianView, request)

    @action
    def create_technician(self, request: Json) -> Json:
        return self._write(technicians.create_technician, schemas.CreateTechnician, schemas.TechnicianView, request)

    @action
    def update_technician(self, request: Json) -> Json:
        return self._write(technicians.update_technician, schemas.UpdateTechnician, schemas.TechnicianView, request)

    @action
    def delete_technician(self, request: Json) -> Json:
        return self._write(technicians.delete_technician, schemas.DeleteTechnician, schemas.Done, request)

    @rpc
    def list_resources(self, request: Json) -> Json:
        return self._read(resources.list_resources, schemas.ListResources, schemas.ResourceView, request)

    @action
    def create_resource(self, request: Json) -> Json:
        return self._write(resources.create_resource, schemas.CreateResource, schemas.ResourceView, request)

    @action
    def update_resource(self, request: Json) -> Json:
        return self._write(resources.update_resource, schemas.UpdateResource, schemas.ResourceView, request)

    @action
    def delete_resource(self, request: Json) -> Json:
        return self._write(resources.delete_resource, schemas.DeleteResource, schemas.Done, request)

    @rpc
    def list_rules(self, request: Json) -> Json:
        return self._read(rules.list_rules, schemas.ListRules, schemas.RulesView, request)

    @action
    def create_rules(self, request: Json) -> Json:
        return self._write(rules.create_rules, schemas.CreateRules, schemas.RulesView, request)

    @rpc
    def republish(self, request: Json) -> Json:
        return self._write(republish.republish, schemas.Republish, schemas.Republished, request)
