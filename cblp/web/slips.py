"""PIN slips to print and cut: one for each person, readable at arm's length, with the three steps to sign in."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Sequence
from typing import Final

import htpy as h
from markupsafe import Markup

from cblp.people.services.accounts import Slip
from cblp.people.services.tickets import Document
from cblp.web.html import Words

MEDIA_TYPE: Final = "text/html; charset=utf-8"
_SCRIPT: Final = "document.getElementById('cetak').onclick=()=>print()"
_HASH: Final = b64encode(hashlib.sha256(_SCRIPT.encode()).digest()).decode()
POLICY: Final = (
    f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{_HASH}';"
    " frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
_LOOK: Final = (
    "@page{size:A4;margin:12mm}*{box-sizing:border-box}"
    "body{margin:0;font:15px/1.45 'Source Sans','Noto Sans',Arial,sans-serif;color:#000}"
    ".all{display:grid;grid-template-columns:repeat(auto-fit,minmax(19rem,1fr))}"
    ".slip{border:1px dashed #777;padding:5mm 6mm;break-inside:avoid}h2{font-size:17px;margin:0 0 2mm}p{margin:0 0 2mm}"
    "ol{margin:0 0 2mm;padding-left:5mm}.pin{font-size:26px;font-weight:700;letter-spacing:.25em;margin:1mm 0 2mm}"
    ".top{display:flex;gap:1rem;align-items:center;padding:4mm 6mm}button{min-height:44px;padding:0 1.2rem;font:inherit}"
    "@media print{.top{display:none}}"
)


def render(slips: Sequence[Slip], *, association: str, address: str, signed: str, language: str) -> Document:
    """The slips as one page to print. ``address`` is where members sign in, ``signed`` the coordinator's name."""
    words = Words(language)
    page = h.html(lang=language)[
        h.head[
            h.meta(charset="utf-8"), h.meta(name="viewport", content="width=device-width, initial-scale=1"),
            h.meta(name="google", content="notranslate"), h.title[words("PIN slips")], h.style[Markup(_LOOK)],
        ],
        h.body[
            h.div(".top")[
                h.button("#cetak", type="button")[words("Print")],
                h.span[words("These PINs are shown only this once. Print now, cut, and hand out.")],
            ],
            h.div(".all")[[_slip(words, slip, association, address, signed) for slip in slips]],
            h.script[Markup(_SCRIPT)],
        ],
    ]
    return Document("kertas-pin.html", MEDIA_TYPE, str(page).encode())


def _slip(words: Words, slip: Slip, association: str, address: str, signed: str) -> h.Node:
    ways = [way for way in (slip.phone, slip.username) if way]
    return h.section(".slip")[
        h.h2[words("New PIN slip"), f" · {association}"],
        h.p[f"{slip.address_form or words('Bapak/Ibu')} {slip.name},"],
        h.ol[
            h.li[words("Open {address} on your phone.", address=address)],
            h.li[words("Write {way} as the name.", way=f" {words('or')} ".join(ways))],
            h.li[words("Write this PIN, then choose your own.")],
        ],
        h.div(".pin")[slip.pin],
        h.p[words("Keep this PIN to yourself. Nobody of us will ask for it.")],
        h.p[words("Thank you."), f" {signed}"],
    ]
