"""Keeping the replica of the catalogue: the newest revision of each row wins, an equal one changes nothing."""

from services.scheduling.ports import Diary
from shared.events import Event


def remember(diary: Diary, event: Event) -> None:
    """The kind of row, as the port `Catalogue.remember` names it, is in the event's: `store_changed`."""
    diary.once(event, lambda: diary.catalogue.remember(event.type.removesuffix("_changed"), event.data))
