"""The desk's customers: found by phone and name, their archive, health notes, visits, records and timeline."""

import io
import re
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.support.shop import Json, eventually
from tests.support.visitors import Visitor, booked

DAY, OTHER_STORE = "2026-11-19", "jingansi"


@pytest.fixture
def guest(a_customer: Any, reception: Visitor) -> Visitor:
    """A new customer with a visit at the reception's store, whom the desk knows by now."""
    customer: Visitor = a_customer()
    booked(customer, DAY, treatment="foot-60")
    eventually(lambda: found(reception, phone_of(customer)), "the customer among those of the store")
    return customer


def phone_of(customer: Visitor) -> str:
    return str(customer.get("/me")["phone"])


def in_groups(phone: str) -> str:
    """+8613800130001 as people read it: 138 0013 0001."""
    digits = phone.removeprefix("+86")
    return f"{digits[:3]} {digits[3:7]} {digits[7:]}"


def found(reception: Visitor, phone: str) -> list[Json]:
    return list(reception.get("/customers", q=phone)["items"])


def archive_of(customer: Visitor) -> Json:
    return dict(customer.get(f"/customers/{customer.account['id']}"))


def write(customer: Visitor, **written: Any) -> None:
    body = {"version": archive_of(customer)["version"], **written}
    customer.ask("PATCH", f"/customers/{customer.account['id']}", body).raise_for_status()


def opened(visit: Any, who: Visitor, customer: Visitor, tab: str = "") -> Page:
    page: Page = visit("desk", who)
    page.goto(f"/staff/customers/{customer.account['id']}" + (f"?tab={tab}" if tab else ""))
    return page


def test_a_customer_is_found_by_the_whole_phone_and_opened(visit: Any, reception: Visitor, guest: Visitor) -> None:
    page = visit("desk", reception)
    page.goto("/staff/customers")
    page.get_by_label("手机号或姓名").fill(phone_of(guest).removeprefix("+86"))
    page.get_by_role("button", name="搜索").click()

    expect(page.get_by_text("已显示 1 条")).to_be_visible()
    page.get_by_role("link", name="未填姓名").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("未填姓名")
    called = page.get_by_role("link", name=in_groups(phone_of(guest)), exact=True).first
    expect(called).to_have_attribute("href", f"tel:{phone_of(guest)}")
    expect(page.get_by_text(phone_of(guest))).to_have_count(0)


def test_part_of_a_phone_finds_nobody_and_says_how_to_search(visit: Any, reception: Visitor, guest: Visitor) -> None:
    page = visit("desk", reception)
    page.goto(f"/staff/customers?q={phone_of(guest)[-6:]}")

    expect(page.get_by_text("没有找到这样的客户")).to_be_visible()
    page.get_by_role("button", name="清除条件").click()
    expect(page.get_by_role("row").nth(1)).to_be_visible()


def test_a_customer_of_another_store_is_not_shown(visit: Any, watch: Any, a_customer: Any, reception: Visitor) -> None:
    stranger = a_customer()
    booked(stranger, DAY, store=OTHER_STORE, treatment="foot-60")
    watch.expects(404, f"/customers/{stranger.account['id']}")
    page = opened(visit, reception, stranger)

    expect(page.get_by_text("没有这位客户的档案")).to_be_visible()
    assert found(reception, phone_of(stranger)) == []


def test_what_the_customer_told_is_in_the_archive(visit: Any, reception: Visitor, guest: Visitor) -> None:
    home = {"text": "天钥桥路333号5楼", "lng": 121.44, "lat": 31.19, "label": "家"}
    write(guest, allergies=["薰衣草精油"], conditions=["pregnancy"], addresses=[home])
    write(guest, contacts=[{"name": "顾明", "phone": "13900000002", "relation": "丈夫"}])
    page = opened(visit, reception, guest)

    for words in ("薰衣草精油", "孕期", "天钥桥路333号5楼", "顾明", "丈夫"):
        expect(page.get_by_text(words).first).to_be_visible()


def test_the_desk_writes_health_notes_and_tags(visit: Any, reception: Visitor, guest: Visitor) -> None:
    page = opened(visit, reception, guest)
    page.get_by_role("button", name="编辑健康信息和标签").click()
    page.get_by_label("健康备注").fill("腰椎间盘突出")
    page.get_by_label("标签").fill("VIP")
    page.keyboard.press("Enter")
    page.locator("label", has_text="高血压").click()
    page.get_by_role("button", name="保存").click()

    expect(page.get_by_role("button", name="编辑健康信息和标签")).to_be_visible()
    expect(page.get_by_text("腰椎间盘突出")).to_be_visible()
    known = reception.get(f"/customers/{guest.account['id']}")
    assert (known["tags"], known["conditions"], known["health_notes"]) == (["VIP"], ["hypertension"], "腰椎间盘突出")


def test_of_two_who_write_at_once_the_second_is_told_and_goes_on_from_the_latest(
    visit: Any, watch: Any, reception: Visitor, guest: Visitor
) -> None:
    page = opened(visit, reception, guest)
    page.get_by_role("button", name="编辑健康信息和标签").click()
    page.get_by_label("肤质").fill("干性")
    write(guest, health_notes="对艾草敏感")
    watch.expects(409, f"/customers/{guest.account['id']}")
    page.get_by_role("button", name="保存").click()

    expect(page.get_by_role("alert")).to_contain_text("别人刚刚改过")
    page.get_by_role("button", name="载入最新内容").click()
    expect(page.get_by_label("健康备注")).to_have_value("对艾草敏感")
    page.get_by_label("肤质").fill("干性")
    page.get_by_role("button", name="保存").click()

    expect(page.get_by_text("干性")).to_be_visible()
    assert archive_of(guest)["health_notes"] == "对艾草敏感"


def test_visits_and_timeline_are_told_and_exported(visit: Any, reception: Visitor, guest: Visitor) -> None:
    page = opened(visit, reception, guest, "visits")
    expect(page.get_by_role("cell", name="足疗")).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("button", name="导出 CSV").click()
    lines = saved.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("预约号,时间,项目")
    assert re.search(rf",{DAY}T\d\d:\d\d:00\+08:00,足疗,", lines[1])

    page.get_by_role("tab", name="时间线").click()
    expect(page.get_by_role("cell", name="预约确认")).to_be_visible()


def test_a_service_record_is_shown_with_its_photos(visit: Any, reception: Visitor, guest: Visitor) -> None:
    given = booked(guest, "2026-11-18", treatment="head-45")
    for step in ("check-in", "start"):
        reception.ask("POST", f"/appointments/{given['id']}/{step}").raise_for_status()
    record = f"/appointments/{given['id']}/service-record"
    reception.ask("PUT", record, {"notes": "头皮放松", "internal_notes": "怕痒"}).raise_for_status()
    photo = {"file": ("before.jpg", a_picture(), "image/jpeg")}
    reception.ask("POST", f"{record}/photos", files=photo, data={"kind": "before"}).raise_for_status()
    page = opened(visit, reception, guest, "records")

    expect(page.get_by_text("头皮放松")).to_be_visible()
    expect(page.get_by_text("怕痒")).to_be_visible()
    shown = page.get_by_role("img", name="服务前照片")
    expect(shown).to_be_visible()
    eventually(lambda: shown.evaluate("image => image.naturalWidth"), "the photo's bytes")


def a_picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (64, 48), (180, 160, 130)).save(file, "JPEG")
    return file.getvalue()


def test_everything_can_be_reached_by_the_keyboard(visit: Any, reception: Visitor, guest: Visitor) -> None:
    page = visit("desk", reception)
    page.goto(f"/staff/customers?q={phone_of(guest)}")
    link = page.get_by_role("link", name="未填姓名")
    expect(link).to_be_visible()
    link.focus()
    page.keyboard.press("Enter")

    tab = page.get_by_role("tab", name="档案")
    tab.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("tab", name="预约")).to_have_attribute("aria-selected", "true")
