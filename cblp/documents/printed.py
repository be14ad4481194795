"""Pages to be printed: self-contained HTML without script or outside parts, escaped throughout; minutes, lists, reports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import htpy as h
from markupsafe import Markup

from cblp.documents.tables import Column, Table, shown
from cblp.i18n import _, language
from cblp.people.services.tickets import Document

MEDIA_TYPE: Final = "text/html; charset=utf-8"
POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
"""The content security policy that such a page needs."""
_LOOK: Final = (
    "@page{size:A4;margin:16mm}*{box-sizing:border-box}"
    "body{margin:0 auto;max-width:180mm;font:15px/1.5 'Source Sans','Noto Sans',Arial,sans-serif;color:#000;background:#fff}"
    "h1{font-size:22px;margin:0 0 1mm}h2{font-size:17px;margin:7mm 0 2mm;break-after:avoid}p{margin:0 0 2mm}"
    ".under{color:#444;margin:0 0 5mm}table{width:100%;border-collapse:collapse;margin:0 0 3mm}thead{display:table-header-group}"
    "tr{break-inside:avoid}th,td{text-align:left;padding:1.2mm 2mm;border-bottom:1px solid #bbb;vertical-align:top}"
    "th{border-bottom:2px solid #000}.n{text-align:right;white-space:nowrap}ul{margin:0 0 2mm;padding-left:6mm}"
    ".signs{display:flex;gap:10mm;margin-top:12mm;break-inside:avoid}.signs div{flex:1;border-top:1px solid #000;padding-top:1mm;"
    "margin-top:18mm}"
)


def page(title: str, *content: h.Node, under: str = "", signed_by: Sequence[str] = (), look: str = "") -> bytes:
    """A page to print, in the language in use: heading, a line under it, content, and places to sign.

    ``content`` is text, or what ``heading``, ``paragraph``, ``points`` and ``table`` give; every text is escaped. ``look`` is CSS
    of our own for content that needs more than these.
    """
    whole = h.html(lang=language())[
        h.head[
            h.meta(charset="utf-8"), h.meta(name="viewport", content="width=device-width, initial-scale=1"),
            h.meta(name="google", content="notranslate"), h.title[title], h.style[Markup(_LOOK + look)],
        ],
        h.body[
            h.h1[title], h.p(".under")[under] if under else None, content,
            h.div(".signs")[[h.div[name] for name in signed_by]] if signed_by else None,
        ],
    ]
    return str(whole).encode()


def document(
    filename: str, title: str, *content: h.Node, under: str = "", signed_by: Sequence[str] = (), look: str = "",
) -> Document:
    """The same as a document for the ticketed download."""
    return Document(filename, MEDIA_TYPE, page(title, *content, under=under, signed_by=signed_by, look=look))


def heading(text: str) -> h.Node:
    """The heading of a part."""
    return h.h2[text]


def paragraph(text: str) -> h.Node:
    """One paragraph."""
    return h.p[text]


def points(texts: Sequence[str]) -> h.Node:
    """A list of points; nothing for none."""
    return h.ul[[h.li[text] for text in texts]] if texts else None


def table(content: Table) -> h.Node:
    """A report's table with its title; amounts as people read them, at the right."""
    return h.fragment[
        h.h2[content.title],
        h.p(".under")[content.note] if content.note else None,
        h.table[
            h.thead[h.tr[[h.th(class_=_side(col))[_(col.header)] for col in content.columns]]],
            h.tbody[[
                h.tr[[h.td(class_=_side(col))[shown(cell, col.kind)] for col, cell in zip(content.columns, row, strict=True)]]
                for row in content.rows
            ]],
        ],
    ]


def _side(column: Column) -> str | None:
    return None if column.kind in {"text", "day", "month"} else "n"
