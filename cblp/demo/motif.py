"""Pictures for the example's products: still lifes drawn from the product's name and code, since there is nothing to photograph."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from io import BytesIO
from random import Random
from typing import Final

from PIL import Image, ImageDraw, ImageFilter

SIZE: Final = 640
DYES: Final = {
    "batik": ("#2F4B7C", "#F3E9D7", "#B5651D"), "food": ("#8A3B1E", "#FBEFD9", "#D08A2E"), "drink": ("#3F6B45", "#F4EEDC", "#8A4B2A"),
    "craft": ("#7A5A32", "#F6ECD8", "#B5482F"), "other": ("#5E4B70", "#F3ECE4", "#B5793A"),
}
WALLS: Final = ("#F1E2C8", "#E3DFCB", "#EBD8C6", "#DCE0D6", "#E9DFD0")
INSIDE: Final = {
    "balado": "#B8391F", "sambal": "#A9301C", "nanas": "#E3B23C", "jeruk": "#E08A2B", "kopi": "#4A2E1E", "cascara": "#7B2E22",
    "hijau": "#6F7F3A", "teh": "#5B3A22", "madu": "#C9821C", "cuko": "#4B2A1A", "aren": "#7A4A22", "gula": "#9A6230",
    "kayu manis": "#9B5A2E",
    "tempoyak": "#E5C980", "durian": "#E5C980", "kentang": "#DDAA4E", "singkong": "#E6C983", "kerupuk": "#EBD0A0", "abon": "#A8672F",
    "sale": "#7D4A25", "minyak": "#C7A94A", "lilin": "#EFE3C8", "dodol": "#6B3F22",
}
"""What is in it, by a word of the name; the first that fits."""
KINDS: Final = (
    ("shirt", ("kemeja", "daster")), ("bag", ("tas ", "dompet", "ambung")),
    ("cloth", ("kain", "sarung", "selendang", "songket", "kerudung", "taplak", "tikar")),
    ("bottle", ("sirup", "madu", "cuko", "cair", "minyak")), ("cake", ("bolu", "lapis", "maksuba", "kue", "talam")),
    ("plate", ("pempek", "model ", "nuget", "batok", "dodol")), ("box", ("paket", "celup", "saring", "saset", "serbuk")),
    ("basket", ("keranjang", "rotan", "pandan", "kotak tisu")), ("jar", ("sambal", "selai", "tempoyak", "semut", "lilin", "abon")),
)
_ALL: Final = SIZE * 3 // 2
"""Drawn larger and made smaller, which rounds the edges."""
Box = tuple[float, float, float, float]


def draw(code: str, category: str, name: str = "") -> bytes:
    """A PNG picture; the same product gives the same picture."""
    rng = Random(f"motif|{code}")
    said = f"{name.lower()} "
    kind = next((kind for kind, known in KINDS if any(word in said for word in known)), "cloth" if category == "batik" else "pouch")
    dark, light, accent = DYES.get(category, DYES["other"])
    if rng.random() < 0.4:
        dark, accent = accent, dark
    inside = next((colour for word, colour in INSIDE.items() if word in said), accent)
    still = _Still(rng, (dark, light, accent), inside)
    _DRAWERS[kind](still)
    done = BytesIO()
    still.image.resize((SIZE, SIZE), Image.Resampling.BILINEAR).save(done, "PNG", compress_level=1)
    return done.getvalue()


class _Still:
    """A table before a wall, and what is put on it; lengths are parts of the picture's side."""

    def __init__(self, rng: Random, dyes: tuple[str, str, str], inside: str) -> None:
        self.rng, self.dyes, self.inside = rng, dyes, inside
        wall = rng.choice(WALLS)
        self.image = Image.new("RGB", (_ALL, _ALL), wall)
        glow = Image.radial_gradient("L").resize((_ALL, _ALL), Image.Resampling.BILINEAR).point(lambda value: value * 0.22)
        self.image.paste("#5A4632", (0, 0), glow)
        self.image.paste(_mixed(wall, "#B98B57", 0.55), (0, round(_ALL * 0.7), _ALL, _ALL))

    def shadow(self, box: Box) -> None:
        """A soft shadow on the table."""
        small = Image.new("L", (160, 160), 0)
        ImageDraw.Draw(small).ellipse([part * 160 for part in box], fill=130)
        self.image.paste("#2A1A0C", (0, 0), small.filter(ImageFilter.GaussianBlur(5)).resize((_ALL, _ALL), Image.Resampling.BILINEAR))

    def solid(self, shape: Callable[[ImageDraw.ImageDraw], object], fill: str | Image.Image, *, shade: float = 0.35) -> None:
        """A shape in a colour or a pattern, lit from the left."""
        mask = Image.new("L", (_ALL, _ALL), 0)
        shape(ImageDraw.Draw(mask))
        edges = mask.getbbox()
        if edges is None:
            return
        cut = mask.crop(edges)
        body = Image.new("RGB", cut.size, fill) if isinstance(fill, str) else fill.crop((0, 0, *cut.size))
        if shade:
            fall = Image.linear_gradient("L").rotate(90).crop((0, 0, 256, 1))
            dim = fall.point(lambda value: max(0, value - 110) * shade * 1.4)
            gleam = fall.point(lambda value: max(0, 90 - abs(value - 60)) * shade * 0.9)
            body.paste("#1E120A", (0, 0), dim.resize(cut.size, Image.Resampling.NEAREST))
            body.paste("#FFFFFF", (0, 0), gleam.resize(cut.size, Image.Resampling.NEAREST))
        self.image.paste(body, edges[:2], cut)

    def box(self, box: Box, fill: str | Image.Image, *, round_: float = 0.02, shade: float = 0.35) -> None:
        """A rectangle with round corners."""
        self.solid(lambda pen: pen.rounded_rectangle(_px(box), round_ * _ALL, fill=255), fill, shade=shade)

    def oval(self, box: Box, fill: str | Image.Image, *, shade: float = 0.35) -> None:
        """An ellipse."""
        self.solid(lambda pen: pen.ellipse(_px(box), fill=255), fill, shade=shade)

    def outline(self, points: Sequence[tuple[float, float]], fill: str | Image.Image, *, shade: float = 0.35) -> None:
        """A polygon."""
        self.solid(lambda pen: pen.polygon([(x * _ALL, y * _ALL) for x, y in points], fill=255), fill, shade=shade)

    def label(self, box: Box) -> None:
        """A paper label with a border of the motif and lines as of writing."""
        left, top, right, bottom = box
        self.box(box, self.dyes[1], round_=0.012, shade=0.2)
        self.box((left, top, right, top + (bottom - top) * 0.3), self.motif(9), round_=0.012, shade=0.2)
        for at, part in ((0.48, 0.7), (0.64, 0.5), (0.78, 0.6)):
            middle, half, y = (left + right) / 2, (right - left) * part / 2, top + (bottom - top) * at
            self.box((middle - half, y, middle + half, y + 0.013), self.dyes[0], round_=0.006, shade=0)

    def motif(self, cells: int) -> Image.Image:
        """The dyed pattern: four-petalled flowers (kawung) with a core, in rows that are set off."""
        dark, light, accent = self.dyes
        made = Image.new("RGB", (_ALL, _ALL), dark)
        pen = ImageDraw.Draw(made)
        step, petals = _ALL / cells, self.rng.choice((4, 6, 8))
        for row in range(cells + 2):
            for column in range(cells + 2):
                x, y = column * step + row % 2 * step / 2, row * step
                for number in range(petals):
                    angle = 2 * math.pi * (number + 0.5) / petals
                    cx, cy, size = x + math.cos(angle) * step * 0.26, y + math.sin(angle) * step * 0.26, step * 0.15
                    pen.ellipse((cx - size, cy - size, cx + size, cy + size), fill=light)
                pen.ellipse((x - step * 0.1, y - step * 0.1, x + step * 0.1, y + step * 0.1), fill=accent)
        return made

    def weave(self, cells: int) -> Image.Image:
        """Plaited strips, over and under."""
        dark, light, _accent = self.dyes
        strips = (_mixed("#D9B27A", light, 0.3), _mixed("#B98543", dark, 0.15))
        made = Image.new("RGB", (_ALL, _ALL), "#6B4A25")
        pen = ImageDraw.Draw(made)
        step = _ALL / cells
        for row in range(cells):
            for column in range(cells):
                x, y, over = column * step, row * step, (row + column) % 2
                inset = (0, step * 0.12) if over else (step * 0.12, 0)
                pen.rectangle((x + inset[0], y + inset[1], x + step - inset[0], y + step - inset[1]), fill=strips[over])
        return made


def _pouch(still: _Still) -> None:
    still.shadow((0.22, 0.8, 0.84, 0.92))
    still.outline([(0.29, 0.17), (0.71, 0.17), (0.75, 0.84), (0.68, 0.88), (0.32, 0.88), (0.25, 0.84)],
                  still.rng.choice(("#C99B62", still.dyes[0], "#EADCC2", "#3B2A20")))
    still.box((0.29, 0.15, 0.71, 0.21), still.dyes[2], round_=0.008)
    still.label((0.31, 0.3, 0.69, 0.56))
    still.oval((0.38, 0.61, 0.62, 0.81), still.inside)
    for _crumb in range(14):
        x, y = still.rng.uniform(0.42, 0.56), still.rng.uniform(0.65, 0.75)
        still.oval((x, y, x + 0.035, y + 0.028), _mixed(still.inside, "#FFF3D0", 0.25), shade=0.2)


def _jar(still: _Still) -> None:
    still.shadow((0.24, 0.8, 0.84, 0.92))
    still.box((0.28, 0.3, 0.72, 0.87), still.inside, round_=0.07, shade=0.45)
    still.box((0.33, 0.17, 0.67, 0.29), still.dyes[2], round_=0.02)
    still.box((0.35, 0.27, 0.65, 0.33), _mixed(still.inside, "#FFFFFF", 0.35), round_=0.01)
    still.label((0.28, 0.45, 0.72, 0.75))


def _bottle(still: _Still) -> None:
    still.shadow((0.3, 0.82, 0.78, 0.92))
    still.box((0.44, 0.1, 0.56, 0.34), still.inside, round_=0.02, shade=0.45)
    still.box((0.42, 0.07, 0.58, 0.16), still.dyes[0], round_=0.015)
    still.outline([(0.44, 0.28), (0.56, 0.28), (0.67, 0.43), (0.67, 0.6), (0.33, 0.6), (0.33, 0.43)], still.inside, shade=0.45)
    still.box((0.33, 0.41, 0.67, 0.88), still.inside, round_=0.04, shade=0.45)
    still.label((0.33, 0.5, 0.67, 0.78))


def _box(still: _Still) -> None:
    still.shadow((0.12, 0.78, 0.92, 0.93))
    still.box((0.16, 0.38, 0.84, 0.87), still.motif(8), round_=0.012)
    still.outline([(0.16, 0.39), (0.25, 0.27), (0.75, 0.27), (0.84, 0.39)], _mixed(still.dyes[0], "#FFFFFF", 0.25), shade=0.15)
    still.box((0.45, 0.27, 0.55, 0.87), still.dyes[2], round_=0.004, shade=0.2)
    still.label((0.27, 0.5, 0.73, 0.75))


def _cake(still: _Still) -> None:
    _dish(still)
    sponge, layer = _mixed(still.inside, "#F2C66B", 0.6), _mixed(still.inside, "#8A4B1E", 0.55)
    for row in range(7):
        top = 0.42 + row * 0.048
        still.box((0.27, top, 0.73, top + 0.05), layer if row % 2 else sponge, round_=0.004)
    still.outline([(0.27, 0.425), (0.36, 0.33), (0.82, 0.33), (0.73, 0.425)], _mixed(sponge, "#7A3E14", 0.3), shade=0.15)
    still.outline([(0.73, 0.425), (0.82, 0.33), (0.82, 0.66), (0.73, 0.756)], _mixed(layer, "#3A1E0C", 0.35), shade=0.2)


def _plate(still: _Still) -> None:
    _dish(still)
    for x, y in ((0.3, 0.5), (0.52, 0.5), (0.41, 0.4), (0.23, 0.6), (0.42, 0.6), (0.6, 0.6)):
        x, y = x + still.rng.uniform(-0.015, 0.015), y + still.rng.uniform(-0.01, 0.01)
        still.oval((x, y + 0.02, x + 0.19, y + 0.17), "#5B3A1C", shade=0)
        still.oval((x, y, x + 0.19, y + 0.15), _mixed(still.inside, "#D9A557", 0.5), shade=0.45)


def _dish(still: _Still) -> None:
    still.shadow((0.06, 0.72, 0.96, 0.93))
    still.oval((0.08, 0.6, 0.92, 0.88), "#FBF7EE", shade=0.25)
    still.oval((0.16, 0.62, 0.84, 0.83), still.motif(16), shade=0.15)
    still.oval((0.2, 0.635, 0.8, 0.815), "#F7F0E0", shade=0.15)


def _cloth(still: _Still) -> None:
    still.shadow((0.1, 0.78, 0.94, 0.92))
    for at, cells in enumerate((9, 7, 11)):
        top = 0.68 - at * 0.17
        still.box((0.14, top, 0.86, top + 0.19), still.motif(cells), round_=0.07, shade=0.3)
        still.box((0.14, top + 0.175, 0.84, top + 0.19), _mixed(still.dyes[0], "#1E120A", 0.5), round_=0.007, shade=0)
        still.dyes = (still.dyes[2], still.dyes[1], still.dyes[0])
    still.outline([(0.42, 0.335), (0.7, 0.335), (0.74, 0.8), (0.62, 0.86), (0.47, 0.8)], still.motif(6), shade=0.4)


def _shirt(still: _Still) -> None:
    cloth = still.motif(9)
    still.shadow((0.2, 0.84, 0.84, 0.93))
    still.outline([(0.3, 0.2), (0.14, 0.42), (0.25, 0.52), (0.36, 0.4)], cloth, shade=0.2)
    still.outline([(0.7, 0.2), (0.86, 0.42), (0.75, 0.52), (0.64, 0.4)], cloth, shade=0.5)
    still.outline([(0.3, 0.2), (0.42, 0.16), (0.58, 0.16), (0.7, 0.2), (0.71, 0.88), (0.29, 0.88)], cloth)
    still.outline([(0.42, 0.16), (0.5, 0.3), (0.58, 0.16)], _mixed(still.dyes[0], "#1E120A", 0.55), shade=0)
    still.outline([(0.4, 0.15), (0.43, 0.14), (0.505, 0.28), (0.47, 0.34)], still.dyes[1], shade=0.2)
    still.outline([(0.6, 0.15), (0.57, 0.14), (0.495, 0.28), (0.53, 0.34)], still.dyes[1], shade=0.3)
    for row in range(5):
        still.oval((0.49, 0.4 + row * 0.1, 0.51, 0.42 + row * 0.1), still.dyes[1], shade=0)


def _bag(still: _Still) -> None:
    still.shadow((0.16, 0.8, 0.9, 0.93))
    still.solid(lambda pen: pen.arc(_px((0.34, 0.12, 0.66, 0.6)), 180, 360, fill=255, width=round(0.03 * _ALL)), "#7A4E28")
    still.outline([(0.24, 0.38), (0.76, 0.38), (0.84, 0.84), (0.78, 0.88), (0.22, 0.88), (0.16, 0.84)], still.weave(18))
    still.outline([(0.206, 0.56), (0.794, 0.56), (0.818, 0.72), (0.182, 0.72)], still.motif(9))
    still.box((0.23, 0.36, 0.77, 0.42), "#7A4E28", round_=0.01)


def _basket(still: _Still) -> None:
    still.shadow((0.1, 0.78, 0.94, 0.92))
    still.oval((0.14, 0.36, 0.86, 0.54), "#5B3D1E", shade=0.2)
    still.outline([(0.14, 0.46), (0.86, 0.46), (0.77, 0.86), (0.71, 0.89), (0.29, 0.89), (0.23, 0.86)], still.weave(20), shade=0.45)
    still.solid(lambda pen: pen.arc(_px((0.13, 0.36, 0.87, 0.56)), 0, 360, fill=255, width=round(0.035 * _ALL)), "#C0904F")
    still.solid(lambda pen: pen.arc(_px((0.24, 0.14, 0.76, 0.8)), 185, 355, fill=255, width=round(0.03 * _ALL)), "#A87436")


_DRAWERS: Final[dict[str, Callable[[_Still], None]]] = {
    "pouch": _pouch, "jar": _jar, "bottle": _bottle, "box": _box, "cake": _cake, "plate": _plate, "cloth": _cloth, "shirt": _shirt,
    "bag": _bag, "basket": _basket,
}


def _px(box: Box) -> tuple[float, float, float, float]:
    left, top, right, bottom = box
    return left * _ALL, top * _ALL, right * _ALL, bottom * _ALL


def _mixed(one: str, other: str, part: float) -> str:
    """``part`` of another colour in one."""
    return "#" + "".join(
        f"{round(int(one[at : at + 2], 16) * (1 - part) + int(other[at : at + 2], 16) * part):02X}" for at in (1, 3, 5)
    )
