"""Shops and accounts: where members sell and show, whose each is since when, and whether files are fetched by themselves."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final
from uuid import UUID

import streamlit as st

from cblp.catalogue import reports
from cblp.catalogue.reports import ShopRow
from cblp.catalogue.services import shops as services
from cblp.i18n import N_, _, formats, ngettext
from cblp.intake import pulls
from cblp.ui import menu, page, reads
from cblp.ui.components import catalogue, fields, frame, tables
from cblp.ui.components.fields import Field
from cblp.ui.components.frame import esc
from cblp.ui.page import Outcome, Visit

PAGE: Final = 20
KINDS: Final = {
    "": N_("All: {count}"), "marketplace": N_("Marketplaces: {count}"), "social": N_("Social media: {count}"),
    "chat": N_("Chat: {count}"), "pos": N_("Tills: {count}"), "offline": N_("Direct sales: {count}"),
}


def show(visit: Visit, member: UUID | None) -> None:
    """The list by kind, each opened in place, and a new one."""
    add(visit, member)
    rows: list[ShopRow] = reads.ask(reports.shops, today=visit.today, business_id=member, closed=True)
    if not rows:
        frame.empty(_("No shops yet. They stand here with their owner once you add them."))
        return
    counts = Counter(row.place.kind for row in rows) + Counter({"": len(rows)})
    kind = st.pills(_("Show"), [k for k in KINDS if counts[k]], default="", required=True, key="shops_kind",
                    label_visibility="collapsed", format_func=lambda k: _(KINDS[k], count=formats.count(counts[k])))
    rows = [row for row in rows if not kind or row.place.kind == kind]
    fetched = Counter(one.shop_id for one in reads.ask(pulls.addresses))
    first = tables.start(len(rows), "shops", PAGE)
    with st.container(gap=None):
        for row in rows[first : first + PAGE]:
            with st.container(border=True):
                _row(visit, row, fetched[row.id])
    tables.pager(len(rows), "shops", PAGE)


def add(visit: Visit, member: UUID | None) -> None:
    """A new shop or account (coordinator)."""
    if not catalogue.may_change(visit):
        return
    names = {place.code: place.name for place in catalogue.places(visit)}
    wanted = (
        Field("marketplace", N_("Where"), fields.CHOICE, names, hint=N_("Choose where"), needed=True),
        Field("handle", N_("Name in the address"), most=80, hint=N_("For example: batikayu"), needed=True),
        Field("business_id", N_("Whose it is"), fields.CHOICE, catalogue.owners(visit), hint=N_("Type to search")),
        Field("name", N_("Name that buyers see"), most=120), Field("url", N_("Link"), most=300, hint=N_("It starts with https://")),
        Field("opened_on", N_("Open since"), fields.DAY),
    )

    def make(typed: dict[str, Any]) -> Outcome[UUID]:
        return page.action(services.add_shop, now=visit.now, **typed)

    start = {"business_id": member}
    if fields.create("new_shop", wanted, start, make, label=_("Add a shop"), icon=":material/add_business:", primary=True):
        page.say(_("The shop is saved. Its files find it from now on."))
        st.rerun()


def _row(visit: Visit, row: ShopRow, fetched: int) -> None:
    place, owner, inside, links = st.columns([3, 3, 3, 3], vertical_alignment="center")
    closed = f" :gray-badge[{_('closed since {day}', day=formats.day(row.closed_on))}]" if row.closed_on else ""
    place.markdown(f"**{row.place.name}** · {esc(row.handle)}{closed}")
    owner.markdown(_("The association together") if row.collective else esc(row.owner) or _("Owner not known yet"))
    listed = ngettext("{count} product", "{count} products", row.listings, count=formats.count(row.listings))
    unknown = f" :orange-badge[{_('{count} not known yet', count=formats.count(row.unmatched))}]" if row.unmatched else ""
    # A social account shows products without listing them: that it has none is nothing to mend.
    inside.markdown(listed + unknown if row.listings else "" if row.place.kind == "social" else _("no products yet"))
    with links:
        if fetched:
            st.page_link(menu.BY_ID["import_files"].file, icon=":material/link:",
                         label=ngettext("{count} automatic link", "{count} automatic links", fetched))
        change = catalogue.may_change(visit) and not _open(row)
        if change and st.button(_("Change"), icon=":material/edit:", key=f"open_shop_{row.id}"):
            fields.open_form(f"shop_{row.id}")
    if catalogue.may_change(visit) and _open(row):
        with st.container(horizontal=fields.is_open(f"shop_{row.id}")):
            _change(visit, row)


def _open(row: ShopRow) -> bool:
    keys = (f"shop_{row.id}", f"shop_edit_{row.id}", f"shop_owner_{row.id}", f"shop_close_{row.id}")
    return any(fields.is_open(key) or fields.clashed(key) for key in keys)


def _change(visit: Visit, row: ShopRow) -> None:
    """What can be done with one shop: its details, its owner, closing or opening it."""
    details = (
        Field("handle", N_("Name in the address"), most=80, needed=True), Field("name", N_("Name that buyers see"), most=120),
        Field("url", N_("Link"), most=300), Field("opened_on", N_("Open since"), fields.DAY),
    )
    values = {name: getattr(row, name) for name in ("handle", "name", "url", "opened_on")}
    fields.edit(visit, f"shop_edit_{row.id}", details, row.version, values, lambda version, changes: page.action(
        services.edit_shop, shop_id=row.id, version=version, changes=changes, now=visit.now,
    ), label=_("Change details"))
    owner = (
        Field("business_id", N_("Whose it is"), fields.CHOICE, catalogue.owners(visit)),
        Field("since", N_("Since"), fields.DAY, needed=True),
    )
    start = {"business_id": row.owner_id, "since": visit.today}
    if fields.create(f"shop_owner_{row.id}", owner, start, lambda typed: page.action(
        services.set_owner, shop_id=row.id, now=visit.now, **typed,
    ), label=_("Another owner"), icon=":material/swap_horiz:"):
        page.say(_("The owner is saved. Sales before that day stay with the owner before."))
        st.rerun()
    _close(visit, row)
    if st.button(_("Close"), key=f"done_{row.id}"):
        fields.close()
        st.rerun()


def _close(visit: Visit, row: ShopRow) -> None:
    if row.closed_on:
        if st.button(_("Open this shop again"), key=f"reopen_{row.id}", icon=":material/lock_open:") and page.action(
            services.close_shop, shop_id=row.id, version=row.version, on=None, now=visit.now
        ):
            page.say(_("The shop is open again."))
            st.rerun()
        return
    day = (Field("on", N_("Closed on"), fields.DAY, needed=True),)
    if fields.create(f"shop_close_{row.id}", day, {"on": visit.today}, lambda typed: page.action(
        services.close_shop, shop_id=row.id, version=row.version, on=typed["on"], now=visit.now,
    ), label=_("Close this shop"), icon=":material/lock:"):
        page.say(_("The shop is closed. Its past sales stay."))
        st.rerun()
