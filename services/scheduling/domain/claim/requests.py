"""What booking asks for on a customer's behalf."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from services.scheduling.domain.claim.claims import Claim
from services.scheduling.domain.hours.cells import cell_of
from services.scheduling.domain.offer.scene import Part, Wish
from services.scheduling.domain.travel.places import Point
from shared.events import plain


@dataclass(frozen=True)
class ClaimRequest:
    """Time for a visit to be; the id is that of the appointment to be. `walk_in`: the guest is in the store already."""

    claim_id: str
    customer_id: str
    wish: Wish
    starts_at: datetime
    for_guest: bool = False
    walk_in: bool = False

    @property
    def guest_id(self) -> str | None:
        """The customer whose own time the visit takes; None when they book for somebody else."""
        return None if self.for_guest else self.customer_id

    @property
    def canonical(self) -> str:
        """The same text for the same request, so that a repetition can be told from another request under the id."""
        asked = {"customer_id": self.customer_id, "starts_at": cell_of(self.starts_at), "wish": written(self.wish)}
        more = {name: True for name, holds in (("for_guest", self.for_guest), ("walk_in", self.walk_in)) if holds}
        return json.dumps(asked | more, sort_keys=True)


@dataclass(frozen=True)
class MoveRequest:
    """Another time for a visit. The store stays; `expected_revision` is the one that booking judged.

    `is_arranged`: the shop sends the technician whom the wish names; what the customer wishes stays as it is, but for a
    technician they named themselves, who is not the one to come.
    """

    claim_id: str
    change_id: str
    expected_revision: int
    starts_at: datetime
    wish: Wish
    override_reason: str | None = None
    is_arranged: bool = False
    says_addons: bool = False

    def wish_for(self, claim: Claim) -> Wish:
        """What the claim is to be: what is not asked for anew stays, and so do add-ons unless others, or none, are."""
        wish = claim.goes_on_as(replace(self.wish, store_id=claim.wish.store_id))
        return replace(wish, addons=self.wish.addons) if self.says_addons else wish


@dataclass(frozen=True)
class ExtendRequest:
    """So many minutes more for a visit; `expected_revision` is the one that booking judged."""

    claim_id: str
    change_id: str
    expected_revision: int
    minutes: int


@dataclass(frozen=True)
class SeriesRequest:
    """Time for the visits of a series, all of the same wish: (claim id, start) of each. All are claimed or none.

    `is_trial` only asks what would become of it.
    """

    customer_id: str
    wish: Wish
    visits: tuple[tuple[str, datetime], ...]
    for_guest: bool = False
    is_trial: bool = False

    @property
    def claims(self) -> tuple[ClaimRequest, ...]:
        return tuple(
            ClaimRequest(claim_id, self.customer_id, self.wish, starts_at, self.for_guest)
            for claim_id, starts_at in self.visits
        )


def written(wish: Wish) -> dict[str, Any]:
    """The wish as JSON. What was added to wishes later is left out where it says nothing, so that a request is written
    as it would have been before.
    """
    row: dict[str, Any] = plain(wish)
    for part in row["then"]:
        _forget(part, "addons")
    _forget(row, "then", "technician_gender", "addons", "extension")
    return row


def _forget(row: dict[str, Any], *names: str) -> None:
    """Leave those names out where nothing stands under them."""
    for name in names:
        if not row[name]:
            del row[name]


def read_wish(row: dict[str, Any]) -> Wish:
    """What `written` wrote; rows from before there were parts have none."""
    then = tuple(Part(**{**part, "addons": tuple(part.get("addons", ()))}) for part in row.get("then", ()))
    return Wish(**{**row, "location": read_location(row), "then": then, "addons": tuple(row.get("addons", ()))})


def read_location(row: dict[str, Any]) -> Point | None:
    """Of a wish that was written, the location alone."""
    location = row["location"]
    return location and Point(**location)
