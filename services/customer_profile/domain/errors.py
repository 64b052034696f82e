"""What the archive refuses, each with a stable code."""

from shared.errors import Conflict, Forbidden, NotFound


class ArchiveUnknown(NotFound):
    """There is no such customer, or they are not the caller's to see."""


class VisitUnknown(NotFound):
    """There is no such visit, or what is known for it is not the caller's to see, or not any more."""


class VersionConflict(Conflict):
    """Somebody else changed the archive in the meantime."""

    code = "version_conflict"


class SignInRequired(Forbidden):
    """Only somebody signed in may do this."""

    code = "sign_in_required"


class StaffOnly(Forbidden):
    """This is for the staff of a store."""
