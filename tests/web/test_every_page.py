"""What is promised of every page: both languages and colour schemes, the widths of a phone, a tablet and a desk."""

import pytest
from playwright.sync_api import Page, expect

from tests.support import looks
from tests.support.visitors import Language, Scheme, Visits
from tests.web.pages import ALL, PHONE, Look
from tests.web.world import World

WIDTHS = (360, 768, 1440)
# Until data has come there are skeletons; what is busy says so.
UNDER_WAY = ".van-skeleton, .el-skeleton, [aria-busy=true]"


def there(page: Page, look: Look) -> None:
    """The page has what it shows."""
    expect(page.locator(look.sees).first).to_be_visible()
    expect(page.locator(UNDER_WAY)).to_have_count(0)


@pytest.mark.parametrize(("language", "scheme"), [("zh-CN", "light"), ("en", "dark")])
@pytest.mark.parametrize("look", ALL, ids=str)
def test_a_page_is_fit_to_be_read(visit: Visits, world: World, look: Look, language: Language, scheme: Scheme):
    page = visit(look.on, world.people.get(look.who or ""), language=language, scheme=scheme)
    answers = looks.Answers()
    answers.over(page)
    page.goto(look.path.format_map(world.things))
    there(page, look)

    wrong = looks.order(page, language) + looks.axe(page, look.allowed)
    if language == "en":
        wrong += looks.chinese_left(page, answers)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wrong += looks.overflow(page)
    if look.on == PHONE:
        page.set_viewport_size({"width": 360, "height": 740})
        wrong += looks.small_targets(page)

    assert not wrong, "\n".join(wrong)
