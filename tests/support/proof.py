"""Bits equal claims: proved of every scheduling database that a test has used (`verify-calendars`)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from services.scheduling.adapters.verification import verify_calendars
from shared.db import Database

MakeDatabase = Callable[..., Database]


@contextmanager
def proving(make: MakeDatabase, *, is_control: bool = False) -> Iterator[MakeDatabase]:
    """The same maker; what it makes is proved at the end, unless the test broke it on purpose."""
    made: list[Database] = []

    def making(service: str, **options: str) -> Database:
        database = make(service, **options)
        if service == "scheduling":
            made.append(database)
        return database

    yield making
    for database in [] if is_control else made:
        prove(database)


def prove(database: Database) -> None:
    wrong = verify_calendars(database)
    assert not wrong, "bits differ from claims:\n" + "\n".join(map(str, wrong))
