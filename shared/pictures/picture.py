"""A picture as we made it, and why a file does not become one."""

from dataclasses import dataclass, field

from shared.errors import Invalid

JPEG_TYPE, PNG_TYPE = "image/jpeg", "image/png"


@dataclass(frozen=True)
class Picture:
    """A picture as we made it anew from what was sent: nothing of the file's own making is left in it."""

    content: bytes = field(repr=False)
    media_type: str
    width: int
    height: int


class FileTypeNotAllowed(Invalid):
    """The file is no picture of a kind that is taken, whatever its name says."""

    code = "file_type_not_allowed"


class PictureUnreadable(Invalid):
    """The picture is damaged or cut short."""

    code = "picture_unreadable"


class PictureTooLarge(Invalid):
    """The picture has more pixels than are taken, however small its file."""

    code = "picture_too_large"
