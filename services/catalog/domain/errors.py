"""What the catalogue refuses, each with a stable code."""

from shared.errors import Conflict, Forbidden, NotFound


class SlugTaken(Conflict):
    """Another entry has, or once had, this slug."""

    code = "slug_taken"


class VersionConflict(Conflict):
    """Somebody else changed the entry in the meantime."""

    code = "version_conflict"


class NotInTheCatalogue(NotFound):
    """The catalogue has no such entry, or it is retired."""


class NotYoursToChange(Forbidden):
    """Only the platform, or the manager of the store, may change this."""


class PhotoUnknown(NotFound):
    """The technician has no photo."""

    code = "photo_unknown"
