"""The top of the home page: the month in one sentence with its trust, four figures, and the months before it."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from cblp import charts
from cblp.days import Span, last_months
from cblp.documents.tables import Column, Table
from cblp.i18n import N_, _, formats, ngettext
from cblp.intake import reports as intake
from cblp.intake.reports import Coverage
from cblp.reach import metrics as reached
from cblp.reach import reports as reach
from cblp.sales import calendar, metrics
from cblp.sales import reports as sales
from cblp.sales.metrics import Measures
from cblp.sales.reports import Selection
from cblp.ui import menu, page, reads
from cblp.ui.components import charts as blocks
from cblp.ui.components import coverage, figures, frame, reach_lead, sales_time
from cblp.ui.components.figures import Card
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

MONTHS = 24
COLUMNS = (Column(N_("Month"), "month"), Column(N_("Marketplace")), Column(N_("Sales"), "rupiah"), Column(N_("Orders"), "count"))


@dataclass(frozen=True)
class Month:
    """The month that is spoken of, beside the month before and the same month last year."""

    pair: calendar.Pair
    year: calendar.Pair
    now: Measures
    before: Measures
    year_before: Measures
    covered: Coverage
    covered_before: Coverage


def month(visit: Visit) -> Month:
    """Ask for the month: until the 7th it is the last one that has closed."""
    span = calendar.spoken_month(visit.today)
    before, year = calendar.calendar(span.first, visit.today)
    since = reads.ask(sales.first_day)
    earlier, last_year = (_sold(pair.before) if figures.comparable(pair, since) else Measures() for pair in (before, year))
    now = _sold(before.now)
    return Month(before, year, now, earlier, last_year, _covered(before.now), _covered(before.before))


def show(visit: Visit, found: Month) -> None:
    """The sentence, how complete it is, and the four cards."""
    pair = found.pair
    days, than = figures.said(pair.now, visit.today), figures.said(pair.before, visit.today)
    change, direction = figures.moved(found.now.sales, found.before.sales, than)
    value = formats.headline(found.now.sales)
    if not found.now.sales:
        figures.sentence(_("No sales yet for {days}.", days=days))
    elif change:
        figures.sentence(_("Sales {days}: {value}, {change}.", days=days, value=value, change=change))
    else:
        figures.sentence(_("Sales {days}: {value}.", days=days, value=value))
    since = reads.ask(sales.first_day)
    unfair = figures.unfair(pair, since) if change or not figures.comparable(pair, since) else ""
    coverage.line(coverage.words(found.covered), _("Fees are not taken off."), unfair)

    year, _sign = figures.moved(found.now.sales, found.year_before.sales, figures.said(found.year.before, visit.today))
    orders, up = figures.moved(found.now.orders, found.before.orders, than)
    order_value = metrics.figure("order_value", found.now)
    figures.cards([
        Card(metrics.METRICS["sales"].name(), value, change, direction, note=year),
        Card(metrics.METRICS["orders"].name(), formats.count(found.now.orders), orders, up, note=_(
            "{value} per order", value=metrics.METRICS["order_value"].shown(order_value)) if order_value is not None else ""),
        _interactions(pair, than),
        _shops(found, than),
    ])


def _interactions(pair: calendar.Pair, than: str) -> Card:
    now, before = (reads.ask(reach.total, selection=reach.Selection(span)) for span in (pair.now, pair.before))
    change, direction = figures.moved(now.interactions, before.interactions, than)
    rate = reach_lead.rate(reach.Selection(pair.now))
    return Card(reached.METRICS["interactions"].name(), formats.count(now.interactions), change, direction, note=_(
        "Out of 100 who saw it, {count} interacted", count=formats.count(rate * 100)) if rate is not None else "")


def _shops(found: Month, than: str) -> Card:
    now, before = found.covered, found.covered_before
    moved = now.covered - before.covered
    lacking = now.shops - now.covered
    return Card(
        _("Shops with a file"), _("{covered} of {shops}", covered=formats.count(now.covered), shops=formats.count(now.shops)),
        "" if not before.covered else _("{change} from {before}", change=formats.count_change(moved), before=than) if moved
        else _("same as {before}", before=than), (moved > 0) - (moved < 0),
        note=ngettext("{count} shop without a file", "{count} shops without a file", lacking, count=formats.count(lacking))
        if lacking else "",
    )


@page.fragment
def trend(visit: Visit) -> None:
    """The months before, stacked by marketplace."""
    span = last_months(visit.today, MONTHS)
    cells = reads.ask(sales.grouped, by="month", selection=Selection(span), split="marketplace")
    keys = sales.periods(span, "month")
    title = _("Sales per month and marketplace")
    with st.container(border=True):
        st.markdown(f"**{esc(title)}**")
        st.html(charts.plain_columns(
            blocks.labels(keys, "month"), sales_time.parts(cells, keys), unit="rupiah", label=title,
            marks=charts.occasion_marks(keys, "month", calendar.occasions(span)),
        ))
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.caption(_("{count} months, rupiah, fees not taken off. {month} up to {day}.", count=MONTHS,
                         month=formats.month_name(visit.today), day=formats.short_day(visit.today)))
            st.page_link(menu.BY_ID["sales"].file, label=_("See sales"), icon=menu.BY_ID["sales"].icon)
            rows = [[cell.key, cell.split_label, cell.measures.sales, cell.measures.orders] for cell in cells]
            made = Table(title, COLUMNS, rows, formats.day_range(span.first, span.last))
            blocks.offer(lambda: made, key="home_trend", name="penjualan-bulan")


def _sold(span: Span) -> Measures:
    return reads.ask(sales.total, selection=Selection(span))


def _covered(span: Span) -> Coverage:
    return reads.ask(intake.coverage, first=span.first, last=span.last)


def empty() -> bool:
    """Nothing is known to be sold yet."""
    return reads.ask(sales.first_day) is None


def nothing_yet(visit: Visit) -> None:
    """What will stand here, and the button that fills it for whoever may press it."""
    files = (_("Bring in files"), "import_files") if visit.actor.role in menu.BY_ID["import_files"].roles else ()
    frame.empty(_("No sales yet. The month stands here in one sentence once the files of the shops are in."), *files)
