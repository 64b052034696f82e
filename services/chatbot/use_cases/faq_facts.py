"""What an answer of the FAQ leaves to the catalogue: told as it is at the moment of asking."""

from collections.abc import Callable
from dataclasses import dataclass

from services.chatbot.domain.catalogue import Rules, Store
from services.chatbot.domain.dialogue.frame import Frame
from services.chatbot.domain.faq.row import OF_STORE, FaqRow
from services.chatbot.domain.red_flags import RULED_OUT, rules_out
from services.chatbot.domain.replies import Say, say
from services.chatbot.domain.text import ENGLISH
from services.chatbot.use_cases.answers import store_fact
from services.chatbot.use_cases.scene import Scene

BRAND = "brand"
Told = tuple[Say, ...]


class FactUnknown(Exception):
    """The catalogue does not tell (any more) what the answer needs."""


@dataclass(frozen=True)
class Facts:
    """The facts of one answer, for the store in question or for each."""

    scene: Scene
    row: FaqRow

    def told(self, name: str, of: str | None) -> str:
        """One fact in words; raises FactUnknown."""
        said = self._of_stores(name) if name in OF_STORE else _TOLD[name](self, of)
        if not said:
            raise FactUnknown(name)
        joint = " " if self.scene.language == ENGLISH else ""
        return joint.join(self.scene.words(one) for one in said)

    @property
    def stores(self) -> tuple[Store, ...]:
        """The row's own store, the one that is talked about, or all of them."""
        catalogue, named = self.scene.catalogue, Frame(slots=self.scene.said.slots).one("store")
        if self.row.store_id:
            return tuple(store for store in catalogue.stores if store.id == self.row.store_id)
        one = catalogue.store(named or self.scene.frame.one("store"))
        return (one,) if one else catalogue.stores

    def _of_stores(self, name: str) -> Told:
        return tuple(store_fact(self.scene, store, name) for store in self.stores)

    def _women(self, _: str | None) -> Told:
        women = [one for one in self.scene.catalogue.technicians if one.gender == "female"]
        there = [(store, tuple(one for one in women if store.id in one.stores)) for store in self.stores]
        return tuple(say("faq.women", store=store, names=names) for store, names in there if names)

    def _contraindications(self, _: str | None) -> Told:
        """The flags that rule some treatment out, though not every one: for those there is a sentence of its own.

        Where one treatment is spoken of its own are to be told, which is not the FAQ's.
        """
        named = Frame(slots=self.scene.said.slots).one("treatment") or self.scene.frame.one("treatment")
        spoken_of = self.scene.catalogue.treatment(named)
        if spoken_of and spoken_of.contraindications:
            return ()
        some = (flag for flag, met in RULED_OUT.items() if met is not None)
        treatments = self.scene.catalogue.treatments
        flags = [flag for flag in some if any(rules_out((flag,), treatment) for treatment in treatments)]
        return (say("name", name=tuple(say(f"flag.{flag}") for flag in flags)),) if flags else ()

    def _price(self, of: str | None) -> Told:
        row = self.scene.catalogue.treatment(of)
        return (say("price", treatment=row, price_fen=row.price_fen, minutes=row.duration_minutes),) if row else ()

    def _cancel_rule(self, _: str | None) -> Told:
        rules = self._rules
        if not rules.late_cancel_fee_percent:
            return (say("rule.free"),)
        return (say("faq.cancel_rule", hours=rules.free_cancel_hours, percent=rules.late_cancel_fee_percent),)

    def _home_area(self, _: str | None) -> Told:
        radius, fee = self._rules.home_service_radius_km, self._rules.home_visit_fee_fen
        if radius is None:
            return ()
        return (
            say("faq.home_area", km=f"{radius:g}"),
            say("faq.home_fee", fee_fen=fee) if fee else say("faq.home_free"),
        )

    def _notice(self, _: str | None) -> Told:
        days, minutes = self._rules.book_ahead_days, self._rules.min_notice_minutes
        return () if days is None or minutes is None else (say("faq.notice", days=days, minutes=minutes),)

    @property
    def _rules(self) -> Rules:
        """The store's rules where one store is meant, else the brand's."""
        of_one = [self.stores[0].id] if len(self.stores) == 1 else []
        return self.scene.desk.replicas.rules([BRAND, *of_one], self.scene.now)


_TOLD: dict[str, Callable[[Facts, str | None], Told]] = {
    "women": Facts._women,  # noqa: SLF001 - its own table
    "contraindications": Facts._contraindications,  # noqa: SLF001
    "price": Facts._price,  # noqa: SLF001
    "cancel_rule": Facts._cancel_rule,  # noqa: SLF001
    "home_area": Facts._home_area,  # noqa: SLF001
    "notice": Facts._notice,  # noqa: SLF001
}
