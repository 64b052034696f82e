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
from tests.support import chromium, system
from tests.support.shop import Shop
from tests.support.visitors import Language, Scheme, Visits, visits
from tests.web.pages import DESK, PHONE, Look, wait_until_there
from tests.web.world import World, a_world

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
    Shot("customer-home-en-dark", Look("/", "customer", on=PHONE), "en", "dark"),
    Shot("technician-today", Look("/tech", "technician", on=PHONE)),
    Shot("staff-home", Look("/staff", "reception", on=DESK)),
    Shot("api-docs", Look("/api/docs", None, sees=".swagger-ui .info", on=DESK)),
)


def main() -> int:
    web.build()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with a_browser() as browser, tempfile.TemporaryDirectory() as home, system.embedded(Path(home) / "demo") as url:
        shop = Shop(url)
        world = a_world(shop)
        with visits(browser, shop) as visit:
            for shot in SHOTS:
                picture = FOLDER / f"{shot.name}.png"
                take(visit, world, shot, picture)
                print(f"{picture.relative_to(ROOT)}: {picture.stat().st_size // 1000} kB")
    return 0


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
