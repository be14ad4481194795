"""Who needs help: members without a file yet, with links that cannot be opened or products out of stock, each with a reminder.

Names stand here only, for the people who can help; nothing of this is shown to other members.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import streamlit as st

from cblp.catalogue import reports as catalogue
from cblp.days import Span
from cblp.i18n import _, formats, ngettext
from cblp.intake.reports import Coverage
from cblp.people.reports import register
from cblp.ui import page, reads
from cblp.ui.components import letters
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

SHOWN = 5
DAYS_TO_ACT = timedelta(3)
LONGEST = 40
"""Characters of a product's name in a reminder, so that the whole stays short enough to be read."""


@dataclass
class Need:
    """What one member needs: (marketplace) of shops without a file, links that cannot be opened, products out of stock."""

    business: UUID
    name: str
    no_file: list[str] = field(default_factory=list)
    since: str = ""
    dead: list[str] = field(default_factory=list)
    out: list[str] = field(default_factory=list)

    @property
    def weight(self) -> tuple[int, int, int]:
        """What is most pressing comes first: no file hides everything else."""
        return -len(self.no_file), -len(self.dead), -len(self.out)


def ask(visit: Visit, covered: Coverage) -> list[Need]:
    """The members that need something, the most pressing first."""
    found: dict[UUID, Need] = {}
    lacking = {shop.shop_id: shop for shop in covered.each if not shop.covered}
    for shop in reads.ask(catalogue.shops, today=visit.today):
        if shop.id in lacking and shop.owner_id:
            need = found.setdefault(shop.owner_id, Need(shop.owner_id, shop.owner))
            need.no_file.append(shop.place.name)
            last = lacking[shop.id].last_day
            need.since = max(need.since, last.isoformat() if last else "")
    for one in reads.ask(catalogue.needs, today=visit.today):
        if one.business_id and (one.dead_links or one.out_of_stock):
            need = found.setdefault(one.business_id, Need(one.business_id, one.business))
            need.dead, need.out = [row.title or row.sku for row in one.dead_links], list(one.out_of_stock)
    return sorted(found.values(), key=lambda need: (need.weight, need.name))


@page.fragment
def show(visit: Visit, needs: list[Need], span: Span) -> None:
    """The first few, and the others when asked for."""
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{_('Who needs help')}** · " + ngettext(
            "{count} member", "{count} members", len(needs), count=formats.count(len(needs)),
        ) if needs
                    else f"**{_('Who needs help')}**")
        if not needs:
            st.write(_("Nobody right now: every shop has its file, every link opens, and nothing is out of stock."))
            return
        people = {row.id: row for row in reads.ask(register.businesses, today=visit.today, limit=2000)}
        whole = len(needs) <= SHOWN + 1
        for need in needs if whole else needs[:SHOWN]:
            _row(visit, need, span, people.get(need.business))
        if not whole:
            with page.expander(_("See {count} more", count=formats.count(len(needs) - SHOWN)), key="home_needs_more") as more:
                for need in needs[SHOWN:] if more.open else []:
                    _row(visit, need, span, people.get(need.business))


def _row(visit: Visit, need: Need, span: Span, who: register.BusinessRow | None) -> None:
    with st.container(horizontal=True, vertical_alignment="center", wrap=False):
        st.markdown("  \n".join([f"**{esc(need.name)}**", *facts(need, span)]), width="stretch")
        letters.remind(visit, who.phone if who else "", message(visit, need, span, who), key=f"remind_{need.business.hex}")


def facts(need: Need, span: Span) -> list[str]:
    """What the member needs, each in one line."""
    lines = []
    if need.no_file:
        places = esc(", ".join(need.no_file))
        lines.append(_("no file for {month}: {places}", month=formats.month_name(span.first), places=places))
    if need.dead:
        dead = len(need.dead)
        lines.append(ngettext("{count} link does not open", "{count} links do not open", dead, count=formats.count(dead)))
    if need.out:
        more = "" if len(need.out) == 1 else " " + _("and {count} more", count=formats.count(len(need.out) - 1))
        lines.append(_("out of stock: {product}", product=esc(_cut(need.out[0]))) + more)
    return lines


def message(visit: Visit, need: Need, span: Span, who: register.BusinessRow | None) -> str:
    """A letter from a person: address, one fact, one request with a day, a link, thanks and who writes."""
    with letters.to(visit, need.business):
        opening = letters.opening(who.address_form if who else "", who.owner if who else "", need.name)
        link = letters.address("my_shop")
        until = formats.full_day(visit.today + DAYS_TO_ACT)
        if need.no_file:
            return letters.write(
                visit, "file_missing", who=opening, place=", ".join(need.no_file), month=formats.month_name(span.first), until=until,
            )
        if need.dead:
            return letters.write(visit, "link_dead", who=opening, product=_cut(need.dead[0]), until=until, link=link)
        return letters.write(visit, "stock_out", who=opening, product=_cut(need.out[0]), until=until, link=link)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
