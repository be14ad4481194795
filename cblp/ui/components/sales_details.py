"""More of the sales, one part at a time: what sells best and rises, fees, what was typed in, the hours of the week."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from cblp import charts
from cblp.documents.tables import Cell, Column, Table
from cblp.i18n import N_, _, formats, ngettext
from cblp.sales import reports as sales
from cblp.ui import menu, page, reads
from cblp.ui.components import charts as blocks
from cblp.ui.components import figures, filters, sales_lead, sales_rows, tables
from cblp.ui.components.frame import esc
from cblp.ui.components.sales_lead import Basis
from cblp.ui.page import Visit

SIZE = 10


@page.fragment
def show(visit: Visit, base: Basis) -> None:
    """The part that is chosen; the others are not asked for."""
    parts: dict[str, tuple[str, Callable[[Visit, Basis], None]]] = {
        "laku": (_("Best and rising"), _best), "biaya": (_("Before and after fees"), _fees),
        "jam": (_("Days and hours"), _hours),
    }
    if base.selection.with_typed:
        parts["dicatat"] = (_("Typed in by hand"), _typed)
    with st.container(border=True):
        chosen = filters.one_of("sales", "rinci", _("More"), {name: label for name, (label, _part) in parts.items()})
        parts[chosen][1](visit, base)


def _best(visit: Visit, base: Basis) -> None:
    pair = next(iter(base.pairs.values()))
    groups = [group for group in reads.ask(sales.grouped, by="product", selection=base.selection) if group.label]
    moves = reads.ask(sales.rising, selection=base.selection, pair=pair, limit=SIZE)
    sold = Table(
        _("Best sellers, {days}", days=base.asked.days),
        [Column(N_("Product")), Column(N_("Sold"), "count"), Column(N_("Sales"), "rupiah")],
        [[group.label, group.measures.quantity, group.measures.sales] for group in groups[:SIZE]], base.note,
    )
    than = sales_lead.than(pair, visit.today)
    rising = Table(
        _("Rising most since {before}", before=than),
        [Column(N_("Product")), Column(N_("Rise"), "rupiah"), Column(N_("Sales"), "rupiah")],
        [[move.label, move.difference, move.now.sales] for move in moves], base.note,
    )
    for column, rows, key in zip(st.columns(2, gap="medium"), (sold, rising), ("sales_best", "sales_rising"), strict=True):
        with column:
            st.markdown(f"**{esc(rows.title)}**")
            if rows.rows:
                blocks.table(rows, key=key)
                blocks.offer(lambda rows=rows: rows, key=key, name=key.replace("sales", "penjualan"))  # type: ignore[misc]
            else:
                risen = key == "sales_rising"
                st.write(_("No product has risen since then.") if risen else _("No product is matched to these sales yet."))


def _fees(_visit: Visit, base: Basis) -> None:
    total = base.total
    if not total.orders:
        st.write(_("These sales have no orders in files, so there are no fees to know of."))
        return
    st.markdown("**" + _(
        "Fees are known for {known} of {orders} orders: {fees}.", known=formats.count(total.settled_orders),
        orders=formats.count(total.orders), fees=formats.headline(total.fees_known),
    ) + "** " + _("Income is sales less vouchers and fees. It is shown where all fees are known."))
    groups = [g for g in reads.ask(sales.grouped, by="marketplace", selection=base.selection) if g.measures.orders]
    columns = [
        Column(N_("Marketplace")), Column(N_("Before discount"), "rupiah"), Column(N_("Seller's discount"), "rupiah"),
        Column(N_("Given back"), "rupiah"), Column(N_("Sales"), "rupiah"), Column(N_("Shop voucher"), "rupiah"),
        Column(N_("Known fees"), "rupiah"), Column(N_("Income"), "rupiah"), Column(N_("Orders"), "count"),
        Column(N_("With known fees"), "count"),
    ]
    rows = [
        [label, m.gross, m.discount, m.refunds, m.sales - m.typed, m.vouchers, m.fees_known if m.settled_orders else None, m.net,
         m.orders, m.settled_orders]
        for label, m in [*((g.label, g.measures) for g in groups), (_("Total"), total)]
    ]
    made = Table(_("Before and after fees, {days}", days=base.asked.days), columns, rows, base.note)
    blocks.table(made, key="sales_fees", size=20)
    blocks.offer(lambda: made, key="sales_fees", name="penjualan-biaya")
    _differences(base)


def _differences(base: Basis) -> None:
    found = reads.ask(sales.refund_differences, selection=base.selection)
    if not found:
        return
    label = ngettext(
        "{count} order was refunded with another amount than its items cost",
        "{count} orders were refunded with another amount than their items cost",
        len(found), count=formats.count(len(found)),
    )
    with st.expander(label):
        columns = [Column(N_("Day"), "day"), Column(N_("Shop")), Column(N_("Order number")), Column(N_("Refunded"), "rupiah"),
                   Column(N_("Price of the items"), "rupiah")]
        rows: list[list[Cell]] = [[one.day, one.shop, one.order_no, one.settled, one.expected] for one in found]
        made = Table(_("Refunds that differ"), columns, rows, base.note)
        blocks.table(made, key="sales_differences", size=20)
        blocks.offer(lambda: made, key="sales_differences", name="penjualan-dikembalikan")


def _typed(visit: Visit, base: Basis) -> None:
    if not base.total.typed:
        st.write(_("Nothing was typed in for {days}. Sales by WhatsApp, bazaar or cash stand here once they are typed in.",
                   days=figures.said(base.asked.span, visit.today)))
        st.page_link(menu.BY_ID["log_whatsapp"].file, label=_("Log WA today"), icon=":material/chat:")
        return
    groups = [g for g in reads.ask(sales.grouped, by="marketplace", selection=base.selection) if g.measures.typed]
    st.markdown("**" + _(
        "{value} was typed in by hand: {places}.", value=formats.headline(base.total.typed),
        places=", ".join(f"{esc(g.label)} {formats.headline(g.measures.typed)}" for g in groups),
    ) + "** " + _("It counts in sales and is shown as typed. No file proves it."))
    first = tables.start(sales_rows.ANY, "sales_typed", sales_rows.SIZE)
    found = reads.ask(sales.typed_rows, selection=base.selection, offset=first, limit=sales_rows.SIZE)
    title = _("Typed in by hand, {days}", days=base.asked.days)
    blocks.one_page(sales_rows.typed_table(title, found.rows, base.note), found.total, key="sales_typed", size=sales_rows.SIZE)

    def whole() -> Table:
        every = reads.ask(sales.typed_rows, selection=base.selection, limit=sales_rows.MOST)
        return sales_rows.typed_table(title, every.rows, base.note)

    blocks.offer(whole, key="sales_typed", name="penjualan-dicatat")


def _hours(_visit: Visit, base: Basis) -> None:
    hours = reads.ask(sales.weekday_hours, selection=base.selection)
    if not hours:
        st.write(_("The files of these days do not tell at what time people ordered."))
        return
    title = _("When people order: orders by day and hour, {days}", days=base.asked.days)
    cells = {(hour.weekday, hour.hour): hour.orders for hour in hours}
    busiest = max(hours, key=lambda hour: (hour.orders, -hour.weekday, -hour.hour))
    st.markdown("**" + ngettext(
        "Most orders come on {weekday} at {hour}: {count} order.", "Most orders come on {weekday} at {hour}: {count} orders.",
        busiest.orders, weekday=formats.weekday(busiest.weekday), hour=f"{busiest.hour:02}.00", count=formats.count(busiest.orders),
    ) + "** " + _("The darker, the more orders."))
    blocks.draw(charts.heat(cells, unit="count"), "sales_hours", title)
    columns = [Column(N_("Day")), Column(N_("Hour")), Column(N_("Orders"), "count"), Column(N_("Sales"), "rupiah")]
    rows: list[list[Cell]] = [[formats.weekday(h.weekday), f"{h.hour:02}.00", h.orders, h.sales] for h in hours]
    blocks.offer(lambda: Table(title, columns, rows, base.note), key="sales_hours", name="penjualan-jam")
