from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import eventlet
import pytest
from sqlalchemy import select, text

from services.customer_profile.adapters import tables
from services.customer_profile.adapters.storage import SqlArchives, SqlTimeline
from services.customer_profile.adapters.visits import SqlVisits
from services.customer_profile.domain.care import Visit
from services.customer_profile.domain.errors import ArchiveUnknown, VersionConflict, VisitUnknown
from services.customer_profile.domain.people import ContactPerson, SavedAddress
from services.customer_profile.ports import Search
from shared.crypto import SealBroken
from shared.db import Database
from shared.inbox import Inbox
from shared.testing import sample

PERSONAL_TABLES = ("customers", "customer_names")


def a_visit(**changes: Any) -> Visit:
    ends_at = datetime(2026, 11, 23, 8, tzinfo=UTC)
    who = {"customer_id": "cus-1", "store_id": "sto-1", "technician_ids": ("tec-1",), "treatment_ids": ("tre-1",)}
    return Visit(**{"id": "apt-1", "revision": 2, "status": "confirmed", "ends_at": ends_at, **who, **changes})


def test_an_archive_comes_back_as_it_was_put(either: Any, an_archive: Any) -> None:
    either.archives.take_account(an_archive())
    told = {
        "conditions": ("pregnancy",),
        "contacts": (ContactPerson("顾明", "+8613800000002", "丈夫"),),
        "addresses": (SavedAddress("天钥桥路333号", 121.44, 31.19, "家"),),
    }
    edited = an_archive().edited(
        1, allergies=("薰衣草精油",), skin="敏感肌", health_notes="腰突", tags=("VIP",), **told
    )

    either.archives.save(edited)

    assert either.archives.get("cus-1") == edited


def test_a_stranger_has_no_archive(either: Any) -> None:
    with pytest.raises(ArchiveUnknown):
        either.archives.get("nobody")


def test_the_account_changes_contacts_and_nothing_that_was_written_here(either: Any, an_archive: Any) -> None:
    either.archives.take_account(an_archive())
    either.archives.save(an_archive().edited(1, skin="干性"))

    either.archives.take_account(an_archive(account_revision=2, name="林小月", phone=None, email=None, birthday=None))

    archive = either.archives.get("cus-1")
    assert (archive.name, archive.phone, archive.birthday, archive.skin, archive.version) == (
        "林小月",
        None,
        None,
        "干性",
        2,
    )
    assert either.archives.find(Search(phone="+8613800000001"), None, 9) == []
    assert either.archives.find(Search(name="晓月"), None, 9) == []


def test_an_older_account_changes_nothing(either: Any, an_archive: Any) -> None:
    newer = an_archive(account_revision=5)
    either.archives.take_account(newer)

    either.archives.take_account(an_archive(account_revision=4, name="旧名"))

    assert either.archives.get("cus-1") == newer
    assert either.archives.find(Search(name="旧名"), None, 9) == []


def test_only_the_next_version_is_saved(either: Any, an_archive: Any) -> None:
    either.archives.take_account(an_archive())
    either.archives.save(an_archive().edited(1, skin="甲"))

    with pytest.raises(VersionConflict):
        either.archives.save(an_archive().edited(1, skin="乙"))


def test_customers_are_found_by_phone_by_name_and_by_store(either: Any, an_archive: Any, an_entry: Any) -> None:
    lin, gu = an_archive(), an_archive("cus-2", name="顾晓月", phone="+8613800000002")
    for archive in (gu, lin):
        either.archives.take_account(archive)
    either.timeline.append(an_entry("e-1", "cus-2"), "sto-1")

    assert either.archives.find(Search(phone="+8613800000002"), None, 9) == [gu]
    assert either.archives.find(Search(name="晓月"), None, 9) == [lin, gu]
    assert either.archives.find(Search(name="晓月"), None, 1) == [lin]
    assert either.archives.find(Search(name="晓月"), "cus-1", 9) == [gu]
    assert either.archives.find(Search(stores={"sto-1", "sto-2"}), None, 9) == [gu]
    assert either.archives.find(Search(phone="+8613800000001", stores={"sto-1"}), None, 9) == []
    assert either.archives.find(Search(stores=frozenset()), None, 9) == []


@pytest.mark.parametrize("tag", ["VIP", "50%", 'say "hi"', "a_b", "back\\slash"])
def test_a_tag_is_found_whole_and_literally(either: Any, an_archive: Any, tag: str) -> None:
    for customer_id, tags in (("cus-1", ("靠窗", tag)), ("cus-2", (f"{tag}2", "50x", "aXb"))):
        either.archives.take_account(an_archive(customer_id))
        either.archives.save(an_archive(customer_id).edited(1, tags=tags))

    assert [archive.id for archive in either.archives.find(Search(tag=tag), None, 9)] == ["cus-1"]


def test_a_customer_belongs_to_every_store_they_booked_with_once(either: Any, an_entry: Any) -> None:
    for number, store_id in enumerate(("sto-1", "sto-2", "sto-1")):
        either.timeline.append(an_entry(f"e-{number}"), store_id)

    assert either.archives.stores_of("cus-1") == {"sto-1", "sto-2"}
    assert either.archives.stores_of("cus-2") == set()


def test_a_timeline_reads_from_the_newest_and_goes_on_where_a_page_ended(either: Any, an_entry: Any) -> None:
    early, late, same = an_entry("e-1", hour=1), an_entry("e-2", hour=3), an_entry("e-3", hour=3)
    for entry in (late, early, same, an_entry("e-4", "cus-2")):
        either.timeline.append(entry, "sto-1")

    assert either.timeline.of("cus-1", None, 9) == [same, late, early]
    assert either.timeline.of("cus-1", None, 1) == [same]
    assert either.timeline.of("cus-1", (same.at, same.id), 9) == [late, early]


def test_nothing_about_a_person_lies_open_in_the_database(
    database: Database, archives: SqlArchives, an_archive: Any
) -> None:
    archives.take_account(an_archive())
    home = SavedAddress("天钥桥路333号", 121.44, 31.19, contact_phone="+8613800000003")
    told = {"conditions": ("pregnancy",), "contacts": (ContactPerson("顾明", "+8613800000002"),), "addresses": (home,)}
    archives.save(an_archive().edited(1, allergies=("薰衣草精油",), skin="敏感肌", health_notes="腰突", **told))
    SqlVisits(database).keep(a_visit(guest="沈佳怡"))

    with database.reading() as connection:
        rows = [
            *connection.execute(text("SELECT * FROM customers")),
            *connection.execute(text("SELECT * FROM customer_names")),
            *connection.execute(text("SELECT * FROM visits")),
        ]

    written = repr(rows)
    theirs = ("林晓月", "晓月", "13800000001", "x@example.com", "1992-03-14", "薰衣草", "敏感", "腰突")
    for personal in (*theirs, "pregnancy", "顾明", "13800000002", "天钥桥路", "121.44", "13800000003", "沈佳怡"):
        assert not any(personal in rows for rows in written)


def test_a_sealed_value_moved_to_another_column_does_not_open(
    database: Database, archives: SqlArchives, an_archive: Any
) -> None:
    archives.take_account(an_archive())
    with database.transaction() as connection:
        connection.execute(text("UPDATE customers SET skin = name"))

    with pytest.raises(SealBroken):
        archives.get("cus-1")


def test_accounts_arriving_together_leave_the_newest(archives: SqlArchives, an_archive: Any) -> None:
    accounts = [an_archive(account_revision=number, name=f"客{number}号") for number in (3, 1, 8, 5, 2, 7)]

    for greenlet in [eventlet.spawn(archives.take_account, account) for account in accounts]:
        greenlet.wait()

    assert archives.get("cus-1").name == "客8号"
    assert [archive.name for archive in archives.find(Search(name="8号"), None, 9)] == ["客8号"]
    assert archives.find(Search(name="7号"), None, 9) == []


def test_of_editors_who_saw_the_same_version_one_wins(archives: SqlArchives, an_archive: Any) -> None:
    archives.take_account(an_archive())
    seen = archives.get("cus-1")

    def edit(skin: str) -> bool:
        try:
            archives.save(seen.edited(1, skin=skin))
        except VersionConflict:
            return False
        return True

    editors = [eventlet.spawn(edit, f"肤质{number}") for number in range(6)]

    assert sum(editor.wait() for editor in editors) == 1


def test_an_entry_and_its_inbox_row_are_one_transaction(database: Database, an_entry: Any) -> None:
    timeline, inbox = SqlTimeline(database), Inbox(database)
    event = sample("booking", "appointment_confirmed")

    def fails() -> None:
        timeline.append(an_entry(event.id), "sto-1")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        inbox.once("on_appointment_confirmed", event, fails)
    assert timeline.of("cus-1", None, 9) == []

    ran = [inbox.once("on_x", event, lambda: timeline.append(an_entry(event.id), "sto-1")) for _ in range(3)]
    assert ran == [True, False, False]
    with database.reading() as connection:
        assert len(connection.execute(select(tables.timeline)).all()) == 1


def test_a_second_archive_is_not_disturbed(archives: SqlArchives, an_archive: Any) -> None:
    other = an_archive("cus-2", name="顾明", phone=None)
    archives.take_account(other)
    archives.take_account(an_archive())
    archives.save(replace(an_archive(), version=2, skin="干性"))

    assert archives.get("cus-2") == other


def test_a_visit_is_kept_at_its_newest_revision_whatever_the_order(either: Any) -> None:
    newest = a_visit(revision=3, technician_ids=("tec-2", "tec-3"), guest="沈佳怡")
    for visit in (a_visit(), newest, a_visit(revision=1, status="requested")):
        either.visits.keep(visit)

    assert either.visits.get("apt-1") == newest
    with pytest.raises(VisitUnknown):
        either.visits.get("apt-9")


def test_the_visits_of_one_customer_are_forgotten(either: Any) -> None:
    for visit in (a_visit(), a_visit(id="apt-2", customer_id="cus-2")):
        either.visits.keep(visit)

    either.visits.forget("cus-1")

    assert either.visits.get("apt-2").customer_id == "cus-2"
    with pytest.raises(VisitUnknown):
        either.visits.get("apt-1")


def test_contraindications_are_those_of_all_treatments_at_their_newest(either: Any) -> None:
    either.visits.keep_contraindications("tre-1", 2, ["孕期", "骨折"])
    either.visits.keep_contraindications("tre-1", 1, ["醉酒"])
    either.visits.keep_contraindications("tre-2", 1, ["骨折", "高热"])

    assert either.visits.contraindications(["tre-1"]) == ["孕期", "骨折"]
    assert either.visits.contraindications(["tre-1", "tre-2"]) == ["孕期", "骨折", "高热"]
    assert either.visits.contraindications(["tre-1", "tre-9"]) is None
