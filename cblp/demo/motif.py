"""Pictures for the example's products: woven and dyed patterns drawn from the product's code, since there is nothing to photograph."""

from __future__ import annotations

import math
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

SIZE = 640
DYES = {
    "batik": ("#2F4B7C", "#F3E9D7", "#B5651D"),
    "food": ("#B5651D", "#FBF3E4", "#4F7942"),
    "drink": ("#4F7942", "#F6F1E0", "#8A4B2A"),
    "craft": ("#8A6A3B", "#F4ECDC", "#2F4B7C"),
    "other": ("#6E5A7E", "#F5EEE6", "#B5651D"),
}


def draw(code: str, category: str) -> bytes:
    """A PNG picture; the same code gives the same picture."""
    rng = Random(f"motif|{code}")
    dark, light, accent = DYES.get(category, DYES["other"])
    image = Image.new("RGB", (SIZE, SIZE), light)
    pen = ImageDraw.Draw(image)
    cells, petals, twist = rng.choice((4, 5, 6)), rng.choice((4, 6, 8)), rng.random()
    step = SIZE / cells
    for row in range(cells + 1):
        for column in range(cells + 1):
            x, y = column * step + (row % 2) * step / 2, row * step
            _flower(pen, x, y, step * 0.42, petals, twist, dark if (row + column) % 2 else accent)
    for line in range(cells + 1):
        pen.line([(0, line * step), (SIZE, line * step)], fill=accent, width=2)
    done = BytesIO()
    image.save(done, "PNG")
    return done.getvalue()


def _flower(pen: ImageDraw.ImageDraw, x: float, y: float, reach: float, petals: int, twist: float, colour: str) -> None:
    for number in range(petals):
        angle = 2 * math.pi * (number / petals + twist)
        cx, cy = x + math.cos(angle) * reach * 0.55, y + math.sin(angle) * reach * 0.55
        size = reach * 0.42
        pen.ellipse([cx - size, cy - size, cx + size, cy + size], outline=colour, width=4)
    core = reach * 0.22
    pen.ellipse([x - core, y - core, x + core, y + core], fill=colour)
