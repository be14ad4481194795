"""QR codes to print: of the products of one member or of all, and of each member's own page."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

import streamlit as st

from cblp.documents import codes
from cblp.documents.codes import Code
from cblp.i18n import _
from cblp.outreach.reports.publishing import Row
from cblp.people.services.tickets import Document
from cblp.settings import LOOPBACK
from cblp.ui.components import downloads, storefront
from cblp.ui.page import Visit

EVERYBODY: Final = "all"
PRODUCTS, MEMBERS = "products", "members"
SCANNED: Final = "?dari=qr"


def show(visit: Visit) -> None:
    """Whose codes, of what, and the sheet; nothing while nothing is shown to buyers."""
    shown = [row for row in storefront.rows(visit) if row.shown]
    if not shown or not storefront.place().on:
        return
    with st.container(border=True):
        st.subheader(_("QR codes to print"), anchor=False)
        st.write(_("A code on the package or at the stall opens the product. Each scan is counted, without a name."))
        of = st.pills(_("Codes of"), [PRODUCTS, MEMBERS], default=PRODUCTS, required=True, key="codes_of",
                      format_func=lambda one: {PRODUCTS: _("Products"), MEMBERS: _("Members")}[one])
        names = {row.business_id: row.business for row in shown}
        whose = st.selectbox(_("Member"), [EVERYBODY, *names], key="codes_whose", placeholder=_("Choose"),
                             format_func=lambda one: _("All members") if one == EVERYBODY else names[one])
        if (urlsplit(st.context.url or "").hostname or "") in LOOPBACK:
            st.warning(_("This page is open under an address of this computer only. Codes printed now lead nowhere on other phones."))
        chosen = [row for row in shown if whose in {EVERYBODY, row.business_id}]
        downloads.download(_("Make the sheet"), lambda: sheet(visit, chosen, of or PRODUCTS), key="codes_sheet")


def sheet(visit: Visit, rows: list[Row], of: str) -> Document:
    """The sheet of codes: one for each product, or one for each member."""
    slug = storefront.place().slug
    made: dict[UUID, Code] = {}
    for row in rows:
        if of == MEMBERS:
            where = storefront.address(slug, "u", row.member_slug)
            made.setdefault(row.business_id, Code(row.business, visit.visitor.association_name, where + SCANNED))
        else:
            made[row.product_id] = Code(row.product, row.business, storefront.address(slug, "p", row.slug) + SCANNED)
    return codes.sheet(list(made.values()), association=visit.visitor.association_name, filename=_("qr-codes.html"))
