"""`make screenshots`: pictures of the main pages into docs/screenshots, of a shop with a day's work in it."""

import io
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from deploy import web
from shared.config import ROOT
from tests.support import chromium
from tests.support.busy_shop import PHONES, busy_shop
from tests.support.shop import Shop
from tests.support.visitors import Language, Scheme, Visits, customer_of, staff_of, technician_of, visits
from tests.web.pages import DESK, PHONE, Look, wait_until_there
from tests.web.world import World

FOLDER = ROOT / "docs" / "screenshots"
COLOURS = 128


@dataclass(frozen=True)
class Shot:
    """One picture, by its file's name."""

    name: str
    look: Look
    language: Language = "zh-CN"
    scheme: Scheme = "light"


SHOTS = (
    Shot("customer-home", Look("/", "customer", on=PHONE)),
    Shot("customer-treatments", Look("/treatments", "customer", on=PHONE)),
    Shot("customer-booking", Look("/book?treatment=full-body-90&store=xujiahui", "customer", on=PHONE)),
    Shot("customer-appointment", Look("/appointments/{visit}", "customer", on=PHONE)),
    Shot("customer-technicians-en-dark", Look("/technicians", "customer", on=PHONE), "en", "dark"),
    Shot("technician-today", Look("/tech/", "technician", on=PHONE)),
    Shot("technician-week", Look("/tech/week", "technician", on=PHONE)),
    Shot("technician-order", Look("/tech/", "asked", on=PHONE)),
    Shot("staff-board", Look("/staff/board", "reception", on=DESK)),
    Shot("staff-rosters", Look("/staff/rosters", "manager", on=DESK)),
    Shot("staff-dispatch", Look("/staff/dispatch", "manager", on=DESK)),
    Shot("staff-customer", Look("/staff/customers/{customer}", "reception", on=DESK)),
    Shot("staff-dashboard", Look("/staff/dashboard", "manager", on=DESK)),
    Shot("staff-dashboard-en-dark", Look("/staff/dashboard", "manager", on=DESK), "en", "dark"),
    Shot("api-docs", Look("/api/docs", None, sees=".swagger-ui .info", on=DESK)),
)


def main() -> int:
    web.build()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, busy_shop(Path(home) / "demo") as shop, a_browser() as browser:
        world = its_people(shop)
        with visits(browser, shop) as visit:
            for shot in SHOTS:
                picture = FOLDER / f"{shot.name}.png"
                take(visit, world, shot, picture)
                print(f"{picture.relative_to(ROOT)}: {picture.stat().st_size // 1000} kB")
    return 0


def its_people(shop: Shop) -> World:
    """One of the busy shop's customers with her next visit, its technicians and its staff."""
    customer = customer_of(shop, PHONES[1])
    upcoming = customer.get("/appointments", status="confirmed", limit=100)["items"]
    people = {
        "customer": customer,
        "technician": technician_of(shop, "chen-jing"),
        "asked": technician_of(shop, "wang-jianguo"),
        "reception": staff_of(shop, "reception.xujiahui"),
        "manager": staff_of(shop, "manager.xujiahui"),
    }
    return World(people, {"visit": upcoming[-1]["id"], "customer": customer.account["id"]})


def take(visit: Visits, world: World, shot: Shot, picture: Path) -> None:
    look = shot.look
    page = visit(look.on, world.people.get(look.who or ""), language=shot.language, scheme=shot.scheme)
    page.goto(look.path.format_map(world.things))
    wait_until_there(page, look)
    page.evaluate("document.fonts.ready")
    smaller(page.screenshot(animations="disabled"), picture)
    page.context.close()


def smaller(png: bytes, picture: Path) -> None:
    """The same picture in few colours: a third of the bytes, no difference to the eye."""
    Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(picture, optimize=True)


@contextmanager
def a_browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=chromium.find().path, args=list(chromium.FLAGS))
        yield running
        running.close()


if __name__ == "__main__":
    sys.exit(main())
