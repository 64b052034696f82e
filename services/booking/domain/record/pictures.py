"""The pictures of a record: photos before and after, and the customer's signature."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from services.booking.domain.record.errors import PhotoUnknown, TooManyPhotos

BEFORE, AFTER, SIGNATURE = "before", "after", "signature"
PHOTO_KINDS = (BEFORE, AFTER)
MOST_PHOTOS = 20


@dataclass(frozen=True, kw_only=True)
class RecordFile:
    """A picture that is kept. `name` and `key` find and open the file (`shared.files`); `upload` is the digest of what
    was sent, so that sending it again is noticed. `key` is None once the picture is given up.
    """

    id: str
    appointment_id: str
    kind: str
    name: str
    key: str | None = field(repr=False)
    upload: str
    media_type: str
    width: int
    height: int
    bytes: int
    added_by: str
    added_at: datetime


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def photos_in(files: Iterable[RecordFile]) -> list[RecordFile]:
    return [file for file in files if file.kind in PHOTO_KINDS]


def signature_in(files: Iterable[RecordFile]) -> RecordFile | None:
    return next((file for file in files if file.kind == SIGNATURE), None)


def same_upload(files: Iterable[RecordFile], kind: str, upload: str) -> RecordFile | None:
    """The picture that came of the same bytes before."""
    return next((file for file in files if (file.kind, file.upload) == (kind, upload)), None)


def check_room(files: Iterable[RecordFile], kind: str) -> None:
    if kind in PHOTO_KINDS and len(photos_in(files)) >= MOST_PHOTOS:
        raise TooManyPhotos(params={"most": MOST_PHOTOS})


def named(files: Iterable[RecordFile], photo_id: str) -> RecordFile:
    """Raises PhotoUnknown."""
    for file in files:
        if file.id == photo_id:
            return file
    raise PhotoUnknown
