"""Catalog announces what its committed samples promise, field for field."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from nameko.testing.services import worker_factory

from services.catalog.adapters.storage import SqlCatalogue
from services.catalog.domain import events
from services.catalog.domain.entry import Entry
from services.catalog.domain.hours import OpeningHours
from services.catalog.domain.place import Point
from services.catalog.domain.resource import Resource
from services.catalog.domain.rules import BookingRules
from services.catalog.domain.store import Closure, Store
from services.catalog.domain.technician import Technician
from services.catalog.domain.treatment import Addon, Course, Segment, Treatment
from services.catalog.service import CatalogService
from shared.clock import FixedClock
from shared.db import Database
from shared.events import Event
from shared.outbox import Outbox
from shared.testing import NOW, InMemoryKeys, a_call, an_admin, sample
from shared.testing.builders import SAMPLES

TYPES = ("store_changed", "treatment_changed", "technician_changed", "resource_changed", "booking_rules_changed")


def _row(type_: str) -> dict[str, Any]:
    return dict(sample("catalog", type_).data)


def _entry(row: dict[str, Any], id_name: str, **parsed: Any) -> dict[str, Any]:
    """A sample's row as the fields of an entry: lists as tuples, and `parsed` for what is more than JSON."""
    fields = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    entry_id = fields.pop(id_name)
    return {**fields, "id": entry_id, **parsed}


def _store() -> Store:
    row = _row("store_changed")
    closures = tuple(
        Closure(datetime.fromisoformat(c["from"]), datetime.fromisoformat(c["to"]), c["reason"])
        for c in row["closures"]
    )
    return Store(**_entry(row, "store_id", closures=closures, opening_hours=OpeningHours.parse(row["opening_hours"])))


def _treatment() -> Treatment:
    row = _row("treatment_changed")
    segments = tuple(Segment(**segment) for segment in row["segments"])
    addons = tuple(Addon(**addon) for addon in row["addons"])
    return Treatment(**_entry(row, "treatment_id", segments=segments, course=Course(**row["course"]), addons=addons))


def _technician() -> Technician:
    row = _row("technician_changed")
    return Technician(**_entry(row, "technician_id", home_base=Point(**row["home_base"])))


def _resource() -> Resource:
    return Resource(**_entry(_row("resource_changed"), "resource_id"))


def _rules() -> BookingRules:
    row = _row("booking_rules_changed")
    return BookingRules(**_entry(row, "rules_id", effective_from=datetime.fromisoformat(row["effective_from"])))


def test_every_event_of_the_catalogue_has_its_sample() -> None:
    assert sorted(fact.type() for fact in events.FACTS.values()) == sorted(TYPES)
    assert {path.name for path in (SAMPLES / "catalog").iterdir()} == {f"{type_}.v1.json" for type_ in TYPES}


@pytest.mark.parametrize(
    ("type_", "build"),
    zip(TYPES, (_store, _treatment, _technician, _resource, _rules), strict=True),
)
def test_an_entry_is_announced_exactly_as_its_sample_says(type_: str, build: Callable[[], Entry]) -> None:
    promised = sample("catalog", type_)

    fact = events.changed(build())
    announced = Event.of(fact, producer="catalog", correlation_id=promised.correlation_id, occurred_at=NOW)

    assert (announced.type, announced.version, announced.data) == (promised.type, promised.version, promised.data)


@pytest.mark.parametrize("type_", TYPES)
def test_a_sample_is_an_envelope_that_a_consumer_can_open(type_: str) -> None:
    envelope = sample("catalog", type_)

    assert (envelope.type, envelope.producer, envelope.occurred_at.tzinfo) == (type_, "catalog", UTC)
    assert envelope.revision >= 1
    assert envelope.data["retired"] is False


def test_what_the_service_writes_into_its_outbox_has_the_samples_shape(
    database_of: Callable[[str], Database],
) -> None:
    database = database_of("catalog")
    outbox, call = Outbox(database, "catalog"), a_call(an_admin())
    catalog = worker_factory(
        CatalogService,
        catalogue=SqlCatalogue(database, outbox, call),
        call=call,
        clock=FixedClock(NOW),
        idempotency=InMemoryKeys(),
    )
    promised = _row("store_changed")
    written = {name: value for name, value in promised.items() if name not in {"store_id", "revision", "retired"}}

    store = catalog.create_store(written)

    (announced,) = outbox.lease("test")
    assert announced.data == {**promised, "store_id": store["id"], "revision": 1}
