"""The column type of personal data: sealed in the database, plain in Python."""

from typing import Any

from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator

from shared.crypto import keyring


class Encrypted(TypeDecorator[str]):
    """A text column sealed for its place, `table.column`. Not searchable: keep a blind index beside it."""

    impl = Text
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002
        return None if value is None else keyring().seal(value, self.place)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else keyring().unseal(value, self.place)
