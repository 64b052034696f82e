"""Pictures made anew with Pillow: whatever else a file brought along (EXIF with the place, comments, a second file
behind the first) stays behind, because only pixels are taken over.

Decoding is where hostile files bite. What is decoded is bounded before it is: three formats, by content; so many
pixels, read from the header. A baseline JPEG may have more, since libjpeg decodes it at a fraction of its size; the
others must be held whole. One picture at a time, in a native thread (DESIGN §4.8: inline it would stall every other
call of the process), so that memory stays below some 150 MB however many come at once.
"""

import io
from collections.abc import Callable
from typing import TypeVar

from eventlet import patcher, tpool
from eventlet.semaphore import Semaphore
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from services.booking.domain.record.errors import FileTypeNotAllowed, PictureTooLarge, PictureUnreadable
from services.booking.domain.record.pictures import Picture
from shared.bus import Dependency, Resources
from shared.call import Call
from shared.errors import Refusal

T = TypeVar("T")

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS, MOST_PIXELS_OF_BASELINE_JPEG = 25_000_000, 50_000_000
LONGEST_EDGE_OF_PHOTO, LONGEST_EDGE_OF_DRAWING = 2048, 1200
JPEG_QUALITY = 85
JPEG_TYPE, PNG_TYPE = "image/jpeg", "image/png"
WHITE = (255, 255, 255)


class PillowPictures:
    """See `ports.records.Pictures`."""

    def __init__(self) -> None:
        self._free = Semaphore(1)

    def photo(self, content: bytes) -> Picture:
        return self._aside(lambda: photo_of(content))

    def drawing(self, content: bytes) -> Picture:
        return self._aside(lambda: drawing_of(content))

    def _aside(self, work: Callable[[], T]) -> T:
        with self._free:
            is_green = patcher.is_monkey_patched("thread")
            return tpool.execute(work) if is_green else work()


class PictureWorkshop(Dependency):
    """Injects the one `PillowPictures` of the process."""

    def start(self, resources: Resources) -> None:  # noqa: ARG002
        self.pictures = PillowPictures()

    def provide(self, resources: Resources, call: Call) -> PillowPictures:  # noqa: ARG002
        return self.pictures


def photo_of(content: bytes) -> Picture:
    clean = _decoded(content, LONGEST_EDGE_OF_PHOTO)
    written = io.BytesIO()
    clean.save(written, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return Picture(written.getvalue(), JPEG_TYPE, *clean.size)


def drawing_of(content: bytes) -> Picture:
    clean = _decoded(content, LONGEST_EDGE_OF_DRAWING).convert("L")
    written = io.BytesIO()
    clean.save(written, "PNG", optimize=True)
    return Picture(written.getvalue(), PNG_TYPE, *clean.size)


def _decoded(content: bytes, longest_edge: int) -> Image.Image:
    """Upright, in sRGB on white, no larger than that, and without a memory of the file it came from."""
    try:
        with _opened(content) as image:
            _check_size(image)
            return _clean(image, longest_edge)
    except Refusal:
        raise
    except Exception as error:  # a decoder stumbles over hostile bytes in ways nobody has listed
        raise PictureUnreadable(fields={"file": ["The picture is damaged or cut short."]}) from error


def _opened(content: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(content), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise FileTypeNotAllowed(fields={"file": ["Not a JPEG, PNG or WebP picture."]}) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large() from error


def _check_size(image: Image.Image) -> None:
    width, height = image.size
    is_baseline = image.format in {"JPEG", "MPO"} and not image.info.get("progressive")
    if width * height > (MOST_PIXELS_OF_BASELINE_JPEG if is_baseline else MOST_PIXELS):
        raise _too_large()


def _too_large() -> PictureTooLarge:
    most = MOST_PIXELS // 1_000_000
    return PictureTooLarge(params={"megapixels": most}, fields={"file": ["The picture has too many pixels."]})


def _clean(image: Image.Image, longest_edge: int) -> Image.Image:
    image.draft("RGB", (longest_edge, longest_edge))
    image.load()
    image.thumbnail((longest_edge, longest_edge), Image.Resampling.LANCZOS, reducing_gap=2.0)
    upright = ImageOps.exif_transpose(image)
    coloured = _in_srgb(upright)
    fresh = Image.new("RGB", coloured.size, WHITE)
    fresh.paste(coloured, mask=coloured.getchannel("A") if coloured.mode == "RGBA" else None)
    return fresh


def _in_srgb(image: Image.Image) -> Image.Image:
    """The colours a phone's wide profile means, since the profile does not stay; one that is broken means nothing."""
    has_alpha = image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
    profile = image.info.get("icc_profile")
    if profile and not has_alpha:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            converted = None
        if converted is not None:
            return converted
    return image.convert("RGBA" if has_alpha else "RGB")
