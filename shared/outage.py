"""Which errors mean that a store is away for the moment: nobody is to blame, and trying again later helps."""

import sys
from typing import Any

# MySQL family: cannot connect, gone, lost, shutting down, killed, too many connections; a deadlock or a lock waited for
# too long, again and again.
AWAY = frozenset({2002, 2003, 2006, 2013, 2055, 1053, 1927, 1040, 1205, 1213})


def is_outage(error: BaseException) -> bool:
    """Whether a database or a document store could not be reached, or broke off.

    Neither library is imported for it: where it is not loaded, no error can be of it.
    """
    return _of_sql(error) or _of_documents(error)


def _of_sql(error: BaseException) -> bool:
    known: Any = sys.modules.get("sqlalchemy.exc")
    if known is None:
        return False
    if isinstance(error, known.TimeoutError):  # no connection of the pool became free
        return True
    return isinstance(error, known.DBAPIError) and (error.connection_invalidated or _code(error.orig) in AWAY)


def _code(cause: BaseException | None) -> object:
    return cause.args[0] if cause is not None and cause.args else None


def _of_documents(error: BaseException) -> bool:
    known: Any = sys.modules.get("pymongo.errors")
    return known is not None and isinstance(error, known.ConnectionFailure)
