"""Pictures made anew with Pillow: whatever else a file brought along (EXIF with the place, comments, a second file
behind the first) stays behind, because only pixels are taken over.

Decoding is where hostile files bite. What is decoded is bounded before it is: three formats, by content; so many
pixels, read from the header. A baseline JPEG may have more, since libjpeg decodes it at a fraction of its size; the
others must be held whole. One picture at a time, in a native thread (DESIGN §4.8: inline it would stall every other
call of the process), so that memory stays below some 150 MB however many come at once.
"""

import io
from collections.abc import Callable

from eventlet import patcher, tpool
from eventlet.semaphore import Semaphore
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from shared.errors import Refusal
from shared.pictures.picture import (
    JPEG_TYPE,
    PNG_TYPE,
    FileTypeNotAllowed,
    Picture,
    PictureTooLarge,
    PictureUnreadable,
)

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS, MOST_PIXELS_OF_BASELINE_JPEG = 25_000_000, 50_000_000
JPEG_QUALITY = 85
WHITE = (255, 255, 255)


_free = Semaphore(1)


def made(make: Callable[[bytes], Picture], content: bytes) -> Picture:
    """What `make` makes of the content, when its turn comes. Raises FileTypeNotAllowed, PictureUnreadable,
    PictureTooLarge.
    """
    with _free:
        is_green = patcher.is_monkey_patched("thread")
        return tpool.execute(make, content) if is_green else make(content)


def as_jpeg(image: Image.Image) -> Picture:
    return _written(image, "JPEG", JPEG_TYPE, quality=JPEG_QUALITY)


def as_png(image: Image.Image) -> Picture:
    return _written(image, "PNG", PNG_TYPE)


def _written(image: Image.Image, name: str, media_type: str, **options: int) -> Picture:
    written = io.BytesIO()
    image.save(written, name, optimize=True, **options)
    return Picture(written.getvalue(), media_type, *image.size)


def decoded(content: bytes, longest_edge: int) -> Image.Image:
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
