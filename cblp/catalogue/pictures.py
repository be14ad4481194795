"""Photos as people send them → small WebP pictures without what a phone writes into them (place, time, device)."""

from __future__ import annotations

import hashlib
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from PIL import (  # the three plug-ins are imported to be registered: nothing else may open what people send
    Image,
    ImageOps,
    JpegImagePlugin,  # noqa: F401
    PngImagePlugin,  # noqa: F401
    UnidentifiedImageError,
    WebPImagePlugin,  # noqa: F401
)

from cblp.errors import UserError
from cblp.i18n import N_

MOST_BYTES: Final = 12 * 1024 * 1024
MOST_PIXELS: Final = 40_000_000
MOST_JPEG_PIXELS: Final = 120_000_000
"""Today's phones; a JPEG is unpacked at a fraction of its size."""
SIDE: Final = 1200
KINDS: Final = ("JPEG", "PNG", "WEBP")


class NotAPhoto(UserError):
    """Not a JPEG, PNG or WebP picture, or a broken one."""

    message = N_("This file is not a photo. Choose a JPG, PNG or WebP picture.")


class PhotoTooLarge(UserError):
    """More bytes or pixels than a phone's camera makes."""

    message = N_("This photo is too large. Choose one below 12 MB.")


@dataclass(frozen=True)
class Picture:
    """A WebP picture of at most SIDE pixels on its longer side."""

    content: bytes
    width: int
    height: int

    @property
    def sha256(self) -> bytes:
        """Of the content: the same photo sent twice is one."""
        return hashlib.sha256(self.content).digest()


def prepare(content: bytes) -> Picture:
    """Check and shrink a photo; raises NotAPhoto, PhotoTooLarge. Do it before the transaction: it takes a while."""
    if len(content) > MOST_BYTES:
        raise PhotoTooLarge()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a damaged note inside the photo is dropped with all the others
            with Image.open(BytesIO(content), formats=KINDS) as opened:
                # The header says the size; nothing is unpacked before it is known to be bearable.
                most = MOST_JPEG_PIXELS if opened.format in {"JPEG", "MPO"} else MOST_PIXELS
                if opened.width * opened.height > most:
                    raise PhotoTooLarge()
                opened.draft("RGB", (SIDE * 2, SIDE * 2))
                upright = ImageOps.exif_transpose(opened)
                picture = _on_white(upright)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise NotAPhoto() from error
    picture.thumbnail((SIDE, SIDE))
    out = BytesIO()
    picture.save(out, "WEBP", quality=80, method=4)
    return Picture(out.getvalue(), picture.width, picture.height)


def smaller(content: bytes, side: int) -> bytes:
    """A prepared picture once more, at most ``side`` pixels on its longer side: a few kilobytes for a list on a phone."""
    with Image.open(BytesIO(content), formats=("WEBP",)) as opened:
        picture = opened.convert("RGB")
    picture.thumbnail((side, side))
    out = BytesIO()
    picture.save(out, "WEBP", quality=75)
    return out.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        layer = image.convert("RGBA")
        ground = Image.new("RGB", layer.size, "white")
        ground.paste(layer, mask=layer.getchannel("A"))
        return ground
    return image.convert("RGB")
