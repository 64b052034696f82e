"""What is promised of every page: both languages and colour schemes, the widths of a phone, a tablet and a desk."""

import re

import pytest

from shared.config import ROOT
from tests.support import looks
from tests.support.visitors import Language, Scheme, Visits
from tests.web.pages import ALL, PHONE, Look, wait_until_there
from tests.web.world import World

WIDTHS = (360, 768, 1440)
# The applications' routes, by where each application lives.
ROUTES = {"": "customer", "/tech": "technician", "/staff": "staff"}
PATH = re.compile(r"path: '([^']+)'")


def shape(path: str) -> str:
    """A path with the things in it left open: `/visits/:id` and `/visits/{visit}` have the same."""
    return re.sub(r":\w+(\([^)]*\))?\*?|\{\w+\}", "*", path).rstrip("/")


def test_no_page_is_left_out():
    known = {shape(look.path.partition("?")[0]) for look in ALL}
    routes = {
        home + path
        for home, folder in ROUTES.items()
        for file in (ROOT / "gateway" / "web" / "src" / folder / "routes").glob("*.ts")
        for path in PATH.findall(file.read_text())
    }
    left_out = {route for route in routes if shape(route) not in known}
    assert left_out - {f"{home}/:rest(.*)*" for home in ROUTES} == set()


@pytest.mark.parametrize(("language", "scheme"), [("zh-CN", "light"), ("en", "dark")])
@pytest.mark.parametrize("look", ALL, ids=str)
def test_a_page_is_fit_to_be_read(visit: Visits, world: World, look: Look, language: Language, scheme: Scheme):
    page = visit(look.on, world.people.get(look.who or ""), language=language, scheme=scheme)
    answers = looks.Answers()
    answers.over(page)
    page.goto(look.path.format_map(world.things))
    wait_until_there(page, look)

    wrong = looks.order(page, language) + looks.axe(page, look.allowed)
    if language == "en":
        wrong += looks.chinese_left(page, answers)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wrong += looks.overflow(page)
    if look.on == PHONE:
        page.set_viewport_size({"width": 360, "height": 740})
        wrong += looks.small_targets(page) + looks.covered(page)

    assert not wrong, "\n".join(wrong)
