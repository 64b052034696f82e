"""JSON as RFC 7493 (I-JSON) wants it, so that a body means the same to every service and database behind us.

Refused although Python's parser takes them: NaN and Infinity, integers beyond 53 bits, lone surrogates, repeated names,
and nesting so deep that it is an attack.
"""

import hashlib
import json
from typing import Any

MAX_INTEGER = 2**53 - 1
MAX_INTEGER_DIGITS = 16


class NotJson(ValueError):
    """The text is not I-JSON."""


def parse(raw: bytes) -> Any:
    """The value of a JSON text; raises NotJson."""
    try:
        text = raw.decode()
        value = json.loads(
            text, parse_constant=_refuse_constant, parse_int=_integer, parse_float=_number, object_pairs_hook=_object
        )
        if "\\u" in text:
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise NotJson(str(error)) from error
    return value


def digest(value: Any) -> str:
    """The SHA-256 of the value's canonical text: equal for bodies that differ only in spacing or order of names."""
    canonical = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _refuse_constant(name: str) -> Any:
    raise NotJson(f"{name} is no JSON number")


def _integer(digits: str) -> int:
    if len(digits.lstrip("-")) > MAX_INTEGER_DIGITS or abs(int(digits)) > MAX_INTEGER:
        raise NotJson("an integer beyond 53 bits")
    return int(digits)


def _number(digits: str) -> float:
    number = float(digits)
    if number in {float("inf"), float("-inf")}:
        raise NotJson("a number beyond all bounds")
    return number


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    named = dict(pairs)
    if len(named) != len(pairs):
        raise NotJson("a name appears twice in one object")
    return named
