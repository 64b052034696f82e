"""Events that could not be handled: kept with the reason, read and sent again by `mingyitang dlq`.

On RabbitMQ they lie in a quorum queue per service (`queue`), in the embedded profile in a table (`table`), so that
another process can read it. The functions here take the URL of either: `amqp://…` or `sqlite:///…`.
"""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from shared.bus.dead_letters.letter import DeadLetter
from shared.bus.dead_letters.queue import DeadLetterReader

if TYPE_CHECKING:
    from shared.bus.dead_letters.table import DeadLetterTable


def list_dead_letters(url: str, services: Sequence[str] = ()) -> list[DeadLetter]:
    """All dead letters, oldest first within a service; `services` none means all there are in this checkout."""
    return _reader(url, services).all()


def show_dead_letter(url: str, letter_id: str, services: Sequence[str] = ()) -> DeadLetter | None:
    return next((letter for letter in list_dead_letters(url, services) if letter.id == letter_id), None)


def replay_dead_letters(url: str, letter_ids: Collection[str], services: Sequence[str] = ()) -> int:
    """Send these dead letters to their handlers again; returns how many there were."""
    return _reader(url, services).replay(letter_ids)


def known_services() -> list[str]:
    """The services of this checkout, which are the folders of `services`."""
    folder = Path(__file__).parents[3] / "services"
    return sorted(service.parent.name for service in folder.glob("*/service.py"))


def _reader(url: str, services: Sequence[str]) -> "DeadLetterReader | DeadLetterTable":
    if url.startswith("sqlite"):
        from shared.bus.dead_letters.table import DeadLetterTable  # noqa: PLC0415 - only where there is SQLAlchemy

        return DeadLetterTable(url)
    return DeadLetterReader(url, services or known_services())
