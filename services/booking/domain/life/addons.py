"""What is added to the treatments of a visit, with the minutes and the price that were agreed."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Addon:
    """One of what a treatment is offered with: so many minutes longer, so much dearer in fen for each guest."""

    slug: str
    name: str
    minutes: int
    price_fen: int
    name_en: str = ""


@dataclass(frozen=True)
class AddedOn(Addon):
    """An add-on as it was chosen; `treatment` counts the visit's treatments from 0."""

    treatment: int = 0


def slugs_of(added: Sequence[AddedOn], treatment: int) -> tuple[str, ...]:
    """The slugs of what was added to one of the visit's treatments."""
    return tuple(one.slug for one in added if one.treatment == treatment)


def price_of(added: Sequence[AddedOn], guests: int) -> int:
    """In fen, for so many guests."""
    return guests * sum(one.price_fen for one in added)
