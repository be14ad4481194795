""" "Produk belum dikenali": what files sell and no product stands for, each with a proposal; matched one by one or together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

import streamlit as st

from cblp.catalogue import reports, rules
from cblp.catalogue.reports import ShopRow, Unmatched
from cblp.catalogue.services import adopting, listings
from cblp.i18n import N_, _, formats, ngettext
from cblp.ui import page, reads
from cblp.ui.components import catalogue, fields, frame, members, tables
from cblp.ui.components.fields import Field
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

PAGE: Final = 10
WHY: Final = {rules.BY_SKU: N_("same code"), rules.BY_NAME: N_("similar name")}


def show(visit: Visit, member: UUID | None) -> None:
    """The listings without a product; what is ticked is matched by one button."""
    shops = {shop.id: shop for shop in catalogue.every_shop(visit)}
    waiting: list[Unmatched] = [
        one for one in reads.ask(reports.unmatched, today=visit.today)
        if member is None or (one.listing.shop_id in shops and shops[one.listing.shop_id].owner_id == member)
    ]
    if not waiting:
        frame.empty(_("Every product of the files is known. New ones of the next file will stand here."))
        return
    st.write(_("These stand in the shops' files. Say which product each is, so that its sales count for the right member."))
    known = {row.id: row for row in reads.ask(reports.products, today=visit.today)}
    every = catalogue.may_change(visit) and st.toggle(_("Tick every proposal on this page"), key="tick_all")
    first = tables.start(len(waiting), "matching", PAGE)
    pairs = [_one(visit, one, shops.get(one.listing.shop_id), known, every) for one in waiting[first : first + PAGE]]
    ticked = [pair for pair in pairs if pair]
    if catalogue.may_change(visit):
        label = ngettext("Match {count} product", "Match {count} products", len(ticked))
        if st.button(label, type="primary", disabled=not ticked, key="match_ticked", icon=":material/done_all:"):
            _match(visit, ticked)
    tables.pager(len(waiting), "matching", PAGE)


def _one(
    visit: Visit, one: Unmatched, shop: ShopRow | None, known: Mapping[UUID, reports.ProductRow], every: bool,
) -> tuple[UUID, UUID] | None:
    """A listing with its proposals; the pair that is ticked. Only an equal code is ticked beforehand, or ``every`` proposal."""
    listing = one.listing
    with st.container(border=True):
        left, right = st.columns(2, vertical_alignment="center")
        code = f" · {_('code')} {esc(listing.sku)}" if listing.title and listing.sku != listing.title else ""
        variation = f" · {esc(listing.variation)}" if listing.variation else ""
        price = f" · {formats.money(listing.price)}" if listing.price is not None else ""
        owner = (shop.owner or _("The association together")) if shop else ""
        title, where = esc(listing.title or listing.sku), f"{listing.place.name} {esc(listing.shop)}"
        left.markdown(f"**{title}**{variation}  \n{where} · {esc(owner)}{code}{price}")
        if not catalogue.may_change(visit):
            right.markdown(", ".join(esc(name) for _candidate, name in one.candidates) or _("No proposal"))
            return None
        why = {candidate.product: _(WHY[candidate.why]) for candidate, _name in one.candidates}
        own = [row.id for row in known.values() if shop is None or shop.owner_id in (row.business_id, None)]
        order = [*why, *(product for product in own if product not in why)]
        with right:
            chosen = st.selectbox(
                _("Which product is it?"), order, index=0 if why else None, key=f"product_of_{listing.id}",
                placeholder=_("Choose the product"), label_visibility="collapsed",
                format_func=lambda p: f"{known[p].name} · {known[p].business}" + (f" ({why[p]})" if p in why else ""),
            )
            with st.container(horizontal=True, vertical_alignment="center"):
                sure = any(every or candidate.why == rules.BY_SKU for candidate, _name in one.candidates)
                tick = st.checkbox(_("This is it"), value=sure, key=f"tick_{every}_{listing.id}", disabled=chosen is None)
                if st.button(_("Match it"), key=f"match_{listing.id}", disabled=chosen is None) and chosen:
                    _match(visit, [(listing.id, chosen)])
                _new(visit, one, shop)
    return (listing.id, chosen) if tick and chosen else None


def _new(visit: Visit, one: Unmatched, shop: ShopRow | None) -> None:
    """Make a new product of it; in a shop of all it must be said whose it is."""
    listing = one.listing
    if shop and shop.owner_id:
        if st.button(_("It is a new product"), key=f"new_{listing.id}", type="tertiary"):
            _adopt(visit, one, shop.owner_id)
        return
    owners = {row.id: row.name for row in members.everybody(visit)}
    wanted = (Field("business_id", N_("Whose it is"), fields.CHOICE, owners, hint=N_("Type to search"), needed=True),)
    made = fields.create(f"new_{listing.id}", wanted, {}, lambda typed: page.action(
        adopting.adopt, listing_id=listing.id, business_id=typed["business_id"], now=visit.now,
    ), label=_("It is a new product"))
    if made:
        _told_new(one)


def _adopt(visit: Visit, one: Unmatched, business_id: UUID) -> None:
    if page.action(adopting.adopt, listing_id=one.listing.id, business_id=business_id, now=visit.now):
        _told_new(one)


def _told_new(one: Unmatched) -> None:
    page.say(_("{name} is a product now.", name=esc(one.listing.title or one.listing.sku)))
    st.rerun()


def _match(visit: Visit, pairs: list[tuple[UUID, UUID]]) -> None:
    done = page.action(listings.match_many, pairs=pairs, now=visit.now)
    if done:
        page.say(ngettext("{count} product is matched. Its sales count from its first day.",
                          "{count} products are matched. Their sales count from their first day.", done.value or 0))
        st.rerun()
