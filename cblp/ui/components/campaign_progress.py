"""How a campaign goes: its sales day by day against the target, and how complete they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import streamlit as st

from cblp import charts
from cblp.campaigns.reports import bases
from cblp.campaigns.reports import campaigns as reports
from cblp.campaigns.reports.campaigns import Day, Detail, Progress
from cblp.charts import Series
from cblp.days import Span
from cblp.documents.tables import Column, Table
from cblp.i18n import N_, _, formats, ngettext
from cblp.ui import reads
from cblp.ui.components import charts as blocks
from cblp.ui.components import coverage, figures, filters
from cblp.ui.components.figures import Card
from cblp.ui.page import Visit


def show(visit: Visit, campaign: Detail) -> None:
    """The sentence, the cards, the chart and its rows."""
    row = campaign.row
    found: Progress = reads.ask(reports.progress, campaign_id=row.id, today=visit.today)
    if not found.passed:
        figures.sentence(_("It has not begun yet. Its sales stand here from {day} on.", day=formats.full_day(row.starts_on)))
        if found.target:
            st.write(_("The target is {target}.", target=formats.headline(found.target)))
        return
    span = Span(row.starts_on, row.ends_on)
    members = reads.ask(bases.of_campaign, campaign_id=row.id).members
    covered = coverage.of(visit, filters.Asked(span, frozenset(row.marketplaces), members))
    days = [_known(day, covered.last_day) for day in found.days]
    figures.sentence(_sentence(found))
    coverage.line(coverage.words(covered), _("Only orders of products that take part count. Fees are not taken off."))
    figures.cards(_cards(found, days))
    with st.container(border=True):
        title = _("Sales up to each day, {days}, in rupiah", days=formats.day_range(row.starts_on, row.ends_on))
        blocks.draw(_chart(days), f"campaign_progress_{row.id}", title)
        rows = Table(title, [Column(N_("Day"), "day"), Column(N_("Sales"), "rupiah"), Column(N_("Up to this day"), "rupiah"),
                             Column(N_("At an even pace"), "rupiah")],
                     [(day.day, day.sales, day.total, day.pace) for day in days], coverage.words(covered))
        blocks.table(rows, key=f"progress_rows_{row.id}", size=10)
        blocks.offer(lambda: rows, key=f"progress_{row.id}", name=f"promo-{row.code}")


def _sentence(found: Progress) -> str:
    sold = formats.headline(found.measures.sales)
    if not found.target:
        return _("{sold} sold so far. There is no target.", sold=sold)
    share = formats.percent(Fraction(found.measures.sales, found.target), 0)
    return _("{sold} sold, {share} of the target {target}.", sold=sold, share=share, target=formats.headline(found.target))


def _known(day: Day, newest: date | None) -> Day:
    """Nothing sold after the newest file is not known, and not nothing."""
    return day if day.sales or (newest and day.day <= newest) else replace(day, sales=None, total=None)


def _cards(found: Progress, days: Sequence[Day]) -> Sequence[Card]:
    made = [Card(_("Sales of the joint promotion"), formats.headline(found.measures.sales))]
    if found.left is not None:
        made.append(Card(_("Left to the target"), formats.headline(found.left) if found.left else _("Reached"), note=_pace(days)))
    made.append(Card(_("Orders"), formats.count(found.measures.orders),
                     note=ngettext(
                         "{count} item sold", "{count} items sold", found.measures.quantity, count=formats.count(found.measures.quantity),
                     )))
    passed = ngettext("of {count} day", "of {count} days", len(found.days), count=formats.count(len(found.days)))
    made.append(Card(_("Days that have begun"), formats.count(found.passed), note=passed))
    return made


def _pace(days: Sequence[Day]) -> str:
    """Where an even pace would stand on the last day whose sales are known."""
    known = [day for day in days if day.total is not None]
    return _("An even pace would be at {amount}", amount=formats.headline(known[-1].pace)) if known else ""


def _chart(days: Sequence[Day]) -> charts.Chart:
    series = [Series(_("Sold"), [day.total for day in days])]
    if any(day.pace is not None for day in days):
        series.append(Series(_("At an even pace"), [day.pace for day in days], dashed=True))
    return charts.lines([formats.short_day(day.day) for day in days], series, unit="rupiah",
                        keys=[day.day.isoformat() for day in days])
