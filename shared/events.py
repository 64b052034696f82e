"""Facts that happened, and the envelope they travel in.

A service declares its facts in `domain/events.py` as frozen dataclasses deriving from `Fact`; the class name gives the
type on the wire (`AppointmentCancelled` → `appointment_cancelled`). `version` is the schema's. An additive change keeps
it, a breaking change is a new type beside the old. The aggregate's own growing number is `revision` among the data.
"""

import dataclasses
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from typing import Any, ClassVar, Self

from shared.crypto import keyring
from shared.ids import new_id

PERSONAL, SEALED = "personal", "_sealed"
# Most values; asked first, since the other questions cost more.
AS_THEY_ARE = frozenset({str, int, bool, float})


def personal(**options: Any) -> Any:
    """Marks a field about a person, which travels sealed: `phone` goes as `phone_sealed` and is read by `unsealed`."""
    return dataclasses.field(metadata={PERSONAL: True}, **options)


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def plain(value: Any) -> Any:  # noqa: PLR0911 - one return per JSON shape
    """The value as JSON knows it: instants as RFC 3339, dataclasses as objects, sets as sorted lists."""
    if value is None or type(value) in AS_THEY_ARE:
        return value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dict(_named(field, getattr(value, field.name)) for field in _fields(type(value)))
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted(plain(item) for item in value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value


@cache
def _fields(kind: type[Any]) -> tuple[dataclasses.Field[Any], ...]:
    return dataclasses.fields(kind)


def _named(field: dataclasses.Field[Any], value: Any) -> tuple[str, Any]:
    if not field.metadata.get(PERSONAL):
        return field.name, plain(value)
    return f"{field.name}{SEALED}", None if value is None else keyring().seal(
        str(plain(value)), event_place(field.name)
    )


def event_place(field: str) -> str:
    """Where a sealed value of an event belongs; `field` is the name without `_sealed`."""
    return f"event.{field}"


def unsealed(data: Mapping[str, Any], field: str) -> str | None:
    """The personal `field` of an event's data in plain: reads `<field>_sealed`; None when there is none."""
    sealed = data.get(f"{field}{SEALED}")
    return None if sealed is None else keyring().unseal(sealed, event_place(field))


class Fact:
    """Base of the facts a service announces; subclasses are frozen dataclasses."""

    version: ClassVar[int] = 1

    @classmethod
    def type(cls) -> str:
        return _snake(cls.__name__)

    def data(self) -> dict[str, Any]:
        """What travels: by default every field, as JSON knows it."""
        return dict(plain(self))


@dataclass(frozen=True)
class Event:
    """The envelope, as it lies in the outbox and travels on the bus."""

    id: str
    type: str
    version: int
    occurred_at: datetime
    producer: str
    correlation_id: str
    data: dict[str, Any]

    @classmethod
    def of(cls, fact: Fact, *, producer: str, correlation_id: str, occurred_at: datetime) -> Self:
        return cls(new_id(), fact.type(), fact.version, occurred_at, producer, correlation_id, fact.data())

    @property
    def revision(self) -> int:
        """The aggregate's growing number; consumers that keep a state ignore lower ones."""
        return int(self.data.get("revision", 0))

    def to_wire(self) -> dict[str, Any]:
        return {**vars(self), "occurred_at": self.occurred_at.astimezone(UTC).isoformat()}

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any] | str) -> Self:
        fields = dict(json.loads(wire) if isinstance(wire, str) else wire)
        fields["occurred_at"] = datetime.fromisoformat(fields["occurred_at"])
        return cls(**{name: fields[name] for name in (field.name for field in dataclasses.fields(cls))})
