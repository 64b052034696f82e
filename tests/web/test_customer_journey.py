"""A customer's whole way by page: from looking around to a visit that is booked, moved and called off.

In the embedded profile, and once on real servers with a process for each service.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support import system
from tests.support.shop import Shop
from tests.support.visitors import Visits, a_phone, visits
from tests.web.conftest import MakeVisitor

MOST_TAPS = 5
COUNT_TAPS = """addEventListener('click', (event) => {
  if (event.isTrusted) sessionStorage.taps = Number(sessionStorage.taps ?? 0) + 1
}, true)"""


@pytest.fixture(scope="module", params=["embedded", pytest.param("separate", marks=pytest.mark.real)])
def house(request: pytest.FixtureRequest) -> Iterator[Shop]:
    """The shop in each profile."""
    if request.param == "embedded":
        yield request.getfixturevalue("shop")
    else:
        with system.separate(request.getfixturevalue("real_backends")) as (url, _):
            yield Shop(url)


def sign_in_by_code(page: Page, shop: Shop, phone: str) -> None:
    """Where the booking asks who it is for."""
    form = page.get_by_role("form", name="登录")
    form.get_by_label("手机号").fill(phone)
    earlier = shop.codes(phone)
    form.get_by_role("button", name="获取验证码").click()
    form.get_by_label("验证码").fill(shop.next_code(phone, earlier))


def choose_a_time(page: Page) -> None:
    """From the home page to the last step."""
    page.get_by_role("link", name="肩颈推拿").first.tap()
    page.get_by_role("main").get_by_role("link", name="预约", exact=True).tap()
    page.get_by_role("group", name="下午").get_by_role("button").last.tap()


def test_booking_takes_five_taps_at_most(visit: Visits, a_customer: MakeVisitor):
    page = visit("phone", a_customer())
    page.add_init_script(COUNT_TAPS)
    page.goto("/")
    choose_a_time(page)
    page.get_by_role("button", name="确认预约").tap()
    expect(page.get_by_role("heading", name="预约成功")).to_be_visible()
    assert 1 < page.evaluate("() => Number(sessionStorage.taps)") <= MOST_TAPS


def test_a_new_customer_books_moves_and_calls_off_a_visit(browser: Browser, house: Shop):
    phone = a_phone()
    with visits(browser, house) as visit:
        page = visit("phone")
        page.goto("/")
        choose_a_time(page)
        sign_in_by_code(page, house, phone)
        page.get_by_role("button", name="确认预约").tap()
        expect(page.get_by_role("heading", name="预约成功")).to_be_visible()

        page.get_by_role("link", name="查看预约").tap()
        expect(page.get_by_text("已确认").first).to_be_visible()
        with page.expect_download() as calendar:
            page.get_by_role("link", name="加入日历").tap()
        assert calendar.value.suggested_filename.endswith(".ics")

        page.get_by_role("link", name="改时间").tap()
        page.get_by_role("group", name="日期").get_by_role("button").nth(3).tap()
        page.get_by_role("group", name="下午").get_by_role("button").first.tap()
        page.get_by_role("button", name="确认改时间").tap()
        expect(page.get_by_text(re.compile("预约已修改|改时间")).first).to_be_visible()

        page.get_by_role("button", name="取消预约").tap()
        expect(page.get_by_text("现在取消不收费")).to_be_visible()
        page.get_by_role("button", name="确认取消").tap()
        expect(page.get_by_text("已取消").first).to_be_visible()
