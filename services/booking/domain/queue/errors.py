"""The refusals of the queue."""

from shared.errors import Conflict, Invalid, NotFound


class NeverServed(Invalid):
    """What the guest waits for can never be given there: by that technician, by anybody, to so many. The code is that
    of the rule against it.
    """

    code = "technician_unsuitable"


class TicketUnknown(NotFound):
    """There is no such ticket, or it is not yours."""

    code = "ticket_unknown"


class AlreadyInQueue(Conflict):
    """The customer has a ticket in this store already; `number` is its."""

    code = "already_in_queue"


class TreatmentNotChosen(Invalid):
    """Nobody can be served before it is known with what."""

    code = "treatment_not_chosen"
