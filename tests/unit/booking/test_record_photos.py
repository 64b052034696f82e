import base64
import io

import pytest
from PIL import Image

from services.booking.domain.record.pictures import MOST_PHOTOS
from services.booking.use_cases.pictures import sweep_files
from shared.actor import ANONYMOUS
from shared.errors import Conflict, Forbidden, Invalid, NotFound, Unavailable
from shared.files import FilesUnavailable
from shared.testing import a_customer, a_receptionist, a_technician
from tests.support.booking import LI, WANG, XUJIAHUI, an_appointment
from tests.support.booking_desk import Desk
from tests.support.booking_records import InMemoryRecordFiles

TECHNICIAN, RECEPTION, CUSTOMER = a_technician(WANG.id), a_receptionist(XUJIAHUI.id), a_customer("cus-1")
VISIT = {"appointment_id": "apt-1"}
OTHER_VISIT = an_appointment(id="apt-2", number="22222222", technician_ids=(LI.id,))


@pytest.fixture
def desk():
    return Desk().with_(an_appointment(status="in_service"), OTHER_VISIT)


def a_photo(shade=100, format_="JPEG"):
    written = io.BytesIO()
    Image.new("RGB", (60, 40), (shade, 50, 50)).save(written, format_)
    return base64.b64encode(written.getvalue()).decode()


def add(desk, actor=TECHNICIAN, **changes):
    asked = {**VISIT, "kind": "before", "content": a_photo(), **changes}
    key = asked.pop("key", None)
    return desk.of(actor, key=key, body=asked).add_photo(asked)


def photos(desk, actor=TECHNICIAN):
    return desk.of(actor).get_service_record(VISIT)["photos"]


def content_of(desk, photo, actor=CUSTOMER):
    return desk.of(actor).get_photo({**VISIT, "photo_id": photo["id"]})


@pytest.mark.parametrize("actor", [TECHNICIAN, RECEPTION])
def test_a_photo_is_seen_by_everybody_the_visit_concerns(desk, actor):
    photo = add(desk, actor, kind="after")

    assert [one["id"] for one in photos(desk, CUSTOMER)] == [photo["id"]]
    for reader in (CUSTOMER, TECHNICIAN, RECEPTION):
        got = content_of(desk, photo, reader)
        assert Image.open(io.BytesIO(base64.b64decode(got["content"]))).size == (60, 40)
        assert got["media_type"] == "image/jpeg"


def test_a_photo_was_added_at_a_time_of_the_stores_clock(desk):
    added = add(desk)

    assert added["added_at"].endswith("+08:00")
    assert photos(desk)[0]["added_at"] == added["added_at"]


def test_what_is_stored_is_sealed_and_named_after_its_own_digest(desk):
    add(desk)

    (stored,) = desk.files.contents.values()

    with pytest.raises(OSError, match="cannot identify"):
        Image.open(io.BytesIO(stored))


@pytest.mark.parametrize("actor", [a_customer("cus-2"), a_technician(LI.id), a_receptionist("sto-2")])
def test_for_others_there_is_no_photo_and_no_visit(desk, actor):
    photo = add(desk)

    with pytest.raises(NotFound):
        content_of(desk, photo, actor)
    with pytest.raises(NotFound):
        add(desk, actor)


def test_nobody_sees_a_photo_without_signing_in(desk):
    photo = add(desk)

    with pytest.raises(Forbidden):
        content_of(desk, photo, ANONYMOUS)


def test_a_photo_is_asked_for_under_its_own_visit_only(desk):
    photo = add(desk)

    with pytest.raises(NotFound):
        desk.of(CUSTOMER).get_photo({"appointment_id": "apt-2", "photo_id": photo["id"]})


def test_the_customer_adds_and_deletes_none(desk):
    photo = add(desk)

    with pytest.raises(Forbidden):
        add(desk, CUSTOMER)
    with pytest.raises(Forbidden):
        desk.of(CUSTOMER).delete_photo({**VISIT, "photo_id": photo["id"]})

    assert len(photos(desk)) == 1


def test_a_visit_that_has_not_begun_has_no_photos(desk):
    with pytest.raises(Conflict) as refused:
        add(desk, RECEPTION, appointment_id="apt-2")

    assert refused.value.code == "illegal_transition"
    assert desk.files.contents == {}


@pytest.mark.parametrize("content", ["", "bm8gcGljdHVyZQ==", "%%%"])
def test_what_is_no_picture_leaves_nothing_behind(desk, content):
    with pytest.raises(Exception) as refused:  # noqa: PT011 - marshmallow's for the last, ours for the others
        add(desk, content=content)

    assert isinstance(refused.value, Invalid) or "base64" in str(refused.value)
    assert (photos(desk), desk.files.contents, desk.storage.record_files.rows) == ([], {}, {})


def test_the_same_bytes_again_are_the_same_photo(desk):
    assert add(desk) == add(desk)
    assert len(photos(desk)) == len(desk.files.contents) == 1


def test_the_same_bytes_before_and_after_are_two_photos(desk):
    add(desk)
    add(desk, kind="after")

    assert sorted(one["kind"] for one in photos(desk)) == ["after", "before"]


def test_a_key_is_good_for_one_photo(desk):
    first = add(desk, key="k-1")
    assert add(desk, key="k-1") == first

    with pytest.raises(Invalid) as refused:
        add(desk, key="k-1", content=a_photo(200))

    assert refused.value.code == "idempotency_key_reused"
    assert [one["id"] for one in photos(desk)] == [first["id"]]


def test_a_record_holds_so_many_photos(desk):
    for shade in range(MOST_PHOTOS):
        add(desk, content=a_photo(shade * 10))

    with pytest.raises(Conflict) as refused:
        add(desk, content=a_photo(255))

    assert refused.value.code == "too_many_photos"
    assert len(photos(desk)) == MOST_PHOTOS


def test_a_deleted_photo_is_gone_at_once_and_its_file_with_the_next_sweep(desk):
    photo = add(desk)

    desk.of(RECEPTION).delete_photo({**VISIT, "photo_id": photo["id"]})

    assert photos(desk) == []
    assert desk.storage.record_files.rows[photo["id"]].key is None
    with pytest.raises(NotFound):
        content_of(desk, photo)
    assert sweep_files(desk.storage, desk.files) == 1
    assert (desk.files.contents, desk.storage.record_files.rows) == ({}, {})


def test_a_sweep_leaves_what_is_kept(desk):
    photo = add(desk)

    assert sweep_files(desk.storage, desk.files) == 0
    assert content_of(desk, photo)["content"]


def test_a_file_stored_by_a_process_that_died_is_swept_away(desk, monkeypatch):
    """The row is there before the file, so that the sweep knows of it."""
    monkeypatch.setattr(InMemoryRecordFiles, "keep", lambda *_: pytest.fail("died here"))
    with pytest.raises(BaseException, match="died here"):
        add(desk)
    monkeypatch.undo()
    assert len(desk.files.contents) == 1

    sweep_files(desk.storage, desk.files)

    assert (desk.files.contents, photos(desk)) == ({}, [])


def test_while_the_store_is_away_nothing_is_promised(desk, monkeypatch):
    def away(*_):
        raise FilesUnavailable

    monkeypatch.setattr(desk.files, "put", away)
    with pytest.raises(Unavailable):
        add(desk)

    monkeypatch.undo()
    assert photos(desk) == []
    assert add(desk)["id"] == photos(desk)[0]["id"]


def test_a_signature_takes_the_place_of_the_one_before(desk):
    reception = desk.of(RECEPTION)
    reception.put_signature({**VISIT, "content": a_photo(10, "PNG")})
    second = reception.put_signature({**VISIT, "content": a_photo(90, "PNG")})

    record = reception.get_service_record(VISIT)

    assert (record["signature"]["id"], record["photos"]) == (second["id"], [])
    assert reception.get_signature(VISIT)["media_type"] == "image/png"
    sweep_files(desk.storage, desk.files)
    assert len(desk.files.contents) == 1


def test_where_nobody_has_signed_there_is_no_signature(desk):
    with pytest.raises(NotFound):
        desk.of(CUSTOMER).get_signature(VISIT)


def test_a_signature_is_no_photo(desk):
    signature = desk.of(RECEPTION).put_signature({**VISIT, "content": a_photo(10, "PNG")})

    with pytest.raises(NotFound):
        content_of(desk, signature)
    with pytest.raises(NotFound):
        desk.of(RECEPTION).delete_photo({**VISIT, "photo_id": signature["id"]})
