"""What is refused of a service record and its photos; of a picture itself, see `shared.pictures`."""

from shared.errors import Conflict, Forbidden, NotFound


class RecordNotYours(Forbidden):
    """Only who gave the treatment, or the store's staff, writes what was done."""

    code = "record_not_yours"


class PhotoUnknown(NotFound):
    """The record has no such picture."""

    code = "photo_unknown"


class TooManyPhotos(Conflict):
    """The record holds as many photos as it may; delete one first."""

    code = "too_many_photos"
