"""The shapes of the catalogue's requests and answers, one module per noun."""

from services.catalog.schemas.republishing import Republish, Republished
from services.catalog.schemas.resources import (
    CreateResource,
    DeleteResource,
    ListResources,
    ResourceView,
    UpdateResource,
)
from services.catalog.schemas.rules import CreateRules, ListRules, RulesView
from services.catalog.schemas.stores import CreateStore, DeleteStore, GetStore, ListStores, StoreView, UpdateStore
from services.catalog.schemas.technicians import (
    CreateTechnician,
    DeleteTechnician,
    FoundView,
    GetTechnician,
    ListTechnicians,
    PhotoView,
    PutTechnicianPhoto,
    TechnicianView,
    UpdateTechnician,
)
from services.catalog.schemas.treatments import (
    CreateTreatment,
    DeleteTreatment,
    GetTreatment,
    ListTreatments,
    TreatmentView,
    UpdateTreatment,
)
from services.catalog.schemas.values import Done, Json, Request, View

__all__ = [
    "CreateResource",
    "CreateRules",
    "CreateStore",
    "CreateTechnician",
    "CreateTreatment",
    "DeleteResource",
    "DeleteStore",
    "DeleteTechnician",
    "DeleteTreatment",
    "Done",
    "FoundView",
    "GetStore",
    "GetTechnician",
    "GetTreatment",
    "Json",
    "ListResources",
    "ListRules",
    "ListStores",
    "ListTechnicians",
    "ListTreatments",
    "PhotoView",
    "PutTechnicianPhoto",
    "Republish",
    "Republished",
    "Request",
    "ResourceView",
    "RulesView",
    "StoreView",
    "TechnicianView",
    "TreatmentView",
    "UpdateResource",
    "UpdateStore",
    "UpdateTechnician",
    "UpdateTreatment",
    "View",
]
