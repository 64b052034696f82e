"""What every page owes its readers, looked for in a page that is there: each function answers with what is wrong."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, Response
from playwright.sync_api import TimeoutError as PlaywrightTimeout

SERIOUS = ("serious", "critical")
# What runs on until somebody stops it would keep axe from ever looking at the same page twice.
AXE_OPTIONS = {"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}

OVERFLOW = """() => {
  const wide = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth <= wide) return []
  return [...document.body.querySelectorAll('*')]
    .filter((element) => element.getBoundingClientRect().right > wide + 1 && !element.children.length)
    .slice(0, 4)
    .map((element) => `${element.tagName}.${element.className} ${element.textContent.trim().slice(0, 30)}`)
    .concat(`${document.documentElement.scrollWidth} px wide`)
}"""

# Texts as a reader meets them: what is shown, and what is read aloud. What says itself that it is Chinese may be.
TEXTS = """() => {
  const shown = (element) => element.checkVisibility({ visibilityProperty: true })
  const found = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const { parentElement, data } = walker.currentNode
    if (parentElement.closest('[lang]')?.lang.startsWith('zh') || !shown(parentElement)) continue
    found.push(data)
  }
  for (const element of document.body.querySelectorAll('[aria-label], [placeholder], [alt], [title]')) {
    if (element.closest('[lang]')?.lang.startsWith('zh') || !shown(element)) continue
    for (const name of ['aria-label', 'placeholder', 'alt', 'title']) found.push(element.getAttribute(name) ?? '')
  }
  return [document.title, ...found]
}"""

# A thumb hits more than the words of a link: what lies half of `least` around its middle must belong to it, as the
# whole card does whose link is stretched over it, or to its label.
SMALL_TARGETS = """(least) => {
  const asked = 'button, a[href], [role=button], [role=tab], [role=switch], [role=radio], [role=checkbox], select'
  const reach = least / 2 - 1
  const isHit = (element, x, y) => {
    const there = document.elementFromPoint(x, y)
    return !there || element.contains(there) || element.closest('label')?.contains(there)
  }
  const isSmall = (element) => {
    element.scrollIntoView({ block: 'center', behavior: 'instant' })
    const { left, top, width, height } = element.getBoundingClientRect()
    if (width <= 1 || (width >= least && height >= least)) return false
    const [x, y] = [left + width / 2, top + height / 2]
    // A short word in a row of words may be narrow: thumbs are off by height more than by width.
    const aside = reach / 2
    return [[x - aside, y], [x + aside, y], [x, y - reach], [x, y + reach]].some(([x, y]) => !isHit(element, x, y))
  }
  return [...document.body.querySelectorAll(asked)]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.matches(':disabled'))
    .filter((element) => getComputedStyle(element).display !== 'inline' || !element.closest('p'))  // in a sentence
    .filter(isSmall)
    .map((element) => {
      const name = (element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 20)
      const { width, height } = element.getBoundingClientRect()
      return `${element.tagName.toLowerCase()} “${name}” ${Math.round(width)}×${Math.round(height)}`
    })
}"""


# What lies over the page wherever it is scrolled to (`over`, a selector) may cover its words, but nothing to press.
COVERED = """async (over) => {
  const asked = 'button, a[href], input, select, textarea, summary, label'
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
  const found = new Set()
  for (const lid of [...document.querySelectorAll(over)].filter((element) => element.checkVisibility())) {
    for (let top = 0; top <= document.documentElement.scrollHeight; top += 40) {
      scrollTo({ top, behavior: 'instant' })
      const { left, right, top: upper, bottom } = lid.getBoundingClientRect()
      const [x, y] = [(left + right) / 2, (upper + bottom) / 2]
      for (const point of [[x, y], [left + 2, y], [right - 2, y], [x, upper + 2], [x, bottom - 2]]) {
        const beneath = document.elementsFromPoint(...point).find((element) => !lid.contains(element))
        const pressed = beneath?.closest(asked)
        if (pressed && !pressed.contains(lid)) found.add(pressed.textContent.trim().slice(0, 20))
      }
    }
  }
  return [...found]
}"""


@dataclass
class Answers:
    """What the API told a page: Chinese in an English page is right where it is data that has no English."""

    told: set[str] = field(default_factory=set)

    def over(self, page: Page) -> None:
        page.on("response", self._take)

    def _take(self, response: Response) -> None:
        if "/api/" in response.url and "json" in response.headers.get("content-type", ""):
            try:
                self.told.update(_words(json.loads(response.body())))
            except Exception:  # noqa: BLE001 - an answer that was given up has no body
                return


def axe(page: Page, allowed: frozenset[str] = frozenset()) -> list[str]:
    """Serious and critical violations that axe-core finds, but for the rules in `allowed`."""
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("options => axe.run(document, options)", AXE_OPTIONS)["violations"]
    return [
        f"axe {one['id']} ({one['impact']}): {node['target']} {node['failureSummary'].splitlines()[-1].strip()}"
        for one in found
        if one["impact"] in SERIOUS and one["id"] not in allowed
        for node in one["nodes"][:3]
    ]


def overflow(page: Page) -> list[str]:
    """Whether the page scrolls sideways, and what sticks out. What follows the width by script has a moment for it."""
    wide = page.viewport_size["width"] if page.viewport_size else 0
    with suppress(PlaywrightTimeout):
        page.wait_for_function(f"() => !({OVERFLOW})().length", timeout=1000)
    found: list[str] = page.evaluate(OVERFLOW)
    return [f"scrolls sideways at {wide} px: {'; '.join(found)}"] if found else []


def order(page: Page, language: str) -> list[str]:
    """One main heading, one main part, a title of its own, the right language on the document."""
    headings, mains = page.locator("h1:visible").count(), page.locator("main:visible").count()
    told = page.locator("html").get_attribute("lang")
    wrong = [f"{headings} h1"] if headings != 1 else []
    wrong += [f"{mains} main"] if mains != 1 else []
    wrong += ["no title"] if not page.title().strip() else []
    return wrong + ([f"lang={told}"] if told != language else [])


def chinese_left(page: Page, answers: Answers) -> list[str]:
    """Chinese texts in an English page that are no data."""
    texts: list[str] = page.evaluate(TEXTS)
    left = {run for text in texts for run in _chinese(text) if not any(run in told for told in answers.told)}
    return [f"Chinese in the English page: {', '.join(sorted(left)[:6])}"] if left else []


def small_targets(page: Page, least: int = 44) -> list[str]:
    """Buttons and the like that are hard to hit with a thumb."""
    found: list[str] = page.evaluate(SMALL_TARGETS, least)
    return [f"smaller than {least} px: {'; '.join(found[:6])}"] if found else []


def covered(page: Page, over: str = ".bubble") -> list[str]:
    """What could be pressed but for something that lies over the page."""
    found: list[str] = page.evaluate(COVERED, over)
    return [f"under {over}: {'; '.join(found[:6])}"] if found else []


def _chinese(text: str) -> Iterator[str]:
    run = ""
    for character in text + " ":
        if "\u4e00" <= character <= "\u9fff":
            run += character
        elif run:
            yield run
            run = ""


def _words(value: Any) -> Iterator[str]:
    """All strings in an answer, but for those that stand beside their English."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _words(one)
    elif isinstance(value, dict):
        for name, one in value.items():
            if not value.get(f"{name}_en"):
                yield from _words(one)
