"""Printed codes that open a product or a member in the storefront: a sheet to cut up for packages and stalls."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import htpy as h
import segno
from markupsafe import Markup

from cblp.documents import printed
from cblp.i18n import _
from cblp.people.services.tickets import Document

QUIET: Final = 4
"""Empty modules around a code, as its standard asks for (ISO/IEC 18004)."""
_LOOK: Final = (
    "@page{margin:12mm}.codes{display:grid;grid-template-columns:repeat(3,1fr);gap:0}"
    ".code{border:1px dashed #999;padding:2mm 3mm;text-align:center;break-inside:avoid;overflow-wrap:anywhere}"
    ".code svg{display:block;width:40mm;height:40mm;margin:0 auto}.code small{display:block;color:#333;line-height:1.2}"
    ".code b{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;overflow:hidden;line-height:1.2;text-wrap:balance}"
    ".code .address{font-size:10.5px}.address span{display:inline-block;max-width:100%}"
    "@media screen and (max-width:600px){body{padding:0 4mm}.codes{grid-template-columns:repeat(2,1fr)}}"
)
_STEP: Final = re.compile("[^/]*/|[^/]+")
"""A part of an address with its slash: who types it reads each on one line where it fits."""


@dataclass(frozen=True)
class Code:
    """One code: what it opens, in two lines of text below it, and its whole address."""

    title: str
    under: str
    address: str


def drawing(address: str) -> str:
    """An address as an SVG of a QR code. A quarter of it may be dirty or creased and it is still read (level Q)."""
    made: str = segno.make(address, error="q", micro=False, boost_error=False).svg_inline(border=QUIET, omitsize=True)
    return made


def sheet(codes: Sequence[Code], *, association: str, filename: str) -> Document:
    """The codes as a page to print and cut, three in a row, in the language in use."""
    return printed.document(
        filename, _("QR codes for packages and stalls"),
        printed.paragraph(_("Print on A4, cut along the lines, and stick a code on each package. It opens the product in the storefront.")),
        h.div(".codes")[[_code(code) for code in codes]], under=association, look=_LOOK,
    )


def typed(address: str) -> str:
    """An address as somebody without a camera would type it: without its scheme and what is only counted."""
    parts = urlsplit(address)
    return f"{parts.netloc}{parts.path}"


def _code(code: Code) -> h.Node:
    return h.div(".code")[
        h.div(role="img", aria_label=_("QR code of {name}", name=code.title))[Markup(drawing(code.address))],
        h.b[code.title], h.small[code.under], h.small(".address")[[h.span[part] for part in _STEP.findall(typed(code.address))]],
    ]
