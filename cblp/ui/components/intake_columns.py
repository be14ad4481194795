"""Matching columns: an unknown sheet is shown by its headers and the shapes of its cells, and a person says what they mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import streamlit as st

from cblp.i18n import N_, _
from cblp.importers.mapping import suggest
from cblp.importers.records import SheetPreview
from cblp.ui.components import intake_shops, tables
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

NEEDED: Final = {"date": N_("Date"), "item": N_("Product name"), "quantity": N_("Quantity"), "amount": N_("Amount of the row")}
MORE: Final = {
    "price": N_("Price of one"), "order": N_("Number of the order or receipt"), "variation": N_("Variation"),
    "sku": N_("Product code (SKU)"), "status": N_("Status"), "refund": N_("Money given back"), "fee": N_("Admin fee"),
}


@dataclass(frozen=True)
class Answer:
    """What a person said about a sheet: which column means what, and whose sales they are."""

    sheet: SheetPreview
    columns: Mapping[str, str]
    shop_id: UUID
    marketplace: str


def ask(visit: Visit, name: str, sheets: Sequence[SheetPreview], *, key: str) -> Answer | None:
    """The question, with a first guess from the names of the columns; the answer in the run in which it was given."""
    with st.expander(_("Match columns"), expanded=True, icon=":material/view_column:", key=f"match_{key}"):
        sheet = _sheet(sheets, key)
        st.caption(_("Only the shape of the cells is shown: x for a letter, 9 for a digit."))
        filled = [place for place, header in enumerate(sheet.headers) if header]
        tables.show([sheet.headers[place] for place in filled], [[_at(row, place) for place in filled] for row in sheet.shapes])
        shops = intake_shops.all_shops(visit)
        shop_id = intake_shops.pick(visit, _("Whose sales are these?"), shops, chosen=None, key=f"shop_of_{key}")
        columns = _columns(sheet, key)
        shop = next((shop for shop in shops if shop.id == shop_id), None)
        if columns is None:
            return None
        if shop is None:
            st.warning(_("Choose the shop of the file {name} first.", name=esc(name)))
            return None
        return Answer(sheet, columns, shop.id, shop.place.code)


def _sheet(sheets: Sequence[SheetPreview], key: str) -> SheetPreview:
    if len(sheets) == 1:
        return sheets[0]
    likeliest = max(range(len(sheets)), key=lambda place: (len(suggest(sheets[place].headers)), -place))
    place = st.selectbox(
        _("Sheet"), range(len(sheets)), index=likeliest, format_func=lambda place: sheets[place].name, key=f"sheet_{key}",
        placeholder=_("Choose"),
    )
    return sheets[place]


def _columns(sheet: SheetPreview, key: str) -> dict[str, str] | None:
    headers = list(dict.fromkeys(header for header in sheet.headers if header))
    guess = suggest(headers)

    def column(meaning: str, label: str) -> str | None:
        start = headers.index(guess[meaning]) if meaning in guess else None
        return st.selectbox(
            _(label), headers, index=start, key=f"column_{meaning}_{key}_{sheet.name}", placeholder=_("Not in this file"),
        )

    with st.form(f"columns_{key}", enter_to_submit=False):
        chosen: dict[str, str | None] = {}
        for place, (meaning, label) in zip(_grid(len(NEEDED)), NEEDED.items(), strict=True):
            with place:
                chosen[meaning] = column(meaning, label)
        st.caption(_("These may stay empty:"))
        for place, (meaning, label) in zip(_grid(len(MORE)), MORE.items(), strict=True):
            with place:
                chosen[meaning] = column(meaning, label)
        if not st.form_submit_button(_("Check file")):
            return None
    return {meaning: header for meaning, header in chosen.items() if header}


def _grid(count: int) -> list[st.delta_generator.DeltaGenerator]:
    return [column for _row in range(0, count, 4) for column in st.columns(4)][:count]


def _at(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""
