"""Where reach comes from: by channel (WhatsApp beside it), member, kind of content or hashtag."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from cblp import charts
from cblp.charts import Bar
from cblp.documents.tables import Column, Table
from cblp.i18n import N_, _, formats, ngettext
from cblp.metric import Value
from cblp.reach import reports as reach
from cblp.reach.metrics import Reach, Whatsapp, figure
from cblp.reach.reports import Group, Selection
from cblp.ui import page, reads
from cblp.ui.components import charts as blocks
from cblp.ui.components import filters
from cblp.ui.components.reach_lead import Basis, without_lives

GROUPS = {"saluran": "marketplace", "anggota": "business", "jenis": "kind", "hashtag": "hashtag"}
HEADS = {"marketplace": N_("Channel"), "business": N_("Member"), "kind": N_("Kind of content"), "hashtag": N_("Hashtag")}
KINDS = {"post": N_("Post"), "reel": N_("Reel"), "live": N_("Live"), "video": N_("Video"), "story": N_("24-hour story")}
SIZED = {"jangkauan": "reach", "tayangan": "views", "interaksi": "interactions", "dari100": "interaction_rate"}
MEASURES = ("posts", "reach", "views", "interactions")
SHOWN = 12


@page.fragment
def show(base: Basis) -> None:
    """Bars of one figure beside the table of all."""
    with st.container(border=True):
        left, right = st.columns([1, 1], vertical_alignment="center")
        with left:
            words = {"saluran": _("Channels"), "anggota": _("Members"), "jenis": _("Kinds of content"), "hashtag": _("Hashtags")}
            grouping = filters.one_of("reach", filters.BY, _("Group by"), words)
            by = GROUPS[grouping]
        with right:
            names = {"jangkauan": _("Reach"), "tayangan": _("Views"), "interaksi": _("Interactions"), "dari100": _("Out of 100")}
            word = filters.one_of("reach", "ukuran", _("Figure"), names)
        groups = groups_of(base.selection, by)
        rows = table(by, groups, base)
        title = _("{figure} by {group}, {days}", figure=names[word], group=_(HEADS[by]).lower(), days=base.asked.days)
        left, right = st.columns([1, 1], gap="medium")
        with left:
            bars = _bars(base, by, groups, SIZED[word])
            blocks.draw(charts.bars(bars, unit="count"), f"reach_bars_{by}_{word}", title)
        with right:
            blocks.table(rows, key=f"reach_groups_{by}", size=SHOWN)
        st.caption(_("Out of 100 who saw a post, how many interacted. Lives are left out: one person can like a live many times."))
        blocks.offer(lambda: rows, key=f"reach_groups_{by}", name=f"jangkauan-{grouping}")


def groups_of(selection: Selection, by: str) -> list[Group[Reach]]:
    """The groups of the report, hashtags among them."""
    if by == "hashtag":
        return reads.ask(reach.hashtags, selection=selection, limit=50)
    return reads.ask(reach.grouped, by=by, selection=selection)


def rates_of(base: Basis, by: str) -> dict[Any, Value]:
    """How many of 100 who saw it interacted, by group; lives left out."""
    found = {group.key: figure("interaction_rate", group.measures) for group in groups_of(without_lives(base.selection), by)}
    return {key: None if rate is None else rate * 100 for key, rate in found.items()}


def named(by: str, group: Group[Any]) -> str:
    """What a group is called."""
    if by == "kind":
        return _(KINDS[group.key]) if group.key in KINDS else str(group.key or "")
    if by == "hashtag":
        return f"#{group.label}"
    return group.label or _("The association's own")


def table(by: str, groups: Sequence[Group[Reach]], base: Basis) -> Table:
    """All groups with all figures; beside the channels what was written down about WhatsApp."""
    columns = [Column(HEADS[by]), Column(N_("Posts"), "count"), Column(N_("Reach"), "count"), Column(N_("Views"), "count"),
               Column(N_("Interactions"), "count"), Column(N_("Out of 100"), "count")]
    rates = rates_of(base, by)
    rows: list[list[Any]] = [
        [named(by, group), *(figure(name, group.measures) for name in MEASURES), rates.get(group.key)]
        for group in groups
    ]
    if by == "marketplace" and not base.selection.marketplaces:
        logged = sum((g.measures for g in reads.ask(reach.whatsapp, by="business", selection=base.selection)), Whatsapp())
        if logged.days:
            rows.append([_("WhatsApp, typed in by hand"), logged.statuses + logged.group_posts, None, logged.views, None, None])
    return Table(_("Reach by {group}, {days}", group=_(HEADS[by]).lower(), days=base.asked.days), columns, rows, base.note)


def _bars(base: Basis, by: str, groups: Sequence[Group[Reach]], name: str) -> list[Bar]:
    rates = rates_of(base, by) if name == "interaction_rate" else None
    values = [(group, figure(name, group.measures) if rates is None else rates.get(group.key)) for group in groups]
    ordered = sorted(values, key=lambda pair: (pair[1] is None, -(pair[1] or 0), named(by, pair[0])))
    return [
        Bar(named(by, group), value, group.key if by == "marketplace" else None,
            ngettext("{count} post", "{count} posts", group.measures.posts, count=formats.count(group.measures.posts)))
        for group, value in ordered[:SHOWN]
    ]
