"""What a booking asks for, as it came in."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from services.booking.domain.life.contact import (
    Address,
    Contact,
    check_address,
    check_note,
    check_party,
    checked_phone,
)
from services.booking.domain.life.treatments import FollowingTreatment


@dataclass(frozen=True)
class BookingRequest:
    """`technician_id` None: any. `party_size` None: the treatment's. `customer_id` None: for oneself.

    `then` are more treatments in the same visit, in order. `addons` are slugs of what is added to the first.
    With a `course_id` one session of that course pays for the first treatment.
    """

    store_id: str
    treatment_id: str
    starts_at: datetime
    technician_id: str | None = None
    place: str = "store"
    address: Address | None = None
    contact: Contact | None = None
    party_size: int | None = None
    note: str | None = None
    customer_id: str | None = None
    then: tuple[FollowingTreatment, ...] = ()
    technician_gender: str | None = None
    addons: tuple[str, ...] = ()
    course_id: str | None = None

    @property
    def named_ids(self) -> tuple[str | None, ...]:
        """Whom the customer names for each treatment."""
        return (self.technician_id, *(one.technician_id for one in self.then))

    def is_for_guest(self, name: str, *, is_staff: bool) -> bool:
        """Whether somebody other than the customer comes, so that the visit does not count as the customer's own.

        `name` is that of the account that books. Staff say for whom they book by `customer_id`; a contact without one
        is a caller. A customer's contact is somebody else where it has another name than theirs; whose name nobody
        knows is taken to come in person.
        """
        if self.customer_id is not None or self.contact is None:
            return False
        return is_staff or bool(name and self.contact.name and self.contact.name.strip() != name.strip())

    def checked(self) -> Self:
        """The same with the phone number in one form; refuses what no state of the world could make right."""
        check_note(self.note)
        check_party(self.party_size)
        check_address(self.place, self.address)
        if self.contact is None or self.contact.phone is None:
            return self
        phone = checked_phone(self.contact.phone, "contact.phone")
        return replace(self, contact=replace(self.contact, phone=phone))
