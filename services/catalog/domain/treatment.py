"""A treatment 服务项目: what is sold, how long it takes, who may give it and where."""

from dataclasses import dataclass

from services.catalog.domain.entry import Entry
from shared.errors import Invalid

IN_STORE, AT_HOME = "store", "home"
PLACES = (IN_STORE, AT_HOME)


@dataclass(frozen=True)
class Segment:
    """A part of a treatment; the technician is free in a part without them (while the mask works)."""

    name: str
    minutes: int
    technician: bool = True


@dataclass(frozen=True)
class Course:
    """A 疗程: so many sessions for one price in fen."""

    sessions: int
    price_fen: int


@dataclass(frozen=True)
class Addon:
    """What may be added to the treatment, such as a hot compress: it lasts so much longer and costs so much more.

    `slug` is unique among the treatment's own; the price in fen is for each guest.
    """

    slug: str
    name: str
    minutes: int
    price_fen: int
    name_en: str = ""


@dataclass(frozen=True, kw_only=True)
class Treatment(Entry):
    """`prep_minutes` before and `turnover_minutes` after guard it from its neighbours. No segments: one with the
    technician throughout. `party_size` is how many guests its price covers.
    """

    slug: str
    name: str
    category: str
    duration_minutes: int
    price_fen: int
    places: tuple[str, ...] = (IN_STORE,)
    name_en: str = ""
    prep_minutes: int = 0
    turnover_minutes: int = 0
    level: int = 1
    party_size: int = 1
    aliases: tuple[str, ...] = ()
    body_parts: tuple[str, ...] = ()
    contraindications: tuple[str, ...] = ()
    suits: tuple[str, ...] = ()
    segments: tuple[Segment, ...] = ()
    description: str = ""
    description_en: str = ""
    course: Course | None = None
    addons: tuple[Addon, ...] = ()

    def __post_init__(self) -> None:
        together = sum(segment.minutes for segment in self.segments)
        if self.segments and together != self.duration_minutes:
            wrong = f"the segments last {together} minutes together, the treatment {self.duration_minutes}"
            raise Invalid("the segments do not fill the treatment", fields={"segments": [wrong]})
        if len({addon.slug for addon in self.addons}) < len(self.addons):
            raise Invalid("two add-ons have the same slug", fields={"addons": ["each needs a slug of its own"]})

    @property
    def words(self) -> tuple[str, ...]:
        return self.name, self.name_en, self.slug, *self.aliases
