"""A technician's photo: chosen at the desk or by themselves, seen by customers, and refused where it is no photo."""

import io
import re
import secrets
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.support.shop import Json, Shop
from tests.support.visitors import Visitor

NAME = "沈照"
SHOWN = re.compile(r"^/api/v1/technicians/[^/]+/photo\?v=[0-9a-f]{16}$")


@pytest.fixture
def technician(admin: Visitor, manager: Visitor) -> Iterator[Json]:
    """A technician of the test's own, at the manager's store."""
    body = {"slug": f"shen-{secrets.token_hex(4)}", "name": NAME, "gender": "female", "level": 1}
    made = manager.ask("POST", "/technicians", {**body, "stores": manager.account["stores"]})
    made.raise_for_status()
    yield dict(made.json())
    admin.ask("DELETE", f"/technicians/{made.json()['id']}").raise_for_status()


def a_photo(colour: tuple[int, int, int] = (200, 120, 90)) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (600, 800), colour).save(written, "JPEG")
    return written.getvalue()


def chosen(name: str, content: bytes) -> Any:
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


def opened(page: Page) -> Locator:
    page.goto("/staff/catalogue/technicians")
    page.get_by_role("button", name=NAME, exact=True).click()
    return page.get_by_role("region", name="照片")


def picture_in(place: Page | Locator) -> Locator:
    return place.locator('img[src*="/photo?v="]')


def as_it_is(admin: Visitor, technician: Json) -> Json:
    return dict(admin.get(f"/technicians/{technician['id']}"))


def test_the_manager_chooses_a_photo_and_customers_see_it_until_it_is_removed(
    visit: Any, admin: Visitor, manager: Visitor, technician: Json, a_customer: Any, shop: Shop
) -> None:
    desk = visit("desk", manager)
    field = opened(desk)
    expect(picture_in(field)).to_have_count(0)
    field.get_by_label("选择照片").set_input_files(chosen("shen.jpg", a_photo()))
    expect(field.locator('img[src^="blob:"]')).to_be_visible()
    assert as_it_is(admin, technician)["photo_url"] is None, "looking at it sends nothing"
    field.get_by_role("button", name="使用这张照片").click()

    expect(picture_in(field)).to_be_visible()
    address = as_it_is(admin, technician)["photo_url"]
    assert SHOWN.match(address)
    answer = requests.get(shop.url + address, timeout=10)
    assert Image.open(io.BytesIO(answer.content)).size == (320, 320)
    assert "immutable" in answer.headers["Cache-Control"]
    # What is written beside the photo is saved over the version that the photo made.
    desk.get_by_label("称呼").fill("沈老师")
    desk.get_by_role("button", name="保存", exact=True).click()
    expect(desk.get_by_role("dialog")).to_be_hidden()

    phone = visit("phone", a_customer())
    phone.goto(f"/technicians/{technician['id']}")
    expect(picture_in(phone)).to_be_visible()
    expect(picture_in(phone)).to_have_js_property("naturalWidth", 320)

    field = opened(desk)
    field.get_by_role("button", name="移除照片").click()
    expect(picture_in(field)).to_have_count(0)
    assert requests.get(shop.url + address, timeout=10).status_code == 404
    phone.reload()
    expect(phone.get_by_text(NAME).first).to_be_visible()
    expect(picture_in(phone)).to_have_count(0)


def test_a_text_with_the_name_of_a_picture_is_refused_in_words(
    visit: Any, watch: Any, admin: Visitor, manager: Visitor, technician: Json
) -> None:
    field = opened(visit("desk", manager))
    field.get_by_label("选择照片").set_input_files(chosen("shen.jpg", "我是一张照片".encode()))
    watch.expects(422, "/photo")
    field.get_by_role("button", name="使用这张照片").click()

    expect(field.get_by_role("alert")).to_contain_text("JPEG、PNG 或 WebP")
    assert as_it_is(admin, technician)["photo_url"] is None


def test_technicians_choose_their_own_photo_and_nobody_elses(
    visit: Any, admin: Visitor, technician: Json, a_technician: Any
) -> None:
    wang = a_technician("wang-jianguo")
    page = visit("phone", wang)
    page.goto("/tech/mine")
    field = page.get_by_role("region", name="照片")
    field.locator("input[type=file]").set_input_files(chosen("me.jpg", a_photo((90, 120, 200))))
    field.get_by_role("button", name="使用这张照片").click()
    expect(picture_in(field)).to_be_visible()

    other = f"/technicians/{technician['id']}/photo"
    refused = wang.ask("PUT", other, files={"file": ("me.jpg", a_photo())})
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    assert wang.ask("DELETE", other).status_code == 403
    assert as_it_is(admin, technician)["photo_url"] is None

    field.get_by_role("button", name="移除照片").click()
    expect(picture_in(field)).to_have_count(0)
