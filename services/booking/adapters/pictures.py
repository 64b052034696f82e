"""The pictures of records, as `shared.pictures.workshop` makes them."""

from services.booking.ports import Pictures
from shared.bus import Dependency, Resources
from shared.call import Call
from shared.pictures import Picture
from shared.pictures.workshop import as_jpeg, as_png, decoded, made

LONGEST_EDGE_OF_PHOTO, LONGEST_EDGE_OF_DRAWING = 2048, 1200


class PillowPictures:
    """See `ports.records.Pictures`."""

    def photo(self, content: bytes) -> Picture:
        return made(photo_of, content)

    def drawing(self, content: bytes) -> Picture:
        return made(drawing_of, content)


class PictureWorkshop(Dependency):
    """Injects `PillowPictures`."""

    def provide(self, resources: Resources, call: Call) -> Pictures:  # noqa: ARG002
        return PillowPictures()


def photo_of(content: bytes) -> Picture:
    return as_jpeg(decoded(content, LONGEST_EDGE_OF_PHOTO))


def drawing_of(content: bytes) -> Picture:
    return as_png(decoded(content, LONGEST_EDGE_OF_DRAWING).convert("L"))
