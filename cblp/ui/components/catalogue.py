"""What the parts of Produk & toko share: the sentence, whose they are, which part is open, and the words of the catalogue."""

from __future__ import annotations

from typing import Final
from uuid import UUID

import streamlit as st

from cblp.catalogue import reports, rules
from cblp.catalogue.reports import Place, ProductCard, ShopRow
from cblp.db.actor import COORDINATOR
from cblp.i18n import N_, _, formats, ngettext
from cblp.people.register_csv import SECTOR_NAMES
from cblp.people.reports import register
from cblp.ui import reads
from cblp.ui.components import address, fields, frame, members
from cblp.ui.components.fields import Field
from cblp.ui.page import Visit

PRODUCT, PART = "produk", "bagian"
"""Query parameters: the product and the part that are open."""
PLACES, MISSING, UNKNOWN, PRODUCTS, SHOPS = "dijual-di-mana", "kurang", "belum-dikenali", "produk", "toko"

MARKS: Final = {
    rules.LISTED: ("✓", N_("sold")), rules.NOT_LISTED: ("–", N_("not yet")), rules.PRICE_DIFFERS: ("≠", N_("other price")),
    rules.DEAD_LINK: ("✕", N_("dead link")), rules.NO_STOCK: ("0", N_("out of stock")),
}
"""How a product stands in a marketplace: a mark and its word, so that no colour is needed."""
LINKS: Final = {
    rules.ALIVE: N_("The link opens"), rules.DEAD: N_("The link does not open"), rules.UNKNOWN: N_("The link was not checked"),
}
STATUSES: Final = {"draft": N_("Draft"), "active": N_("On sale"), "retired": N_("No longer sold")}
STAGES: Final = {"raw": N_("Raw material"), "semi_finished": N_("Semi-finished"), "finished": N_("Finished product")}


def opened(visit: Visit) -> ProductCard | None:
    """The product that the address names; one that is not there is said and forgotten."""
    found = address.find(PRODUCT, lambda: every_product(visit), lambda row: row.id, N_("This product is not there any more."))
    card: ProductCard | None = reads.ask(reports.product, product_id=found.id, today=visit.today) if found else None
    return card


def open_product(product_id: UUID) -> None:
    """Open a product at its own address."""
    address.open_one(PRODUCT, product_id)


def every_product(visit: Visit) -> list[reports.ProductRow]:
    """Every product, retired ones too."""
    kept = reads.ask(reports.products, today=visit.today)
    retired = reads.ask(reports.products, today=visit.today, status="retired")
    return [*kept, *retired]


def every_shop(visit: Visit, member: UUID | None = None) -> list[ShopRow]:
    """The open shops, of one member or all."""
    found: list[ShopRow] = reads.ask(reports.shops, today=visit.today, business_id=member)
    return found


def may_change(visit: Visit) -> bool:
    """The coordinator changes; the treasurer reads."""
    return visit.actor.role == COORDINATOR


def is_empty(visit: Visit) -> bool:
    """Neither a product nor a shop."""
    return not every_product(visit) and not every_shop(visit)


def nothing_yet(visit: Visit) -> None:
    """The empty catalogue."""
    if reads.ask(register.counts, today=visit.today):
        frame.empty(_("No shops and no products yet. What is sold where stands here once you add them."))
    else:
        frame.empty(_("No shops and no products yet. Add your members first; their shops and products come after."),
                    _("To the members"), "members")


def sentence(visit: Visit) -> None:
    """How many products in how many shops, and what needs a hand."""
    products = len(reads.ask(reports.products, today=visit.today, status="active"))
    shops = every_shop(visit)
    needs = reads.ask(reports.needs, today=visit.today)
    dead, out = sum(len(one.dead_links) for one in needs), sum(len(one.out_of_stock) for one in needs)
    said = [_(
        "{products} in {shops}.",
        products=ngettext("{count} product", "{count} products", products, count=formats.count(products)),
        shops=ngettext("{count} shop or account", "{count} shops and accounts", len(shops), count=formats.count(len(shops))),
    )]
    todo = []
    if out:
        todo.append(ngettext("{count} product is out of stock", "{count} products are out of stock", out))
    if dead:
        todo.append(ngettext("{count} link does not open", "{count} links do not open", dead))
    if unknown := sum(shop.unmatched for shop in shops):
        todo.append(ngettext("{count} product is not known yet", "{count} products are not known yet", unknown))
    if todo:
        listed = ", ".join(todo)
        said.append(listed[:1].upper() + listed[1:] + ".")
    st.markdown(f"#### {' '.join(said)}")


def choice(visit: Visit) -> tuple[UUID | None, str]:
    """Whose products and shops are shown (None: all), and which part is open; both are kept in the address."""
    left, right = st.columns([2, 5], vertical_alignment="center")
    with left:
        member = _whose(visit)
    with right:
        return member, _part(visit, member)


def _whose(visit: Visit) -> UUID | None:
    rows = {row.code: row for row in members.everybody(visit)}
    asked = st.query_params.get(members.OPENED, "")
    order = list(rows)
    chosen = st.selectbox(
        _("Member"), order, index=order.index(asked) if asked in rows else None, placeholder=_("All members"),
        key="catalogue_member", label_visibility="collapsed", format_func=lambda code: f"{rows[code].name} ({code})",
    )
    if chosen:
        st.query_params[members.OPENED] = chosen
        return rows[chosen].id
    st.query_params.pop(members.OPENED, None)
    return None


def _part(visit: Visit, member: UUID | None) -> str:
    unknown = sum(shop.unmatched for shop in every_shop(visit, member))
    missing = len(reads.ask(reports.readiness, today=visit.today, business_id=member))
    names = {
        PLACES: _("Where it is sold"), MISSING: _("Still missing: {count}", count=formats.count(missing)),
        UNKNOWN: _("Not known yet: {count}", count=formats.count(unknown)), PRODUCTS: _("Products"),
        SHOPS: _("Shops and accounts"),
    }
    return address.part(PART, names, PLACES, key="catalogue_part")


def kinds() -> dict[str, str]:
    """Kinds of product; they are those of businesses."""
    return {code: _(names[0]) for code, names in SECTOR_NAMES.items()}


def stages() -> dict[str, str]:
    """Stages of making."""
    return {code: _(name) for code, name in STAGES.items()}


def mark(state: str) -> str:
    """``✓ dijual``."""
    sign, word = MARKS[state]
    return f"{sign} {_(word)}"


def named(shop: ShopRow) -> str:
    """A shop as its marketplace calls it."""
    return f"{shop.place.name} · {shop.name or shop.handle}"


def places(visit: Visit) -> list[Place]:
    """Where things can be sold or shown today."""
    found: list[Place] = reads.ask(reports.marketplaces, today=visit.today)
    return found


def owners(visit: Visit) -> dict[UUID | None, str]:
    """Whose a shop can be: the association's as a whole, or a member's."""
    return {None: _("The association together"), **{row.id: row.name for row in members.everybody(visit)}}


def product_fields() -> tuple[Field, ...]:
    """What is known of a product."""
    return (
        Field("name", N_("Product name"), most=160, needed=True),
        Field("sku", N_("Product code (SKU)"), most=60, hint=N_("Blank: gets a code by itself")),
        Field("category", N_("Kind of product"), fields.CHOICE, kinds()),
        Field("price", N_("Price"), fields.MONEY),
        Field("stock", N_("Stock"), fields.COUNT),
        Field("description", N_("Description"), fields.LONG, most=4000, hint=N_("Material, size, use: at least 80 letters")),
        Field("hashtags", N_("Hashtags"), most=300, hint=N_("For example: #batikjambi #oleholehjambi")),
    )
