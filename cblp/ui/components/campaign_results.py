"""What a campaign brought: against those who did not take part, per member and product, its hashtags, its money."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final
from uuid import UUID

import streamlit as st

from cblp import charts
from cblp.campaigns.reports import bases
from cblp.campaigns.reports import campaigns as reports
from cblp.campaigns.reports.bases import Difference
from cblp.campaigns.reports.campaigns import Detail, EffectReport, Results, Tag
from cblp.campaigns.rules import effect as rules
from cblp.charts import Bar
from cblp.days import Span
from cblp.documents.tables import Column, Table
from cblp.i18n import N_, _, formats, ngettext
from cblp.reach.metrics import figure
from cblp.sharing.reports import ledger
from cblp.sharing.rules import books
from cblp.ui import menu, page, reads
from cblp.ui.components import campaign_words, coverage, figures, filters, members
from cblp.ui.components import charts as blocks
from cblp.ui.page import Visit

BEST: Final = 8
FIGURES: Final = {"sales": N_("Sales"), "net": N_("Income"), "minutes": N_("Confirmed hours"), "points": N_("Points of duties")}
TOLD: Final = ("posts", "reach", "views", "interactions")


def show(visit: Visit, campaign: Detail) -> None:
    """The effect first, then who sold what, reach, money, and what changed since the figures were fixed."""
    found: Results = reads.ask(reports.results, campaign_id=campaign.row.id)
    _effect(visit, campaign, found)
    if found.total.orders:
        _products(campaign, found)
        _members(visit, campaign, found)
    left, right = st.columns(2)
    with left.container(border=True, height="stretch"):
        _reach(campaign)
    with right.container(border=True, height="stretch"):
        _money(campaign)
    _late(visit, campaign)


# -- against the others ------------------------------------------------------------------------------------------------


def _effect(visit: Visit, campaign: Detail, found: Results) -> None:
    told: EffectReport = reads.ask(reports.effect, campaign_id=campaign.row.id, today=visit.today)
    effect = told.effect
    if effect is None:
        figures.sentence(_("{sold} sold in {orders} orders so far.", sold=formats.headline(found.total.sales),
                           orders=formats.count(found.total.orders)))
        st.caption(_("How it compares with those who do not take part stands here after its last day."))
        return
    figures.sentence(said(effect))
    span = Span(campaign.row.starts_on, campaign.row.ends_on)
    coverage.line(coverage.words(coverage.of(visit, filters.Asked(span))), _("Fees are not taken off."))
    if effect.value is not None:
        st.markdown(sure(effect))
    (mine_before, mine), (theirs_before, theirs) = told.sums
    if told.base:
        figures.cards([
            figures.Card(ngettext(
                "Who took part: {count} business", "Who took part: {count} businesses",
                effect.participants, count=formats.count(effect.participants),
            ), formats.headline(mine),
                         *figures.moved(mine, mine_before, _("the days before")), note=_("all their sales in these days")),
            figures.Card(ngettext(
                "Who did not: {count} business", "Who did not: {count} businesses", effect.others, count=formats.count(effect.others),
            ), formats.headline(theirs),
                         *figures.moved(theirs, theirs_before, _("the days before")), note=_("all their sales in these days")),
            figures.Card(_("Sales of the joint promotion"), formats.headline(found.total.sales),
                         note=_("{orders} orders of products that took part", orders=formats.count(found.total.orders))),
        ])
        with st.expander(_("How it is calculated"), icon=":material/help:"):
            st.write(_("The sales of those who took part, in these days against {count} earlier days of the same weekdays, "
                       "divided by the same for the others.", count=formats.count(len(told.base))))
            st.write(_("Compared are {first} to {last}, without days of another joint promotion.", first=formats.day(told.base[0]),
                       last=formats.day(told.base[-1])))
            st.write(_("The range comes from drawing the businesses 2,000 times anew: 90 of 100 draws lie inside it."))


def said(effect: rules.Effect) -> str:
    """The effect in one sentence, or why there is no number."""
    if effect.value is None:
        return _(WHY[effect.why], participants=formats.count(effect.participants), others=formats.count(effect.others))
    if effect.value == 0:
        return _("Who took part sold as much as before, seen beside those who did not.")
    share = formats.percent(abs(effect.value), 0)
    if proven(effect):
        return _("Who took part sold {share} more than expected from the others.", share=share) if effect.value > 0 else _(
            "Who took part sold {share} less than expected from the others.", share=share)
    return _("Not proven: who took part sold {share} more than expected from the others.", share=share) if effect.value > 0 else _(
        "Not proven: who took part sold {share} less than expected from the others.", share=share)


def proven(effect: rules.Effect) -> bool:
    """The whole interval lies on one side of nothing."""
    return (effect.low or 0) > 0 or (effect.high or 0) < 0


WHY: Final = {
    rules.FEW_PARTICIPANTS: N_("Not enough data yet: only {participants} businesses took part throughout. It takes at least 5."),
    rules.FEW_OTHERS: N_("Not enough data yet: only {others} businesses did not take part. It takes at least 5 to compare."),
    rules.NO_BASE: N_("Not enough data yet: there are no sales in the days before to compare with."),
    rules.UNSTEADY: N_("Not enough data yet: nearly all sales are of one business."),
}


def sure(effect: rules.Effect) -> str:
    """Between what the effect very likely lies; "" without a number."""
    if effect.low is None or effect.high is None:
        return ""
    span = {"low": _signed(effect.low), "high": _signed(effect.high)}
    if proven(effect):
        return _("It very likely lies between {low} and {high}.", **span)
    return _("It very likely lies between {low} and {high}: it may have helped, or not.", **span)


def _signed(value: float) -> str:
    rounded = Fraction(value).limit_denominator(10**6)
    return formats.change(rounded) or formats.percent(rounded, 0)


# -- who sold what -----------------------------------------------------------------------------------------------------


def _products(campaign: Detail, found: Results) -> None:
    with st.container(border=True):
        best = [one for one in found.products if one.product_id][:BEST]
        title = _("Best products, sales in rupiah")
        bars = [Bar(one.name, one.measures.sales, one.product_id,
                    _("{sold} of {promised} pieces kept ready", sold=formats.count(one.measures.quantity),
                      promised=formats.count(one.promised))) for one in best]
        left, right = st.columns(2, gap="medium")
        with left:
            blocks.draw(charts.bars(bars, unit="rupiah", tone=charts.colour("", 0)), f"best_{campaign.row.id}", title)
        rows = Table(_("Products of {name}", name=campaign.row.name), [
            Column(N_("Product"), width=40), Column(N_("Sales"), "rupiah"), Column(N_("Sold"), "count"),
            Column(N_("Pieces kept ready"), "count"),
        ], [[one.name or _("Not known yet"), one.measures.sales, one.measures.quantity, one.promised] for one in found.products])
        with right:
            blocks.table(rows, key=f"products_{campaign.row.id}", size=BEST)
            blocks.offer(lambda: rows, key=f"products_{campaign.row.id}", name=f"produk-promo-{campaign.row.code}")


def _members(visit: Visit, campaign: Detail, found: Results) -> None:
    """What each member sold; for the office only, in the order of the register's codes: it ranks nobody."""
    with st.container(border=True):
        rows = Table(_("Members of {name}", name=campaign.row.name), [
            Column(N_("Code"), width=8), Column(N_("Member")), Column(N_("Orders"), "count"), Column(N_("Sales"), "rupiah"),
            Column(N_("Known fees"), "rupiah"), Column(N_("Income"), "rupiah"),
        ], [[one.code or None, one.name or _("Not known yet"), one.measures.orders, one.measures.sales,
             one.measures.fees_known if one.measures.settled_orders else None, one.measures.net]
            for one in sorted(found.members, key=lambda one: (one.business_id is None, one.code))])
        st.markdown(f"**{_('Result per member')}**")
        st.caption(_("Income stands where the fees of all orders are known: {known} of {orders} orders.",
                     known=formats.count(found.total.settled_orders), orders=formats.count(found.total.orders)))
        blocks.table(rows, key=f"members_{campaign.row.id}", size=12)
        blocks.offer(lambda: rows, key=f"members_{campaign.row.id}", name=f"anggota-promo-{campaign.row.code}")


# -- reach, money, and what came later ---------------------------------------------------------------------------------


def _reach(campaign: Detail) -> None:
    st.markdown(f"**{_('Reach of the hashtags')}**")
    tags: list[Tag] = reads.ask(reports.hashtags, campaign_id=campaign.row.id)
    if not tags:
        st.write(_("The plan has no hashtag. With one, posts can be counted here."))
        return
    if not any(tag.measures.posts for tag in tags):
        st.write(_("No post with these hashtags is known yet: {tags}.", tags=", ".join(f"\\#{tag.tag}" for tag in tags)))
        st.caption(_("Write one of them into a post. It counts here once the file of the account is in."))
        return
    rows = Table(_("Reach of the hashtags"), [
        Column(N_("Hashtag")), Column(N_("Posts"), "count"), Column(N_("Seen by"), "count"), Column(N_("Views"), "count"),
        Column(N_("Interactions"), "count"),
    ], [[f"#{tag.tag}", *(_number(figure(name, tag.measures)) if tag.measures.posts else None for name in TOLD)] for tag in tags])
    blocks.table(rows, key=f"tags_{campaign.row.id}", size=8)
    st.caption(_("A post with two hashtags counts in both lines."))


def _number(value: Fraction | int | None) -> int | None:
    return None if value is None else int(value)


@page.fragment
def _money(campaign: Detail) -> None:
    st.markdown(f"**{_('Its money')}**")
    pool: ledger.Pool = reads.ask(ledger.pool, books.pool_code(campaign.row.id))
    if not (pool.received or pool.spent or pool.still_owed or pool.balance):
        st.write(_("Nothing is in the cash book for it yet: no contribution, no sponsor, no cost."))
    else:
        for label, amount in (
            (_("Money that came in"), pool.received), (_("Costs"), pool.spent), (_("Contributions still to be paid"), pool.still_owed),
            (_("Money to share"), pool.balance),
        ):
            st.markdown(f"{label}: **{formats.money(amount)}**")
    st.page_link(menu.BY_ID["ledger"].file, label=_("Open the cash book"), icon=menu.BY_ID["ledger"].icon)


def _late(visit: Visit, campaign: Detail) -> None:
    late: list[Difference] = reads.ask(bases.differences, campaign_id=campaign.row.id)
    if not late:
        return
    names = {row.id: f"{row.name} ({row.code})" for row in members.everybody(visit)}
    with st.container(border=True):
        st.markdown(f"**{_('What changed since the figures were fixed')}**")
        st.caption(_("These differences are carried into the next money to share, if the members decide so."))
        rows = Table(_("Differences"), [Column(N_("Member")), Column(N_("Figure")), Column(N_("Fixed")), Column(N_("Now"))],
                     [_changed(one, names) for one in late])
        blocks.table(rows, key=f"late_{campaign.row.id}", size=10)
        blocks.offer(lambda: rows, key=f"late_{campaign.row.id}", name=f"selisih-promo-{campaign.row.code}")


def _changed(one: Difference, names: dict[UUID, str]) -> Sequence[str]:
    whose = names.get(one.business_id, "") if one.business_id else _("Not known yet")
    write = {"minutes": campaign_words.spent, "points": formats.count}.get(one.figure, formats.money)
    shown = [formats.UNKNOWN if value is None else write(value) for value in (one.frozen, one.now)]
    return [whose, _(FIGURES[one.figure]), *shown]
