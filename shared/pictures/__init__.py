"""Pictures that people send, made anew before anybody keeps or shows them.

`picture` has the noun and what is refused, and needs nothing; `workshop` does the work with Pillow, and is for adapters
of services whose extra brings it.
"""

from shared.pictures.picture import (
    JPEG_TYPE,
    PNG_TYPE,
    FileTypeNotAllowed,
    Picture,
    PictureTooLarge,
    PictureUnreadable,
)

__all__ = ["JPEG_TYPE", "PNG_TYPE", "FileTypeNotAllowed", "Picture", "PictureTooLarge", "PictureUnreadable"]
