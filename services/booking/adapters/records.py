"""Service records and their pictures in SQL."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, and_, delete, or_, select, update
from sqlalchemy.exc import IntegrityError

from services.booking.adapters.tables import record_files, service_records
from services.booking.domain.errors import VersionConflict
from services.booking.domain.record.events import ServiceRecorded
from services.booking.domain.record.pictures import RecordFile
from services.booking.domain.record.record import Done, Product, ServiceRecord
from shared.call import Call
from shared.db import Database, utc_now
from shared.events import plain
from shared.outbox import Outbox

STORING, KEPT, DROPPED = "storing", "kept", "dropped"
FILE_COLUMNS = tuple(field.name for field in fields(RecordFile))

written, files = service_records.c, record_files.c


class SqlRecords:
    def __init__(self, database: Database, outbox: Outbox, call: Call) -> None:
        self.database = database
        self.outbox = outbox
        self.call = call

    def get(self, appointment_id: str) -> ServiceRecord:
        versions = select(service_records).where(written.appointment_id == appointment_id)
        with self.database.reading() as connection:
            row = connection.execute(versions.order_by(written.version.desc()).limit(1)).one_or_none()
        return ServiceRecord(appointment_id=appointment_id) if row is None else _record(row)

    def history(self, appointment_id: str) -> list[ServiceRecord]:
        versions = select(service_records).where(written.appointment_id == appointment_id)
        with self.database.reading() as connection:
            return [_record(row) for row in connection.execute(versions.order_by(written.version))]

    def add(self, record: ServiceRecord, fact: ServiceRecorded) -> None:
        if record.recorded_at is None:
            raise ValueError("a record without its moment")
        with self.database.transaction() as connection:
            try:
                connection.execute(service_records.insert(), _row(record))
            except IntegrityError as error:
                raise VersionConflict from error
            self.outbox.add([fact], call=self.call, now=record.recorded_at)

    def erase(self, appointment_ids: Sequence[str]) -> None:
        with self.database.transaction() as connection:
            theirs = update(service_records).where(written.appointment_id.in_(appointment_ids))
            connection.execute(theirs.values(notes=None, internal_notes=None))


class SqlRecordFiles:
    def __init__(self, database: Database) -> None:
        self.database = database

    def of(self, appointment_id: str) -> list[RecordFile]:
        kept = select(record_files).where(files.appointment_id == appointment_id, files.state == KEPT)
        with self.database.reading() as connection:
            return [_file(row) for row in connection.execute(kept.order_by(files.id))]

    def begin(self, file: RecordFile) -> None:
        with self.database.transaction() as connection:
            connection.execute(record_files.insert().values(**asdict(file), state=STORING, changed_at=utc_now()))

    def keep(self, file_id: str) -> bool:
        stored = update(record_files).where(files.id == file_id, files.state == STORING)
        with self.database.transaction() as connection:
            return bool(connection.execute(stored.values(state=KEPT, changed_at=utc_now())).rowcount)

    def drop(self, file_ids: Iterable[str]) -> None:
        self._drop(files.id.in_(list(file_ids)))

    def drop_all_of(self, appointment_ids: Sequence[str]) -> None:
        self._drop(files.appointment_id.in_(appointment_ids))

    def given_up(self, unfinished_seconds: float, limit: int) -> list[tuple[str, str]]:
        long_ago = self.database.now() - timedelta(seconds=unfinished_seconds)
        over = or_(files.state == DROPPED, and_(files.state == STORING, files.changed_at < long_ago))
        oldest = select(files.id, files.name).where(over).order_by(files.changed_at).limit(limit)
        with self.database.reading() as connection:
            return [(row.id, row.name) for row in connection.execute(oldest)]

    def forget(self, file_id: str) -> None:
        with self.database.transaction() as connection:
            connection.execute(delete(record_files).where(files.id == file_id, files.state != KEPT))

    def _drop(self, which: Any) -> None:
        with self.database.transaction() as connection:
            connection.execute(update(record_files).where(which).values(state=DROPPED, key=None, changed_at=utc_now()))


def _row(record: ServiceRecord) -> dict[str, Any]:
    texts = {
        name: json.dumps(plain(getattr(record, name)), ensure_ascii=False) for name in ("done", "products", "flags")
    }
    return {**vars(record), **texts}


def _record(row: Row[Any]) -> ServiceRecord:
    plain_values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for the row as a mapping
    lists = {
        "done": tuple(Done(**one) for one in json.loads(row.done)),
        "products": tuple(Product(**one) for one in json.loads(row.products)),
        "flags": tuple(json.loads(row.flags)),
    }
    return ServiceRecord(**{**plain_values, **lists})


def _file(row: Row[Any]) -> RecordFile:
    return RecordFile(**{name: getattr(row, name) for name in FILE_COLUMNS})
