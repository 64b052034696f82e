"""Service records, pictures, feeds and the forgetting of customers on a real database."""

import pytest
from sqlalchemy import Text, select, text, type_coerce

from services.booking.adapters.tables import record_files
from services.booking.domain.errors import VersionConflict
from services.booking.domain.feed.errors import FeedUnknown
from services.booking.domain.feed.feed import Feed
from services.booking.domain.life.contact import Address
from services.booking.domain.life.history import Entry
from services.booking.domain.record.events import recorded
from services.booking.domain.record.pictures import RecordFile
from services.booking.domain.record.record import Done, Product, ServiceRecord
from shared.testing import NOW
from tests.support.booking import an_appointment

STORE, TREATMENT, TECHNICIAN = "01KQ8Y0000000000000XVJAHV1", "01KQ8Y0000000000000M0X1BV5", "01KQ8Y0000000000000WANGJ1A"
VISIT = an_appointment(store_id=STORE, treatment_id=TREATMENT, technician_ids=(TECHNICIAN,), note="腰痛")


@pytest.fixture
def storage(shop):
    storage = shop.storage()
    storage.appointments.add(VISIT)
    return storage


def a_record(version=1, **changes):
    defaults = {
        "appointment_id": "apt-1",
        "version": version,
        "done": (Done(TREATMENT, TECHNICIAN, 48),),
        "products": (Product("艾条", 1.5),),
        "flags": ("adverse_reaction",),
        "notes": "回家热敷",
        "internal_notes": "怕痒",
        "recorded_by": "acc-1",
        "recorded_at": NOW,
    }
    return ServiceRecord(**{**defaults, **changes})


def write(storage, record):
    directory = storage.catalogue.directory(stores=[STORE], treatments=[TREATMENT], technicians=[TECHNICIAN])
    storage.records.add(record, recorded(record, VISIT, directory))


def a_file(file_id="fil-1", **changes):
    defaults = {
        "id": file_id,
        "appointment_id": "apt-1",
        "kind": "before",
        "name": "a" * 64,
        "key": "the key of the file",
        "upload": "b" * 64,
        "media_type": "image/jpeg",
        "width": 60,
        "height": 40,
        "bytes": 1234,
        "added_by": "acc-1",
        "added_at": NOW,
    }
    return RecordFile(**{**defaults, **changes})


def test_a_record_comes_out_as_it_went_in_and_every_version_stays(storage, shop):
    first, second = a_record(), a_record(2, notes=None, done=())
    write(storage, first)
    write(storage, second)

    assert storage.records.get("apt-1") == second
    assert storage.records.history("apt-1") == [first, second]
    assert [event.data["revision"] for event in shop.events()] == [1, 2]


def test_one_version_is_written_once(storage):
    write(storage, a_record())

    with pytest.raises(VersionConflict):
        write(storage, a_record(notes="晚了一步"))


def test_notes_and_keys_lie_sealed(storage):
    write(storage, a_record())
    storage.record_files.begin(a_file())

    with storage.database.reading() as connection:
        notes = connection.execute(text("SELECT notes, internal_notes FROM service_records")).one()
        (key,) = connection.execute(select(type_coerce(record_files.c.key, Text))).one()

    assert all(value.startswith("v1:") for value in (*notes, key))


def test_a_file_is_seen_once_it_is_kept_and_its_key_is_gone_with_it(storage):
    storage.record_files.begin(a_file())
    assert storage.record_files.of("apt-1") == []

    assert storage.record_files.keep("fil-1")
    assert storage.record_files.of("apt-1") == [a_file()]
    assert not storage.record_files.keep("fil-1")

    storage.record_files.drop(["fil-1"])
    assert storage.record_files.of("apt-1") == []
    assert storage.record_files.given_up(600, 10) == [("fil-1", "a" * 64)]
    storage.record_files.forget("fil-1")
    assert storage.record_files.given_up(600, 10) == []


def test_a_file_that_is_being_stored_is_given_up_only_after_a_while(storage):
    storage.record_files.begin(a_file())
    assert storage.record_files.given_up(600, 10) == []

    with storage.database.transaction() as connection:
        connection.execute(record_files.update().values(changed_at=NOW.replace(year=2020)))

    assert storage.record_files.given_up(600, 10) == [("fil-1", "a" * 64)]


def test_a_file_that_is_kept_is_not_forgotten(storage):
    storage.record_files.begin(a_file())
    storage.record_files.keep("fil-1")

    storage.record_files.forget("fil-1")

    assert len(storage.record_files.of("apt-1")) == 1


def test_a_feed_is_found_by_its_digest_until_another_takes_its_place(storage):
    first, second = (Feed("acc-1", digest * 64, "tec-1", "zh-CN", NOW) for digest in "cd")
    storage.feeds.put(first)
    assert storage.feeds.of_digest(first.digest) == first

    storage.feeds.put(second)
    with pytest.raises(FeedUnknown):
        storage.feeds.of_digest(first.digest)
    storage.feeds.leave_technician("acc-1", "tec-1")
    assert storage.feeds.of_account("acc-1").technician_id == "tec-1"
    storage.feeds.leave_technician("acc-1", None)
    assert storage.feeds.of_account("acc-1").technician_id is None
    storage.feeds.remove("acc-1")
    assert storage.feeds.of_account("acc-1") is None


def test_when_a_visit_last_changed_its_history_tells(storage):
    for version, minute in ((1, 0), (2, 7)):
        step = Entry("apt-1", version, NOW.replace(minute=minute), "cus-1", "confirm", "confirmed", {})
        storage.appointments.record([step], [])

    assert storage.feeds.changed_at(["apt-1", "apt-2"]) == {"apt-1": NOW.replace(minute=7)}
    assert storage.feeds.changed_at([]) == {}


def test_forgetting_takes_the_person_out_and_leaves_the_books(storage):
    storage.appointments.save(an_appointment(**{**vars(VISIT), "version": 3, "address": Address("路", 121.4, 31.2)}))
    storage.appointments.record([Entry("apt-1", 3, NOW, "cus-1", "cancel", "confirmed", {}, "我病了")], [])
    write(storage, a_record())

    assert storage.erasures.visits_of("cus-1") == {"apt-1": "confirmed"}
    storage.erasures.forget(["apt-1"])
    storage.records.erase(["apt-1"])

    left = storage.appointments.get("apt-1")
    assert (left.contact, left.address, left.note, left.price_fen) == (None, None, None, VISIT.price_fen)
    assert storage.appointments.history("apt-1")[0].reason is None
    record = storage.records.get("apt-1")
    assert (record.notes, record.internal_notes, record.done[0].minutes) == (None, None, 48)


def test_a_forgetting_begins_once_and_is_remembered_for_a_while(storage):
    storage.erasures.begin("cus-1")
    storage.erasures.begin("cus-1")

    assert storage.erasures.begun_within(3600, 10) == ["cus-1"]
    assert storage.erasures.begun_within(-1, 10) == []
