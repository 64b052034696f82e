"""Who may learn of something, and what somebody may learn of: sets of keys both, which meet in an index."""

from collections.abc import Iterable

from shared.actor import Actor

Keys = frozenset[str]
PLATFORM, STAFF = "platform", "staff"
BOOKING = frozenset({"booking"})
"""Who is choosing a time, whoever they are: joined by asking for it, not by a token."""


def audience(
    *,
    accounts: Iterable[str] = (),
    technicians: Iterable[str] = (),
    stores: Iterable[str] = (),
    all_staff: bool = False,
) -> Keys:
    """Those accounts, those technicians, the staff of those stores and with them the platform's administrators; or the
    staff of all stores.
    """
    staff = {f"store:{store}" for store in stores}
    people = {f"account:{account}" for account in accounts} | {f"technician:{one}" for one in technicians}
    return frozenset(people | staff | ({PLATFORM} if staff else set()) | ({STAFF} if all_staff else set()))


def interests(actor: Actor) -> Keys:
    """What somebody may learn of, by their token: the rule is that of `Actor.works_for`."""
    mine = {f"account:{actor.account_id}"}
    if actor.technician_id:
        mine.add(f"technician:{actor.technician_id}")
    if actor.is_staff:
        mine.add(STAFF)
        mine |= {f"store:{store}" for store in actor.stores}
    if actor.is_admin:
        mine.add(PLATFORM)
    return frozenset(mine)
