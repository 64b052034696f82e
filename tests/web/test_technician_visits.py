"""A visit from setting out to its record, and help on the way."""

import re
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from tests.support.shop import Json, Shop, new_key
from tests.support.visitors import Visitor, Visits, booked, customer_of
from tests.support.watch import Watch
from tests.web.conftest import MakeVisitor
from tests.web.technicians import HOMES, TODAY, Order, faults_of, in_service, opened, status_of


def take_step(page: Page, step: str) -> None:
    """The big button, and yes to what it asks."""
    page.get_by_role("button", name=step, exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name=step, exact=True).click()


def a_photo(path: Path) -> Path:
    Image.new("RGB", (640, 480), "teal").save(path, "JPEG")
    return path


def test_a_home_visit_goes_through_all_its_states_and_is_recorded_with_a_photo(
    visit: Visits, watch: Watch, a_technician: MakeVisitor, a_home_visit: Order, tmp_path: Path
):
    technician = a_technician("zhou-tao")
    order = a_home_visit("zhou-tao", "jingansi", note="怕疼，轻一点")
    customer: Visitor = order["customer"]
    me = customer.get(f"/customers/{customer.account['id']}")
    known = {"allergies": ["薰衣草精油"], "conditions": ["fracture"], "version": me["version"]}
    customer.ask("PATCH", f"/customers/{customer.account['id']}", known).raise_for_status()
    technician.ask("POST", f"/appointments/{order['id']}/accept", {}, key=new_key()).raise_for_status()

    page = opened(visit("phone", technician), f"/tech/visits/{order['id']}")
    expect(page.get_by_text("怕疼，轻一点")).to_be_visible()
    expect(page.get_by_text("薰衣草精油")).to_be_visible()
    expect(page.get_by_text("与本次项目有冲突").locator("..")).to_contain_text("骨折")
    amap = page.get_by_role("link", name="高德地图导航")
    expect(amap).to_have_attribute("href", re.compile(r"^https://uri\.amap\.com/navigation\?to=121\.45,31\.226,"))
    expect(page.get_by_role("link", name="打电话给客人")).to_have_attribute("href", "tel:+8613911110001")
    expect(page.get_by_role("button", name="求助")).to_have_count(0)

    take_step(page, "出发")
    expect(page.get_by_role("button", name="求助")).to_be_visible()
    assert faults_of(page) == []
    page.get_by_role("button", name="到达", exact=True).click()
    asked = page.get_by_role("dialog")
    asked.get_by_label("到达码").fill("0000")
    watch.expects(422, "/arrive")
    asked.get_by_role("button", name="到达", exact=True).click()
    expect(asked.get_by_role("alert")).to_be_visible()
    assert status_of(technician, order["id"]) == "departed"
    asked.get_by_label("到达码").fill(customer.get(f"/appointments/{order['id']}")["arrival_code"])
    asked.get_by_role("button", name="到达", exact=True).click()
    take_step(page, "开始")
    take_step(page, "完成")

    expect(page.get_by_role("heading", name="服务记录")).to_be_visible()
    assert status_of(customer, order["id"]) == "completed"
    written_and_photographed(page, technician, order["id"], tmp_path)


def written_and_photographed(page: Page, technician: Visitor, visit_id: str, folder: Path) -> None:
    notes = page.get_by_label("服务情况（客人可见）")
    notes.fill("肩颈放松")
    page.get_by_role("button", name="建议热敷").click()
    expect(notes).to_have_value("肩颈放松，建议热敷")
    page.reload()
    expect(notes).to_have_value("肩颈放松，建议热敷")
    expect(page.get_by_text("已恢复上次没保存的内容")).to_be_visible()

    before = page.get_by_role("region", name="服务前")
    before.get_by_label("从相册选择").set_input_files(a_photo(folder / "before.jpg"))
    expect(before.get_by_role("img", name="服务前照片 1")).to_be_visible()
    heavy = folder / "big.jpg"
    heavy.write_bytes(bytes(10 * 1024 * 1024 + 1))
    before.get_by_label("从相册选择").set_input_files(heavy)
    expect(before.get_by_role("alert")).to_contain_text("超过 10 MB")
    assert faults_of(page) == []
    page.get_by_label("输入姓名代替手写").fill("赵小姐")
    page.get_by_role("button", name="保存签名").click()
    expect(page.get_by_role("img", name="客人的签名")).to_be_visible()
    page.get_by_role("button", name="保存记录").click()
    expect(page.get_by_text("已保存。")).to_be_visible()

    record: Json = technician.get(f"/appointments/{visit_id}/service-record")
    assert record["notes"] == "肩颈放松，建议热敷"
    assert [photo["kind"] for photo in record["photos"]] == ["before"]
    assert record["signature"] is not None
    page.reload()
    expect(notes).to_have_value("肩颈放松，建议热敷")
    expect(page.get_by_text("已恢复上次没保存的内容")).to_have_count(0)


def test_help_is_called_by_holding_and_a_delay_is_told(
    visit: Visits, a_technician: MakeVisitor, admin: Visitor, a_home_visit: Order
):
    technician = a_technician("zhang-wei")
    order = a_home_visit("zhang-wei", "xujiahui", treatment="head-45")
    for step in ("accept", "depart"):
        technician.ask("POST", f"/appointments/{order['id']}/{step}", {}, key=new_key()).raise_for_status()
    page = visit("phone", technician)
    here = HOMES["xujiahui"]
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"longitude": here["lng"], "latitude": here["lat"]})
    opened(page, f"/tech/visits/{order['id']}")

    def calls() -> list[Json]:
        return [one for one in admin.get("/sos-alerts")["items"] if one["appointment_id"] == order["id"]]

    page.get_by_role("button", name="要迟到").click()
    page.get_by_role("dialog").get_by_role("button", name="20 分钟").click()
    page.get_by_role("dialog").get_by_role("button", name="通知客人").click()
    expect(page.get_by_text(re.compile("预计 .* 到"))).to_be_visible()
    assert order["customer"].get(f"/appointments/{order['id']}")["expected_at"] > order["starts_at"]

    sos = page.get_by_role("button", name="求助")
    sos.click()
    assert calls() == []
    sos.focus()
    page.keyboard.down("Enter")
    expect(page.get_by_role("alert")).to_contain_text("门店已收到您的求助")
    page.keyboard.up("Enter")
    assert len(calls()) == 1
    expect(page.get_by_role("alert")).to_contain_text("也知道您现在的位置")
    assert calls()[0]["lng"] is not None
    admin.ask("POST", f"/sos-alerts/{calls()[0]['id']}/acknowledge", {}).raise_for_status()


def test_a_photo_is_deleted_again(visit: Visits, a_technician: MakeVisitor, shop: Shop, tmp_path: Path):
    technician, made = in_service(shop, a_technician)
    page = opened(visit("phone", technician), f"/tech/visits/{made['id']}/record")
    after = page.get_by_role("region", name="服务后")
    after.get_by_label("从相册选择").set_input_files(a_photo(tmp_path / "after.jpg"))
    after.get_by_role("img", name="服务后照片 1").click()
    page.get_by_role("button", name="删除这张照片").click()

    expect(after.get_by_role("img")).to_have_count(0)
    assert technician.get(f"/appointments/{made['id']}/service-record")["photos"] == []


def test_a_step_that_reception_took_first_is_not_followed_by_the_next_one_unasked(
    visit: Visits, a_technician: MakeVisitor, admin: Visitor, shop: Shop
):
    technician, customer = a_technician("xu-ning"), customer_of(shop)
    made = booked(customer, TODAY, store="xinzhuang", technician="xu-ning", treatment="facial-clean-60")
    page = opened(visit("phone", technician), f"/tech/visits/{made['id']}")
    page.get_by_role("button", name="客人到店", exact=True).click()
    expect(page.get_by_role("dialog")).to_contain_text("客人已经到店")

    admin.ask("POST", f"/appointments/{made['id']}/check-in", {}, key=new_key()).raise_for_status()

    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text("预约状态已变为“已到店”")).to_be_visible()
    expect(page.get_by_role("button", name="开始", exact=True)).to_be_visible()
    assert status_of(technician, made["id"]) == "checked_in"


def test_no_draft_of_a_record_stays_on_a_phone_that_is_handed_on(visit: Visits, a_technician: MakeVisitor, shop: Shop):
    technician, made = in_service(shop, a_technician)
    page = opened(visit("phone", technician), f"/tech/visits/{made['id']}/record")
    page.get_by_label("内部备注（客人看不到）").fill("头皮敏感")
    page.reload()
    expect(page.get_by_label("内部备注（客人看不到）")).to_have_value("头皮敏感")

    page.goto("/tech/mine")
    page.get_by_role("button", name="退出登录").click()
    page.get_by_role("dialog").get_by_role("button", name="关闭").click()
    assert "头皮敏感" in storage_of(page)
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("dialog")).to_contain_text("有 1 份服务记录还没保存")
    page.get_by_role("button", name="仍然退出").click()
    expect(page.get_by_label("账号")).to_be_visible()
    assert "头皮敏感" not in storage_of(page)


def storage_of(page: Page) -> str:
    return str(page.evaluate("JSON.stringify([localStorage, sessionStorage])"))
