"""The desk's catalogue: stores, treatments with segments, technicians, beds, rules; who may write, who may look."""

import secrets
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.shop import Json
from tests.support.visitors import Visitor


@pytest.fixture
def treatment(admin: Visitor) -> Json:
    """A treatment of the test's own."""
    slug = f"test-{secrets.token_hex(4)}"
    body = {"slug": slug, "name": f"测试{slug}", "category": "推拿", "duration_minutes": 60, "price_fen": 19800}
    made = admin.ask("POST", "/treatments", body)
    made.raise_for_status()
    return dict(made.json())


def opened(visit: Any, who: Visitor, part: str = "", **more: Any) -> Page:
    page: Page = visit("desk", who, **more)
    page.goto(f"/staff/catalogue{part}")
    expect(page.get_by_role("row").nth(1)).to_be_visible()
    return page


def edited(visit: Any, admin: Visitor, treatment: Json) -> Page:
    page = opened(visit, admin, "/treatments")
    page.get_by_role("button", name=treatment["name"], exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    return page


def as_it_is(admin: Visitor, treatment: Json) -> Json:
    return dict(admin.get(f"/treatments/{treatment['id']}"))


def test_the_platform_divides_a_treatment_into_segments(visit: Any, admin: Visitor, treatment: Json) -> None:
    page = edited(visit, admin, treatment)
    for number, (name, minutes) in enumerate((("布灸", "20"), ("灸", "40")), start=1):
        page.get_by_role("button", name="添加环节").click()
        page.get_by_label(f"第 {number} 个环节的名称").fill(name)
        page.get_by_label(f"第 {number} 个环节的分钟数").fill(minutes)
        page.keyboard.press("Tab")
    page.get_by_label("第 2 个环节是否需要技师").locator("xpath=..").click()
    expect(page.get_by_text("合计 60 分钟，项目时长 60 分钟")).to_be_visible()
    page.get_by_role("button", name="保存").click()

    expect(page.get_by_role("dialog")).to_be_hidden()
    assert as_it_is(admin, treatment)["segments"] == [
        {"name": "布灸", "minutes": 20, "technician": True},
        {"name": "灸", "minutes": 40, "technician": False},
    ]


def test_segments_that_do_not_fill_the_treatment_are_refused_in_words(
    visit: Any, watch: Any, admin: Visitor, treatment: Json
) -> None:
    page = edited(visit, admin, treatment)
    page.get_by_role("button", name="添加环节").click()
    page.get_by_label("第 1 个环节的名称").fill("一半")
    page.get_by_label("第 1 个环节的分钟数").fill("30")
    page.keyboard.press("Tab")
    watch.expects(422, f"/treatments/{treatment['id']}")
    page.get_by_role("button", name="保存").click()

    expect(page.get_by_role("alert").first).to_be_visible()
    assert as_it_is(admin, treatment)["segments"] == []


def test_who_writes_after_somebody_else_is_told_and_goes_on_from_the_latest(
    visit: Any, watch: Any, admin: Visitor, treatment: Json
) -> None:
    page = edited(visit, admin, treatment)
    admin.ask("PATCH", f"/treatments/{treatment['id']}", {"version": 1, "price_fen": 8800}).raise_for_status()
    page.get_by_label("类别").fill("康复")
    watch.expects(409, f"/treatments/{treatment['id']}")
    page.get_by_role("button", name="保存").click()

    expect(page.get_by_role("alert")).to_contain_text("别人刚刚改过")
    page.get_by_role("button", name="载入最新内容").click()
    expect(page.get_by_label("价格（元）", exact=True)).to_have_value("88")
    page.get_by_label("类别").fill("康复")
    page.get_by_role("button", name="保存").click()

    expect(page.get_by_role("dialog")).to_be_hidden()
    now = as_it_is(admin, treatment)
    assert (now["category"], now["price_fen"]) == ("康复", 8800)


def test_deleting_asks_first(visit: Any, admin: Visitor, treatment: Json) -> None:
    page = edited(visit, admin, treatment)
    page.get_by_role("button", name="删除", exact=True).click()
    asking = page.get_by_role("alert")
    expect(asking).to_contain_text(f"确定要删除“{treatment['name']}”吗？")
    assert as_it_is(admin, treatment)["id"] == treatment["id"]
    asking.get_by_role("button", name="删除", exact=True).click()

    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("button", name=treatment["name"], exact=True)).to_have_count(0)
    assert admin.ask("GET", f"/treatments/{treatment['id']}").status_code == 404


def test_a_manager_adds_a_bed_and_lays_down_a_rule_for_the_store(visit: Any, manager: Visitor) -> None:
    name = f"床{secrets.token_hex(3)}"
    page = opened(visit, manager, "/resources")
    page.get_by_role("button", name="新增").click()
    page.get_by_label("名称", exact=True).fill(name)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("button", name=name, exact=True)).to_be_visible()

    page.get_by_role("link", name="预约规则").click()
    page.get_by_role("button", name="新增一条规则").click()
    page.get_by_label("叫号后等待（分钟）").fill("25")
    page.get_by_role("button", name="保存").click()

    expect(page.get_by_role("dialog")).to_be_hidden()
    row = page.get_by_role("region", name="现在生效的规则").get_by_role("row", name="叫号后等待（分钟） 25")
    expect(row).to_contain_text("徐家汇店")


@pytest.mark.parametrize("part", ["", "/treatments", "/technicians", "/resources"])
def test_reception_looks_and_exports_but_finds_nothing_to_write(visit: Any, reception: Visitor, part: str) -> None:
    page = opened(visit, reception, part)

    expect(page.get_by_role("button", name="新增")).to_have_count(0)
    page.get_by_role("row").nth(1).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    with page.expect_download() as saved:
        page.get_by_role("button", name="导出 CSV").click()
    assert len(saved.value.path().read_text(encoding="utf-8-sig").splitlines()) > 1


def test_a_manager_writes_technicians_but_no_stores(visit: Any, manager: Visitor) -> None:
    page = opened(visit, manager)
    expect(page.get_by_text("由平台管理员维护")).to_be_visible()
    expect(page.get_by_role("button", name="新增")).to_have_count(0)
    page.get_by_role("link", name="技师", exact=True).click()
    page.get_by_role("button", name="张伟", exact=True).click()

    expect(page.get_by_label("姓名")).to_have_value("张伟")
    expect(page.get_by_label("证书已审核")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
