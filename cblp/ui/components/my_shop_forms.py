"""The forms of Toko saya, one at a time and one question a screen: price and stock, link, description, hashtags, photo, licence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Final
from uuid import UUID

import streamlit as st

from cblp.catalogue import reports as catalogue
from cblp.catalogue.pictures import Picture
from cblp.catalogue.reports import ListingRow, ProductRow
from cblp.catalogue.services import listings, offers, products
from cblp.i18n import N_, _, formats, ngettext
from cblp.people import rules_register
from cblp.people.reports import register
from cblp.people.reports.register import LicenceRow
from cblp.people.services import licences
from cblp.ui import page, reads
from cblp.ui.components import storefront_mine, uploads
from cblp.ui.components.frame import esc
from cblp.ui.components.my_shop_sheet import ITSELF, PREFIX, Rows, Sheet, close, forget, open_form, plain
from cblp.ui.page import Outcome, Visit

EVERYWHERE: Final = "all"
FEW: Final = 5
"""Up to so many choices are shown as radio buttons."""
LICENCES: Final = {
    rules_register.NIB: N_("NIB"), "pirt": N_("PIRT"), "halal": N_("Halal"), "bpom": N_("BPOM"), "merek": N_("Trademark"),
}


def offer_form(product: UUID, place: str = EVERYWHERE) -> str:
    """The name of the form for price and stock: ``place`` is "all", a shop, or a shop and one of its listings."""
    return f"{PREFIX}offer/{product.hex}/{place}"


def form(kind: str, subject: UUID, *begin: str) -> str:
    """The name of a form about a product, listing, licence or business; ``begin`` with what of it (a new licence: its kind)."""
    return "/".join((f"{PREFIX}{kind}", subject.hex, *begin))


def show(visit: Visit, name: str) -> None:
    """The form of this name, alone on the screen."""
    kind, subject, *rest = name.removeprefix(PREFIX).split("/")
    if st.button(_("Back"), icon=":material/arrow_back:", key="my_shop_back"):
        close()
    draw: dict[str, Callable[[], None]] = {
        "offer": lambda: _offer(visit.today, UUID(subject), rest[0]),
        "link": lambda: _link(visit.today, UUID(subject)),
        "description": lambda: _words(visit.today, UUID(subject), "description"),
        "hashtags": lambda: _words(visit.today, UUID(subject), "hashtags"),
        "photo": lambda: _photo(visit.today, UUID(subject)),
        "licence": lambda: _licence(visit.today, UUID(subject)),
        "new_licence": lambda: _new_licence(UUID(subject), *rest),
        storefront_mine.ASK: lambda: storefront_mine.ask(visit, UUID(subject)),
        storefront_mine.ORDER: lambda: storefront_mine.ask_for_orders(visit, UUID(subject)),
    }
    draw[kind]()


# -- price and stock ---------------------------------------------------------------------------------------------------


def _offer(today: date, product_id: UUID, place: str) -> None:
    card = reads.ask(catalogue.product, product_id=product_id, today=today)
    st.subheader(esc(card.row.name), anchor=False)
    place = _choose_place(card.row, card.listings, place)
    _offer_sheet(card.row, card.listings, place)


def _choose_place(product: ProductRow, rows: Sequence[ListingRow], place: str) -> str:
    shop = place.split(":")[0]
    shops = {row.shop_id.hex: _shop_name(row, rows) for row in rows}
    if shops:
        names = {EVERYWHERE: _("All shops"), **shops}
        chosen = _one_of(_("Where?"), names, shop, key=f"my_shop_place/{product.id.hex}")
        if chosen != shop:
            open_form(offer_form(product.id, chosen))
    kinds = {row.id.hex: row.variation or row.sku for row in rows if row.shop_id.hex == shop}
    if len(kinds) > 1:
        names = {"": _("All variations"), **kinds}
        before = place.partition(":")[2]
        chosen = _one_of(_("Which variation?"), names, before, key=f"my_shop_variation/{shop}/{product.id.hex}")
        if chosen != before:
            open_form(offer_form(product.id, f"{shop}:{chosen}" if chosen else shop))
    return place


def _shop_name(row: ListingRow, rows: Sequence[ListingRow]) -> str:
    handles = {other.shop for other in rows if other.place.code == row.place.code}
    return row.place.name if len(handles) == 1 else f"{row.place.name} {row.shop}"


def _one_of(label: str, names: Mapping[str, str], chosen: str, *, key: str) -> str:
    options = list(names)
    index = options.index(chosen) if chosen in names else 0
    if len(options) <= FEW:
        picked = st.radio(label, options, index=index, format_func=lambda option: esc(names[option]), key=f"{key}/{chosen}")
    else:
        picked = st.selectbox(
            label, options, index=index, format_func=names.__getitem__, key=f"{key}/{chosen}", placeholder=_("Choose one"),
        )
    return picked or options[index]


@page.fragment
def _offer_sheet(product: ProductRow, rows: Sequence[ListingRow], place: str) -> None:
    shop, _colon, variation = place.partition(":")
    everywhere = shop == EVERYWHERE
    mine = [row for row in rows if everywhere or (row.shop_id.hex == shop and variation in {"", row.id.hex})]
    sheet = Sheet.begin(offer_form(product.id, place), product.name, partial(_offer_rows, product if everywhere else None, mine))
    with_stock = everywhere or len(mine) == 1
    if not sheet.stale:
        st.caption(_now(sheet, with_stock))
    typed = "" if sheet.stale else sheet.text("price", _("New price in rupiah"), hint=_("for example 25.000"))
    price, price_ready = _price(typed, sheet)
    stock, stock_ready = sheet.value("stock"), True
    if with_stock and not sheet.stale:
        stock, stock_ready = _stock(sheet.text("stock", _("Stock at home") if everywhere else _("Stock in this shop")), sheet)
    changes: dict[str, Any] = {"price": price} if typed.strip() else {}
    changes |= {"stock": stock} if with_stock else {}

    def send(versions: dict[str, int], given: dict[str, Any]) -> Outcome[Any]:
        own = versions.pop(ITSELF, 0)
        known = {UUID(key): version for key, version in versions.items()}
        if everywhere:
            return page.action(offers.edit_everywhere, product_id=product.id, version=own, versions=known, changes=given)
        return page.action(listings.edit_listings, versions=known, changes=given)

    sheet.buttons(send, changes, ready=price_ready and stock_ready, saved=_saved(product, mine, everywhere))
    if mine:
        st.caption(_("This is the association's own note. Change it in the app of the marketplace too."))


def _offer_rows(product: ProductRow | None, rows: Sequence[ListingRow]) -> Rows:
    found: Rows = {row.id.hex: {"version": row.version, "price": row.price} for row in rows}
    if product:
        found[ITSELF] = {"version": product.version, "price": product.price, "stock": product.stock}
    elif len(rows) == 1:
        found[rows[0].id.hex]["stock"] = rows[0].stock
    return found


def _now(sheet: Sheet, with_stock: bool) -> str:
    price = sheet.value("price")
    told = _("The price is not the same everywhere now.") if sheet.differs("price") else _(
        "Price now: {price}.", price=formats.money(price) if price is not None else _("not filled in"),
    )
    if not with_stock:
        return told + " " + _("Choose one variation to change its stock.")
    stock = sheet.value("stock")
    return told + " " + _("Stock now: {stock}.", stock=formats.count(stock) if stock is not None else _("not filled in"))


def _price(typed: str, sheet: Sheet) -> tuple[int | None, bool]:
    """The typed price with its echo; the line of the echo always stands there, so that no button moves under the thumb."""
    if not typed.strip():
        if not sheet.stale:
            st.caption(_("Write the price with digits only, for example 25.000."))
        return None, sheet.value("price") is None
    amount = formats.parse_rupiah(typed)
    if amount is None:
        st.caption(f":red[{_('Write the price with digits only, for example 25.000.')}]")
        return None, False
    st.caption(f"**{formats.money(amount)}** ({formats.in_words(amount)})")
    return amount, True


def _stock(typed: str, sheet: Sheet) -> tuple[int | None, bool]:
    digits = typed.strip().replace(".", "")
    if not digits:
        return None, sheet.value("stock") is None
    if not (digits.isascii() and digits.isdigit()):
        st.caption(f":red[{_('Write the stock with digits only, for example 12.')}]")
        return None, False
    return int(digits), True


def _saved(product: ProductRow, rows: Sequence[ListingRow], everywhere: bool) -> str:
    shops = len({row.shop_id for row in rows})
    if everywhere and shops:
        return ngettext("Saved: {product}, for {count} shop.", "Saved: {product}, for {count} shops.", shops, product=esc(product.name))
    place = rows[0].place.name if rows and not everywhere else ""
    return _("Saved: {product}, {place}.", product=esc(product.name), place=place) if place else _(
        "Saved: {product}.", product=esc(product.name),
    )


# -- the other forms ---------------------------------------------------------------------------------------------------


@page.fragment
def _link(today: date, listing_id: UUID) -> None:
    row = reads.ask(catalogue.listing, listing_id=listing_id, today=today)
    name = esc(row.product or row.title or row.sku)
    st.subheader(_("Link of {product} on {place}", product=name, place=row.place.name), anchor=False)
    sheet = Sheet.begin(
        form("link", listing_id), row.product or row.title, lambda: {ITSELF: {"version": row.version, "url": row.url}},
    )
    st.write(_("Open the product in the app of {place}, press Share, copy the link, and put it here.", place=row.place.name))
    typed = "" if sheet.stale else sheet.text("url", _("Link of the product"), hint="https://")

    def send(versions: dict[str, int], given: dict[str, Any]) -> Outcome[Any]:
        return page.action(listings.edit_listing, listing_id=listing_id, version=versions[ITSELF], changes=given)

    sheet.buttons(send, {"url": typed.strip()}, ready=True, saved=_("The link was saved."))
    if row.url:
        st.link_button(_("Open this link"), row.url, icon=":material/open_in_new:")
    with st.popover(_("No longer sold there"), wrap=False):
        st.write(_("Hide this product on {place}? Its past sales stay.", place=row.place.name))
        if st.button(_("Hide it"), key=f"{sheet.form}/hide") and page.action(
            listings.edit_listing, listing_id=listing_id, version=row.version, changes={"status": "retired"},
        ):
            forget(sheet.form)
            close(_("It is no longer shown on {place}.", place=row.place.name))


@page.fragment
def _words(today: date, product_id: UUID, field: str) -> None:
    card = reads.ask(catalogue.product, product_id=product_id, today=today)
    value = card.description if field == "description" else card.hashtags
    st.subheader(esc(card.row.name), anchor=False)
    sheet = Sheet.begin(
        form(field, product_id), card.row.name, lambda: {ITSELF: {"version": card.row.version, field: value}},
    )
    typed = ""
    if not sheet.stale and field == "description":
        typed = sheet.text("description", _("Tell what it is, what it is made of, its size, and how to care for it."), long=True)
        least, letters = 80, len(" ".join(typed.split()))
        st.caption(
            _("{letters} letters. Good.", letters=letters) if letters >= least
            else _("{letters} letters. {more} more are needed.", letters=letters, more=least - letters)
        )
    elif not sheet.stale:
        typed = _hashed(sheet.text("hashtags", _("Hashtags, with a space between them"), hint="#batikjambi #batiktulis"))
        st.caption(esc(typed) or _("A hashtag helps buyers find the product."))

    def send(versions: dict[str, int], given: dict[str, Any]) -> Outcome[Any]:
        return page.action(products.edit_product, product_id=product_id, version=versions[ITSELF], changes=given)

    changes = {field: typed.strip()} if not sheet.stale else {}
    sheet.buttons(send, changes, ready=True, saved=_("Saved: {product}.", product=esc(card.row.name)))


def _hashed(typed: str) -> str:
    """Words as hashtags: people forget the mark."""
    return " ".join(f"#{word.lstrip('#')}" for word in typed.replace(",", " ").split() if word.strip("#"))


def _photo(today: date, product_id: UUID) -> None:
    card = reads.ask(catalogue.product, product_id=product_id, today=today)
    st.subheader(esc(card.row.name), anchor=False)
    st.write(_("Press **Upload**, then choose a photo from the gallery or take one."))
    sent = uploads.picture(_("Choose a file"), key=f"photo/{product_id}")
    if sent:
        _offer_photo(product_id, sent)
    for number, photo_id in enumerate(card.photos, 1):
        with st.container(horizontal=True, vertical_alignment="center"):
            picture = reads.ask(catalogue.thumbnail, photo_id=photo_id)
            st.image(picture, width=96, alt=_("Photo {number} of {product}", number=number, product=card.row.name))
            with st.popover(_("Remove this photo"), wrap=False):
                st.write(_("Remove photo {number}? It cannot be brought back.", number=number))
                pressed = st.button(_("Remove the photo"), key=f"remove/{photo_id}")
                if pressed and page.action(products.remove_photo, photo_id=photo_id):
                    page.say(_("The photo was removed."))
                    st.rerun()


def _offer_photo(product_id: UUID, picture: Picture) -> None:
    st.image(picture.content, width=240, alt=_("The photo that you chose"))
    if st.button(_("Use this photo"), type="primary", width="stretch", key=f"photo_use/{product_id}") and page.action(
        products.add_photo, product_id=product_id, picture=picture,
    ):
        uploads.kept()
        close(_("The photo was saved."))


@page.fragment
def _licence(today: date, licence_id: UUID) -> None:
    known = {row.id: row for row in reads.ask(register.licences, today=today)}
    row: LicenceRow | None = known.get(licence_id)
    if row is None:
        close()
        return
    name = _(LICENCES[row.kind])
    st.subheader(_("Renew {licence}", licence=name), anchor=False)
    sheet = Sheet.begin(form("licence", licence_id), name, lambda: {ITSELF: {
        "version": row.version, "number": row.number, "expires_on": plain(row.expires_on),
    }})
    changes: dict[str, Any] = {}
    if not sheet.stale:
        changes["number"] = sheet.text("number", _("Number of the licence")).strip()
        changes["expires_on"] = _until(sheet)

    def send(versions: dict[str, int], given: dict[str, Any]) -> Outcome[Any]:
        return page.action(licences.edit_licence, licence_id=licence_id, version=versions[ITSELF], changes=given)

    sheet.buttons(send, changes, ready=True, saved=_("{licence} was saved.", licence=name))


def _until(sheet: Sheet) -> date | None:
    start = sheet.typed.get("expires_on", sheet.start("expires_on"))
    chosen = st.date_input(
        _("Valid until"), value=date.fromisoformat(start) if start else None, format="DD/MM/YYYY", key=f"{sheet.form}/expires_on",
        min_value=date(2000, 1, 1), max_value=date(2100, 1, 1),
    )
    day = chosen if isinstance(chosen, date) else None
    sheet.note("expires_on", day.isoformat() if day else "")
    st.caption(formats.full_day(day) if day else _("No last day: it does not run out."))
    return day


@page.fragment
def _new_licence(business_id: UUID, begin: str = "pirt") -> None:
    st.subheader(_("Add a licence"), anchor=False)
    sheet = Sheet.begin(form("new_licence", business_id), _("New licence"), dict)
    kind = _one_of(_("Which licence?"), {code: _(word) for code, word in LICENCES.items()}, begin, key="licence_kind")
    states = {rules_register.HELD: _("I have it"), rules_register.IN_PROGRESS: _("In progress")}
    state = _one_of(_("Is it ready?"), states, rules_register.HELD, key="licence_state")
    number = sheet.text("number", _("Number of the licence"))
    until = _until(sheet) if state == rules_register.HELD and kind != rules_register.NIB else None
    with st.container(horizontal=True):
        save = st.button(_("Save"), type="primary", key=f"{sheet.form}/save", width="stretch")
        leave = st.button(_("Cancel"), key=f"{sheet.form}/leave", width="stretch")
    if leave:
        forget(sheet.form)
        close()
    if save and page.action(
        licences.add_licence, business_id=business_id, kind=kind, number=number, state=state, expires_on=until,
    ):
        forget(sheet.form)
        close(_("{licence} was saved.", licence=_(LICENCES[kind])))
