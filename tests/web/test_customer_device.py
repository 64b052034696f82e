"""What the app keeps on the device: itself, the next appointments, and nothing once somebody has signed out."""

import re

from playwright.sync_api import Page, expect

from tests.support.visitors import Visitor, Visits, booked
from tests.support.watch import Watch
from tests.web.conftest import MakeVisitor

READY = "async () => { await navigator.serviceWorker.ready; return true }"
CONTROLLED = "() => navigator.serviceWorker.controller !== null"
OFFLINE = "当前离线"


def installed(visit: Visits, who: Visitor | None) -> Page:
    """A page whose app is kept on the device."""
    page = visit("phone", who, service_workers="allow")
    page.goto("/")
    assert page.evaluate(READY)
    page.reload()
    page.wait_for_function(CONTROLLED)
    return page


def test_the_next_appointment_is_readable_without_a_network(visit: Visits, watch: Watch, a_customer: MakeVisitor):
    customer = a_customer()
    made = booked(customer, "2026-11-24", treatment="head-45")
    page = installed(visit, customer)
    page.goto("/appointments")
    expect(page.get_by_role("link", name=re.compile("头疗"))).to_be_visible()

    with watch.offline(page):
        page.goto("/appointments")
        expect(page.get_by_text(OFFLINE).first).to_be_visible()
        page.get_by_role("link", name=re.compile("头疗")).click()
        expect(page.get_by_text(made["number"])).to_be_visible()
        expect(page.get_by_role("button", name="取消预约")).to_have_count(0)
        page.goto("/")
        expect(page.get_by_text("头疗").first).to_be_visible()

    page.goto("/appointments")
    expect(page.get_by_role("link", name=re.compile("头疗"))).to_be_visible()
    expect(page.get_by_text(OFFLINE)).to_have_count(0)


def test_signing_out_leaves_nothing_on_the_device(visit: Visits, a_customer: MakeVisitor):
    customer = a_customer()
    made = booked(customer, "2026-11-24", treatment="head-45")
    page = visit("phone", customer)
    page.goto("/appointments")
    expect(page.get_by_role("link", name=re.compile("头疗"))).to_be_visible()
    kept = "() => localStorage.getItem('kept-appointments')"
    assert "head-45" in page.evaluate(kept)

    phone = customer.get("/me")["phone"]
    page.goto("/me")
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_function("() => localStorage.getItem('kept-appointments') === null")
    left = page.evaluate("() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }])")
    assert [word for word in (made["id"], made["number"], phone, "head-45") if word in left] == []


def test_a_session_that_ended_elsewhere_leaves_nothing_on_the_device(
    visit: Visits, watch: Watch, a_customer: MakeVisitor
):
    customer = a_customer()
    booked(customer, "2026-11-24", treatment="head-45")
    page = visit("phone", customer)
    page.goto("/appointments")
    page.wait_for_function("() => localStorage.getItem('kept-appointments') !== null")

    watch.allows(401, "/me")
    customer.ask("DELETE", "/auth/sessions/current").raise_for_status()
    page.context.clear_cookies()
    page.goto("/")
    page.wait_for_function("() => localStorage.getItem('kept-appointments') === null")


def test_the_app_can_be_installed(visit: Visits, watch: Watch):
    page = installed(visit, None)
    manifest = page.evaluate("async () => (await fetch(document.querySelector('link[rel=manifest]').href)).json()")
    assert (manifest["display"], manifest["start_url"], manifest["scope"]) == ("standalone", "/", "/")
    assert {icon["sizes"] for icon in manifest["icons"]} >= {"192x192", "512x512"}
    with watch.offline(page):
        page.goto("/treatments")
        expect(page.get_by_text(OFFLINE).first).to_be_visible()
