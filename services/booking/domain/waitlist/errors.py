"""The refusals of the waitlist."""

from shared.errors import Conflict, Invalid, NotFound


class WishUnknown(NotFound):
    """There is no such wish, or it is not yours."""

    code = "wish_unknown"


class SlotsAvailable(Conflict):
    """What is wished for can be booked now; `starts` are examples."""

    code = "slots_available"


class WaitlistLimitReached(Conflict):
    """The customer waits for as many times in this store as one may."""

    code = "waitlist_limit_reached"


class AlreadyWaiting(Conflict):
    """The customer waits for that already; `wish_id` is the wish."""

    code = "already_waiting"


class WishHopeless(Invalid):
    """No time that becomes free could ever meet this wish; `because` is the code of the rule."""

    code = "wish_hopeless"


class WishedDatesInvalid(Invalid):
    """The dates are over, too many, or too far away."""

    code = "wished_dates_invalid"
