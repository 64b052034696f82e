"""What this service refuses, each with its stable code."""

from shared.errors import Conflict, Forbidden, NotFound


class NotificationNotFound(NotFound):
    """There is no such notification, or it is somebody else's."""


class NoOutboxHere(NotFound):
    """What went out can be looked at in the demonstration profile only."""


class SignInNeeded(Forbidden):
    """Notifications and preferences belong to an account."""

    code = "sign_in_needed"


class StaffOnly(Forbidden):
    """The delivery log and the templates are for staff."""

    code = "staff_only"


class VersionConflict(Conflict):
    """The preferences were changed by somebody else in the meantime."""

    code = "version_conflict"


class ContactUnknown(LookupError):
    """The account's addresses have not arrived yet: its event and the appointment's travel independently."""


class CarrierFailed(Exception):
    """A channel did not take the delivery; it may take it later."""
