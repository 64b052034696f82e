"""Keeping the replica of the catalogue: the newest revision of each row wins, an equal one changes nothing."""

from services.scheduling.ports import Diary
from shared.events import Event


def remember(diary: Diary, kind: str, event: Event) -> None:
    """`kind` as the port `Catalogue.remember` names it."""
    diary.once(event, lambda: diary.catalogue.remember(kind, event.data))
