""" "Dijual di mana": every product in every marketplace, in marks and words, and whether its links still open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from html import escape
from typing import Final
from uuid import UUID

import streamlit as st

from cblp import routine
from cblp.catalogue import reports, rules
from cblp.catalogue.links import due
from cblp.catalogue.reports import Matrix, Place, ProductRow
from cblp.i18n import N_, _, formats, ngettext
from cblp.ui import page, reads, runtime, visitor
from cblp.ui.components import catalogue, frame, tables
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

PAGE: Final = 20
SHOW: Final = {
    "": N_("All"), rules.NOT_LISTED: N_("Not yet: {count}"), rules.PRICE_DIFFERS: N_("Other price: {count}"),
    rules.DEAD_LINK: N_("Dead link: {count}"), rules.NO_STOCK: N_("Out of stock: {count}"),
}

Rows = Sequence[tuple[ProductRow, Mapping[str, rules.Parity]]]

_QUIET: Final = "#6b6258"
_PAD: Final = "padding:.5rem .75rem;border-bottom:1px solid #e3d9c8;text-align:left;vertical-align:top;"
_HEAD: Final = "font-weight:600;background:#f4eee3;"
_STAY: Final = "position:sticky;left:0;min-width:8rem;font-weight:600;background:#fffdf9;"
_WRONG: Final = "font-weight:600;color:#9c3522"
_LOOK: Final = {rules.LISTED: "color:#3f6335", rules.NOT_LISTED: f"color:{_QUIET}"}
"""Colour is a help for the eye only: every cell says its state."""


def show(visit: Visit, member: UUID | None) -> None:
    """The matrix, its filter by state, and the link check."""
    matrix: Matrix = reads.ask(reports.matrix, today=visit.today, business_id=member)
    if not matrix.rows:
        frame.empty(_("No products yet. Where each is sold stands here once there are products."))
        return
    if not matrix.places:
        frame.empty(_("No shop on a marketplace yet. Where each product is sold stands here once there is one."))
        return
    counts = matrix.counts
    st.write(_gaps(matrix))
    states = [state for state in SHOW if not state or counts[state]]
    state = st.pills(_("Show"), states, default="", required=True, key="places_state", label_visibility="collapsed",
                     format_func=lambda s: _(SHOW[s], count=formats.count(counts[s])))
    rows = [(row, cells) for row, cells in matrix.rows
            if not state or any(cell.state == state or state in cell.also for cell in cells.values())]
    first = tables.start(len(rows), "places", PAGE)
    _grid(matrix.places, rows[first : first + PAGE], whose=member is None)
    tables.pager(len(rows), "places", PAGE)
    _open(rows[first : first + PAGE])
    _links(visit, member)


def _grid(places: Sequence[Place], rows: Rows, *, whose: bool) -> None:
    """The matrix. The products stay in sight when the marketplaces move sideways on a narrow screen."""
    head = "".join(f'<th scope="col" style="{_PAD}{_HEAD}">{escape(place.name)}</th>' for place in places)
    body = "".join(
        f'<tr><th scope="row" style="{_PAD}{_STAY}">{escape(row.name)}'
        + (f'<br><span style="font-weight:400;color:{_QUIET}">{escape(row.business)}</span>' if whose else "") + "</th>"
        + "".join(_cell(cells[place.code]) for place in places) + "</tr>"
        for row, cells in rows
    )
    st.html(
        f'<div style="overflow-x:auto"><table style="width:100%;border-collapse:collapse"><thead><tr>'
        f'<th scope="col" style="{_PAD}{_STAY}{_HEAD}">{escape(_("Product"))}</th>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _cell(cell: rules.Parity) -> str:
    said = ", ".join([catalogue.mark(cell.state), *(_(catalogue.MARKS[more][1]) for more in cell.also)])
    return f'<td style="{_PAD}white-space:nowrap;{_LOOK.get(cell.state, _WRONG)}">{escape(said)}</td>'


def _gaps(matrix: Matrix) -> str:
    """The marketplace where most products are not sold yet."""
    lacking: dict[str, int] = defaultdict(int)
    for _row, cells in matrix.rows:
        for code, cell in cells.items():
            lacking[code] += cell.state == rules.NOT_LISTED
    code, count = max(lacking.items(), key=lambda item: item[1])
    if not count:
        return _("Every product is sold in every marketplace in use.")
    name = next(place.name for place in matrix.places if place.code == code)
    return ngettext(
        "Most is missing on {marketplace}: {count} of {total} products is not sold there yet.",
        "Most is missing on {marketplace}: {count} of {total} products are not sold there yet.",
        count, marketplace=name, count=formats.count(count), total=formats.count(len(matrix.rows)),
    )


def _open(rows: Rows) -> None:
    names = {row.id: f"{row.name} ({row.business})" for row, _cells in rows}
    chosen = st.selectbox(_("Open a product"), list(names), index=None, format_func=names.__getitem__,
                          placeholder=_("Choose the product"), key="open_product")
    if chosen:
        catalogue.open_product(chosen)


def _links(visit: Visit, member: UUID | None) -> None:
    """How the links stand, and the button that asks again."""
    linked = [one for one in reads.ask(reports.listings, today=visit.today, business_id=member) if one.url]
    if not linked:
        return
    alive = sum(one.link_state == rules.ALIVE for one in linked)
    dead = [one for one in linked if one.link_state == rules.DEAD]
    with st.container(border=True):
        st.subheader(_("Links"), anchor=False)
        st.write(_("{alive} open, {dead} do not open, {unknown} are not checked yet.", alive=formats.count(alive),
                   dead=formats.count(len(dead)), unknown=formats.count(len(linked) - alive - len(dead))))
        for one in dead:
            st.markdown(f"✕ **{esc(one.product or one.title)}** · {one.place.name} {esc(one.shop)} · {esc(one.business)}")
        if not catalogue.may_change(visit):
            return
        waiting = len(runtime.app().read(visitor.known().actor, due, now=visit.now))
        if not waiting:
            st.caption(_("All links were checked within the last 24 hours."))
        elif st.button(ngettext("Check {count} link", "Check {count} links", waiting), icon=":material/link:", key="check_links"):
            _check()


def _check() -> None:
    bar = st.progress(0.0)

    def told(done: int, total: int) -> None:
        bar.progress(done / total, text=_(
            "Checking link {number} of {total}. You may leave this page; what was checked is kept.",
            number=formats.count(done), total=formats.count(total),
        ))

    found = routine.check_links(runtime.app(), visitor.require().actor, progress=told)
    page.say(_("{alive} links open, {dead} do not open, {unknown} did not say.", alive=formats.count(found[rules.ALIVE]),
               dead=formats.count(found[rules.DEAD]), unknown=formats.count(found[rules.UNKNOWN])))
    st.rerun()
