"""Stories told in memory are told over HTTP as well: the shop held in memory behaves as the running one."""

from collections.abc import Iterator

import pytest
import yaml

from tests.support.evaluation.__main__ import KNOWN
from tests.support.evaluation.over_http import HttpPartner
from tests.support.evaluation.stories import Story, stories, told
from tests.support.shop import Shop


def one_of_each_theme() -> Iterator[Story]:
    """`python -m tests.support.evaluation stories URL` tells them all, which takes six minutes."""
    known = set(yaml.safe_load(KNOWN.read_text(encoding="utf-8"))["stories"])
    themes: set[str] = set()
    for story in stories():
        if story.theme not in themes and story.name not in known and story.needs in {"", *HttpPartner.can}:
            themes.add(story.theme)
            yield story


@pytest.mark.parametrize("story", one_of_each_theme(), ids=lambda story: f"{story.theme}: {story.name}")
def test_a_story_goes_over_http_as_in_memory(shop: Shop, story: Story):
    outcome = told(story, HttpPartner(shop.url))

    assert (outcome.faults, outcome.false_bookings) == ([], [])
