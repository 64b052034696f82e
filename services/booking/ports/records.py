"""Service records and their pictures, kept and found."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from services.booking.domain.record.events import ServiceRecorded
from services.booking.domain.record.pictures import RecordFile
from services.booking.domain.record.record import ServiceRecord
from shared.pictures import Picture


class Records(Protocol):
    """Records by appointment; every version stays. Written under the lock of the appointment's row."""

    def get(self, appointment_id: str) -> ServiceRecord:
        """The newest version; the empty one of version 0 where nobody wrote any."""
        ...

    def history(self, appointment_id: str) -> list[ServiceRecord]:
        """Every version, oldest first."""
        ...

    def add(self, record: ServiceRecord, fact: ServiceRecorded) -> None: ...

    def erase(self, appointment_ids: Sequence[str]) -> None:
        """Take the words out of every version; what was done, when and by whom stays for the books."""
        ...


class RecordFiles(Protocol):
    """Which pictures there are. A row is written before its file is stored, and taken away after its file is gone, so
    that no file is ever without a row that tells of it.
    """

    def of(self, appointment_id: str) -> list[RecordFile]:
        """Those that are kept, oldest first."""
        ...

    def begin(self, file: RecordFile) -> None:
        """The file is about to be stored; nobody sees it yet."""
        ...

    def keep(self, file_id: str) -> bool:
        """It is stored, and belongs to the record from now on; False when it was given up in the meantime."""
        ...

    def drop(self, file_ids: Iterable[str]) -> None:
        """Give them up: their keys are gone at once, the files follow with the next sweep."""
        ...

    def drop_all_of(self, appointment_ids: Sequence[str]) -> None: ...

    def given_up(self, unfinished_seconds: float, limit: int) -> list[tuple[str, str]]:
        """(id, name) of files given up, and of those whose storing began so long ago and never ended."""
        ...

    def forget(self, file_id: str) -> None:
        """The file is gone; so is its row, unless the file came to be kept after all."""
        ...


class Pictures(Protocol):
    """Makes pictures anew. Raises FileTypeNotAllowed, PictureUnreadable, PictureTooLarge."""

    def photo(self, content: bytes) -> Picture:
        """A JPEG, upright, in sRGB, no edge longer than 2048 pixels, with nothing else in the file."""
        ...

    def drawing(self, content: bytes) -> Picture:
        """A PNG in shades of grey on white, no edge longer than 1200 pixels."""
        ...
