"""A home visit that everybody asked by booking has left: nobody's on the board until it moves or is taken."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Untaken:
    """`asked` are the technicians who will not make it. It says nothing of a claim of another revision."""

    claim_revision: int
    asked: frozenset[str]
