"""One product: what it is, what it lacks, its photos, what it costs to make, and how it stands in each shop."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import streamlit as st

from cblp.catalogue import rules
from cblp.catalogue.reports import ListingRow, ProductCard
from cblp.catalogue.services import listings as listing_services
from cblp.catalogue.services import products as services
from cblp.db.dated import EVER
from cblp.i18n import N_, _, formats
from cblp.ui import page
from cblp.ui.components import address, catalogue, catalogue_missing, catalogue_photos, fields, tables
from cblp.ui.components.fields import Field
from cblp.ui.components.frame import esc
from cblp.ui.page import Outcome, Visit


def show(visit: Visit, card: ProductCard) -> None:
    """The whole product."""
    if st.button(_("All products"), icon=":material/arrow_back:", type="tertiary", key="back"):
        address.leave(catalogue.PRODUCT)
    row = card.row
    st.header(esc(row.name), anchor=False)
    st.markdown(f"{esc(row.business)} · {esc(row.sku)} · {_(catalogue.STATUSES[row.status])}")
    if row.missing:
        with st.container(border=True):
            st.subheader(_("Still missing"), anchor=False)
            catalogue_missing.points_of(visit, row)
    left, right = st.columns(2)
    with left:
        with st.container(border=True):
            _details(visit, card)
        with st.container(border=True):
            _cost(visit, card)
    with right.container(border=True):
        st.subheader(_("Photos"), anchor=False)
        _photos(visit, card)
    with st.container(border=True):
        st.subheader(_("In the shops"), anchor=False)
        _listings(visit, card)
    if catalogue.may_change(visit):
        _status(visit, card)


def _details(visit: Visit, card: ProductCard) -> None:
    row = card.row
    key = f"product_{row.id}"
    wanted = (
        *catalogue.product_fields(), Field("stage", N_("Stage"), fields.CHOICE, catalogue.stages()),
        Field("story", N_("Story of the product"), fields.LONG, most=4000),
    )
    values: dict[str, Any] = {
        "name": row.name, "sku": row.sku, "category": row.category, "price": row.price, "stock": row.stock,
        "description": card.description, "hashtags": card.hashtags, "stage": card.stage, "story": card.story,
    }
    st.subheader(_("Product"), anchor=False)
    if not fields.is_open(key):
        fields.card(wanted, values)
    if catalogue.may_change(visit):
        fields.edit(visit, key, wanted, row.version, values, lambda version, changes: page.action(
            services.edit_product, product_id=row.id, version=version, changes=changes, now=visit.now,
        ))


def _cost(visit: Visit, card: ProductCard) -> None:
    """What it costs to make one, since when; what is left of the price is said in words."""
    row = card.row
    st.subheader(_("Cost to make"), anchor=False)
    if card.costs:
        tables.draw(
            [_("Since"), tables.Number(_("Cost to make one"))],
            [(formats.day(day) if day > EVER else formats.UNKNOWN, formats.money(amount)) for day, amount in card.costs],
        )
        if row.price is not None and row.cost is not None:
            st.caption(_("Of the price {price}, {left} is left before marketplace fees.", price=formats.money(row.price),
                         left=formats.money(row.price - row.cost)))
    else:
        st.write(_("Not known yet. With it the lowest price without a loss can be told."))
    if not catalogue.may_change(visit):
        return
    wanted = (Field("amount", N_("Cost to make one"), fields.MONEY, needed=True), Field("since", N_("Since"), fields.DAY))
    if fields.create(f"cost_{row.id}", wanted, {"since": visit.today}, lambda typed: page.action(
        services.set_cost, product_id=row.id, amount=typed["amount"], since=typed["since"] or visit.today, now=visit.now,
    ), label=_("Write down the cost"), icon=":material/payments:"):
        page.say(_("The cost is saved."))
        st.rerun()


def _photos(visit: Visit, card: ProductCard) -> None:
    row = card.row
    if card.photos:
        catalogue_photos.shown(visit, row.name, card.photos, change=catalogue.may_change(visit))
    else:
        st.write(_("No photo yet. A clear photo makes buyers trust."))
    if not catalogue.may_change(visit):
        return
    if fields.is_open(f"photos_{row.id}"):
        catalogue_photos.choose(visit, row.id)
    elif st.button(_("Send a photo"), icon=":material/add_a_photo:", key=f"send_{row.id}"):
        fields.open_form(f"photos_{row.id}")


# -- in the shops ------------------------------------------------------------------------------------------------------


def _listings(visit: Visit, card: ProductCard) -> None:
    if not card.listings:
        st.write(_("In no shop yet. Files bring it in, or add it here."))
    for listing in card.listings:
        with st.container(border=True):
            _listing(visit, card, listing)
    if catalogue.may_change(visit):
        _put(visit, card)


def _listing(visit: Visit, card: ProductCard, listing: ListingRow) -> None:
    price = formats.money(listing.price) if listing.price is not None else _("no price yet")
    stock = _("stock not known") if listing.stock is None else _("stock {count}", count=formats.count(listing.stock))
    state = rules.parity(card.row.price, [rules.Placed(listing.price, listing.stock, listing.link_state)])
    said = [] if state.state == rules.LISTED else [catalogue.mark(one) for one in (state.state, *state.also)]
    variation = f" · {esc(listing.variation)}" if listing.variation else ""
    st.markdown(f"**{listing.place.name} · {esc(listing.shop)}**{variation}  \n{price} · {stock} "
                + " ".join(f":orange-badge[{mark}]" for mark in said))
    if listing.url:
        checked = f" ({formats.moment(listing.link_checked_at, visit.actor.timezone)})" if listing.link_checked_at else ""
        st.caption(_(catalogue.LINKS[listing.link_state]) + checked)
    if listing.edited_by and listing.edited_at:
        when = formats.moment(listing.edited_at, visit.actor.timezone)
        st.caption(_("Changed by {who}, {when}", who=esc(listing.edited_by), when=when))
    if not catalogue.may_change(visit):
        if listing.url:
            st.link_button(_("Open the link"), listing.url, icon=":material/open_in_new:")
        return
    wanted = (Field("price", N_("Price in this shop"), fields.MONEY), Field("stock", N_("Stock in this shop"), fields.COUNT),
              Field("url", N_("Link"), most=300, hint=N_("Copy the whole link. It starts with https://")))
    values = {"price": listing.price, "stock": listing.stock, "url": listing.url}
    with st.container(horizontal=not fields.is_open(f"listing_{listing.id}")):
        if listing.url:
            st.link_button(_("Open the link"), listing.url, icon=":material/open_in_new:")
        fields.edit(visit, f"listing_{listing.id}", wanted, listing.version, values, lambda version, changes: page.action(
            listing_services.edit_listing, listing_id=listing.id, version=version, changes=changes, now=visit.now,
        ))
        if fields.confirm(
            f"unmatch_{listing.id}", _("Not this product"),
            _("Is what {shop} sells another product than {name}?", shop=listing.shop, name=card.row.name),
            _("Its sales no longer count for this product. It goes back to the products that are not known yet."),
        ) and page.action(listing_services.unmatch, listing_id=listing.id, now=visit.now):
            page.say(_("It is among the products that are not known yet."))
            st.rerun()


def _put(visit: Visit, card: ProductCard) -> None:
    """Write down by hand that a shop sells this product."""
    there = {listing.shop_id for listing in card.listings}
    free = {
        shop.id: f"{catalogue.named(shop)}" for shop in catalogue.every_shop(visit)
        if shop.id not in there and shop.owner_id in (card.row.business_id, None) and shop.place.kind != "social"
    }
    if not free:
        return
    wanted = (
        Field("shop_id", N_("Shop"), fields.CHOICE, free, hint=N_("Choose the shop"), needed=True),
        Field("price", N_("Price in this shop"), fields.MONEY), Field("stock", N_("Stock in this shop"), fields.COUNT),
        Field("url", N_("Link"), most=300, hint=N_("Copy the whole link. It starts with https://")),
    )
    start = {"price": card.row.price, "stock": card.row.stock}

    def make(typed: dict[str, Any]) -> Outcome[UUID]:
        return page.action(
            listing_services.add_listing, sku=card.row.sku, title=card.row.name, product_id=card.row.id, today=visit.today,
            now=visit.now, **typed,
        )

    if fields.create(f"put_{card.row.id}", wanted, start, make, label=_("Add to a shop"), icon=":material/add_business:"):
        page.say(_("The product is written down for this shop."))
        st.rerun()


def _status(visit: Visit, card: ProductCard) -> None:
    row = card.row
    if row.status == services.ACTIVE:
        changed = fields.confirm(
            f"retire_{row.id}", _("No longer sold"), _("Stop selling {name}?", name=row.name),
            _("It leaves the lists. Its past sales stay, and it can be sold again."), icon=":material/block:",
        )
        target = services.RETIRED
    else:
        changed = st.button(_("Sell it"), key=f"sell_{row.id}", icon=":material/sell:")
        target = services.ACTIVE
    if changed and page.action(services.set_status, product_id=row.id, version=row.version, status=target, now=visit.now):
        page.say(_("{name}: {state}.", name=esc(row.name), state=_(catalogue.STATUSES[target])))
        st.rerun()


