"""Photos from hostile hands: what is shown is made of the points of the picture and of nothing else, within bounds."""

import io
import struct
import zlib

import pytest
from PIL import Image, ImageDraw

from onboarding.stories import developing, developing_apart
from onboarding.stories.developing_apart import Refused
from onboarding.stories.errors import StoryError

SECRET = b"52.2552 N 6.1639 E, Ada's phone"


def photo(kind="JPEG", size=(640, 360), mode="RGB", **more):
    """Dark, with a light top left corner."""
    image = Image.new(mode, size)
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 2, size[1] // 2), fill=(250, 240, 200, 255)[: len(image.getbands())])
    written = io.BytesIO()
    image.save(written, kind, **more)
    return written.getvalue()


def exif(orientation=1):
    """As a phone notes it: how it was held, where, when, with what."""
    noted = Image.Exif()
    noted[0x0112], noted[0x010F], noted[0x9286] = orientation, SECRET.decode(), SECRET.decode()
    noted.get_ifd(0x8825).update({1: "N", 2: (52.0, 15.0, 18.7), 3: "E", 4: (6.0, 9.0, 50.0)})
    return noted.tobytes()


def chunk(kind, octets):
    return struct.pack(">I", len(octets)) + kind + octets + struct.pack(">I", zlib.crc32(kind + octets))


def bomb(width, height):
    """A PNG of some kilobytes that says it unfolds to this many points."""
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(100_000))) + chunk(b"IEND", b"")


def opened(picture):
    return Image.open(io.BytesIO(picture.octets))


def light(image, x, y):
    return sum(image.convert("RGB").getpixel((int(x * (image.width - 1)), int(y * (image.height - 1))))) > 500


@pytest.mark.parametrize("given", [
    pytest.param(photo(exif=exif(), comment=SECRET), id="jpeg"),
    pytest.param(photo("PNG", exif=exif()), id="png"),
    pytest.param(photo("WEBP", exif=exif(), xmp=SECRET), id="webp"),
])  # fmt: skip
def test_nothing_that_was_noted_in_a_photo_is_left(given):
    # when: read as it is for people, in a child
    pictures = developing_apart.develop_apart(given)

    # then
    assert SECRET in given
    assert [(one.kind, one.width, one.height) for one in pictures] == [
        ("webp", 240, 135),
        ("webp", 480, 270),
        ("webp", 640, 360),
        ("jpg", 640, 360),
    ]
    for one in pictures:
        image = opened(one)
        assert (dict(image.getexif()), set(image.info) & {"exif", "xmp", "icc_profile", "comment", "dpi"}) == ({}, set())
        assert [word for word in (b"Exif", b"GPS", b"xmp", SECRET[:10], b"ICC") if word in one.octets] == []


@pytest.mark.parametrize(
    ("orientation", "corner", "size"),
    [(1, (0, 0), (640, 360)), (3, (1, 1), (640, 360)), (6, (1, 0), (360, 640)), (8, (0, 1), (360, 640))],
    ids=["upright", "upside-down", "held-left", "held-right"],
)
def test_a_photo_stands_as_it_was_held(orientation, corner, size):
    # when
    largest = opened(developing.develop(photo(exif=exif(orientation)))[-1])

    # then
    assert largest.size == size
    assert [place for place in ((0, 0), (1, 0), (0, 1), (1, 1)) if light(largest, *place)] == [corner]


def test_no_picture_is_larger_than_pages_need_and_none_is_blown_up():
    assert [(one.kind, one.width, one.height) for one in developing.develop(photo(size=(1500, 3000)))] == [
        ("webp", 120, 240), ("webp", 240, 480), ("webp", 480, 960), ("webp", 720, 1440), ("jpg", 720, 1440),
    ]  # fmt: skip
    assert [(one.width, one.height) for one in developing.develop(photo(size=(3, 2)))] == [(3, 2), (3, 2)]
    assert (
        len({one.width for one in developing.develop(photo(size=(8, 4000)))[:-1]})
        == len(developing.develop(photo(size=(8, 4000)))) - 1
    )


@pytest.mark.parametrize("given", [
    pytest.param(photo("PNG", mode="RGBA"), id="see-through"),
    pytest.param(photo("PNG", mode="LA"), id="grey-see-through"),
    pytest.param(photo("PNG", mode="P"), id="palette"),
    pytest.param(photo("PNG", mode="I;16"), id="sixteen-bits"),
    pytest.param(photo(mode="CMYK"), id="printers-colours"),
    pytest.param(photo(mode="L"), id="grey"),
    pytest.param(photo(icc_profile=b"not a profile", exif=b"Exif\0\0II*\0\xff\xff\xff\xff"), id="broken-notes"),
    pytest.param(photo("WEBP", save_all=True, append_images=[Image.new("RGB", (640, 360), "red")]), id="moving"),
])  # fmt: skip
def test_whatever_a_camera_or_a_program_wrote_becomes_a_photo(given):
    assert {opened(one).mode for one in developing.develop(given)} == {"RGB"}


@pytest.mark.parametrize(("given", "said"), [
    pytest.param(bomb(60_000, 60_000), "This photo has more points than can be read here. Make it smaller first: 4000 across is plenty.", id="bomb"),
    pytest.param(photo()[:900], "This photo cannot be read: it is broken, or not all of it is there. Save it once more, or take another.", id="cut-off"),
    pytest.param(bomb(640, 640), "This photo cannot be read: it is broken, or not all of it is there. Save it once more, or take another.", id="points-missing"),
    pytest.param(b"\xff\xd8\xff<svg onload='alert(1)'>", "This photo cannot be read: it is broken, or not all of it is there. Save it once more, or take another.", id="script-behind-a-sign"),
])  # fmt: skip
def test_what_is_no_whole_photo_is_refused_before_it_unfolds(given, said):
    with pytest.raises(Refused) as refused:
        developing.develop(given)
    assert developing_apart._said(refused.value.why) == said


@pytest.mark.parametrize(("given", "said"), [
    pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "This is no photo that can be read here. Take a JPEG, a PNG or a WebP.", id="svg"),
    pytest.param(b"<!doctype html><script>alert(1)</script>", "This is no photo that can be read here. Take a JPEG, a PNG or a WebP.", id="html"),
    pytest.param(b"", "This is no photo that can be read here. Take a JPEG, a PNG or a WebP.", id="nothing"),
    pytest.param(photo("GIF", mode="P"), "This is no photo that can be read here. Take a JPEG, a PNG or a WebP.", id="gif"),
    pytest.param(photo("TIFF"), "This is no photo that can be read here. Take a JPEG, a PNG or a WebP.", id="tiff"),
    pytest.param(b"\0\0\0\x18ftypheic\0\0\0\0mif1", "This photo is in the HEIC format, which most browsers cannot show. Save it as JPEG, or take a picture of your screen.", id="heic"),
])  # fmt: skip
def test_what_is_no_photo_starts_no_reader(given, said):
    with pytest.raises(StoryError) as raised:
        developing_apart.develop_apart(given, seconds=0, megabytes=0)
    assert (raised.value.message, raised.value.field) == (said, "file")


def test_a_script_hidden_in_a_photo_is_not_handed_on():
    # given: a JPEG to who looks at pictures, a page to who looks for tags
    given = photo(comment=b"<script>alert(1)</script>") + b"<html><script>alert(1)</script>"

    # then
    assert [one.kind for one in developing.develop(given) if b"script" in one.octets] == []


def test_a_reader_that_needs_too_much_takes_only_itself_along():
    with pytest.raises(StoryError) as raised:
        developing_apart.develop_apart(photo(size=(4000, 4000)), megabytes=20)
    assert raised.value.field == "file"


def test_a_photo_of_a_phone_needs_little_memory():
    """Twelve million points: unfolded they would be 36 MB, and the pictures are made of a quarter of that."""
    assert len(developing_apart.develop_apart(photo(size=(4000, 3000), quality=20), megabytes=110)) == 5
