"""Home visits: where they go, and which store they come from."""

from dataclasses import replace

from services.chatbot.domain.dialogue.conflicts import able
from services.chatbot.domain.dialogue.frame import HOME, Frame
from services.chatbot.domain.places import Located, nearest
from services.chatbot.domain.replies import Card, Step, say, step
from services.chatbot.use_cases.scene import Scene

ON_THE_MAP = Card("link", {"to": "home_visit"})


def located(scene: Scene, frame: Frame) -> Located | None:
    """Where the visit goes, if the address says so."""
    address = frame.one("address")
    return scene.desk.places.locate(address) if address and frame.slots.get("place") == HOME else None


def settled_at_home(scene: Scene, frame: Frame, home: Located | None) -> Frame:
    """With the nearest store that could send somebody, where none was named: a visitor need not choose one."""
    if home is None or "store" in frame.slots:
        return frame
    treatment = scene.catalogue.treatment(frame.one("treatment"))
    sending = [
        row for row in scene.catalogue.stores if any(who.home_visits for who in able(scene.catalogue, treatment, row))
    ]
    near = nearest(sending, home.at)
    if not near or treatment is None:
        return frame
    slots = {**frame.slots, "store": near[0].slug}
    return replace(frame, slots=slots, derived=(*frame.derived, "store"))


def ask_address(frame: Frame) -> Step:
    """Asked for, or asked for again where nobody could tell where it is: then the page with the map is another way."""
    told = frame.one("address")
    said = say("address_not_found", address=told) if told else say("ask_address")
    cards = (ON_THE_MAP,) if told else ()
    return step(said, frame=frame.asking("address"), quick_replies=(say("quick.in_store"),), cards=cards)
