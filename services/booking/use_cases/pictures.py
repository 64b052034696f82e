"""Photos and signatures of service records.

The picture is made anew and stored before the transaction that takes it into the record: neither decoding nor a slow
disk may hold a lock. Its row is there before the file, so that a crash in between leaves nothing nobody knows of; the
sweep takes such files away.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.booking.domain.life.appointment import Appointment
from services.booking.domain.record.pictures import (
    SIGNATURE,
    RecordFile,
    check_room,
    digest_of,
    named,
    photos_in,
    same_upload,
    signature_in,
)
from services.booking.domain.record.record import check_writable
from services.booking.ports import Files, Keys, Pictures, Storage
from services.booking.use_cases.read import check_visible
from services.booking.use_cases.steps import lock_visible
from shared.call import Call
from shared.errors import NotFound, Unavailable
from shared.files import open_file, seal_file
from shared.ids import new_id
from shared.pictures import Picture

UNFINISHED_SECONDS, BATCH = 600.0, 50


@dataclass(frozen=True)
class OpenedFile:
    """A picture in plain, for who may see it."""

    file: RecordFile
    content: bytes


def add_photo(
    storage: Storage,
    files: Files,
    pictures: Pictures,
    idempotency: Keys,
    *,
    call: Call,
    now: datetime,
    appointment_id: str,
    kind: str,
    content: bytes,
) -> RecordFile:
    """Keep the photo; the same bytes once more are the same photo. Raises what `check_writable` and `Pictures` raise,
    TooManyPhotos, FilesUnavailable.
    """
    album = _Album(storage, files, idempotency, call, now, appointment_id)
    return album.add(kind, content, pictures.photo)


def put_signature(
    storage: Storage,
    files: Files,
    pictures: Pictures,
    idempotency: Keys,
    *,
    call: Call,
    now: datetime,
    appointment_id: str,
    content: bytes,
) -> RecordFile:
    """Keep the customer's signature, in place of one that was there."""
    album = _Album(storage, files, idempotency, call, now, appointment_id)
    return album.add(SIGNATURE, content, pictures.drawing)


def get_photo(storage: Storage, files: Files, *, call: Call, appointment_id: str, photo_id: str) -> OpenedFile:
    return _opened(storage, files, call, appointment_id, lambda kept: named(photos_in(kept), photo_id))


def get_signature(storage: Storage, files: Files, *, call: Call, appointment_id: str) -> OpenedFile:
    return _opened(storage, files, call, appointment_id, lambda kept: named(kept, _id_of(signature_in(kept))))


def delete_photo(storage: Storage, *, call: Call, appointment_id: str, photo_id: str) -> None:
    """Nobody can open it from now on; the file itself follows within a minute."""

    def delete() -> None:
        check_writable(lock_visible(storage, call, appointment_id), call.actor)
        storage.record_files.drop([named(photos_in(storage.record_files.of(appointment_id)), photo_id).id])

    storage.transact(delete)


def sweep_files(storage: Storage, files: Files) -> int:
    """Take away the files that were given up, or never came to belong to a record; says how many.

    Two replicas may do the same at once: a file that is gone is taken away as well as any.
    """
    over = storage.record_files.given_up(UNFINISHED_SECONDS, BATCH)
    for file_id, name in over:
        files.delete(name)
        storage.record_files.forget(file_id)
    return len(over)


@dataclass(frozen=True)
class _Album:
    """The pictures of one record, and who adds to them."""

    storage: Storage
    files: Files
    idempotency: Keys
    call: Call
    now: datetime
    appointment_id: str

    def add(self, kind: str, content: bytes, make: Callable[[bytes], Picture]) -> RecordFile:
        """The picture as it is kept, added at a time of the store's clock."""
        visit = self._writable(self.storage.appointments.get(self.appointment_id))
        upload = digest_of(content)
        known = same_upload(self._kept(), kind, upload)
        file = known or self._stored(kind, upload, make(content))
        answer = self.idempotency.run(self.call, lambda: self.storage.transact(lambda: {"id": self._taken(file).id}))
        kept, zone = named(self._kept(), answer["id"]), ZoneInfo(self.storage.catalogue.store(visit.store_id).timezone)
        return replace(kept, added_at=kept.added_at.astimezone(zone))

    def _stored(self, kind: str, upload: str, picture: Picture) -> RecordFile:
        sealed = seal_file(picture.content)
        details: dict[str, Any] = {name: value for name, value in vars(picture).items() if name != "content"}
        file = RecordFile(
            id=new_id(),
            appointment_id=self.appointment_id,
            kind=kind,
            name=sealed.name,
            key=sealed.key,
            upload=upload,
            bytes=len(picture.content),
            added_by=str(self.call.actor),
            added_at=self.now,
            **details,
        )
        self.storage.transact(lambda: self.storage.record_files.begin(file))
        self.files.put(sealed.name, sealed.content)
        return file

    def _taken(self, file: RecordFile) -> RecordFile:
        """Into the record, under the lock of its appointment: the same upload at the same moment is taken once."""
        self._writable(self.storage.appointments.lock(self.appointment_id))
        kept = self._kept()
        twin = same_upload(kept, file.kind, file.upload)
        if twin is not None:
            if file.id != twin.id:
                self.storage.record_files.drop([file.id])
            return twin
        check_room(kept, file.kind)
        if file.kind == SIGNATURE and (replaced := signature_in(kept)):
            self.storage.record_files.drop([replaced.id])
        if not self.storage.record_files.keep(file.id):
            raise Unavailable("the file was given up while it was stored", code="files_unavailable")
        return file

    def _kept(self) -> list[RecordFile]:
        return self.storage.record_files.of(self.appointment_id)

    def _writable(self, appointment: Appointment) -> Appointment:
        check_writable(check_visible(appointment, self.call.actor), self.call.actor)
        return appointment


def _opened(
    storage: Storage,
    files: Files,
    call: Call,
    appointment_id: str,
    choose: Callable[[list[RecordFile]], RecordFile],
) -> OpenedFile:
    check_visible(storage.appointments.get(appointment_id), call.actor)
    file = choose(storage.record_files.of(appointment_id))
    if file.key is None:
        raise NotFound
    return OpenedFile(file, open_file(files.get(file.name), file.key))


def _id_of(file: RecordFile | None) -> str:
    return "" if file is None else file.id
