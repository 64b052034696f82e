"""Where addresses are, by a table of streets and landmarks that the shop keeps. A map service may take its place."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import yaml

from services.chatbot.domain.places import Located, Point
from services.chatbot.domain.text import normalised

PLACES = Path(__file__).parent.parent / "data" / "places.yml"


@cache
def _places() -> tuple[tuple[str, Point], ...]:
    """The longest name first: 淮海中路 before 淮海路."""
    loaded: dict[str, list[float]] = yaml.safe_load(PLACES.read_text(encoding="utf-8"))
    return tuple(sorted(((name, Point(*at)) for name, at in loaded.items()), key=lambda one: -len(one[0])))


class YamlPlaces:
    def locate(self, address: str) -> Located | None:
        """The longest known name in it."""
        plain = normalised(address)
        return next((Located(address, name, at) for name, at in _places() if name in plain), None)

    def named(self, words: str) -> Sequence[Located]:
        """Names inside the words before those that the words stand in; of these the shortest first."""
        plain = normalised(words)
        inside = [Located(words, name, at) for name, at in _places() if name in plain]
        begun = [Located(words, name, at) for name, at in reversed(_places()) if plain in name and name not in plain]
        return [*inside, *begun]
