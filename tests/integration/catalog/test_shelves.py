from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import eventlet
import pytest

from services.catalog.adapters.storage import SqlCatalogue
from services.catalog.domain.errors import NotInTheCatalogue, PhotoUnknown, SlugTaken, VersionConflict
from services.catalog.domain.place import Point
from services.catalog.domain.resource import Resource
from services.catalog.domain.rules import BookingRules
from services.catalog.domain.store import Closure
from services.catalog.domain.treatment import Addon, Course, Segment
from services.catalog.ports import Catalogue
from shared.db import Database
from shared.events import Event
from shared.idempotency import IdempotencyKeys
from shared.outbox import Outbox
from shared.pictures import Picture
from shared.testing import NOW, a_call, an_admin

PHOTO = Picture(bytes(range(256)) * 400, "image/jpeg", 320, 320)


def _told(outbox: Outbox) -> list[Event]:
    return outbox.lease("test")


def test_every_field_comes_back_as_it_was_put(either: Catalogue, examples: dict[str, Any]) -> None:
    closure = Closure(datetime(2027, 2, 5, 16, tzinfo=UTC), datetime(2027, 2, 8, 16, tzinfo=UTC), "春节")
    store = replace(examples["store"], aliases=("徐汇店",), closures=(closure,), name_en="Xujiahui", metro="9号口")
    treatment = replace(
        examples["treatment"],
        segments=(Segment("布灸", 20), Segment("灸", 25, technician=False)),
        course=Course(10, 138000),
        addons=(Addon("ginger-compress", "姜泥热敷", 10, 3800, "Ginger compress"),),
        suits=("失眠",),
        description="温和" * 500,
    )
    technician = replace(
        examples["technician"],
        stores=("sto-2", "sto-1"),
        home_base=Point(121.4, 31.15),
        rating=4.9,
        certified=True,
        skills=("推拿", "康复"),
        photo_url="/photos/wang.webp",
    )
    bed = Resource(id="res-1", store_id="sto-1", kind="bed", name="1号床", treatments=("tre-1",))
    rules = BookingRules(id="rul-1", scope="brand", effective_from=NOW, values={"store_acceptance": False})

    for shelf, entry in (
        (either.stores, store),
        (either.treatments, treatment),
        (either.technicians, technician),
        (either.resources, bed),
        (either.rules, rules),
    ):
        shelf.add(entry, NOW)
        assert shelf.get(entry.id) == entry
        assert shelf.all() == [entry]


def test_a_second_entry_with_the_slug_is_refused(either: Catalogue, examples: dict[str, Any]) -> None:
    either.stores.add(examples["store"], NOW)

    with pytest.raises(SlugTaken):
        either.stores.add(replace(examples["store"], id="sto-2"), NOW)

    assert [store.id for store in either.stores.all()] == ["sto-1"]


def test_only_the_next_revision_is_saved(either: Catalogue, examples: dict[str, Any]) -> None:
    store = examples["store"]
    either.stores.add(store, NOW)
    either.stores.save(store.changed(1, name="甲"), NOW)

    with pytest.raises(VersionConflict):
        either.stores.save(store.changed(1, name="乙"), NOW)

    assert either.stores.get("sto-1").name == "甲"


def test_a_retired_entry_is_not_found(either: Catalogue, examples: dict[str, Any]) -> None:
    either.treatments.add(examples["treatment"], NOW)
    either.treatments.save(examples["treatment"].retire(1), NOW)

    assert either.treatments.all() == []
    with pytest.raises(NotInTheCatalogue):
        either.treatments.get("tre-1")
    with pytest.raises(NotInTheCatalogue):
        either.treatments.get("tre-unknown")


def test_technicians_are_found_by_the_stores_they_work_in_now(either: Catalogue, examples: dict[str, Any]) -> None:
    wang = replace(examples["technician"], stores=("sto-1", "sto-2"))
    li = replace(examples["technician"], id="tec-2", slug="li", stores=("sto-2",))
    for technician in (wang, li):
        either.technicians.add(technician, NOW)
    either.technicians.save(wang.changed(1, stores=("sto-3", "sto-1")), NOW)

    found = {store: [one.id for one in either.technicians.of_store(store)] for store in ("sto-1", "sto-2", "sto-3")}

    assert found == {"sto-1": ["tec-1"], "sto-2": ["tec-2"], "sto-3": ["tec-1"]}


def test_beds_are_found_by_their_store(either: Catalogue) -> None:
    for number, store_id in enumerate(("sto-1", "sto-2")):
        either.resources.add(Resource(id=f"res-{number}", store_id=store_id, kind="bed", name="床"), NOW)

    assert [bed.id for bed in either.resources.of_store("sto-2")] == ["res-1"]


def test_a_change_and_its_event_are_written_together(
    catalogue: SqlCatalogue, outbox: Outbox, examples: dict[str, Any]
) -> None:
    catalogue.stores.add(examples["store"], NOW)
    with pytest.raises(SlugTaken):
        catalogue.stores.add(replace(examples["store"], id="sto-2"), NOW)
    with pytest.raises(VersionConflict):
        catalogue.stores.save(replace(examples["store"], revision=9), NOW)

    assert [(event.type, event.revision, event.occurred_at) for event in _told(outbox)] == [("store_changed", 1, NOW)]


def test_announcing_all_includes_what_is_retired(
    catalogue: SqlCatalogue, outbox: Outbox, examples: dict[str, Any]
) -> None:
    catalogue.stores.add(examples["store"], NOW)
    catalogue.stores.save(examples["store"].retire(1), NOW)
    catalogue.stores.add(replace(examples["store"], id="sto-2", slug="jingansi"), NOW)
    first = _told(outbox)

    assert catalogue.stores.announce_all(NOW) == 2

    again = _told(outbox)
    assert [(event.data["store_id"], event.data["retired"]) for event in again] == [("sto-1", True), ("sto-2", False)]
    assert [event.data for event in again] == [event.data for event in first[1:]]
    assert not {event.id for event in again} & {event.id for event in first}


def test_of_editors_who_saw_the_same_revision_one_wins(
    catalogue: SqlCatalogue, outbox: Outbox, examples: dict[str, Any]
) -> None:
    catalogue.stores.add(examples["store"], NOW)
    seen = catalogue.stores.get("sto-1")

    def edit(name: str) -> bool:
        try:
            catalogue.stores.save(seen.changed(1, name=name), NOW)
        except VersionConflict:
            return False
        return True

    editors = [eventlet.spawn(edit, f"店{number}") for number in range(8)]

    assert sorted(editor.wait() for editor in editors) == [False] * 7 + [True]
    assert [event.revision for event in _told(outbox)] == [1, 2]


def test_a_repeated_request_makes_one_entry_in_the_transaction_of_its_key(
    database: Database, catalogue: SqlCatalogue, outbox: Outbox, examples: dict[str, Any]
) -> None:
    keys, call = IdempotencyKeys(database), a_call(an_admin(), key="k-1", body={})

    def work() -> dict[str, Any]:
        catalogue.stores.add(examples["store"], NOW)
        return {"id": "sto-1"}

    assert [keys.run(call, work) for _ in range(2)] == [{"id": "sto-1"}] * 2
    assert len(_told(outbox)) == 1


def test_a_refused_request_leaves_neither_entry_nor_key(
    database: Database, catalogue: SqlCatalogue, outbox: Outbox, examples: dict[str, Any]
) -> None:
    keys, call = IdempotencyKeys(database), a_call(an_admin(), key="k-2", body={})

    def work() -> dict[str, Any]:
        catalogue.treatments.add(examples["treatment"], NOW)
        catalogue.treatments.add(replace(examples["treatment"], id="tre-2"), NOW)
        raise AssertionError

    with pytest.raises(SlugTaken):
        keys.run(call, work)

    assert catalogue.treatments.all() == []
    assert _told(outbox) == []
    assert call.idempotency is not None
    assert keys.find(call, call.idempotency) is None


def test_a_photo_is_kept_beside_the_technician_who_names_it(either: Catalogue, examples: dict[str, Any]) -> None:
    technicians, technician = either.technicians, examples["technician"]
    technicians.add(technician, NOW)
    with pytest.raises(PhotoUnknown):
        technicians.photo(technician.id)

    pictured = technician.pictured(PHOTO)
    technicians.picture(pictured, PHOTO, NOW)

    assert technicians.get(technician.id) == pictured
    assert technicians.photo(technician.id) == PHOTO.content
    edited = pictured.changed(2, level=5)
    technicians.save(edited, NOW)
    assert technicians.photo(technician.id) == PHOTO.content


def test_only_the_photo_that_is_named_is_kept(either: Catalogue, examples: dict[str, Any]) -> None:
    technicians, first = either.technicians, examples["technician"].pictured(PHOTO)
    technicians.add(examples["technician"], NOW)
    technicians.picture(first, PHOTO, NOW)

    other = replace(PHOTO, content=b"another")
    second = first.pictured(other)
    technicians.picture(second, other, NOW)
    assert technicians.photo(first.id) == b"another"

    technicians.save(second.pictured(None), NOW)
    with pytest.raises(PhotoUnknown):
        technicians.photo(first.id)


def test_a_photo_for_an_older_revision_is_not_kept(either: Catalogue, examples: dict[str, Any]) -> None:
    technicians, technician = either.technicians, examples["technician"]
    technicians.add(technician, NOW)
    technicians.save(technician.changed(1, level=5), NOW)

    with pytest.raises(VersionConflict):
        technicians.picture(technician.pictured(PHOTO), PHOTO, NOW)

    with pytest.raises(PhotoUnknown):
        technicians.photo(technician.id)
