"""Technicians' photos: who chooses them, what is kept, and under which address."""

import base64
import io
from typing import Any

import pytest
from PIL import Image

from services.catalog.adapters.portraits import portrait_of
from shared.actor import ANONYMOUS, Actor
from shared.errors import Forbidden, Invalid, NotFound
from shared.testing import a_customer, a_manager, a_receptionist, a_technician

RED, GREEN = (220, 20, 20), (20, 200, 20)


def a_picture(size: tuple[int, int] = (640, 480), colour: tuple[int, int, int] = RED, format_: str = "JPEG") -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, colour).save(written, format_)
    return written.getvalue()


def sent(picture: bytes) -> str:
    return base64.b64encode(picture).decode()


@pytest.fixture
def store(counter: Any) -> dict[str, Any]:
    made: dict[str, Any] = counter.a_store()
    return made


@pytest.fixture
def wang(counter: Any, store: Any) -> dict[str, Any]:
    made: dict[str, Any] = counter.a_technician(store)
    return made


def put(counter: Any, technician: Any, actor: Actor | None = None, picture: bytes | None = None, **asked: Any) -> Any:
    content = sent(picture if picture is not None else a_picture())
    return counter.ask("put_technician_photo", actor, technician_id=technician["id"], content=content, **asked)


def photo(counter: Any, technician: Any) -> Any:
    return counter.ask("get_technician_photo", ANONYMOUS, technician_id=technician["id"])


def test_a_photo_has_an_address_of_our_own_origin_that_everybody_may_open(counter: Any, wang: Any) -> None:
    pictured = put(counter, wang)
    shown = photo(counter, wang)

    assert pictured["photo_url"] == f"/api/v1/technicians/{wang['id']}/photo?v={shown['etag']}"
    assert counter.ask("list_technicians", ANONYMOUS)["items"][0]["photo_url"] == pictured["photo_url"]
    assert shown["media_type"] == "image/jpeg"
    assert Image.open(io.BytesIO(base64.b64decode(shown["content"]))).size == (320, 320)
    assert (pictured["version"], counter.told[-1][1]["photo_url"]) == (2, pictured["photo_url"])


def test_another_photo_has_another_address_and_the_old_one_is_gone(counter: Any, wang: Any) -> None:
    first, old = put(counter, wang), photo(counter, wang)
    second, new = put(counter, wang, picture=a_picture(colour=GREEN)), photo(counter, wang)

    assert first["photo_url"] != second["photo_url"]
    assert old["content"] != new["content"]
    assert list(counter.catalogue.technicians.photos.values()) == [base64.b64decode(new["content"])]


def test_the_same_photo_once_more_changes_nothing(counter: Any, wang: Any) -> None:
    first = put(counter, wang)

    assert put(counter, wang) == first
    assert [type_ for type_, _ in counter.told].count("technician_changed") == 2


def test_the_same_key_puts_a_photo_once(counter: Any, wang: Any) -> None:
    put(counter, wang, key="k-1")
    put(counter, wang, picture=a_picture(colour=GREEN))

    assert put(counter, wang, key="k-1")["version"] == 3


def test_a_photo_taken_away_is_gone_and_leaves_a_technician_without(counter: Any, wang: Any) -> None:
    put(counter, wang)

    bare = counter.ask("delete_technician_photo", technician_id=wang["id"])

    assert (bare["photo_url"], bare["version"]) == (None, 3)
    assert counter.ask("delete_technician_photo", technician_id=wang["id"])["version"] == 3
    with pytest.raises(NotFound) as refused:
        photo(counter, wang)
    assert refused.value.code == "photo_unknown"


@pytest.mark.parametrize("gone", ["retired", "written over"])
def test_no_photo_outlives_its_address(counter: Any, wang: Any, gone: str) -> None:
    put(counter, wang)
    if gone == "retired":
        counter.ask("delete_technician", technician_id=wang["id"], version=2)
    else:
        counter.ask("update_technician", technician_id=wang["id"], version=2, photo_url="/elsewhere.webp")

    with pytest.raises(NotFound):
        photo(counter, wang)


def test_an_edit_of_anything_else_leaves_the_photo(counter: Any, wang: Any) -> None:
    pictured = put(counter, wang)

    edited = counter.ask("update_technician", technician_id=wang["id"], version=2, level=4)

    assert edited["photo_url"] == pictured["photo_url"]
    assert photo(counter, wang)["content"]


def test_technicians_and_the_managers_of_their_stores_choose_it(counter: Any, store: Any, wang: Any) -> None:
    for shade, actor in enumerate((a_technician(wang["id"]), a_manager(store["id"]))):
        picture = a_picture(colour=(shade * 90, 0, 0))
        assert put(counter, wang, actor, picture)["photo_url"] == photo_address(counter, wang)
        assert counter.ask("delete_technician_photo", actor, technician_id=wang["id"])["photo_url"] is None


def photo_address(counter: Any, technician: Any) -> str:
    return f"/api/v1/technicians/{technician['id']}/photo?v={photo(counter, technician)['etag']}"


@pytest.mark.parametrize(
    "actor", [ANONYMOUS, a_customer(), a_technician("tec-other"), a_receptionist("any"), a_manager("other")]
)
def test_nobody_else_does(counter: Any, wang: Any, actor: Actor) -> None:
    put(counter, wang)
    told = len(counter.told)

    with pytest.raises(Forbidden):
        put(counter, wang, actor, b"not even looked at")
    with pytest.raises(Forbidden):
        counter.ask("delete_technician_photo", actor, technician_id=wang["id"])

    assert len(counter.told) == told
    assert photo(counter, wang)["content"]


def test_of_a_technician_nobody_knows_there_is_no_photo(counter: Any) -> None:
    with pytest.raises(NotFound):
        put(counter, {"id": "tec-nobody"})
    with pytest.raises(NotFound):
        photo(counter, {"id": "tec-nobody"})


def test_a_file_that_only_has_the_name_of_a_picture_is_refused(counter: Any, wang: Any) -> None:
    with pytest.raises(Invalid) as refused:
        put(counter, wang, picture=b"I am wang.jpg, believe me")

    assert refused.value.code == "file_type_not_allowed"
    assert counter.ask("get_technician", technician_id=wang["id"])["version"] == 1


@pytest.mark.parametrize("address", ["https://elsewhere.example/wang.jpg", "//elsewhere.example/wang.jpg"])
def test_a_picture_of_another_origin_which_no_page_may_show_is_not_written_down(
    counter: Any, wang: Any, address: str
) -> None:
    with pytest.raises(Exception, match="photo_url"):
        counter.ask("update_technician", technician_id=wang["id"], version=1, photo_url=address)


@pytest.mark.parametrize(
    ("size", "edge"), [((640, 480), 320), ((480, 640), 320), ((5000, 900), 288), ((100, 200), 100), ((1, 1), 1)]
)
def test_a_portrait_is_square_and_never_blown_up(size: tuple[int, int], edge: int) -> None:
    made = portrait_of(a_picture(size))

    assert (made.width, made.height) == (edge, edge)
    assert Image.open(io.BytesIO(made.content)).size == (edge, edge)


def test_of_an_upright_picture_the_upper_part_is_kept() -> None:
    image = Image.new("RGB", (300, 600), GREEN)
    image.paste(RED, (0, 0, 300, 130))
    written = io.BytesIO()
    image.save(written, "PNG")

    made = Image.open(io.BytesIO(portrait_of(written.getvalue()).content))

    top, bottom = made.getpixel((150, 2)), made.getpixel((150, 297))
    assert top == pytest.approx(RED, abs=30)
    assert bottom == pytest.approx(GREEN, abs=30)


def test_nothing_of_the_file_is_left_but_pixels() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Secret phone"
    written = io.BytesIO()
    Image.new("RGB", (400, 400), RED).save(written, "JPEG", exif=exif, comment=b"secret comment")

    made = portrait_of(written.getvalue())

    assert b"ecret" in written.getvalue()
    assert b"ecret" not in made.content
