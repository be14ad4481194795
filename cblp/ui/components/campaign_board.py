"""Who takes part: invitations, who is ready and what the others lack, each with a letter; and one member's part in full."""

from __future__ import annotations

from typing import Final
from uuid import UUID

import streamlit as st

from cblp.campaigns import states
from cblp.campaigns.reports import campaigns as reports
from cblp.campaigns.reports.campaigns import Detail, Invitation, OwnListing, Participant
from cblp.campaigns.rules import readiness
from cblp.campaigns.services import joining
from cblp.i18n import N_, _, formats, ngettext
from cblp.people import rules_register
from cblp.people.reports.register import BusinessRow
from cblp.ui import page, reads
from cblp.ui.components import (
    address,
    campaign_join,
    campaign_missing,
    campaign_words,
    campaigns,
    figures,
    frame,
    letters,
    members,
    tables,
)
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

READY, LACKING, SILENT, OUT, ALL = "ready", "lacking", "silent", "out", "all"
VIEWS: Final = {
    ALL: N_("All: {count}"), READY: N_("Ready: {count}"), LACKING: N_("Not ready: {count}"), SILENT: N_("Not answered: {count}"),
    OUT: N_("Not taking part: {count}"),
}
PAGE: Final = 12
HINTS: Final = 2
LONGEST: Final = 40
"""Characters of a product's name in a letter."""


def show(visit: Visit, campaign: Detail) -> None:
    """The sentence, invitations, and the board; or one member's part."""
    board: list[Participant] = reads.ask(reports.board, campaign_id=campaign.row.id, today=visit.today)
    code = st.query_params.get(members.OPENED, "")
    opened = next((one for one in board if one.code == code), None)
    if opened:
        _member(visit, campaign, opened)
        return
    figures.sentence(_sentence(campaign, board))
    if campaign.row.answer_by and campaign.row.joinable:
        st.caption(_("Members answer until {day}. Afterwards the coordinator writes answers down.",
                     day=formats.full_day(campaign.row.answer_by)))
    if campaigns.may_plan(visit) and campaign.row.joinable:
        _invite(visit, campaign, board)
    if not board:
        frame.empty(_("Nobody is invited yet. Who takes part, at which price and what is missing stands here."))
        return
    if campaign.row.joinable and visit.today <= campaign.row.ends_on:
        letters.remind(visit, "", _call(visit, campaign), key=f"call_{campaign.row.id.hex}", label=_("Text for the WA group"),
                              told=_("Choose the group in WA. It is sent only when you press send there."))
    _listed(visit, campaign, board)


def _sentence(campaign: Detail, board: list[Participant]) -> str:
    joined, ready = sum(one.state == states.JOINED for one in board), sum(one.ready for one in board)
    said = campaigns.taking_part(campaign.row)
    if not joined:
        return f"{said}."
    return _("{said}. {ready} of {joined} are ready.", said=said, ready=formats.count(ready), joined=formats.count(joined))


# -- inviting ----------------------------------------------------------------------------------------------------------


def _invite(visit: Visit, campaign: Detail, board: list[Participant]) -> None:
    there = {one.business_id for one in board}
    rows = [row for row in members.everybody(visit) if row.status == rules_register.ACTIVE and row.id not in there]
    if not rows:
        return
    names = {row.id: f"{row.name} ({row.code})" for row in rows}
    with st.container(border=True):
        st.markdown(ngettext("{count} active member is not invited yet.", "{count} active members are not invited yet.", len(rows),
                             count=formats.count(len(rows))))
        left, right = st.columns([3, 1], vertical_alignment="bottom")
        chosen = left.multiselect(_("Invite only some"), list(names), format_func=names.__getitem__, select_all=False,
                                  placeholder=_("All who are not invited yet"), key=f"invite_{campaign.row.id}")
        asked = chosen or list(names)
        label = ngettext("Invite {count} member", "Invite {count} members", len(asked), count=formats.count(len(asked)))
        if right.button(label, type="primary", icon=":material/group_add:", key="invite", width="stretch") and _invited(campaign, asked):
            page.say(_("The invitations stand on the members' phones now. Tell them by WhatsApp, too."))
            st.rerun()


def _invited(campaign: Detail, asked: list[UUID]) -> bool:
    return bool(page.action(joining.invite, campaign_id=campaign.row.id, businesses=asked))


# -- the board ---------------------------------------------------------------------------------------------------------


def _listed(visit: Visit, campaign: Detail, board: list[Participant]) -> None:
    views = {ALL: board} | {view: [one for one in board if _view(one) == view] for view in (READY, LACKING, SILENT, OUT)}
    names = {view: _(VIEWS[view], count=formats.count(len(some))) for view, some in views.items() if some}
    view = st.pills(_("Show"), list(names), default=ALL, required=True, format_func=names.__getitem__,
                    key=f"board_view_{campaign.row.id}", label_visibility="collapsed") or ALL
    some = views.get(view, board)
    people = {row.id: row for row in members.everybody(visit)}
    first = tables.start(len(some), "board", PAGE)
    for one in some[first : first + PAGE]:
        _row(visit, campaign, one, people.get(one.business_id))
    tables.pager(len(some), "board", PAGE)


def _view(one: Participant) -> str:
    if one.state == states.JOINED:
        return READY if one.ready else LACKING
    return SILENT if one.state == states.INVITED else OUT


def _row(visit: Visit, campaign: Detail, one: Participant, who: BusinessRow | None) -> None:
    with st.container(border=True):
        name, offer, act = st.columns([3, 5, 2], vertical_alignment="center")
        with name, st.container(gap=None):
            if st.button(f"**{esc(one.name)}**", key=f"part_{one.code}", type="tertiary", icon=":material/chevron_right:"):
                st.query_params[members.OPENED] = one.code
                st.rerun()
            st.markdown(_badge(one))
        offer.markdown("  \n".join(_lines(one)))
        text = _letter(visit, campaign, one, who)
        if text:
            with act:
                letters.remind(visit, who.phone if who else "", text, key=f"remind_{one.business_id.hex}",
                                      label=_("Ask by WA") if one.state == states.INVITED else "")


def _badge(one: Participant) -> str:
    if one.state == states.JOINED:
        return f":green-badge[:material/check: {_('ready')}]" if one.ready else f":orange-badge[{_('not ready')}]"
    return f":gray-badge[{_(campaign_words.PARTS[one.state])}]"


def _lines(one: Participant) -> list[str]:
    """What the member offers and lacks, or why they stay out."""
    if one.state in {states.DECLINED, states.WITHDREW}:
        return [esc(one.reason) or _("No reason is written down.")]
    lines = [_offer(one.taking)] if one.state == states.JOINED else []
    lacks = campaign_missing.of_participant(one)
    lines += [f"**{esc(lack.names)}**: {_(lack.point.sentence)}" for lack in lacks[:HINTS]]
    if len(lacks) > HINTS:
        more = len(lacks) - HINTS
        lines.append(ngettext("and {count} more thing", "and {count} more things", more, count=formats.count(more)))
    if not lines:
        lines.append(_("Nothing stands in the way of joining.") if one.listings else _("Has no product in a shop that fits."))
    return lines


def _offer(taking: tuple[OwnListing, ...]) -> str:
    """``4 produk, harga promo Rp40.500 sampai Rp52.000, stok disiapkan 24``."""
    prices = sorted(own.price for own in taking if own.price is not None)
    pieces = sum(own.promised_stock or 0 for own in taking)
    different = len({own.name for own in taking})
    products = ngettext("{count} product", "{count} products", different, count=formats.count(different))
    if not prices:
        return products
    price = formats.money(prices[0]) if prices[0] == prices[-1] else _(
        "{lowest} to {highest}", lowest=formats.money(prices[0]), highest=formats.money(prices[-1]))
    return _("{products}, {price}, {pieces} kept ready", products=products, price=price, pieces=formats.count(pieces))


def _letter(visit: Visit, campaign: Detail, one: Participant, who: BusinessRow | None) -> str:
    """What to write to this member: an answer is asked for, or the first thing that is missing; "" where nothing is to be said."""
    row = campaign.row
    if not row.joinable or visit.today > row.ends_on:
        return ""
    if one.state not in {states.INVITED, states.JOINED}:
        return ""
    with letters.to(visit, one.business_id):
        opening = letters.opening(who.address_form if who else "", who.owner if who else "", one.name)
        link = letters.address("activities")
        if one.state == states.INVITED:
            return letters.write(
                visit, "campaign_invited", who=opening, name=row.name, days=campaign_words.days(row.starts_on, row.ends_on),
                until=_until(visit, campaign), link=link,
            )
        if lacks := campaign_missing.of_participant(one):
            return letters.write(
                visit, "campaign_missing", who=opening, product=_cut(lacks[0].names), name=row.name, sentence=_(lacks[0].point.sentence),
                until=formats.full_day(max(visit.today, row.starts_on)), link=link,
            )
    return ""


def _call(visit: Visit, campaign: Detail) -> str:
    """What to write to everybody at once: what it is, what it costs, until when, where."""
    row = campaign.row
    return letters.write(
        visit, "campaign_call", name=row.name, days=campaign_words.days(row.starts_on, row.ends_on), terms=campaign_join.terms(row),
        until=_until(visit, campaign), link=letters.address("activities"),
    )


def _until(visit: Visit, campaign: Detail) -> str:
    """The day until which an answer is asked for, never one that is past."""
    row = campaign.row
    return formats.full_day(max(visit.today, min(row.answer_by or row.starts_on, row.ends_on)))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


# -- one member --------------------------------------------------------------------------------------------------------


def _member(visit: Visit, campaign: Detail, one: Participant) -> None:
    if st.button(_("All who take part"), icon=":material/arrow_back:", type="tertiary", key="board_back"):
        address.leave(members.OPENED)
    st.markdown(f"#### {esc(one.name)} {_badge(one)}")
    told = [_("Invited on {day}", day=formats.day(visit.actor.day(one.invited_at)))]
    if one.joined_at:
        told.append(_("joined on {day}", day=formats.day(visit.actor.day(one.joined_at))))
    if one.left_at:
        told.append(_("left on {day}", day=formats.day(visit.actor.day(one.left_at))))
    st.caption(", ".join(told) + (f". {esc(one.reason)}" if one.reason else ""))
    if one.taking:
        _table(one.taking)
    if not campaigns.may_plan(visit) or not campaign.row.joinable:
        return
    asked: list[Invitation] = reads.ask(reports.invitations, business_id=one.business_id)
    invitation = next(each for each in asked if each.row.id == campaign.row.id)
    st.caption(_("What follows is what this member sees on the phone. What you press is written down as done for them."))
    left, _right = st.columns([3, 2])
    with left:
        campaign_join.show(visit, invitation, one.business_id)


def _table(taking: tuple[OwnListing, ...]) -> None:
    tables.show(
        [_("Product"), _("Shop"), tables.Number(_("Usual price")), tables.Number(_("Lowest price")), tables.Number(_("Campaign price")),
         tables.Number(_("Stock")), tables.Number(_("Kept ready")), _("What is missing")],
        [(own.name, campaign_missing.where(own), formats.money(own.listing.price),
          formats.money(own.lowest), formats.money(own.price), formats.count(own.stock), formats.count(own.promised_stock),
          " ".join(_(readiness.POINTS[code].sentence) for code in own.missing) or "✓") for own in taking],
        key="member_offers", size=20,
    )

