"""Entrypoints of the catalogue, a line each: the shape of what is asked, the use case, the view of what it gives."""

from collections.abc import Callable
from typing import Any

from services.catalog import schemas as ask
from services.catalog.adapters.portraits import PortraitStudio
from services.catalog.adapters.storage import CatalogueStorage
from services.catalog.schemas import Json, Request, View
from services.catalog.use_cases import photos, republish, resources, rules, stores, technicians, treatments
from shared.actor import Actor
from shared.bus import Clock, CurrentCall, IdempotencyKeys, declared, idempotent, rpc
from shared.shapes import the


def answer(asked: type[Request], use_case: Callable[..., Any], view: type[View], *, once: bool = False) -> Any:
    """An RPC as `shared.bus.answer` makes it, whose view depends on the reader: their language, and who they are."""

    def answered(self: Any, request: Json) -> Json:
        return view(self.call).answer(use_case(**declared(self, use_case), **the(asked).load(request)))

    return rpc(idempotent(answered) if once else answered)


class CatalogService:
    name = "catalog"
    catalogue = CatalogueStorage()
    portraits = PortraitStudio()
    call = CurrentCall()
    clock = Clock()
    idempotency = IdempotencyKeys()

    list_stores = answer(ask.ListStores, stores.list_stores, ask.StoreView)
    get_store = answer(ask.GetStore, stores.get_store, ask.StoreView)
    create_store = answer(ask.CreateStore, stores.create_store, ask.StoreView, once=True)
    update_store = answer(ask.UpdateStore, stores.update_store, ask.StoreView, once=True)
    delete_store = answer(ask.DeleteStore, stores.delete_store, ask.Done, once=True)

    list_treatments = answer(ask.ListTreatments, treatments.list_treatments, ask.TreatmentView)
    get_treatment = answer(ask.GetTreatment, treatments.get_treatment, ask.TreatmentView)
    create_treatment = answer(ask.CreateTreatment, treatments.create_treatment, ask.TreatmentView, once=True)
    update_treatment = answer(ask.UpdateTreatment, treatments.update_treatment, ask.TreatmentView, once=True)
    delete_treatment = answer(ask.DeleteTreatment, treatments.delete_treatment, ask.Done, once=True)

    list_technicians = answer(ask.ListTechnicians, technicians.list_technicians, ask.FoundView)
    get_technician = answer(ask.GetTechnician, technicians.get_technician, ask.TechnicianView)
    create_technician = answer(ask.CreateTechnician, technicians.create_technician, ask.TechnicianView, once=True)
    update_technician = answer(ask.UpdateTechnician, technicians.update_technician, ask.TechnicianView, once=True)
    delete_technician = answer(ask.DeleteTechnician, technicians.delete_technician, ask.Done, once=True)
    get_technician_photo = answer(ask.GetTechnician, photos.get_technician_photo, ask.PhotoView)
    put_technician_photo = answer(ask.PutTechnicianPhoto, photos.put_technician_photo, ask.TechnicianView)
    delete_technician_photo = answer(ask.GetTechnician, photos.delete_technician_photo, ask.TechnicianView, once=True)

    list_resources = answer(ask.ListResources, resources.list_resources, ask.ResourceView)
    create_resource = answer(ask.CreateResource, resources.create_resource, ask.ResourceView, once=True)
    update_resource = answer(ask.UpdateResource, resources.update_resource, ask.ResourceView, once=True)
    delete_resource = answer(ask.DeleteResource, resources.delete_resource, ask.Done, once=True)

    list_rules = answer(ask.ListRules, rules.list_rules, ask.RulesView)
    create_rules = answer(ask.CreateRules, rules.create_rules, ask.RulesView, once=True)

    republish = answer(ask.Republish, republish.republish, ask.Republished)

    @property
    def actor(self) -> Actor:
        actor: Actor = self.call.actor
        return actor
