"""Signing in, and everything of one's own: what a customer tells of themselves, hears, and takes away."""

import json
import re
import secrets
from pathlib import Path

import requests
from playwright.sync_api import Page, expect

from tests.support.shop import Shop, eventually
from tests.support.visitors import Visitor, Visits, booked
from tests.support.watch import Watch
from tests.web.conftest import MakeVisitor

HEALTH = "/me/health"
NOT_FOUND = 404


def _a_phone() -> str:
    return f"137{secrets.randbelow(10**8):08}"


def _code(shop: Shop, phone: str) -> str:
    """The code that the page has just asked for."""

    def look() -> str | None:
        items = shop.get("/dev/outbox", to=phone)["items"]
        return next((found[0] for item in items if (found := re.search(r"\d{6}", item["text"]))), None)

    return str(eventually(look, "the one-time code"))


def _with_archive(customer: Visitor) -> Visitor:
    """Somebody new whose archive is there: it comes by an event, some moments after the account."""
    eventually(lambda: customer.ask("GET", f"/customers/{customer.account['id']}").ok, "the archive")
    return customer


def _archive(customer: Visitor) -> dict[str, object]:
    return dict(customer.get(f"/customers/{customer.account['id']}"))


def test_a_page_of_ones_own_asks_to_sign_in_by_code_and_leads_back(visit: Visits, shop: Shop, watch: Watch):
    watch.allows(NOT_FOUND, "")  # the archive of who has just come may be some moments late
    phone = _a_phone()
    page = visit("phone")
    page.goto(HEALTH)
    expect(page.get_by_role("heading", level=1)).to_have_text("登录")

    page.get_by_label("手机号", exact=True).fill(phone)
    page.get_by_role("button", name="获取验证码").click()
    expect(page.get_by_role("button", name=re.compile(r"\d+ 秒后可重发"))).to_be_disabled()
    code = page.get_by_label("验证码", exact=True)
    expect(code).to_be_focused()
    expect(code).to_have_attribute("autocomplete", "one-time-code")
    expect(code).to_have_attribute("inputmode", "numeric")
    code.fill(_code(shop, phone))

    expect(page).to_have_url(re.compile(f"{HEALTH}$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("健康与过敏")


def test_a_wrong_code_is_told_kindly_and_the_right_one_still_works(visit: Visits, shop: Shop, watch: Watch):
    watch.expects(401, "/auth/sessions")
    phone = _a_phone()
    page = visit("phone")
    page.goto("/sign-in")
    page.get_by_label("手机号", exact=True).fill(phone)
    page.get_by_role("button", name="获取验证码").click()
    right = _code(shop, phone)
    page.get_by_label("验证码", exact=True).fill("000000" if right != "000000" else "111111")
    expect(page.get_by_text("验证码不对或已过期")).to_be_visible()

    page.get_by_label("验证码", exact=True).fill(right)

    expect(page.get_by_role("heading", level=1)).to_have_text("今天想放松哪里？")


def test_a_number_that_is_none_is_told_at_its_field(visit: Visits, watch: Watch):
    watch.expects(422, "/auth/otp")
    page = visit("phone")
    page.goto("/sign-in")
    field = page.get_by_label("手机号", exact=True)
    field.fill("123")
    page.get_by_role("button", name="获取验证码").click()

    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("button", name="获取验证码")).to_be_enabled()


def test_signing_in_never_leads_to_another_site(visit: Visits, a_customer: MakeVisitor):
    page = visit("phone", a_customer())
    page.goto("/sign-in?next=//elsewhere.example/")

    expect(page.get_by_role("heading", level=1)).to_have_text("今天想放松哪里？")


def test_one_registers_by_mail_and_is_signed_in_after_confirming(visit: Visits, shop: Shop):
    email = f"new-{secrets.token_hex(4)}@example.com"
    page = visit("phone")
    page.goto("/register")
    page.get_by_label("怎么称呼您").fill("白露")
    page.get_by_label("邮箱").fill(email)
    page.get_by_label("密码（至少 8 位）").fill("a long enough one")
    page.get_by_role("button", name="注册").click()
    expect(page.get_by_text(email)).to_be_visible()

    mails = eventually(lambda: shop.get("/dev/outbox", to=email)["items"], "the confirmation")
    token = re.search(r"确认码[^:：]*[:：]\s*(\S+)", mails[0]["text"])
    assert token, mails
    page.get_by_label("确认码").fill(token[1])
    page.get_by_role("button", name="完成注册").click()

    expect(page.get_by_role("link", name=re.compile("通知"))).to_be_visible()
    page.goto("/me")
    expect(page.get_by_text("白露", exact=True)).to_be_visible()


def test_the_link_of_the_mail_confirms_by_a_tap_and_a_wrong_token_does_not(visit: Visits, watch: Watch):
    watch.expects(422, "/auth/registrations/confirm")
    page = visit("phone")
    page.goto("/register/confirm?token=nobody-sent-this")
    expect(page.get_by_label("确认码")).to_have_value("nobody-sent-this")
    page.get_by_role("button", name="完成注册").click()

    expect(page.get_by_role("alert")).not_to_be_empty()


def test_a_password_is_set_and_then_good_for_signing_in(visit: Visits, a_customer: MakeVisitor, watch: Watch):
    customer = a_customer()
    phone = str(customer.get("/me")["phone"])
    page = visit("phone", customer)
    page.goto("/me/profile")
    page.get_by_label("新密码（至少 8 位）").fill("correct horse")
    page.get_by_role("button", name="设置密码").click()
    expect(page.get_by_text("密码已更新")).to_be_visible()
    expect(page.get_by_label("当前密码")).to_be_visible()

    watch.expects(401, "/auth/sessions")
    other = visit("phone")
    other.goto("/sign-in?by=password&next=/me")
    other.get_by_label("邮箱或手机号").fill(phone)
    other.get_by_label("密码", exact=True).fill("battery staple")
    other.get_by_role("button", name="登录", exact=True).click()
    expect(other.get_by_role("alert")).to_contain_text("账号或密码不对")
    other.get_by_label("密码", exact=True).fill("correct horse")
    other.get_by_role("button", name="登录", exact=True).click()
    expect(other.get_by_role("link", name="个人资料")).to_be_visible()


def test_a_profile_is_kept_and_who_changed_it_elsewhere_is_not_overwritten_unseen(
    visit: Visits, a_customer: MakeVisitor, watch: Watch
):
    watch.expects(409, "/me")
    customer = a_customer()
    page = visit("phone", customer)
    page.goto("/me/profile")
    page.get_by_label("姓名").fill("夏至")
    page.get_by_label("性别").select_option("female")
    page.get_by_label("生日").fill("1990-06-21")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存")).to_be_visible()
    me = customer.get("/me")
    assert (me["name"], me["gender"], me["birthday"]) == ("夏至", "female", "1990-06-21")

    customer.ask("PATCH", "/me", {"name": "立秋", "version": me["version"]}).raise_for_status()
    page.get_by_label("姓名").fill("处暑")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("alert")).to_contain_text("刚在别处改过")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存")).to_be_visible()
    assert customer.get("/me")["name"] == "处暑"


def test_allergies_and_conditions_are_kept(visit: Visits, a_customer: MakeVisitor):
    customer = _with_archive(a_customer())
    page = visit("phone", customer)
    page.goto(HEALTH)
    page.get_by_label("添加过敏原").fill("薰衣草精油、艾草")
    page.get_by_role("button", name="添加", exact=True).click()
    page.get_by_role("button", name="删除 艾草").click()
    page.get_by_label("怀孕").check()
    page.get_by_label("其他健康说明").fill("力度请轻一点")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存")).to_be_visible()

    kept = _archive(customer)
    assert (kept["allergies"], kept["conditions"]) == (["薰衣草精油"], ["pregnancy"])
    page.reload()
    expect(page.get_by_label("怀孕")).to_be_checked()
    expect(page.get_by_label("其他健康说明")).to_have_value("力度请轻一点")


def test_a_home_is_found_by_its_words_and_put_first(visit: Visits, a_customer: MakeVisitor):
    customer = _with_archive(a_customer())
    page = visit("phone", customer)
    page.goto("/me/contacts")
    for label, text in (("公司", "人民广场100号"), ("家", "徐家汇2号楼301室")):
        _add_address(page, label, text)
    page.get_by_role("button", name="设为默认 家").click()

    homes = page.get_by_role("region", name="上门地址").get_by_role("listitem")
    expect(homes.first).to_contain_text("徐家汇2号楼301室")
    expect(homes.first).to_contain_text("默认")
    page.get_by_role("button", name="删除 公司").click()
    page.get_by_role("dialog").get_by_role("button", name="删除").click()
    expect(homes).to_have_count(1)
    assert [one["label"] for one in _archive(customer)["addresses"]] == ["家"]  # type: ignore[attr-defined]


def _add_address(page: Page, label: str, text: str) -> None:
    page.get_by_role("button", name="添加地址").click()
    sheet = page.get_by_role("dialog", name="添加地址")
    sheet.get_by_label("详细地址").fill(text)
    sheet.get_by_role("button", name="保存").click()
    expect(sheet.get_by_role("alert")).to_contain_text("请先确定位置")
    sheet.get_by_role("button", name="查找位置").click()
    expect(sheet.get_by_text(re.compile("^位置："))).to_be_visible()
    sheet.get_by_label("标签").fill(label)
    sheet.get_by_role("button", name="保存").click()
    expect(sheet).to_have_count(0)


def test_a_person_to_call_is_kept_and_a_number_that_is_none_is_refused(
    visit: Visits, a_customer: MakeVisitor, watch: Watch
):
    customer = _with_archive(a_customer())
    watch.expects(422, f"/customers/{customer.account['id']}")
    page = visit("phone", customer)
    page.goto("/me/contacts")
    page.get_by_role("button", name="添加联系人").click()
    sheet = page.get_by_role("dialog", name="添加联系人")
    sheet.get_by_label("姓名").fill("妈妈")
    sheet.get_by_label("电话").fill("12")
    sheet.get_by_role("button", name="保存").click()
    expect(sheet.get_by_role("alert")).not_to_be_empty()

    sheet.get_by_label("电话").fill("13800000009")
    sheet.get_by_role("button", name="保存").click()
    expect(page.get_by_role("region", name="联系人").get_by_role("listitem")).to_contain_text("妈妈")


def test_notifications_are_marked_unread_until_they_are_read(visit: Visits, a_customer: MakeVisitor):
    customer = a_customer()
    appointment = booked(customer, "2026-11-21", store="xinzhuang", treatment="foot-60")
    eventually(lambda: customer.get("/notifications")["unread_count"], "a notification")
    page = visit("phone", customer)
    page.goto("/me/notifications")
    first = page.locator("main article").first
    expect(first).to_contain_text("未读")
    expect(first.get_by_role("link", name="查看预约")).to_have_attribute("href", f"/appointments/{appointment['id']}")

    page.get_by_role("button", name="全部已读").click()

    expect(page.get_by_text("未读", exact=True)).to_have_count(0)
    expect(page.get_by_role("button", name="全部已读")).to_have_count(0)
    assert customer.get("/notifications")["unread_count"] == 0


def test_a_channel_switched_off_stays_off(visit: Visits, a_customer: MakeVisitor):
    customer = a_customer()
    page = visit("phone", customer)
    page.goto("/me/preferences")
    sms = page.get_by_role("switch", name="短信")
    expect(sms).to_have_attribute("aria-checked", "true")
    sms.click()
    expect(page.get_by_text("已保存")).to_be_visible()

    page.reload()
    expect(sms).to_have_attribute("aria-checked", "false")
    assert customer.get("/notification-preferences")["channels"]["sms"] is False


def test_the_calendars_address_works_until_it_is_revoked(visit: Visits, a_customer: MakeVisitor):
    page = visit("phone", a_customer())
    page.goto("/me/calendar")
    page.get_by_role("button", name="生成订阅地址").click()
    address = page.get_by_label("订阅地址").input_value()
    assert requests.get(address, timeout=10).text.startswith("BEGIN:VCALENDAR")

    page.get_by_role("button", name="停用订阅").click()
    expect(page.get_by_text("订阅地址已停用")).to_be_visible()
    assert requests.get(address, timeout=10).status_code == NOT_FOUND


def test_a_technician_is_never_met_again_until_taken_off_the_list(visit: Visits, a_customer: MakeVisitor):
    customer = a_customer()
    page = visit("phone", customer)
    page.goto("/technicians/liu-yang")
    page.get_by_role("button", name="不再安排这位技师").click()
    page.get_by_role("dialog").get_by_role("button", name="不再安排", exact=True).click()
    page.get_by_role("link", name="查看名单").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("不再安排的技师")
    expect(page.get_by_role("main").get_by_role("listitem")).to_contain_text("刘洋")
    assert len(customer.get("/me/never-again")["items"]) == 1

    page.get_by_role("button", name="恢复 刘洋").click()
    expect(page.get_by_text("名单是空的")).to_be_visible()
    assert customer.get("/me/never-again")["items"] == []


def test_a_course_tells_what_is_left_and_leads_to_booking_with_it(visit: Visits, shop: Shop, a_customer: MakeVisitor):
    customer = a_customer()
    wish = {"store_id": shop.store("xujiahui")["id"], "treatment_id": shop.treatment("back-rehab-60")["id"]}
    course = customer.ask("POST", "/courses", wish, key=secrets.token_hex(8)).json()
    page = visit("phone", customer)
    page.goto("/me/courses")

    expect(page.get_by_text("还剩 10 次")).to_be_visible()
    expect(page.get_by_role("link", name="预约一次")).to_have_attribute("href", re.compile(f"course={course['id']}"))


def test_language_and_look_change_at_once_and_stay(visit: Visits, a_customer: MakeVisitor):
    customer = a_customer()
    page = visit("phone", customer)
    page.goto("/me")
    page.get_by_role("radio", name="English").check()
    expect(page.get_by_role("heading", level=1)).to_have_text("Me")
    page.get_by_role("radio", name="Dark").check()
    expect(page.locator("html")).to_have_class(re.compile("dark"))

    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("html")).to_have_class(re.compile("dark"))
    eventually(lambda: customer.get("/me")["language"] == "en", "the account's language")


def test_ones_data_can_be_taken_away(visit: Visits, a_customer: MakeVisitor):
    customer = a_customer()
    page = visit("phone", customer)
    page.goto("/me/data")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载").click()

    everything = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert everything["account"]["id"] == customer.account["id"]
    assert download.value.suggested_filename == "mingyitang-data-2026-11-18.json"


def test_an_account_is_deleted_only_after_saying_so_twice(visit: Visits, a_customer: MakeVisitor):
    customer = a_customer()
    page = visit("phone", customer)
    page.goto("/me/data")
    page.get_by_role("button", name="注销账号…").click()
    sheet = page.get_by_role("dialog", name="确定注销账号？")
    last = sheet.get_by_role("button", name="永久注销")
    expect(last).to_be_disabled()
    sheet.get_by_label("我明白").check()
    expect(last).to_be_disabled()
    sheet.get_by_label("请输入").fill("注销")
    last.click()

    expect(page.get_by_text("账号已注销")).to_be_visible()
    assert not customer.ask("GET", "/me").ok


def test_after_signing_out_the_pages_of_ones_own_are_closed(visit: Visits, a_customer: MakeVisitor):
    page = visit("phone", a_customer())
    page.goto("/me")
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_text("已退出登录")).to_be_visible()

    page.goto("/me/profile")
    expect(page.get_by_role("heading", level=1)).to_have_text("登录")


def test_somebody_who_works_here_is_shown_the_way_to_their_own_pages(visit: Visits, a_technician: MakeVisitor):
    page = visit("phone", a_technician("liu-yang"))
    page.goto("/me")

    expect(page.get_by_role("link", name="前往技师端")).to_have_attribute("href", "/tech")
    expect(page.get_by_role("link", name="健康与过敏")).to_have_count(0)
