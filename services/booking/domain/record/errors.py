"""What is refused of a service record and its pictures."""

from shared.errors import Conflict, Forbidden, Invalid, NotFound


class RecordNotYours(Forbidden):
    """Only who gave the treatment, or the store's staff, writes what was done."""

    code = "record_not_yours"


class PhotoUnknown(NotFound):
    """The record has no such picture."""

    code = "photo_unknown"


class TooManyPhotos(Conflict):
    """The record holds as many photos as it may; delete one first."""

    code = "too_many_photos"


class FileTypeNotAllowed(Invalid):
    """The file is no picture of a kind that is taken, whatever its name says."""

    code = "file_type_not_allowed"


class PictureUnreadable(Invalid):
    """The picture is damaged or cut short."""

    code = "picture_unreadable"


class PictureTooLarge(Invalid):
    """The picture has more pixels than are taken, however small its file."""

    code = "picture_too_large"
