"""Service records, their pictures and the files of those, held in memory."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from services.booking.domain.errors import VersionConflict
from services.booking.domain.record.events import ServiceRecorded
from services.booking.domain.record.pictures import RecordFile
from services.booking.domain.record.record import ServiceRecord
from shared.files import FileMissing, name_of


@dataclass
class InMemoryRecords:
    versions: dict[tuple[str, int], ServiceRecord] = field(default_factory=dict)
    events: list[ServiceRecorded] = field(default_factory=list)

    def get(self, appointment_id: str) -> ServiceRecord:
        known = self.history(appointment_id)
        return known[-1] if known else ServiceRecord(appointment_id=appointment_id)

    def history(self, appointment_id: str) -> list[ServiceRecord]:
        return [record for (owner, _), record in sorted(self.versions.items()) if owner == appointment_id]

    def add(self, record: ServiceRecord, fact: ServiceRecorded) -> None:
        if (record.appointment_id, record.version) in self.versions:
            raise VersionConflict
        self.versions[record.appointment_id, record.version] = record
        self.events.append(fact)

    def erase(self, appointment_ids: Sequence[str]) -> None:
        for at, record in self.versions.items():
            if record.appointment_id in appointment_ids:
                self.versions[at] = replace(record, notes=None, internal_notes=None)


@dataclass
class InMemoryRecordFiles:
    rows: dict[str, RecordFile] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)

    def of(self, appointment_id: str) -> list[RecordFile]:
        kept = (row for row in self.rows.values() if self.states[row.id] == "kept")
        return [row for row in kept if row.appointment_id == appointment_id]

    def begin(self, file: RecordFile) -> None:
        self.rows[file.id], self.states[file.id] = file, "storing"

    def keep(self, file_id: str) -> bool:
        if self.states.get(file_id) != "storing":
            return False
        self.states[file_id] = "kept"
        return True

    def drop(self, file_ids: Iterable[str]) -> None:
        for file_id in file_ids:
            self.rows[file_id], self.states[file_id] = replace(self.rows[file_id], key=None), "dropped"

    def drop_all_of(self, appointment_ids: Sequence[str]) -> None:
        self.drop([row.id for row in self.rows.values() if row.appointment_id in appointment_ids])

    def given_up(self, unfinished_seconds: float, limit: int) -> list[tuple[str, str]]:
        """Here everything unfinished is long ago; how long, the database's clock decides, and its test."""
        assert unfinished_seconds > 0
        over = [row for row in self.rows.values() if self.states[row.id] != "kept"]
        return [(row.id, row.name) for row in over][:limit]

    def forget(self, file_id: str) -> None:
        if self.states.get(file_id) != "kept":
            self.rows.pop(file_id)
            self.states.pop(file_id)


@dataclass
class InMemoryFiles:
    """As strict about names as the real ones."""

    contents: dict[str, bytes] = field(default_factory=dict)

    def put(self, name: str, content: bytes) -> None:
        assert name == name_of(content)
        self.contents[name] = content

    def get(self, name: str) -> bytes:
        if name not in self.contents:
            raise FileMissing
        return self.contents[name]

    def delete(self, name: str) -> None:
        self.contents.pop(name, None)
