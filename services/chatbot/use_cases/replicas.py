"""Keeping the copy of the catalogue: full rows by revision, so duplicates and reordering are harmless."""

from collections.abc import Mapping
from typing import Any

from services.chatbot.ports import RULES, STORES, TECHNICIANS, TREATMENTS, Replicas

Data = Mapping[str, Any]


def remember_store(replicas: Replicas, data: Data) -> None:
    _remember(replicas, STORES, data["store_id"], data)


def remember_treatment(replicas: Replicas, data: Data) -> None:
    _remember(replicas, TREATMENTS, data["treatment_id"], data)


def remember_technician(replicas: Replicas, data: Data) -> None:
    _remember(replicas, TECHNICIANS, data["technician_id"], data)


def remember_rules(replicas: Replicas, data: Data) -> None:
    _remember(replicas, RULES, data["rules_id"], data)


def _remember(replicas: Replicas, kind: str, row_id: str, data: Data) -> None:
    replicas.keep(kind, row_id, int(data["revision"]), {**data, "id": row_id})
