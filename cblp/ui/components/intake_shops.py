"""Choosing the shop of a file: a likely one first and why, or a new one made on the spot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

import streamlit as st

from cblp.catalogue import reports as catalogue
from cblp.catalogue.reports import ShopRow
from cblp.catalogue.services import shops
from cblp.i18n import _, formats, ngettext
from cblp.intake.shops import ShopProposal
from cblp.people.reports import register
from cblp.ui import page, reads, state
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

NEW: Final = "new"
EVERYBODY: Final = "association"
FEW: Final = 5
"""Up to so many choices stand open; more go into a list."""


def all_shops(visit: Visit) -> list[ShopRow]:
    """The open shops."""
    return reads.ask(catalogue.shops, today=visit.today)


def marketplaces() -> dict[str, str]:
    """Names of marketplaces, social networks, tills and stalls by code."""
    return {place.code: place.name for place in reads.ask(catalogue.marketplaces)}


def asked(marketplace: str) -> str:
    """The question for a place on ``marketplace``: a shop, or on a social network an account."""
    place = next(place for place in reads.ask(catalogue.marketplaces) if place.code == marketplace)
    if place.kind == "social":
        return _("Account on {marketplace}", marketplace=place.name)
    return _("Shop on {marketplace}", marketplace=place.name)


def named(shop: ShopRow) -> str:
    """What a shop is called on the screen."""
    return shop.name or shop.handle


def pick(
    visit: Visit, label: str, found: Sequence[ShopRow], *, chosen: UUID | None, key: str, marketplace: str = "",
    reasons: Mapping[UUID, str] | None = None,
) -> UUID | None:
    """The shop that a person chooses among ``found``; a new one can be added for ``marketplace`` ("": any)."""
    by_id: dict[UUID | str, ShopRow] = {shop.id: shop for shop in found}
    options: list[UUID | str] = [*by_id, NEW]
    name, key = key, f"{key}_{len(found)}"  # a shop more is another question, so that the new one can be chosen in it
    why = reasons or {}

    def words(option: UUID | str) -> str:
        if option == NEW:
            return _("Add a new shop")
        shop = by_id[option]
        where = f"{shop.place.name} · " if not marketplace else ""
        owner = _("the association") if shop.collective else shop.owner
        return where + named(shop) + (f" ({owner})" if owner and owner != named(shop) else "")

    start = options.index(chosen) if chosen in by_id else None
    if state.Key(key, None).get() is not None:
        start = 0  # what was chosen counts, not the proposal
    if len(options) == 1:
        st.write(_("There is no shop on {marketplace} yet.", marketplace=marketplaces().get(marketplace, marketplace)))
        picked: UUID | str | None = NEW
    elif len(options) <= FEW:
        picked = st.radio(
            label, options, index=start, format_func=lambda o: esc(words(o)), key=key,
            captions=[why.get(option, "") if isinstance(option, UUID) else "" for option in options],
        )
    else:
        picked = st.selectbox(label, options, index=start, format_func=words, key=key, placeholder=_("Choose the shop"))
        if isinstance(picked, UUID) and why.get(picked):
            st.caption(why[picked])
    if picked == NEW:
        added = _add(visit, marketplace, key)
        if added:
            state.Key(f"{name}_{len(found) + 1}", added).set(added)
            st.rerun()
        return None
    return picked if isinstance(picked, UUID) else None


def reasons(proposals: Sequence[ShopProposal]) -> dict[UUID, str]:
    """What in the file speaks for each shop, in words."""
    found = {}
    for one in proposals:
        if one.marks:
            found[one.shop_id] = ngettext(
                "{count} number of this file is already in this shop.", "{count} numbers of this file are already in this shop.",
                one.marks, count=formats.count(one.marks),
            )
        elif one.skus:
            found[one.shop_id] = ngettext(
                "{count} product code of this file is in this shop.", "{count} product codes of this file are in this shop.",
                one.skus, count=formats.count(one.skus),
            )
        elif one.hinted:
            found[one.shop_id] = _("The file itself names this shop.")
    return found


def _add(visit: Visit, marketplace: str, key: str) -> UUID | None:
    owners = {id_: name for id_, _code, name in reads.ask(register.names, today=visit.today)}
    places = {place.code: place.name for place in reads.ask(catalogue.marketplaces, today=visit.today)}
    with st.form(f"{key}_new", enter_to_submit=False):
        st.markdown(f"**{_('New shop')}**")
        place = marketplace or st.selectbox(
            _("Where does it sell?"), list(places), index=None, format_func=places.__getitem__, placeholder=_("Choose"),
        )
        handle = st.text_input(_("Name of the shop as in its address"), placeholder="batikkito")
        owner = st.selectbox(
            _("Whose shop is it?"), [*owners, EVERYBODY], index=None, placeholder=_("Choose the owner"),
            format_func=lambda o: _("The association") if o == EVERYBODY else owners[o],
        )
        if not st.form_submit_button(_("Save shop")):
            return None
    if not place or owner is None:
        st.warning(_("Choose where the shop sells and whose it is too."))
        return None
    made = page.action(
        shops.add_shop, marketplace=place, handle=handle, business_id=None if owner == EVERYBODY else owner, now=visit.now
    )
    return made.value
