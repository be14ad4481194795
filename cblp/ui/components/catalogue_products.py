"""The list of products, and a new one."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

import streamlit as st

from cblp.catalogue import reports
from cblp.catalogue.reports import ProductRow
from cblp.catalogue.services import products as services
from cblp.i18n import N_, _, formats, ngettext
from cblp.ui import page, reads
from cblp.ui.components import catalogue, catalogue_photos, fields, frame, members, tables
from cblp.ui.components.fields import Field
from cblp.ui.components.frame import esc
from cblp.ui.page import Outcome, Visit

PAGE: Final = 12


def show(visit: Visit, member: UUID | None) -> None:
    """Search, the list with pictures, and a new product."""
    add(visit, member)
    search, kind, kept = st.columns([2, 1, 1])
    text = search.text_input(_("Search"), key="products_search", type="search", live=True, icon=":material/search:",
                             placeholder=_("Product, code or business"))
    kinds, states = catalogue.kinds(), {code: _(name) for code, name in catalogue.STATUSES.items()}
    category = kind.selectbox(_("Kind of product"), list(kinds), index=None, format_func=kinds.__getitem__,
                              placeholder=_("All kinds"), key="products_kind")
    status = kept.selectbox(_("State"), list(states), index=None, format_func=states.__getitem__,
                            placeholder=_("Drafts and sold"), key="products_state")
    rows: list[ProductRow] = reads.ask(
        reports.products, today=visit.today, business_id=member, text=text or "", category=category or "", status=status or "",
    )
    if not rows:
        if text or category or status:
            st.info(_("No product fits this choice. Choose less."))
        else:
            frame.empty(_("No products yet. They stand here with photo, price and stock once you add them."))
        return
    first = tables.start(len(rows), "products", PAGE)
    with st.container(gap=None):
        for row in rows[first : first + PAGE]:
            _row(row)
    tables.pager(len(rows), "products", PAGE)


def add(visit: Visit, member: UUID | None) -> None:
    """A new product of a member (coordinator)."""
    if not catalogue.may_change(visit):
        return
    names = {row.id: row.name for row in members.everybody(visit)}
    if not names:
        return
    member_field = Field("business_id", N_("Member"), fields.CHOICE, names, hint=N_("Type to search"), needed=True)
    wanted = (member_field, *catalogue.product_fields())

    def make(typed: dict[str, Any]) -> Outcome[UUID]:
        known = ("category", "price", "stock", "description", "hashtags")
        return page.action(
            services.add_product, business_id=typed["business_id"], name=typed["name"], sku=typed["sku"],
            details={name: typed[name] for name in known}, now=visit.now,
        )

    start = {"business_id": member, "category": "other"}
    made = fields.create("new_product", wanted, start, make, label=_("Add a product"), primary=True)
    if made.value:
        page.say(_("The product is saved. Now add its photo."))
        catalogue.open_product(made.value)


def _row(row: ProductRow) -> None:
    with st.container(border=True):
        picture, name, money, lacks = st.columns([1, 4, 3, 3], vertical_alignment="center")
        if row.photo_id:
            with picture:
                catalogue_photos.picture(row.photo_id, row.name, side=144, width="72px")
        else:
            picture.markdown(f":material/hide_image: {_('no photo')}")
        with name:
            if st.button(f"**{esc(row.name)}**", key=f"product_{row.id}", type="tertiary", icon=":material/chevron_right:"):
                catalogue.open_product(row.id)
            st.caption(f"{esc(row.business)} · {esc(row.sku)}")
        stock = _("stock not known") if row.stock is None else _("stock {count}", count=formats.count(row.stock))
        price = formats.money(row.price) if row.price is not None else _("no price yet")
        money.markdown(f"**{price}** · {stock}")
        if row.status != "active":
            lacks.markdown(f":gray-badge[{_(catalogue.STATUSES[row.status])}]")
        elif row.missing:
            lacks.markdown(":orange-badge[:material/rule: " + ngettext(
                "{count} thing is missing", "{count} things are missing", len(row.missing)) + "]")
        else:
            lacks.markdown(f":green-badge[✓ {_('nothing is missing')}]")
