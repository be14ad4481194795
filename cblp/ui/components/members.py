"""The register: the sentence, the list with its search, a new member, and businesses that may be one."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Final
from uuid import UUID

import streamlit as st

from cblp.catalogue import reports as catalogue
from cblp.db.actor import COORDINATOR
from cblp.i18n import N_, _, formats, ngettext
from cblp.people import rules_register as rules
from cblp.people.reports import register
from cblp.people.reports.register import BusinessRow, LicenceRow, Profile
from cblp.people.services import register as services
from cblp.ui import page, reads
from cblp.ui.components import address, fields, frame, members_words, tables
from cblp.ui.components.fields import Field
from cblp.ui.components.frame import esc
from cblp.ui.page import Outcome, Visit

OPENED: Final = "usaha"
"""The query parameter with the code of the business that is open."""
ACTIVE, DUE, HELP, OTHERS, ALL = "active", "due", "help", "others", "all"
VIEWS: Final = {
    ACTIVE: N_("Active: {count}"), DUE: N_("Licence ends: {count}"), HELP: N_("Needs help: {count}"),
    OTHERS: N_("Not active: {count}"), ALL: N_("All: {count}"),
}
PAGE: Final = 25


def opened(visit: Visit) -> Profile | None:
    """The business that the address names by its code; a code that nobody has is said and forgotten."""
    found = address.find(OPENED, lambda: everybody(visit), lambda row: row.code, N_("There is no member with the code {name}."))
    profile: Profile | None = reads.ask(register.business, business_id=found.id, today=visit.today) if found else None
    return profile


def open_one(code: str) -> None:
    """Open a business: its code stands in the address, so that the page can be shared."""
    address.open_one(OPENED, code)


def everybody(visit: Visit) -> list[BusinessRow]:
    """Every business of the register."""
    found: list[BusinessRow] = reads.ask(register.businesses, today=visit.today)
    return found


def is_empty(visit: Visit) -> bool:
    """Nobody is in the register yet."""
    return not everybody(visit)


def nobody_yet() -> None:
    """The empty register."""
    frame.empty(_("No members yet. They stand here with their shops and licences once you add them."))


def sentence(visit: Visit) -> None:
    """``24 anggota aktif, 3 izin usaha berakhir dalam 90 hari.``"""
    active = reads.ask(register.counts, today=visit.today).get(rules.ACTIVE, 0)
    due: list[LicenceRow] = reads.ask(register.licences, today=visit.today, due=True)
    over = sum(row.due == 0 for row in due)
    soon = len(due) - over
    members = ngettext("{count} active member", "{count} active members", active, count=formats.count(active))
    said = [ngettext(
        "{members}, {count} licence ends within 90 days.", "{members}, {count} licences end within 90 days.", soon,
        members=members, count=formats.count(soon),
    )]
    if over:
        said.append(ngettext("{count} licence has ended.", "{count} licences have ended.", over, count=formats.count(over)))
    st.markdown(f"#### {' '.join(said)}")


def listed(visit: Visit) -> None:
    """Search, filters and the list; a name opens its business."""
    rows = everybody(visit)
    places = {members_words.regency_of(row.area_code): row.area for row in rows if row.area_code}
    search, kind, place = st.columns([2, 1, 1])
    text = search.text_input(_("Search"), key="cari", type="search", live=True, icon=":material/search:",
                             placeholder=_("Name, owner, code or phone number"), bind="query-params")
    names = members_words.sectors()
    sector = kind.selectbox(_("Kind of business"), [s for s in names if any(row.sector == s for row in rows)], index=None,
                            format_func=names.__getitem__, placeholder=_("All kinds"), key="members_kind")
    area = place.selectbox(_("Regency/city"), sorted(places, key=lambda code: places[code]), index=None,
                           format_func=places.__getitem__, placeholder=_("All places"), key="members_place")
    if text or sector or area:
        rows = reads.ask(register.businesses, today=visit.today, text=text or "", sector=sector or "", area=area or "")
    views = _views(rows)
    view = st.pills(_("Show"), list(views), default=ACTIVE if views[ACTIVE] else ALL, required=True, key="members_view",
                    format_func=lambda v: _(VIEWS[v], count=formats.count(len(views[v]))), label_visibility="collapsed")
    chosen = views[view or ALL]
    if not chosen:
        st.info(_("Nobody fits this choice. Choose less."))
        return
    first = tables.start(len(chosen), "members", PAGE)
    shops = Counter(shop.owner_id for shop in reads.ask(catalogue.shops, today=visit.today))
    licences = _licences(visit)
    with st.container(gap=None):
        for row in chosen[first : first + PAGE]:
            _row(row, shops[row.id], licences[row.id])
    tables.pager(len(chosen), "members", PAGE)


def add(visit: Visit) -> None:
    """A new member (coordinator): business, owner and since when; the rest can follow."""
    if visit.actor.role != COORDINATOR:
        return
    wanted = (
        Field("business", N_("Business name"), most=120, needed=True),
        *members_words.person_fields(),
        Field("sector", N_("Kind of business"), fields.CHOICE, members_words.sectors()),
        Field("area_code", N_("Regency/city"), fields.CHOICE, members_words.regencies(), hint=N_("Type to search")),
        Field("status", N_("Membership"), fields.CHOICE, {s: members_words.status(s) for s in (rules.ACTIVE, rules.APPLIED)}),
        Field("since", N_("Since"), fields.DAY),
    )

    def make(typed: dict[str, object]) -> Outcome[UUID]:
        owner = {"name": typed["name"] or "", "address_form": typed["address_form"] or "", "phone": typed["phone"] or ""}
        return page.action(
            services.add_business, name=typed["business"], owner=owner if any(owner.values()) else None, status=typed["status"],
            since=typed["since"] or visit.today, details={"sector": typed["sector"], "area_code": typed["area_code"] or ""},
            now=visit.now,
        )

    start = {"address_form": "", "sector": "other", "status": rules.ACTIVE, "since": visit.today}
    made = fields.create("new_member", wanted, start, make, label=_("Add a member"), icon=":material/person_add:", primary=True)
    if made:
        profile: Profile = reads.ask(register.business, business_id=made.value, today=visit.today)
        page.say(_("{name} is in the register with the code {code}.", name=esc(profile.name), code=esc(profile.fields["code"])))
        open_one(profile.fields["code"])


def alike(visit: Visit) -> None:
    """Businesses that may be one and the same, to look at."""
    pairs = reads.ask(register.duplicates)
    if not pairs:
        return
    said = ngettext("{count} pair may be the same business", "{count} pairs may be the same business", len(pairs))
    with st.expander(said, icon=":material/content_copy:"):
        for number, pair in enumerate(pairs):
            why = _("Same phone number") if pair.reason == rules.SAME_PHONE else _("Nearly the same name")
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"{why}:", width="content")
                for _id, code, name in (pair.first, pair.second):
                    if st.button(f"{esc(name)} ({esc(code)})", key=f"alike_{number}_{code}", type="tertiary"):
                        open_one(code)


def _views(rows: list[BusinessRow]) -> dict[str, list[BusinessRow]]:
    """The rows of each view; a view that nobody is in is left out, but for the active and all."""
    found = {
        ACTIVE: [row for row in rows if row.status == rules.ACTIVE],
        DUE: [row for row in rows if row.licence_due is not None],
        HELP: [row for row in rows if row.needs_help],
        OTHERS: [row for row in rows if row.status != rules.ACTIVE],
        ALL: rows,
    }
    return {view: rows for view, rows in found.items() if rows or view in (ACTIVE, ALL)}


def _licences(visit: Visit) -> dict[UUID, list[LicenceRow]]:
    found: dict[UUID, list[LicenceRow]] = defaultdict(list)
    for row in reads.ask(register.licences, today=visit.today):
        found[row.business_id].append(row)
    return found


def _row(row: BusinessRow, shops: int, licences: list[LicenceRow]) -> None:
    with st.container(border=True):
        name, about, papers = st.columns([3, 4, 4], vertical_alignment="center")
        if name.button(f"**{esc(row.name)}**", key=f"member_{row.code}", type="tertiary", icon=":material/chevron_right:"):
            open_one(row.code)
        sold = ngettext("{count} shop", "{count} shops", shops) if shops else _("no shop yet")
        person = " · ".join(esc(part) for part in (row.owner or _("Owner not known yet"), row.area) if part)
        about.markdown(f"{person}  \n{esc(members_words.sectors()[row.sector])} · {sold}")
        held = ", ".join(members_words.licence(kind) for kind in dict.fromkeys(one.kind for one in licences))
        marks = [held or _("no licence yet")]
        if row.licence_due is not None:
            colour = "red" if row.licence_due == 0 else "orange"
            marks.append(f":{colour}-badge[:material/event: {members_words.due(row.licence_due)}]")
        if row.needs_help:
            marks.append(f":violet-badge[:material/volunteer_activism: {_('needs help')}]")
        if row.status != rules.ACTIVE:
            marks.append(f":{members_words.STATUS_COLOURS.get(row.status, 'gray')}-badge[{members_words.status(row.status)}]")
        papers.markdown(" ".join(marks))
