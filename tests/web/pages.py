"""The pages there are: who opens them, on what, and what is seen once they are there."""

from dataclasses import dataclass

PHONE, DESK = "phone", "desk"


@dataclass(frozen=True)
class Look:
    """`path` may name a thing of the world, as `{visit}`; `sees` is a selector; `allowed` are rules of axe."""

    path: str
    who: str | None
    sees: str = "main h1"
    on: str = PHONE
    allowed: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return f"{self.path}-{self.who or 'nobody'}"


CUSTOMER = (Look("/", None), Look("/", "customer"))
TECHNICIAN = (Look("/tech", "technician"),)
STAFF = (Look("/staff", "reception", on=DESK), Look("/staff", "manager", on=DESK))
ALL = CUSTOMER + TECHNICIAN + STAFF
