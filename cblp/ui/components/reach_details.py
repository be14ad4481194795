"""More of the promotion, one part at a time: posts, lives, regularity, replies, WhatsApp, sales beside it, ratings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import streamlit as st

from cblp import charts
from cblp.charts import Dot
from cblp.documents.tables import Column, Table
from cblp.i18n import N_, _, formats
from cblp.reach import reports as reach
from cblp.reach.metrics import Visits, Whatsapp, figure
from cblp.reach.reports import Post
from cblp.sales import reports as sales
from cblp.ui import menu, page, reads
from cblp.ui.components import charts as blocks
from cblp.ui.components import filters, storefront_clicks
from cblp.ui.components.frame import esc
from cblp.ui.components.reach_groups import KINDS
from cblp.ui.components.reach_lead import Basis, weeks, without_lives
from cblp.ui.page import Visit

BEST = 30
POST = (Column(N_("Day"), "day", 13), Column(N_("Channel"), width=14), Column(N_("Account")),
        Column(N_("Kind of content"), width=14), Column(N_("Title"), width=50))


@page.fragment
def show(visit: Visit, base: Basis) -> None:
    """The part that is chosen; the others are not asked for."""
    parts: dict[str, tuple[str, Callable[[Visit, Basis], None]]] = {
        "postingan": (_("Best posts"), _best),
        "live": (_("Live and video"), _lives),
        "rutin": (_("Regularity"), _regularity),
        "balas": (_("Time to answer"), _replies),
        "wa": (_("WhatsApp"), _whatsapp),
        "penjualan": (_("Beside sales"), _beside_sales),
        "bintang": (_("Ratings"), _ratings),
        "etalase": (_("Storefront"), storefront_clicks.show),
    }
    with st.container(border=True):
        chosen = filters.one_of("reach", "rinci", _("More"), {name: label for name, (label, _part) in parts.items()})
        parts[chosen][1](visit, base)


def _best(_visit: Visit, base: Basis) -> None:
    found = reads.ask(reach.best_posts, selection=without_lives(base.selection), limit=BEST)
    columns = [*POST, Column(N_("Reach"), "count"), Column(N_("Views"), "count"), Column(N_("Interactions"), "count")]
    rows = [[*_post(p), p.reach, p.views, p.interactions] for p in found]
    made = Table(_("Posts with most interactions, lives left out, {days}", days=base.asked.days), columns, rows, base.note)
    _table(made, "reach_best", "postingan-terbaik")


def _lives(_visit: Visit, base: Basis) -> None:
    chosen = replace(base.selection, kinds=frozenset({"live", "video"}))
    groups = {group.key: group.measures for group in reads.ask(reach.grouped, by="kind", selection=chosen)}
    if not groups:
        st.write(_("No live and no video in these days. They stand here once their files are in."))
        return
    told = []
    for kind, measures in groups.items():
        sold = _(", {orders} orders, {sales}", orders=formats.count(measures.orders),
                 sales=formats.headline(measures.sales)) if measures.orders else ""
        told.append(_("{kind}: {count}, {views} views", kind=_(KINDS[kind]), count=formats.count(measures.posts),
                      views=formats.count(figure("views", measures))) + sold)
    st.markdown(f"**{'. '.join(told)}.**")
    found = reads.ask(reach.best_posts, selection=chosen, by="views", limit=BEST)
    columns = [*POST, Column(N_("Length"), width=14), Column(N_("Views"), "count"), Column(N_("Interactions"), "count"),
               Column(N_("Orders"), "count"), Column(N_("Sales"), "rupiah")]
    rows = [[*_post(p), formats.duration(p.duration), p.views, p.interactions, p.orders, p.sales] for p in found]
    _table(Table(_("Live and video, {days}", days=base.asked.days), columns, rows, base.note), "reach_lives", "live-video")


def _regularity(_visit: Visit, base: Basis) -> None:
    found = reads.ask(reach.regularity, selection=base.selection)
    if not found:
        st.write(_("No account yet. Add social accounts with the products and shops."))
        return
    silent = sum(row.average == 0 for row in found)
    average = sum((row.average for row in found), Fraction(0)) / len(found)
    st.markdown("**" + _(
        "On average {number} days with a post a week. {silent} of {accounts} accounts posted nothing.",
        number=formats.number(average), silent=formats.count(silent), accounts=formats.count(len(found)),
    ) + "**")
    columns = [Column(N_("Account")), Column(N_("Channel")), Column(N_("Days a week"), "number"),
               Column(N_("Weeks without a post"), "count"), Column(N_("Days in the last week"), "count")]
    places = _places()
    rows: list[list[Any]] = [
        [row.label, places.get(row.marketplace, row.marketplace), row.average, sum(not days for _monday, days in row.weeks),
         row.weeks[-1][1]]
        for row in found
    ]
    _table(Table(_("Regularity, {days}", days=base.asked.days), columns, rows, base.note), "reach_regularity", "keteraturan")


def _replies(_visit: Visit, base: Basis) -> None:
    groups = [g for g in reads.ask(reach.shop_visits, by="shop", selection=base.selection) if g.measures.with_chats]
    if not groups:
        st.write(_("Not known yet. The chat report of a shop tells how fast buyers are answered."))
        return
    whole = sum((g.measures for g in groups), Visits())
    st.markdown("**" + _(
        "Buyers wait {time} for an answer; {share} of {chats} chats were answered.", chats=formats.count(whole.chats),
        time=formats.duration(_whole(figure("reply_seconds", whole))), share=formats.percent(figure("answered_share", whole)),
    ) + "** " + _("Known for {count} shops.", count=formats.count(len(groups))))
    columns = [Column(N_("Shop")), Column(N_("Incoming chats"), "count"), Column(N_("Chats answered"), "share"),
               Column(N_("Time to answer a chat"), width=14), Column(N_("Satisfied chats"), "share"),
               Column(N_("Visitors"), "count"), Column(N_("Out of 100 visitors, bought"), "number")]
    rows: list[list[Any]] = []
    for group in sorted(groups, key=lambda g: -(figure("reply_seconds", g.measures) or 0)):
        bought = figure("buyers_share", group.measures)
        rows.append([
            group.label, group.measures.chats, figure("answered_share", group.measures),
            formats.duration(_whole(figure("reply_seconds", group.measures))), figure("satisfaction", group.measures),
            figure("visitors", group.measures), None if bought is None else bought * 100,
        ])
    _table(Table(_("Answering buyers, {days}", days=base.asked.days), columns, rows, base.note), "reach_replies", "waktu-balas")


def _whatsapp(_visit: Visit, base: Basis) -> None:
    groups = [g for g in reads.ask(reach.whatsapp, by="business", selection=base.selection) if g.measures.days]
    if not groups:
        st.write(_("Nothing was written down about WhatsApp yet. It has no file: members type it in 20 seconds a day."))
        st.page_link(menu.BY_ID["log_whatsapp"].file, label=_("Log WA today"), icon=":material/chat:")
        return
    whole = sum((g.measures for g in groups), Whatsapp())
    st.markdown("**" + _(
        "{statuses} statuses and {posts} group posts, {chats} chats and {orders} orders.",
        statuses=formats.count(whole.statuses), posts=formats.count(whole.group_posts), chats=formats.count(whole.chats),
        orders=formats.count(whole.orders),
    ) + "** " + _("{count} members wrote it down.", count=formats.count(len(groups))))
    columns = [Column(N_("Member")), Column(N_("Days written down"), "count"), Column(N_("WhatsApp statuses"), "count"),
               Column(N_("Posts in groups"), "count"), Column(N_("Views"), "count"), Column(N_("Incoming chats"), "count"),
               Column(N_("WhatsApp orders"), "count")]
    names = ("days", "statuses", "group_posts", "views", "chats", "orders")
    rows = [[group.label, *(getattr(group.measures, name) for name in names)] for group in groups]
    _table(Table(_("WhatsApp, {days}", days=base.asked.days), columns, rows, base.note), "reach_whatsapp", "whatsapp")


def _beside_sales(_visit: Visit, base: Basis) -> None:
    """A dot for each week: interactions (lives left out) across, sales upwards."""
    span = weeks(base.asked.span)
    posted = reads.ask(reach.grouped, by="week", selection=replace(without_lives(base.selection), span=span))
    sold = {group.key: group.measures.sales for group in reads.ask(
        sales.grouped, by="week", selection=sales.Selection(span, businesses=frozenset(base.selection.businesses)))}
    rows = [[group.key, group.measures.interactions, sold.get(group.key, 0)] for group in posted]
    days = formats.day_range(span.first, span.last)
    title = _("Interactions without lives, and sales: one point a week, {days}", days=days)
    dots = [Dot(_("Week from {day}", day=formats.day(key)), across, up, key) for key, across, up in rows]
    chart = charts.scatter(dots, x_title=_("Interactions"), y_title=_("Sales"), x_unit="count", y_unit="rupiah")
    blocks.draw(chart, "reach_beside_sales", title)
    st.caption(_("Points that rise to the right: weeks with more interactions also sold more. That does not prove why."))
    columns = [Column(N_("Week"), "day"), Column(N_("Interactions"), "count"), Column(N_("Sales"), "rupiah")]
    blocks.offer(lambda: Table(title, columns, rows, base.note), key="reach_beside_sales", name="promosi-penjualan")


def _ratings(_visit: Visit, base: Basis) -> None:
    found = reads.ask(reach.ratings, selection=base.selection)
    rated = [row for row in found if row.rating is not None]
    if not rated:
        st.write(_("No rating was written down yet."))
        return
    average = Fraction(sum(row.rating or 0 for row in rated), 100 * len(rated))
    gained = sum((row.reviews or 0) - row.reviews_before for row in found if row.reviews_before is not None)
    st.markdown("**" + _(
        "{count} shops have {stars} stars on average, and {gained} new reviews.", count=formats.count(len(rated)),
        stars=formats.number(average, 2), gained=formats.count(gained),
    ) + "**")
    columns = [Column(N_("Shop")), Column(N_("Channel")), Column(N_("Stars"), "stars"), Column(N_("Stars before"), "stars"),
               Column(N_("Reviews"), "count"), Column(N_("New reviews"), "count"), Column(N_("Followers"), "count"),
               Column(N_("Noted on"), "day")]
    places = _places()
    rows: list[list[Any]] = [
        [row.label, places.get(row.marketplace, row.marketplace), _stars(row.rating), _stars(row.rating_before), row.reviews,
         None if row.reviews is None or row.reviews_before is None else row.reviews - row.reviews_before, row.followers, row.day]
        for row in found
    ]
    made = Table(_("Ratings and reviews, {days}", days=base.asked.days), columns, rows, base.note)
    _table(made, "reach_ratings", "penilaian-toko")


# -- shared ----------------------------------------------------------------------------------------------------------


def _table(rows: Table, key: str, name: str) -> None:
    st.markdown(f"**{esc(rows.title)}**")
    blocks.table(rows, key=key, size=15)
    blocks.offer(lambda: rows, key=key, name=name)


def _places() -> dict[str, str]:
    return dict(reads.ask(sales.choices).marketplaces)


def _post(post: Post) -> list[Any]:
    """The cells of POST."""
    kind = _(KINDS[post.kind]) if post.kind in KINDS else post.kind
    return [post.day, _places().get(post.marketplace, post.marketplace), post.account, kind, _cut(post.title)]


def _cut(title: str) -> str:
    return title if len(title) <= 60 else title[:59].rstrip() + "…"


def _stars(hundredths: int | None) -> Fraction | None:
    return None if hundredths is None else Fraction(hundredths, 100)


def _whole(value: Any) -> int | None:
    return None if value is None else int(formats.half_up(value))
