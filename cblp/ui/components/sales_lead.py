"""The top of the sales page: what was sold, against what, how complete, and four figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cblp.days import Span
from cblp.i18n import _, formats, ngettext
from cblp.sales import calendar
from cblp.sales import reports as sales
from cblp.sales.calendar import ALIGNED, MONTH_BEFORE, Pair
from cblp.sales.metrics import METRICS, Measures, figure
from cblp.sales.reports import Selection
from cblp.ui import reads
from cblp.ui.components import coverage, figures, frame
from cblp.ui.components.figures import Card
from cblp.ui.components.filters import Asked
from cblp.ui.page import Visit


@dataclass(frozen=True)
class Basis:
    """What every part of the page starts from: the selection, its total, its comparisons with theirs, and how complete it is."""

    asked: Asked
    selection: Selection
    total: Measures
    pairs: dict[str, Pair]
    before: dict[str, Measures]
    trust: str
    newest: date | None
    """The newest day that a file tells of."""

    @property
    def note(self) -> str:
        """What a file says under its title: days, choice, how complete."""
        return f"{self.asked.note}. {self.trust}"


def basis(visit: Visit, asked: Asked) -> Basis:
    """Ask for the totals."""
    selection = Selection(asked.span, marketplaces=asked.marketplaces, businesses=frozenset(asked.businesses))
    compared = pairs(asked.span, visit.today)
    since = reads.ask(sales.first_day)
    before = {
        name: _total(selection, pair.before) if figures.comparable(pair, since) else Measures() for name, pair in compared.items()
    }
    covered = coverage.of(visit, asked)
    return Basis(
        asked, selection, _total(selection, asked.span), compared, before, coverage.words(covered), covered.last_day
    )


def pairs(span: Span, today: date) -> dict[str, Pair]:
    """The comparisons of a span by their word in the address: calendar ones for a month, and always the same weekdays."""
    found = calendar.pairs(span, today)
    named = dict(zip(("sebelumnya", "tahun-lalu"), found, strict=True))
    return named if found[0].kind == ALIGNED else {**named, "hari-sama": calendar.aligned(span)}


def than(pair: Pair, today: date) -> str:
    """What is compared with, in a sentence: ``Oktober``, ``1 sampai 22 Oktober``, ``November 2025``."""
    return figures.said(pair.before, today)


def show(visit: Visit, base: Basis) -> bool:
    """The sentence and the cards; false (and why) where nothing was sold."""
    days, total = figures.said(base.asked.span, visit.today), base.total
    if not total.sales and not total.orders:
        figures.sentence(_("No sales yet for {days}.", days=days))
        coverage.line(base.trust)
        frame.empty(_("Sales appear here once the files of the shops are in. Or choose other days above."),
                    *((_("Bring in files"), "import_files") if visit.actor.role == "coordinator" else ()))
        return False
    first, second = (pair for name, pair in base.pairs.items() if name != "hari-sama")
    change, _direction = figures.moved(total.sales, base.before["sebelumnya"].sales, than(first, visit.today))
    figures.sentence(
        _("Sales {days}: {value}, {change}.", days=days, value=formats.headline(total.sales), change=change) if change
        else _("Sales {days}: {value}.", days=days, value=formats.headline(total.sales))
    )
    typed = _("{value} of it was typed in by hand.", value=formats.headline(total.typed)) if total.typed else ""
    since = reads.ask(sales.first_day)
    unfair = figures.unfair(first, since) if change or not figures.comparable(first, since) else ""
    coverage.line(base.trust, _("Fees are not taken off."), typed, unfair)
    figures.cards([_sold(visit, base, first, second), _ordered(visit, base, first), _income(total), _lost(visit, base, first)])
    return True


def _sold(visit: Visit, base: Basis, first: Pair, second: Pair) -> Card:
    now, day = base.total.sales, base.total.sales // base.asked.span.days
    change, direction = figures.moved(now, base.before["sebelumnya"].sales, figures.tight(first, visit.today))
    year, _sign = figures.moved(now, base.before["tahun-lalu"].sales, than(second, visit.today))
    per_day = _("{value} a day", value=formats.headline(day))
    daily = ""
    if first.kind == MONTH_BEFORE and first.now.days != first.before.days:
        ratio = calendar.change(now * first.before.days, base.before["sebelumnya"].sales * first.now.days)
        daily = f" ({formats.change(ratio)})" if ratio is not None else ""
    return Card(METRICS["sales"].name(), formats.headline(now), change, direction, note=_sentences(year, per_day + daily))


def _ordered(visit: Visit, base: Basis, first: Pair) -> Card:
    now, before = base.total, base.before["sebelumnya"]
    change, direction = figures.moved(now.orders, before.orders, figures.tight(first, visit.today))
    value = figure("order_value", now)
    each = _("{value} per order", value=METRICS["order_value"].shown(value)) if value is not None else ""
    sold = ngettext("{count} item sold", "{count} items sold", now.quantity, count=formats.count(now.quantity))
    return Card(METRICS["orders"].name(), formats.count(now.orders), change, direction, note=_sentences(sold, each))


def _income(total: Measures) -> Card:
    """Income only where the fees of every order are known; else what is known of the fees, and of how many orders."""
    known = _(
        "Fees known for {known} of {orders} orders", known=formats.count(total.settled_orders), orders=formats.count(total.orders)
    )
    fees = formats.headline(total.fees_known)
    if total.orders and total.settled:
        after = _("after fees of {value}", value=fees)
        return Card(METRICS["net"].name(), formats.headline(total.net), note=_sentences(after, known))
    if not total.settled_orders:
        return Card(METRICS["net"].name(), formats.UNKNOWN, note=known)
    return Card(METRICS["fees_known"].name(), fees, note=_sentences(known, _("Income is not known yet")))


def _lost(visit: Visit, base: Basis, first: Pair) -> Card:
    now, before = base.total, base.before["sebelumnya"]
    share, earlier = figure("cancelled_share", now), figure("cancelled_share", before)
    change, direction = figures.moved_points(share, earlier, figures.tight(first, visit.today))
    return Card(
        _("Cancelled orders"), formats.percent(share), change, direction, "down",
        note=_sentences(
            _("{count} orders cancelled", count=formats.count(now.cancelled_orders)),
            _("{share} of items returned", share=formats.percent(figure("returned_share", now))),
        ),
    )


def _total(selection: Selection, span: Span) -> Measures:
    return reads.ask(sales.total, selection=Selection(span, selection.marketplaces, businesses=selection.businesses))


def _sentences(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
