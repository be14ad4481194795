"""Etalase bersama for its coordinator: open or not, what buyers see, what could stand there and what keeps the rest out."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from cblp.days import month
from cblp.i18n import DEFAULT, N_, _, formats, ngettext, speaking
from cblp.outreach.reports import counts, publishing
from cblp.outreach.reports.publishing import Place, Row
from cblp.outreach.services import counts as counting
from cblp.outreach.services import pictures
from cblp.outreach.services import publishing as services
from cblp.people import phones
from cblp.people.reports import register
from cblp.people.reports.register import BusinessRow
from cblp.ui import menu, page, reads, runtime
from cblp.ui.components import copying, fields, figures, filters, frame, letters, members, members_card, tables
from cblp.ui.components.figures import Card
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

SHOWN, READY, HINDERED = "tampil", "siap", "belum"
SIZE: Final = 10
WHY: Final = {
    publishing.NO_CONSENT: N_("The owner has not said yes yet."), publishing.REFUSED: N_("The owner said no."),
    publishing.NO_MEMBER: N_("The business is no active member now."),
    publishing.NOT_ON_SALE: N_("The product is not on sale now."),
}


def place() -> Place:
    """Where the storefront stands, and whether it is open."""
    found: Place = reads.ask(publishing.place)
    return found


def rows(visit: Visit) -> list[Row]:
    """Every product with how it stands."""
    found: list[Row] = reads.ask(publishing.rows, today=visit.today)
    return found


def nothing_yet() -> None:
    """No product at all."""
    figures.sentence(_("There is nothing to show yet."))
    frame.empty(_("Products stand here once members have some. From then on you choose which of them buyers see."),
                _("Products & shops"), "catalogue")


def lead(visit: Visit) -> None:
    """The sentence, the address, and the switch."""
    here, all_rows = place(), rows(visit)
    shown = [row for row in all_rows if row.shown]
    members = len({row.business_id for row in shown})
    standing = _("{products} from {members}", products=ngettext("{count} product", "{count} products", len(shown)),
                 members=ngettext("{count} member", "{count} members", members))
    if here.on:
        figures.sentence(
            _("Buyers see {standing}.", standing=standing) if shown else _("The storefront is open, but no product stands in it yet."))
        with st.container(horizontal=True, vertical_alignment="center"):
            frame.link(_("See it as a buyer"), address(here.slug))
            st.link_button(_("Share by WA"), phones.chat(text=shared(visit.visitor.association_name, address(here.slug))),
                           icon=":material/share:")
            copying.button(address(here.slug), _("Copy the link"))
            if fields.confirm("storefront_close", _("Close the storefront"), _("Close the storefront for all buyers?"), _(
                "Printed codes then lead nowhere. What is published stays published, and you can open it again.",
            )) and page.action(services.open_storefront, on=False):
                page.say(_("The storefront is closed. Buyers see nothing."))
                st.rerun()
        _pressed(visit)
        return
    figures.sentence(_("The storefront is closed. Buyers see nothing yet."))
    st.write(_("Once it is open, everybody can see {standing}, without signing in.", standing=standing) if shown else _(
        "No product is chosen yet. Choose them below first; then everybody can see them, without signing in."))
    opened = st.button(
        _("Open the storefront"), type="primary" if shown else "secondary", icon=":material/storefront:", key="storefront_open",
    )
    if opened and page.action(services.open_storefront, on=True):
        page.say(_("The storefront is open."))
        st.rerun()


def _pressed(visit: Visit) -> None:
    # Visits of buyers do not move the association's data on, so nothing that is kept of them would be today's.
    span = month(visit.today)
    found = runtime.app().read(visit.actor, counts.totals, first=span.first, last=visit.today)
    name = formats.month_name(visit.today)
    figures.cards([
        Card(_("Pages opened, {month}", month=name), formats.count(found.opened)),
        Card(_("Clicks to marketplaces, {month}", month=name), formats.count(found.what.get(counting.BUY, 0))),
        Card(_("Clicks to WhatsApp, {month}", month=name), formats.count(found.what.get(counting.ORDER, 0))),
        Card(_("QR codes scanned, {month}", month=name), formats.count(found.what.get(counting.CODE, 0))),
    ])
    st.caption(_("Counted without names or cookies. Machines that search the web are left out."))


def products(visit: Visit) -> None:
    """The products in three groups, each with the one button that fits it."""
    groups: dict[str, list[Row]] = {SHOWN: [], READY: [], HINDERED: []}
    for row in rows(visit):
        groups[SHOWN if row.shown else READY if row.can_be_shown else HINDERED].append(row)
    labels = {
        SHOWN: _("Shown ({count})", count=formats.count(len(groups[SHOWN]))),
        READY: _("Can be shown ({count})", count=formats.count(len(groups[READY]))),
        HINDERED: _("Not yet ({count})", count=formats.count(len(groups[HINDERED]))),
    }
    default = SHOWN if groups[SHOWN] or not groups[READY] else READY
    with st.container(border=True):
        chosen = filters.one_of("storefront", "bagian", _("Products"), labels, default)
        draw: dict[str, Callable[[Visit, list[Row]], None]] = {SHOWN: _shown, READY: _ready, HINDERED: _hindered}
        draw[chosen](visit, groups[chosen])


def _shown(visit: Visit, found: list[Row]) -> None:
    if not found:
        st.write(_("No product is shown yet. Choose them under “Can be shown”."))
    for row in _page("storefront_shown", found):
        with _line(row, _about(row)):
            if st.button(_("Take out"), key=f"withdraw_{row.product_id}") and page.action(
                services.withdraw, product_ids=(row.product_id,),
            ):
                page.say(_("{product} is no longer in the storefront.", product=esc(row.product)))
                st.rerun()
    tables.pager(len(found), "storefront_shown", SIZE)


def _ready(visit: Visit, found: list[Row]) -> None:
    if not found:
        st.write(_("Every product that may be shown is shown."))
        return
    if len(found) > 1 and st.button(
        _("Show all {count} products", count=formats.count(len(found))), type="primary", key="publish_all",
    ):
        _put_in(visit, tuple(row.product_id for row in found))
    for row in _page("storefront_ready", found):
        with _line(row, _about(row)):
            if st.button(_("Show it"), key=f"publish_{row.product_id}"):
                _put_in(visit, (row.product_id,))
    tables.pager(len(found), "storefront_ready", SIZE)


def _hindered(visit: Visit, found: list[Row]) -> None:
    """By member and reason: what is asked of whom, and where the answer is written down."""
    if not found:
        st.write(_("Nothing keeps a product out of the storefront."))
        return
    people = {row.id: row for row in reads.ask(register.businesses, today=visit.today, limit=2000)}
    groups = [list(group) for _key, group in groupby(found, key=lambda row: (row.business_id, row.hindered))]
    first = tables.start(len(groups), "storefront_hindered", SIZE)
    for group in groups[first : first + SIZE]:
        _left_out(visit, group, people.get(group[0].business_id))
    tables.pager(len(groups), "storefront_hindered", SIZE)


def _left_out(visit: Visit, group: list[Row], who: BusinessRow | None) -> None:
    one, key = group[0], f"{group[0].business_id.hex}_{group[0].product_id.hex}"
    names = esc(", ".join(row.product for row in group))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{esc(one.business)}** · {names}  \n" + " ".join(_(WHY[code]) for code in one.hindered), width="stretch")
        if who and publishing.NO_CONSENT in one.hindered:
            letters.remind(visit, who.phone, _asked(visit, who), key=f"ask_{key}", label=_("Ask by WA"))
        if who and {publishing.NO_CONSENT, publishing.REFUSED} & set(one.hindered):
            st.page_link(menu.BY_ID["members"].file, label=_("Write down the answer"), icon=menu.BY_ID["members"].icon,
                         query_params={members.OPENED: who.code, members_card.PART: members_card.TRUST})
        elif who and publishing.NO_MEMBER in one.hindered:
            st.page_link(menu.BY_ID["members"].file, label=_("Membership"), icon=menu.BY_ID["members"].icon,
                         query_params={members.OPENED: who.code, members_card.PART: members_card.MEMBERSHIP})
        published = tuple(row.product_id for row in group if row.published)
        if published and st.button(_("Take out"), key=f"withdraw_{key}") and page.action(services.withdraw, product_ids=published):
            st.rerun()


def _asked(visit: Visit, who: BusinessRow) -> str:
    with letters.to(visit, who.id):
        return letters.write(visit, "storefront_asked", who=letters.opening(who.address_form, who.owner, who.name),
                             link=letters.address("my_shop"))


def put_in(visit: Visit, product_ids: tuple[UUID, ...]) -> bool:
    """Publish products with their pictures and say so; False where it was refused, which stands on the page then."""
    if not page.action(services.publish, product_ids=product_ids):
        return False
    app, told = runtime.app(), st.empty()
    pictures.make(app.read, app.jot, visit.actor, told=lambda done: told.caption(_("Preparing photo {number} …", number=done)))
    page.say(ngettext("{count} product is now in the storefront.", "{count} products are now in the storefront.", len(product_ids),
                      count=formats.count(len(product_ids))))
    return True


def _put_in(visit: Visit, product_ids: tuple[UUID, ...]) -> None:
    if put_in(visit, product_ids):
        st.rerun()


def _page(key: str, found: list[Row]) -> list[Row]:
    first = tables.start(len(found), key, SIZE)
    return found[first : first + SIZE]


def _line(row: Row, about: str) -> DeltaGenerator:
    line = st.container(horizontal=True, wrap=False, vertical_alignment="center")
    with line:
        st.markdown(f"**{esc(row.product)}** · {esc(row.business)}  \n{about}", width="stretch")
    return line


def _about(row: Row) -> str:
    return " ".join([
        _("Photos: {count}.", count=formats.count(row.photos)) if row.photos else _("No photo yet."),
        without_button(row) or _("Can be bought by {places}.", places=", ".join(
            [*(offer.name for offer in row.ways.offers), *(["WA"] if row.ways.by_chat else [])],
        )),
        "" if row.orders else _("Its owner has not allowed orders by WhatsApp."),
    ]).strip()


def without_button(row: Row) -> str:
    """Why buyers find no button at a product, and what would bring one; "" where they find one."""
    if not row.ways.none:
        return ""
    if row.ways.sold_out:
        return _("Out of stock: no button to buy.")
    return _("No button to buy yet. It takes a link to a shop that still has some.")


def address(*parts: str) -> str:
    """The whole address of the storefront or of something in it, under the name by which this page was opened."""
    here = urlsplit(st.context.url or "")
    return f"{here.scheme}://{here.netloc}{runtime.app().settings.base_path}/etalase/{'/'.join(parts)}"


def shared(name: str, where: str) -> str:
    """What is sent with an address in the storefront: buyers read Indonesian, whatever language the screen speaks."""
    with speaking(DEFAULT):
        return _("See the products of {name} here: {address}", name=name, address=where)
