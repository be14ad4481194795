"""Match income: do the files of a shop say the same? What doesn't match is named with both numbers and the reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import streamlit as st

from cblp.catalogue import reports as catalogue
from cblp.catalogue.reports import ShopRow
from cblp.documents.tables import Column, Table, xlsx_document
from cblp.i18n import N_, _, formats, ngettext
from cblp.intake import reports
from cblp.people.services.tickets import Document
from cblp.sales.reconcile import NET, NOT_COUNTED, PRICE, Difference, Reconciliation, reconcile
from cblp.ui import reads
from cblp.ui.components import downloads, frame, intake_shops, tables
from cblp.ui.page import Visit

WHY: Final = {
    PRICE: N_("The price differs between the order file and the income file."),
    NET: N_("The money released differs from what the order adds up to."),
    NOT_COUNTED: N_("Unpaid or cancelled in the order file, but money was released."),
}


def choose(visit: Visit) -> ShopRow | None:
    """The shop to look at, those with an income file first; None where there is no shop on a marketplace."""
    every = reads.ask(catalogue.shops, today=visit.today, kind="marketplace", closed=True)
    income = reads.ask(reports.coverage, first=visit.today, last=visit.today, kinds=("settlement",), shop_kinds=("marketplace",))
    paid = {shop.shop_id for shop in income.each if shop.last_day}
    shops = {shop.id: shop for shop in sorted(every, key=lambda shop: shop.id not in paid)}
    if not shops:
        text = _("Here order files and income files are compared. There is no shop on a marketplace yet.")
        frame.empty(text, _("Bring in files"), "import_files")
        return None
    asked = st.query_params.get("toko", "")
    start = next((place for place, id_ in enumerate(shops) if str(id_) == asked), 0)
    chosen: UUID | None = st.selectbox(
        _("Shop"), list(shops), index=start, placeholder=_("Choose the shop"), format_func=lambda id_: _called(shops[id_]),
    )
    return shops[chosen] if chosen else None


def _called(shop: ShopRow) -> str:
    name, owner = intake_shops.named(shop), shop.owner or _("the association")
    return f"{shop.place.name} · {name}" if name == owner else f"{shop.place.name} · {name} ({owner})"


def show(shop: ShopRow) -> None:
    """The answer in a sentence, the figures, then everything that doesn't match."""
    found = reads.ask(reconcile, shop_id=shop.id)
    if not found.matched and not found.income_without_orders:
        frame.empty(
            _("Here this shop's orders and income are compared. It has no income file yet."), _("Bring in files"), "import_files"
        )
        return
    st.markdown(f"**{sentence(found)}**")
    _figures(found)
    _differing(found.differing)
    _numbers(
        _("Completed orders without income"), found.orders_without_income, "no_income",
        _("Their money may stand in the income file of the next month. If it stays missing, ask the marketplace."),
    )
    _numbers(
        _("Income without orders"), found.income_without_orders, "no_order",
        _("The order file of these days hasn't come in yet. Until then this income belongs to no product."),
    )
    _numbers(
        _("Refund differs from the goods that came back"), found.refund_differs, "refunds",
        _("Both may be right: the marketplace can give back a part only. The money given back counts."),
    )
    _balance(found)
    downloads.download(_("Download XLSX"), lambda: document(shop, found), key="reconcile_xlsx")


def document(shop: ShopRow, found: Reconciliation) -> Document:
    """Everything that doesn't match, a sheet for each kind."""
    number, who = Column(N_("Order number")), f"{shop.place.name} · {intake_shops.named(shop)}"
    lists = (
        (_("Completed orders without income"), found.orders_without_income),
        (_("Income without orders"), found.income_without_orders),
        (_("Refund differs from the goods that came back"), found.refund_differs),
    )
    return xlsx_document(f"{_('Match income')} {shop.place.code} {shop.handle}", [
        Table(
            _("What differs"), [
                number, Column(N_("Reason"), width=60), Column(N_("By the order file"), "rupiah"),
                Column(N_("By the income file"), "rupiah"), Column(N_("Difference"), "rupiah"),
            ],
            [[row.order_no, _(WHY[row.why]), *both(row), both(row)[1] - both(row)[0]] for row in found.differing],
            note=f"{who}. {sentence(found)}",
        ),
        *(Table(title, [number], [[order] for order in orders], note=who) for title, orders in lists),
        Table(
            _("On the balance"), [number, Column(N_("Money released"), "rupiah"), Column(N_("On the balance"), "rupiah")],
            [[row.order_no, row.released, row.balance] for row in found.balance_differing], note=who,
        ),
    ])


def sentence(found: Reconciliation) -> str:
    """``412 pesanan ada di dua file; 410 cocok, 2 beda.``"""
    return ngettext(
        "{count} order stands in both files; {equal} match, {differing} differ.",
        "{count} orders stand in both files; {equal} match, {differing} differ.", found.matched,
        count=formats.count(found.matched), equal=formats.count(found.equal), differing=formats.count(len(found.differing)),
    )


def _figures(found: Reconciliation) -> None:
    with st.container(horizontal=True):
        st.metric(_("Match"), _orders(found.equal), width=220)
        st.metric(_("Differ"), _orders(len(found.differing)), width=180)
        st.metric(_("No income yet"), _orders(len(found.orders_without_income)), width=220)
        st.metric(_("No order yet"), _orders(len(found.income_without_orders)), width=220)
        st.metric(_("Money released"), formats.headline(found.total_income), width=220)
    st.caption(_("From all files of this shop so far."))


def _orders(count: int) -> str:
    return ngettext("{count} order", "{count} orders", count, count=formats.count(count))


def _differing(rows: Sequence[Difference]) -> None:
    if not rows:
        return
    st.subheader(_("What differs"), anchor=False)
    tables.show(
        [_("Order number"), _("Reason"), tables.Number(_("By the order file")), tables.Number(_("By the income file")),
         tables.Number(_("Difference"))],
        [
            [row.order_no, _(WHY[row.why]), formats.money(ours), formats.money(theirs), formats.money(theirs - ours)]
            for row in rows for ours, theirs in [both(row)]
        ],
        key="differing",
    )


def both(row: Difference) -> tuple[int, int]:
    """The two numbers that should be equal: by the order file, by the income file."""
    if row.why == PRICE:
        return row.subtotal, row.product
    return (0 if row.why == NOT_COUNTED else row.net), row.released


def _numbers(title: str, orders: Sequence[str], key: str, why: str) -> None:
    if not orders:
        return
    with st.expander(f"{title}: {formats.count(len(orders))}"):
        st.write(why)
        tables.show([_("Order number")], [[order] for order in orders], key=key)


def _balance(found: Reconciliation) -> None:
    if not found.balance_matched:
        st.caption(_("The balance file of this shop hasn't come in, so the money on the balance was not compared."))
        return
    st.write(ngettext(
        "Balance: {count} order compared, {differing} differ.", "Balance: {count} orders compared, {differing} differ.",
        found.balance_matched, count=formats.count(found.balance_matched), differing=formats.count(len(found.balance_differing)),
    ))
    if found.balance_differing:
        rows = [[row.order_no, formats.money(row.released), formats.money(row.balance)] for row in found.balance_differing]
        tables.show(
            [_("Order number"), tables.Number(_("Money released")), tables.Number(_("On the balance"))], rows, key="balance",
        )
