"""What is made of the pictures people send, and of the files that only pretend to be pictures."""

import io
import struct
import zlib

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from services.booking.adapters.pictures import PillowPictures
from shared.pictures import FileTypeNotAllowed, PictureTooLarge, PictureUnreadable, workshop

RED, GREEN = (220, 20, 20), (20, 200, 20)
ORIENTATION, GPS, MAKER = 0x0112, 0x8825, 0x010F


def a_picture(size=(80, 40), format_="JPEG", mode="RGB", **options):
    """Red on the left, green on the right."""
    image = Image.new(mode, size, RED if mode == "RGB" else (*RED, 255))
    image.paste(GREEN if mode == "RGB" else (*GREEN, 255), (size[0] // 2, 0, *size))
    written = io.BytesIO()
    image.save(written, format_, **options)
    return written.getvalue()


def opened(picture):
    return Image.open(io.BytesIO(picture.content))


def close_to(colour, wanted):
    return all(abs(one - other) < 30 for one, other in zip(colour, wanted, strict=True))


def a_png_of(width, height, packed):
    """A PNG whose header claims this size, whatever is packed in it."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
def test_a_photo_becomes_a_jpeg_whatever_it_was(format_):
    made = PillowPictures().photo(a_picture(format_=format_))

    assert (opened(made).format, made.media_type, made.width, made.height) == ("JPEG", "image/jpeg", 80, 40)
    assert close_to(opened(made).getpixel((5, 20)), RED)
    assert close_to(opened(made).getpixel((75, 20)), GREEN)


def test_nothing_but_pixels_is_left_of_the_file():
    exif = Image.Exif()
    exif[MAKER] = "Secret phone"
    exif.get_ifd(GPS)[1] = "N"
    sent = a_picture(exif=exif, comment=b"secret comment", xmp=b"<x>secret xmp</x>", dpi=(300, 300))
    assert b"ecret" in sent

    made = PillowPictures().photo(sent)

    assert b"ecret" not in made.content
    assert not opened(made).getexif()
    assert not {"comment", "xmp", "exif"} & set(opened(made).info)


def test_a_photo_stands_upright_once_its_exif_is_gone():
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # turn clockwise: left comes on top

    made = PillowPictures().photo(a_picture(exif=exif))

    assert (made.width, made.height) == (40, 80)
    assert close_to(opened(made).getpixel((20, 5)), RED)
    assert close_to(opened(made).getpixel((20, 75)), GREEN)


def test_a_large_photo_is_made_smaller_and_a_small_one_left():
    made = PillowPictures().photo(a_picture((4000, 1000)))

    assert (made.width, made.height) == (2048, 512)
    assert PillowPictures().photo(a_picture((1, 1))).width == 1


def test_what_is_transparent_becomes_white():
    image = Image.new("RGBA", (10, 10), (0, 0, 0, 0))
    written = io.BytesIO()
    image.save(written, "PNG")

    made = PillowPictures().photo(written.getvalue())

    assert close_to(opened(made).getpixel((5, 5)), (255, 255, 255))


def test_colours_mean_the_same_without_their_profile():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    made = PillowPictures().photo(a_picture(icc_profile=profile))

    assert "icc_profile" not in opened(made).info
    assert close_to(opened(made).getpixel((5, 20)), RED)


def test_a_broken_profile_does_no_harm():
    made = PillowPictures().photo(a_picture(icc_profile=b"no profile at all"))

    assert close_to(opened(made).getpixel((5, 20)), RED)


def test_a_signature_becomes_a_png_in_shades_of_grey():
    made = PillowPictures().drawing(a_picture(format_="PNG", mode="RGBA"))

    assert (opened(made).format, opened(made).mode, made.media_type) == ("PNG", "L", "image/png")


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"hello",
        b"%PDF-1.7\n1 0 obj <<>> endobj",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html><body>photo.jpg</body></html>",
        b"GIF89a" + bytes(40),
        b"MZ" + bytes(200),
        b"\x00\x00\x00\x1cftypheic" + bytes(100),
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
    ],
    ids=["nothing", "text", "pdf", "svg", "html", "gif", "exe", "heic", "eps"],
)
def test_what_is_no_picture_of_ours_is_refused_by_its_content(sent):
    with pytest.raises(FileTypeNotAllowed) as refused:
        PillowPictures().photo(sent)

    assert refused.value.code == "file_type_not_allowed"


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("part", [0.3, 0.6, 0.9])
def test_a_picture_cut_short_is_refused(format_, part):
    noise = Image.effect_noise((300, 300), 90).convert("RGB")
    written = io.BytesIO()
    noise.save(written, format_)
    sent = written.getvalue()

    with pytest.raises((PictureUnreadable, FileTypeNotAllowed)):
        PillowPictures().photo(sent[: int(len(sent) * part)])


@pytest.mark.parametrize("tail", [b"<script>alert(1)</script>", b"PK\x03\x04" + bytes(500), b"%PDF-1.7\n%%EOF"])
def test_a_second_file_behind_the_picture_does_not_come_through(tail):
    made = PillowPictures().photo(a_picture() + tail)

    assert tail[:8] not in made.content
    assert opened(made).size == (80, 40)


def test_a_script_inside_a_pictures_text_does_not_come_through():
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "<?php system($_GET['c']); ?>")

    assert b"php" not in PillowPictures().photo(a_picture(format_="PNG", pnginfo=text)).content


def test_a_bomb_is_refused_by_its_header_before_it_is_unpacked(monkeypatch):
    bomb = a_png_of(50_000, 50_000, zlib.compress(bytes(1000)))
    monkeypatch.setattr(workshop, "_clean", lambda *_: pytest.fail("it was unpacked"))

    with pytest.raises(PictureTooLarge) as refused:
        PillowPictures().photo(bomb)

    assert refused.value.code == "picture_too_large"


def test_a_picture_just_too_large_is_refused_and_a_baseline_jpeg_of_that_size_is_not():
    edge = 5_100
    with pytest.raises(PictureTooLarge):
        PillowPictures().photo(a_png_of(edge, edge, zlib.compress(b"")))

    assert PillowPictures().photo(a_picture((edge, edge), quality=20)).width == 2048


def test_text_that_unpacks_to_gigabytes_is_refused():
    packed = zlib.compress(bytes(80 * 1024 * 1024), 9)
    kind, data = b"zTXt", b"k\0\0" + packed
    chunk = struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    sent = a_picture(format_="PNG")
    bomb = sent[:33] + chunk + sent[33:]

    with pytest.raises((PictureUnreadable, FileTypeNotAllowed)):
        PillowPictures().photo(bomb)


def test_pixels_that_are_not_there_are_refused():
    with pytest.raises(PictureUnreadable):
        PillowPictures().photo(a_png_of(4_000, 4_000, zlib.compress(bytes(100))))


def test_an_animated_picture_is_its_first_frame():
    frames = [Image.new("RGB", (20, 20), colour) for colour in (RED, GREEN)]
    written = io.BytesIO()
    frames[0].save(written, "WEBP", save_all=True, append_images=frames[1:])

    made = PillowPictures().photo(written.getvalue())

    assert close_to(opened(made).getpixel((10, 10)), RED)
