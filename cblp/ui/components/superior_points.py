"""Giving points together: one product or one point at a time, five big answers; what the data know stands there already."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

import streamlit as st

from cblp.catalogue import reports as catalogue
from cblp.growth import superior_words as words
from cblp.growth.reports import superior as reports
from cblp.growth.reports.superior import Row
from cblp.growth.rules import superior as rules
from cblp.growth.services import superior as services
from cblp.i18n import N_, _, formats
from cblp.ui import page, reads, state
from cblp.ui.components import fields, frame, superior
from cblp.ui.components.fields import Field
from cblp.ui.components.frame import esc
from cblp.ui.page import Outcome, Visit

BY_PRODUCT, BY_POINT = "product", "point"
_UNSEEN: Final = 0
MEASURED: Final = (Field(rules.TURNOVER, words.LABELS[rules.TURNOVER], fields.MONEY),
                   Field(rules.LABOUR, words.LABELS[rules.LABOUR], fields.COUNT))


def nothing_yet(visit: Visit) -> None:
    """No product is compared yet."""
    if not superior.may_change(visit):
        frame.empty(_("No superior product yet. The coordinator chooses the products to compare; their ranking stands here."))
        return
    if not reads.ask(catalogue.products, today=visit.today):
        frame.empty(_("No superior product yet. Add your products first; then compare them here."), _("To the products"), "catalogue")
        return
    frame.empty(_("No superior product yet. Choose the products to compare; their ranking stands here."))
    _add(visit, set())


def show(visit: Visit) -> None:
    """The points, by product or by point, and who is compared."""
    some = superior.rows(visit)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        ways = {BY_PRODUCT: _("One product at a time"), BY_POINT: _("One point at a time")}
        way = st.segmented_control(_("How do you want to go on?"), list(ways), default=BY_PRODUCT, required=True,
                                   format_func=ways.__getitem__, key="superior_way")
        superior.wider()
    st.caption(_("1 is very little, 5 is very much. Talk about it, then tap one number together. Each tap is kept at once."))
    if way == BY_POINT:
        _by_point(visit, some)
    else:
        _by_product(visit, some)
    _add(visit, {row.product_id for row in some})


def _by_product(visit: Visit, some: list[Row]) -> None:
    wanted = superior.criteria()
    by_id = {row.id: row for row in some}
    box = state.Key[UUID | None]("superior_product", None)
    if box.get() not in by_id:  # the first that lacks points; it stays open when its last point is given
        box.set(next((row.id for row in some if row.missing(wanted)), some[0].id))
    chosen = st.selectbox(_("Product"), list(by_id), format_func=lambda one: f"{by_id[one].product} · {by_id[one].business}", key=box.name,
                          placeholder=_("Choose"))
    row = by_id[chosen]
    with st.container(border=True):
        st.subheader(esc(row.product), anchor=False)
        missing = len(row.missing(wanted))
        st.caption(esc(row.business) + (" · " + _("{count} points missing", count=formats.count(missing)) if missing else ""))
        _measured(visit, row)
    with st.container(border=True):
        for criterion in wanted:
            if criterion in rules.SCORED:
                _point(visit, row, criterion, _(words.LABELS[criterion]))
    if superior.may_change(visit) and fields.confirm(
        f"superior_out_{row.id}", _("Compare no longer"), _("Compare “{product}” no longer?", product=row.product),
        _("Its points wait here until it comes back."), icon=":material/remove_circle:",
    ) and page.action(services.remove_candidate, candidate_id=row.id):
        page.say(_("{product} is compared no longer.", product=esc(row.product)))
        st.rerun()


def _by_point(visit: Visit, some: list[Row]) -> None:
    wanted = superior.criteria()
    chosen = st.selectbox(_("Point"), wanted, index=wanted.index("market"), format_func=lambda one: _(words.LABELS[one]),
                          key="superior_point", placeholder=_("Choose"))
    with st.container(border=True):
        for row in some:
            if chosen in rules.SCORED:
                _point(visit, row, chosen, f"{esc(row.product)} · {esc(row.business)}")
            else:
                source = _("given by us") if chosen in row.given else _("from the data")
                st.markdown(f"**{esc(row.product)}** · {esc(row.business)}  \n{_known(row, chosen, source)}")


def _measured(visit: Visit, row: Row) -> None:
    span = reports.months(visit.today)
    told = {
        rules.TURNOVER: _("average of {months}, from orders in the files", months=formats.said_range(span.first, span.last, year=True)),
        rules.LABOUR: _("from the members' page"),
    }
    for criterion in rules.MEASURED:
        source = _("given by us") if criterion in row.given else told[criterion]
        st.markdown(f"{_(words.LABELS[criterion])}: **{_known(row, criterion, source)}**")
    if superior.may_change(visit):
        values = {one: row.values[one] if one in row.given else None for one in rules.MEASURED}
        fields.edit(visit, f"superior_measured_{row.id}", MEASURED, row.version, values, lambda version, changes: _save(
            row.id, version, changes,
        ), label=_("Write other figures"))
        if fields.is_open(f"superior_measured_{row.id}"):
            st.caption(_("An empty field means: take what the data say."))


def _point(visit: Visit, row: Row, criterion: str, label: str) -> None:
    value = row.values[criterion]
    if not superior.may_change(visit):
        st.markdown(f"{label}: **{words.figure(criterion, value)}**")
        return
    # What somebody else gave meanwhile is shown, and never taken for a tap of one's own.
    tap = state.Key[int | None](f"superior_{row.id}_{criterion}", _UNSEEN)
    shown = state.Key[int | None](f"superior_{row.id}_{criterion}_shown", _UNSEEN)
    if shown.get() != value or tap.get() == _UNSEEN:
        tap.set(value)
        shown.set(value)
    tapped = st.pills(label, list(range(rules.LEAST, rules.MOST + 1)), key=tap.name, width="stretch")
    if tapped != value:
        kept = _save(row.id, row.version, {criterion: tapped})
        shown.set(tapped if kept else _UNSEEN)
        if kept:
            st.rerun()


def _known(row: Row, criterion: str, source: str) -> str:
    value = row.values[criterion]
    return _("not known yet") if value is None else f"{words.figure(criterion, value)} ({source})"


def _save(candidate: UUID, version: int, scores: Mapping[str, Any]) -> Outcome[int]:
    return page.action(services.score, candidate_id=candidate, version=version, scores=dict(scores))


def _add(visit: Visit, known: set[UUID]) -> None:
    if not superior.may_change(visit):
        return
    free = {str(one.id): f"{one.name} · {one.business}" for one in reads.ask(catalogue.products, today=visit.today) if one.id not in known}
    if not free:
        return
    made = fields.create(
        "superior_add", (Field("product", N_("Product"), fields.CHOICE, free, needed=True),), {},
        lambda typed: page.action(services.add_candidate, product_id=UUID(typed["product"])), label=_("Compare a product"),
        primary=not known,
    )
    if made:
        page.say(_("The product is compared, too. Give it points."))
        st.query_params[superior.PART] = superior.POINTS
        st.rerun()
