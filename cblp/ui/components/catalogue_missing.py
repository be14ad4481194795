""" "Yang masih kurang": each product with one sentence and one button per missing point, done on the spot."""

from __future__ import annotations

from collections import Counter
from typing import Final
from uuid import UUID

import streamlit as st

from cblp.catalogue import reports, rules
from cblp.catalogue.reports import ProductRow
from cblp.catalogue.services import products as services
from cblp.i18n import N_, _, formats
from cblp.ui import menu, page, reads
from cblp.ui.components import catalogue, catalogue_photos, fields, frame, members, tables
from cblp.ui.components.fields import Field
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

PAGE: Final = 10
SHORT: Final = {
    "photo": N_("Photo: {count}"), "description": N_("Description: {count}"), "price": N_("Price: {count}"),
    "stock": N_("Stock: {count}"), "stock_out": N_("Out of stock: {count}"), "licence": N_("Licence: {count}"),
    "hashtag": N_("Hashtag: {count}"),
}
FIELD: Final = {
    "write_description": "description", "set_price": "price", "set_stock": "stock", "add_hashtag": "hashtags",
}
"""The field behind a point's action; a photo and a licence have their own forms."""


def show(visit: Visit, member: UUID | None) -> None:
    """Products that lack something, those that lack most first."""
    rows = _rows(visit, member)
    if not rows:
        frame.empty(_("Nothing is missing. Each product has a photo, a price, stock, a description and what else it needs."))
        return
    counts = Counter(code for row in rows for code in row.missing)
    points = [code for code in rules.POINTS if counts[code]]
    chosen = st.pills(_("What is missing"), points, key="missing_point",
                      format_func=lambda code: _(SHORT[code], count=formats.count(counts[code])))
    rows = [row for row in rows if not chosen or chosen in _points(row)]
    first = tables.start(len(rows), "missing", PAGE)
    for row in rows[first : first + PAGE]:
        with st.container(border=True):
            if st.button(f"**{esc(row.name)}** · {esc(row.business)}", key=f"open_{row.id}", type="tertiary"):
                catalogue.open_product(row.id)
            points_of(visit, row, chosen)
    tables.pager(len(rows), "missing", PAGE)


def points_of(visit: Visit, row: ProductRow, only: str | None = None) -> None:
    """The missing points of one product; ``only`` one of them."""
    for code in _points(row):
        if only and code != only:
            continue
        point = rules.POINTS[code]
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(f":material/radio_button_unchecked: {_(point.sentence)}", width="content")
            if catalogue.may_change(visit):
                _button(visit, row, point)
        if catalogue.may_change(visit):
            _form(visit, row, point)


def _rows(visit: Visit, member: UUID | None) -> list[ProductRow]:
    """What lacks something, and the one whose form is open although somebody else has just filled it in."""
    lacking: list[ProductRow] = reads.ask(reports.readiness, today=visit.today, business_id=member)
    ids = {row.id for row in lacking}
    others: list[ProductRow] = reads.ask(reports.products, today=visit.today, business_id=member, status="active")
    return [*(row for row in others if row.id not in ids and _points(row)), *lacking]


def _points(row: ProductRow) -> list[str]:
    return [code for code, point in rules.POINTS.items() if code in row.missing or _busy(_key(row, point))]


def _busy(key: str) -> bool:
    return fields.is_open(key) or fields.clashed(key)


def _key(row: ProductRow, point: rules.Point) -> str:
    return f"{point.code}_{row.id}"


def _button(visit: Visit, row: ProductRow, point: rules.Point) -> None:
    if point.action == "add_licence":
        code = next((one.code for one in members.everybody(visit) if one.id == row.business_id), "")
        st.page_link(menu.BY_ID["members"].file, label=_(point.button), icon=":material/verified:",
                     query_params={members.OPENED: code, "bagian": "izin"})
    elif not fields.is_open(_key(row, point)) and st.button(_(point.button), key=f"do_{_key(row, point)}"):
        start = None if point.action == "add_photo" else _start(visit, row, FIELD[point.action])
        fields.open_form(_key(row, point), row.version, start)


def _start(visit: Visit, row: ProductRow, name: str) -> dict[str, object]:
    card = reads.ask(reports.product, product_id=row.id, today=visit.today)
    return {name: getattr(row, name, None) if name in {"price", "stock"} else getattr(card, name)}


def _form(visit: Visit, row: ProductRow, point: rules.Point) -> None:
    key = _key(row, point)
    if not _busy(key):
        return
    if point.action == "add_photo":
        catalogue_photos.choose(visit, row.id)
        return
    wanted: tuple[Field, ...] = tuple(one for one in catalogue.product_fields() if one.name == FIELD[point.action])
    fields.edit(visit, key, wanted, row.version, {}, lambda version, changes: page.action(
        services.edit_product, product_id=row.id, version=version, changes=changes, now=visit.now,
    ))
