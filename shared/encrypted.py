"""The column type of personal data: sealed in the database, plain in Python."""

from typing import Any

from sqlalchemy import Dialect, Text
from sqlalchemy.dialects.mysql import MEDIUMTEXT
from sqlalchemy.types import TypeDecorator, TypeEngine

from shared.crypto import keyring


class Encrypted(TypeDecorator[str]):
    """A text column sealed for its place, `table.column`. Not searchable: keep a blind index beside it.

    MySQL's TEXT takes 64 KB, some 48 KB of plain text; `long` columns take 16 MB.
    """

    impl = Text
    cache_ok = True

    def __init__(self, place: str, *, long: bool = False) -> None:
        super().__init__()
        self.place = place
        self.long = long

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        is_medium = self.long and dialect.name in {"mysql", "mariadb"}
        return dialect.type_descriptor(MEDIUMTEXT() if is_medium else Text())

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002
        return None if value is None else keyring().seal(value, self.place)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else keyring().unseal(value, self.place)
