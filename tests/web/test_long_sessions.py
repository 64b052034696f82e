"""What lasts longer than a visit: access tokens that end while pages are open, sessions that end or change elsewhere.

In a shop of its own, whose access tokens hold six seconds instead of fifteen minutes.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Response, Route, expect

from deploy import web
from tests.support import system
from tests.support.shop import Shop, eventually
from tests.support.visitors import Visitor, Visits, booked, staff_of
from tests.support.watch import Watch
from tests.web.conftest import MakeVisitor

TOKEN_MINUTES = "0.1"
NEWS_MS = 5_000  # a page that has lost its stream asks after 15 s
NO_LOCKS = "Object.defineProperty(navigator, 'locks', { value: undefined })"
REFRESH = "**/api/v1/auth/sessions/refresh"
LIVE = "**/api/v1/live*"
DAY = "2026-11-24"


@pytest.fixture(scope="module")
def shop(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    web.build()
    with system.embedded(tmp_path_factory.mktemp("long"), ACCESS_TOKEN_MINUTES=TOKEN_MINUTES) as url:
        yield Shop(url)


@pytest.fixture(autouse=True)
def _tokens_end(watch: Watch) -> None:
    watch.allows(401, "")


def until_it_has_ended(who: Visitor) -> None:
    """The token that their page began with."""
    eventually(lambda: who.ask("GET", "/me").status_code == 401, "the end of the token", seconds=20)


def answers_of(page: Page, status: int, path: str = "") -> list[str]:
    """The addresses of all answers from now on that have that status and end so."""
    seen: list[str] = []

    def note(answer: Response) -> None:
        if answer.status == status and answer.url.endswith(path):
            seen.append(answer.url)

    page.on("response", note)
    return seen


def deaf(page: Page) -> Page:
    """Its stream never begins, so that nothing but what the page asks for renews the session."""
    page.route(LIVE, lambda _: None)
    return page


@pytest.mark.parametrize("locks", ["with locks", "over plain HTTP, without locks"])
def test_all_calls_of_a_page_whose_token_has_ended_renew_it_once(visit: Visits, a_customer: MakeVisitor, locks: str):
    customer = a_customer()
    booked(customer, DAY, treatment="head-45")
    page = deaf(visit("phone", customer))
    if locks != "with locks":
        page.add_init_script(NO_LOCKS)
    page.goto("/me")
    expect(page.get_by_role("link", name="个人资料")).to_be_visible()
    renewed, refused = answers_of(page, 200, "/sessions/refresh"), answers_of(page, 401)
    until_it_has_ended(customer)

    page.get_by_role("link", name="预约", exact=True).first.click()

    expect(page.get_by_role("link", name=re.compile("头疗"))).to_be_visible()
    assert (len(refused) > 1, len(renewed)) == (True, 1), refused


def test_a_stream_goes_on_where_it_stood_when_its_token_ends(visit: Visits, a_customer: MakeVisitor, shop: Shop):
    customer = a_customer()
    made = booked(customer, DAY, treatment="head-45")
    page = visit("phone", customer)

    def cancel_meanwhile(route: Route) -> None:
        """Between the old stream and the next."""
        reception = staff_of(shop, "reception.xujiahui")
        reception.ask("POST", f"/appointments/{made['id']}/cancel", {"reason": "设备检修"}).raise_for_status()
        route.continue_()

    with page.expect_request(LIVE):
        page.goto(f"/appointments/{made['id']}")
    expect(page.get_by_text("已确认").first).to_be_visible()
    page.route(REFRESH, cancel_meanwhile, times=1)

    with page.expect_request(lambda request: "last_event_id=" in request.url):
        pass
    expect(page.get_by_text(re.compile("已取消")).first).to_be_visible(timeout=NEWS_MS)


def test_a_gateway_that_is_busy_signs_nobody_out(visit: Visits, watch: Watch, a_customer: MakeVisitor):
    watch.expects(503, "/auth/sessions/refresh")
    customer = a_customer()
    booked(customer, DAY, treatment="head-45")
    page = deaf(visit("phone", customer))
    page.goto("/me")
    expect(page.get_by_role("link", name="个人资料")).to_be_visible()
    until_it_has_ended(customer)
    page.route(REFRESH, lambda route: route.fulfill(status=503, json={"code": "unavailable", "detail": "请稍后再试"}))

    page.get_by_role("link", name="健康").first.click()
    expect(page.get_by_role("alert")).to_contain_text("请稍后再试")

    page.unroute(REFRESH)
    page.get_by_role("button", name="再试一次").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("健康与过敏")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_signing_out_in_one_tab_leaves_nothing_on_the_others(visit: Visits, shop: Shop):
    page = visit("desk", staff_of(shop, "reception.xujiahui"))
    page.goto("/staff/board")
    expect(page.get_by_role("button", name="退出登录")).to_be_visible()
    other = page.context.new_page()
    other.goto("/staff/customers")

    other.get_by_role("button", name="退出登录").click()

    expect(page).to_have_url(re.compile(r"/staff/sign-in\?next=/board"))
    expect(page.get_by_role("button", name="登录", exact=True)).to_be_visible()


def test_who_signs_in_in_another_tab_is_who_acts_in_all_of_them(visit: Visits, shop: Shop):
    manager = staff_of(shop, "manager.xujiahui")
    page = visit("desk", staff_of(shop, "reception.xujiahui"))
    page.goto("/staff/board")
    expect(page.get_by_role("button", name="退出登录")).to_be_visible()
    expect(page.get_by_text(manager.account["name"], exact=True)).to_have_count(0)
    other = page.context.new_page()
    other.goto("/tech/sign-in")

    other.get_by_label("账号").fill("manager.xujiahui")
    other.get_by_label("密码", exact=True).fill("demo-manager")
    other.get_by_role("button", name="登录", exact=True).click()

    expect(page.get_by_text(manager.account["name"]).first).to_be_visible()


def test_a_customer_whose_session_has_ended_signs_in_and_comes_back(visit: Visits, a_customer: MakeVisitor, shop: Shop):
    customer = a_customer()
    phone = str(customer.get("/me")["phone"]).removeprefix("+86")
    page = deaf(visit("phone", customer))
    page.goto("/me")
    expect(page.get_by_role("link", name="个人资料")).to_be_visible()
    page.context.clear_cookies()

    page.get_by_role("link", name="健康").first.click()
    expect(page).to_have_url(re.compile(r"/sign-in\?next=/me/health"))

    page.get_by_label("手机号", exact=True).fill(phone)
    earlier = shop.codes(phone)
    page.get_by_role("button", name="获取验证码").click()
    page.get_by_label("验证码", exact=True).fill(shop.next_code(phone, earlier))
    expect(page).to_have_url(re.compile("/me/health$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("健康与过敏")
