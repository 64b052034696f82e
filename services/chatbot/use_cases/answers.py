"""Questions that need no booking: answered from the copy of the catalogue, then back to what was open."""

from services.chatbot.domain.catalogue import Store, Technician, Treatment, clock_of
from services.chatbot.domain.dialogue.frame import Frame
from services.chatbot.domain.names import suiting
from services.chatbot.domain.replies import Card, Say, Step, say, step
from services.chatbot.domain.store_questions import ASPECTS, asks_for_all, aspects
from services.chatbot.domain.text import normalised
from services.chatbot.use_cases.scene import Scene

SHOWN = 6


def _named(scene: Scene, slot: str) -> str | None:
    """What the sentence names, else what the conversation is about."""
    return Frame(slots=scene.said.slots).one(slot) or scene.frame.one(slot)


def price(scene: Scene) -> Step:
    treatments = _treatments(scene)
    if not treatments:
        shown = _within_budget(scene)[:SHOWN]
        items = tuple(
            say("price_line", treatment=row, price_fen=row.price_fen, minutes=row.duration_minutes) for row in shown
        )
        return step(say("prices", items=items), frame=scene.frame, quick_replies=_names(shown))
    said = tuple(
        say("price", treatment=row, price_fen=row.price_fen, minutes=row.duration_minutes) for row in treatments
    )
    return step(
        *said, frame=scene.frame, quick_replies=(say("quick.book", treatment=treatments[0]),), cards=_cards(treatments)
    )


def _within_budget(scene: Scene) -> tuple[Treatment, ...]:
    """The dearest first, where a most was named that anything can be had for; else as they come."""
    most_fen = scene.said.slots.get("budget_max_fen")
    if most_fen is None:
        return scene.catalogue.treatments
    within = sorted((row for row in scene.catalogue.treatments if row.price_fen <= most_fen), key=_dearest)
    return tuple(within) or tuple(sorted(scene.catalogue.treatments, key=_dearest, reverse=True))


def _dearest(row: Treatment) -> tuple[int, str]:
    return -row.price_fen, row.slug


def treatment(scene: Scene) -> Step:
    treatments = _treatments(scene)
    if not treatments:
        shown = _recommended(scene)[:SHOWN]
        return step(say("treatments", names=shown), frame=scene.frame, quick_replies=_names(shown))
    said = tuple(part for row in treatments for part in _about(row))
    return step(
        *said, frame=scene.frame, quick_replies=(say("quick.book", treatment=treatments[0]),), cards=_cards(treatments)
    )


def _recommended(scene: Scene) -> tuple[Treatment, ...]:
    """What is within the budget, else for the complaint, else for the part of the body, else everything."""
    every, part = scene.catalogue.treatments, Frame(slots=scene.said.slots).one("body_part")
    of_the_part = [row for row in every if part in row.body_parts]
    if "budget_max_fen" in scene.said.slots:
        return _within_budget(scene)
    return (
        suiting(scene.plain, every)
        or tuple(sorted(of_the_part, key=lambda row: (len(row.body_parts), row.price_fen)))
        or every
    )


def _about(row: Treatment) -> tuple[Say, ...]:
    said = [say("about_treatment", treatment=row, minutes=row.duration_minutes, price_fen=row.price_fen)]
    if row.description:
        said.append(say("name", name=row.description))
    if row.contraindications:
        said.append(say("health.contraindications", treatment=row, names=row.contraindications))
    said.append(say("also_at_home" if "home" in row.places else "in_store_only"))
    return tuple(said)


def _treatments(scene: Scene) -> tuple[Treatment, ...]:
    named = scene.said.slots.get("treatment") or scene.frame.slots.get("treatment") or ()
    slugs = (named,) if isinstance(named, str) else named
    return tuple(row for row in scene.catalogue.treatments if row.slug in slugs)


def technician(scene: Scene) -> Step:
    asks_of_many = {"store", "treatment", "gender_preference"} & scene.said.slots.keys()
    said = Frame(slots=scene.said.slots).one("technician")
    named = scene.catalogue.technician(said if asks_of_many else _named(scene, "technician"))
    if named:
        return step(_about_technician(scene, named), frame=scene.frame, cards=(_technician_card(named),))
    store = scene.catalogue.store(_named(scene, "store"))
    wished = scene.said.slots.get("gender_preference")
    treatment = scene.catalogue.treatment(Frame(slots=scene.said.slots).one("treatment"))
    fitting = [
        row
        for row in scene.catalogue.technicians
        if (store is None or store.id in row.stores)
        and wished in {None, row.gender}
        and (treatment is None or treatment.category in row.skills)
    ]
    fitting = _known_for(normalised(scene.text), fitting) or fitting
    shown = tuple(sorted(fitting, key=lambda row: (-row.rating, row.slug))[:SHOWN])
    if not shown:
        return step(say("no_such_technician"), frame=scene.frame)
    cards = tuple(_technician_card(row) for row in shown)
    return step(say("technicians", names=shown), frame=scene.frame, quick_replies=_names(shown), cards=cards)


def _known_for(text: str, technicians: list[Technician]) -> list[Technician]:
    """Those one of whose specialities the sentence names."""
    return [row for row in technicians if any(normalised(known) in text for known in row.specialities)]


def _about_technician(scene: Scene, who: Technician) -> Say:
    stores = scene.catalogue.stores_of(who)
    key = "about_technician" if who.specialities else "about_technician_short"
    return say(key, technician=who, years=who.years, names=who.specialities, rating=who.rating, stores=stores)


def store(scene: Scene) -> Step:
    is_of_all = asks_for_all(scene.plain)
    named = None if is_of_all else scene.catalogue.store(_named(scene, "store"))
    asked = aspects(normalised(scene.text))
    if named:
        said = tuple(store_fact(scene, named, aspect) for aspect in asked or ASPECTS[:2])
        return step(*said, frame=scene.frame, cards=(_store_card(named),))
    stores = scene.catalogue.stores
    lines = tuple(store_fact(scene, row, aspect) for row in stores for aspect in asked or ("address",))
    cards = tuple(_store_card(row) for row in stores)
    return step(*lines or (say("no_stores"),), frame=scene.frame, quick_replies=_names(stores), cards=cards)


def store_fact(scene: Scene, row: Store, aspect: str) -> Say:
    """One of `ASPECTS` of a store as it is today."""
    if aspect == "hours":
        day = scene.now.astimezone(row.zone).date()
        shifts = tuple(f"{clock_of(opens)}-{clock_of(closes)}" for opens, closes in row.hours_on(day))
        return say("store.hours", store=row, hours=shifts) if shifts else say("store.closed_today", store=row)
    value = getattr(row, aspect)
    return say(f"store.{aspect}", store=row, value=value) if value else say("store.unknown", store=row)


def _names(rows: tuple[Store, ...] | tuple[Treatment, ...] | tuple[Technician, ...]) -> tuple[Say, ...]:
    return tuple(say("name", name=row) for row in rows)


def _cards(rows: tuple[Treatment, ...]) -> tuple[Card, ...]:
    return tuple(
        Card("treatment", {"treatment": row, "duration_minutes": row.duration_minutes, "price_fen": row.price_fen})
        for row in rows
    )


def _technician_card(row: Technician) -> Card:
    return Card("technician", {"technician": row, "level": row.level, "years": row.years, "rating": row.rating})


def _store_card(row: Store) -> Card:
    return Card(
        "store", {"store": row, "address": row.address, "phone": row.phone, "metro": row.metro, "parking": row.parking}
    )
