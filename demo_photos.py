"""Pictures of the demo's stories, drawn here point by point in the colours of the look: nobody is on them, and nobody took them."""

import io
from collections.abc import Callable, Mapping

from PIL import Image, ImageDraw, ImageFilter

WIDE, HIGH = 960, 720
FINER = 2  # drawn larger and made smaller, for smooth edges
PAPER, SHEET, SUNK, INK, SOFT = "#f5f0e5", "#fffcf5", "#ebe3d3", "#25211b", "#857a66"
GREEN, LEAF, MIST, AMBER, HONEY, CLAY = "#1d4a38", "#377b5f", "#c9dcc4", "#eab04a", "#fae8c4", "#93301f"

Point = tuple[float, float]


class Scene:
    """A sheet to draw on, `WIDE` by `HIGH`, the corner at the top left."""

    def __init__(self, ground: str) -> None:
        self.image = Image.new("RGB", (WIDE * FINER, HIGH * FINER), ground)
        self.pen = ImageDraw.Draw(self.image)

    def box(self, left: float, top: float, right: float, bottom: float, colour: str, *, round_: float = 0) -> None:
        """A rectangle."""
        self.pen.rounded_rectangle(_finer((left, top), (right, bottom)), round_ * FINER, fill=colour)

    def disc(self, x: float, y: float, radius: float, colour: str, *, flat: float = 1) -> None:
        """A circle, or with `flat` below one an ellipse that lies."""
        self.pen.ellipse(_finer((x - radius, y - radius * flat), (x + radius, y + radius * flat)), fill=colour)

    def shape(self, colour: str, *points: Point) -> None:
        """Whatever these corners enclose."""
        self.pen.polygon(_finer(*points), fill=colour)

    def line(self, colour: str, width: float, *points: Point) -> None:
        """From point to point, with round bends."""
        self.pen.line(_finer(*points), fill=colour, width=round(width * FINER), joint="curve")

    def arch(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        """The doorway: round above, straight below."""
        radius = (right - left) / 2
        self.disc(left + radius, top + radius, radius, colour)
        self.box(left, top + radius, right, bottom, colour)

    def light(self, colour: str, *points: Point) -> None:
        """Light falls there, soft at its edges."""
        glow = Image.new("L", self.image.size)
        ImageDraw.Draw(glow).polygon(_finer(*points), fill=110)
        small = glow.resize((WIDE // 4, HIGH // 4)).filter(ImageFilter.GaussianBlur(7)).resize(glow.size)
        self.image.paste(colour, mask=small)

    def octets(self) -> bytes:
        """As a file."""
        written = io.BytesIO()
        self.image.resize((WIDE, HIGH), Image.Resampling.BOX).save(written, "PNG", compress_level=1)
        return written.getvalue()


def _finer(*points: Point) -> list[Point]:
    return [(x * FINER, y * FINER) for x, y in points]


def _jig() -> Scene:
    """A workbench with a jig, and on it a strip of yellow tape."""
    scene = Scene(SUNK)
    for x in range(90, 900, 130):  # tools on the wall
        scene.disc(x, 110, 9, SOFT)
        scene.line(SOFT, 14, (x, 116), (x, 210 + (x * 7) % 60))
        scene.box(x - 22, 200 + (x * 7) % 60, x + 22, 236 + (x * 7) % 60, (LEAF, CLAY, GREEN)[x // 130 % 3], round_=8)
    scene.light(SHEET, (560, 0), (960, 0), (700, 520), (180, 520))
    scene.box(0, 440, WIDE, HIGH, "#b98f5c")
    scene.box(0, 440, WIDE, 462, "#d3ab76")
    for y in (530, 600, 668):
        scene.line("#a97f4e", 3, (0, y), (360, y + 8), (WIDE, y - 4))
    scene.shape("#a07546", (250, 604), (790, 604), (830, 640), (230, 640))  # its shade
    scene.box(240, 500, 780, 610, LEAF, round_=10)
    scene.box(240, 500, 780, 530, "#4a9474", round_=10)
    for x in (300, 720):
        scene.box(x - 28, 390, x + 28, 520, GREEN, round_=6)
        scene.disc(x, 390, 46, INK)
        scene.disc(x, 390, 18, SOFT)
    scene.line(SOFT, 18, (340, 470), (680, 470))
    scene.box(400, 538, 620, 590, AMBER)
    scene.box(424, 556, 452, 572, INK)
    scene.box(464, 556, 492, 572, INK)
    scene.box(504, 556, 590, 572, INK)
    return scene


def _loaves() -> Scene:
    """An oven with its door open, and loaves that come out of it."""
    scene = Scene("#4a3a2c")
    scene.box(120, 60, 840, 600, SOFT, round_=24)
    scene.box(150, 90, 810, 150, INK, round_=12)
    for x in (200, 260, 320):
        scene.disc(x, 120, 15, SUNK)
    scene.box(640, 104, 780, 136, AMBER, round_=6)
    scene.arch(200, 176, 760, 560, "#3a2418")
    scene.box(120, 560, 840, HIGH, SOFT)
    scene.box(0, 604, WIDE, HIGH, "#6b5540")
    scene.light("#f08a3c", (230, 300), (730, 300), (730, 560), (230, 560))
    for y in (400, 548):
        scene.line(INK, 8, (208, y), (752, y))
    for row, y in enumerate((372, 518)):
        for x in (300, 480, 660):
            scene.disc(x, y, 74 + 6 * row, "#b9702f", flat=0.52)
            scene.disc(x - 4, y - 8, 66 + 6 * row, "#dc9a4c", flat=0.44)
            for cut in (-28, 0, 28):
                scene.line(HONEY, 7, (x + cut - 12, y - 18), (x + cut + 10, y + 6))
    scene.box(60, 612, 900, 640, "#8d7355", round_=10)
    for x in (190, 380):
        scene.disc(x, 590, 92, "#b9702f", flat=0.44)
        scene.disc(x - 4, 582, 82, "#e2a65a", flat=0.38)
        scene.line(HONEY, 8, (x - 42, 584), (x + 38, 576))
    return scene


def _racks() -> Scene:
    """Racks of a store on both sides of an aisle; one pallet carries a yellow label."""
    scene = Scene(MIST)
    scene.shape(SUNK, (380, 330), (580, 330), (WIDE, HIGH), (0, HIGH))
    scene.light(SHEET, (400, 0), (560, 0), (720, 720), (240, 720))
    scene.box(400, 200, 560, 336, PAPER)
    scene.arch(440, 226, 520, 336, GREEN)
    for side in (0, 1):

        def at(x: float, y: float, side: int = side) -> Point:
            return (WIDE - x if side else x, y)

        for level in range(3):
            near, far = 90 + 210 * level, 120 + 80 * level
            scene.shape(CLAY, at(0, near + 150), at(390, far + 84), at(390, far + 92), at(0, near + 174))
            for step in range(3):
                left, right = 6 + 130 * step, 112 + 118 * step
                tops = [near + (far - near) * x / 390 for x in (left, right)]
                feet = [near + 150 + (far + 84 - near - 150) * x / 390 for x in (left, right)]
                colour = ("#c9a06a", "#b98f5c", LEAF, "#d9b684")[(level * 2 + step + side) % 4]
                lid = 26 * ((step + level + side) % 3)
                scene.shape(
                    colour, at(left, tops[0] + lid), at(right, tops[1] + lid * 0.6), at(right, feet[1]), at(left, feet[0])
                )
        for x, top, foot in ((0, 0, HIGH), (128, 0, 640), (258, 40, 520), (388, 90, 400)):
            scene.line(GREEN, 16 - x / 36, at(x, top), at(x, foot))
    scene.box(770, 430, 850, 486, AMBER, round_=4)
    scene.line(INK, 7, (786, 450), (834, 450))
    scene.line(INK, 7, (786, 468), (816, 468))
    return scene


def _door() -> Scene:
    """A front desk with a plant and a bell, beside a door that stands open."""
    scene = Scene(PAPER)
    scene.box(0, 590, WIDE, HIGH, "#d8c7a6")
    scene.arch(560, 90, 860, 600, GREEN)
    scene.arch(584, 114, 836, 600, HONEY)
    scene.disc(748, 250, 54, AMBER)
    scene.shape(MIST, (584, 470), (700, 420), (836, 480), (836, 600), (584, 600))
    scene.shape(LEAF, (584, 114 + 126), (500, 190), (500, 660), (584, 600))
    scene.disc(518, 430, 9, AMBER)
    scene.light(HONEY, (600, 600), (836, 600), (WIDE, 720), (430, 720))
    scene.box(70, 120, 330, 290, SHEET, round_=8)
    for y, end in ((164, 290), (200, 250), (236, 276)):
        scene.line(SOFT, 8, (110, y), (end, y))
    scene.disc(336, 382, 8, INK)
    scene.disc(336, 424, 38, AMBER)
    scene.box(40, 440, 440, 660, "#b98f5c", round_=8)
    scene.box(24, 424, 456, 456, "#7d5b36", round_=8)
    scene.box(286, 416, 386, 428, INK, round_=4)
    scene.box(90, 500, 390, 620, "#a97f4e", round_=6)
    scene.shape(CLAY, (100, 360), (180, 360), (168, 426), (112, 426))
    for x, y in ((84, 300), (112, 262), (148, 250), (182, 276), (204, 316)):
        scene.line(LEAF, 9, (140, 364), (x, y))
        scene.disc(x, y, 24, LEAF, flat=0.8)
    return scene


def _drawing() -> Scene:
    """The drawing of a door seal on a table, with a pencil and a cup."""
    scene = Scene("#7d5b36")
    for y in (120, 330, 540):
        scene.line("#70502e", 4, (0, y), (WIDE, y + 14))
    scene.shape("#5f4426", (176, 128), (730, 84), (786, 640), (224, 684))  # its shade
    scene.shape(SHEET, (160, 110), (716, 66), (770, 620), (206, 664))
    scene.line(
        GREEN, 12, (290, 470), (286, 300), (330, 230), (420, 214), (500, 240), (536, 312), (540, 452), (430, 460), (290, 470)
    )
    scene.line(LEAF, 8, (352, 424), (350, 320), (384, 280), (440, 280), (474, 326), (478, 414), (352, 424))
    scene.line(SOFT, 4, (250, 474), (246, 228))
    scene.line(SOFT, 4, (292, 508), (542, 490))
    scene.box(596, 190, 690, 250, AMBER, round_=4)
    scene.line(INK, 7, (612, 210), (674, 210))
    scene.line(INK, 7, (612, 230), (654, 230))
    scene.line(AMBER, 22, (640, 600), (880, 400))
    scene.shape(HONEY, (632, 590), (648, 610), (612, 624))
    scene.disc(840, 150, 86, SUNK)
    scene.disc(840, 150, 68, "#4a3021")
    scene.light(SHEET, (0, 0), (380, 0), (120, 720), (0, 720))
    return scene


# Of whose story, drawn how, and what is to be seen.
DRAWN: Mapping[str, tuple[Callable[[], Scene], str]] = {
    "ada": (_drawing, "Drawing: a door seal on paper, seen from its end, with a name on a yellow note"),
    "elif.demir": (_jig, "Drawing: a jig on a workbench, with a number on yellow tape"),
    "tomasz.zielinski": (_loaves, "Drawing: loaves in a test oven, and two on the shelf before it"),
    "pieter.hofstra": (_racks, "Drawing: an aisle between high racks, one pallet with a yellow label"),
    "hanneke.bos": (_door, "Drawing: a front desk with a bell and a plant, beside a door that stands open"),
}


def drawn(key: str) -> tuple[bytes, str] | None:
    """The picture for the story of this person, as a file, and what is to be seen on it."""
    if key not in DRAWN:
        return None
    scene, alt = DRAWN[key]
    return scene().octets(), alt
