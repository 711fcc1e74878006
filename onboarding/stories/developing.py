"""A photo as a camera or anybody else wrote it, made into pictures to show. Only for a child process: what it reads is hostile.

Turned as it was held, in the colours of the web, without a word of what was noted in it (place, device, time, thumbnail, comments): what is
written is made of the points of the picture and of nothing else. Of a picture that moves it is the first moment.
"""

import base64
import io
from typing import Any

from PIL import Image, ImageCms, ImageOps

from onboarding.stories.developing_apart import JPEG, MOST_PIXELS, SIZES, WEBP, Picture, Refused, Why

QUALITY = {WEBP: 80, JPEG: 84}
FORMATS = ("JPEG", "PNG", "WEBP")


def answer(octets: bytes) -> dict[str, Any]:
    """What the child writes: the pictures, or why there are none."""
    try:
        pictures = develop(octets)
    except Refused as refused:
        return {"refused": refused.why}
    return {"pictures": [(one.kind, one.width, one.height, base64.b64encode(one.octets).decode()) for one in pictures]}


def develop(octets: bytes) -> list[Picture]:
    """The photo in each size that it fills, and the largest one as JPEG too. Raises Refused."""
    try:
        return _written(_small(octets))
    except Refused:
        raise
    except MemoryError as error:
        raise Refused(Why.TOO_LARGE) from error
    except Exception as error:  # of a picture that lies about itself a decoder raises anything
        raise Refused(Why.BROKEN) from error


def _small(octets: bytes) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = None  # the limit is our own, and looked at before anything is decoded
    image: Image.Image = Image.open(io.BytesIO(octets), formats=FORMATS)
    if image.width * image.height > MOST_PIXELS[image.format or ""]:
        raise Refused(Why.TOO_LARGE)
    image.thumbnail((SIZES[-1], SIZES[-1]), reducing_gap=2.0)  # a JPEG is decoded smaller right away
    return _plain(_in_web_colours(ImageOps.exif_transpose(image)))


def _in_web_colours(image: Image.Image) -> Image.Image:
    """A phone means other colours by the same numbers. A profile that cannot be read is as good as none."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode != "RGB":
        return image
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, given, ImageCms.createProfile("sRGB"), outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError):
        return image


def _plain(image: Image.Image) -> Image.Image:
    """On white where one could look through it, and with nothing beside its points."""
    seen = image.convert("RGBA")
    paper = Image.new("RGB", seen.size, "white")
    paper.paste(seen, mask=seen.getchannel("A"))
    return paper


def _written(image: Image.Image) -> list[Picture]:
    longest = max(image.size)
    sides = [side for side in SIZES if side < longest] + [min(longest, SIZES[-1])]
    found = {one.width: one for one in (_picture(image, WEBP, side) for side in sides)}  # of a thin one two may be as wide
    return [*found.values(), _picture(image, JPEG, sides[-1])]


def _picture(image: Image.Image, kind: str, side: int) -> Picture:
    smaller = image.copy()
    smaller.thumbnail((side, side))
    written = io.BytesIO()
    smaller.save(written, "WEBP" if kind == WEBP else "JPEG", quality=QUALITY[kind])
    return Picture(kind, *smaller.size, written.getvalue())
