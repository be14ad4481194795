"""The quarterly report as files: the register for a spreadsheet, its columns declared in one place, and the page to be printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import htpy as h

from cblp.documents import printed, tables
from cblp.documents.tables import Cell, Column, Kind, Table
from cblp.i18n import N_, _, formats
from cblp.people import seal_words
from cblp.people.services.tickets import Document
from cblp.programmes import indicators, states
from cblp.programmes import progress_words as words
from cblp.programmes.reports.period_reports import Content, Detail, Request
from cblp.programmes.reports.progress import Figure, Place


@dataclass(frozen=True)
class Line:
    """A row of the register: a figure of an area in a quarter."""

    number: int
    period: str
    place: Place
    figure: Figure


@dataclass(frozen=True)
class Registered:
    """A column of the register: its header as a msgid, what stands in it, and where that comes from."""

    header: str
    kind: Kind
    of: Callable[[Line], Cell]
    width: int = 0

    @property
    def column(self) -> Column:
        """The column of a table."""
        return Column(self.header, self.kind, self.width)


def _units(hundredths: int | None) -> Fraction | None:
    return None if hundredths is None else Fraction(hundredths, 100)


REGISTER: Final[Sequence[Registered]] = (
    Registered(N_("No."), "count", lambda line: line.number, 6),
    Registered(N_("Quarter"), "text", lambda line: words.quarter(line.period), 20),
    Registered(N_("Area code"), "text", lambda line: line.place.code, 14),
    Registered(N_("Area"), "text", lambda line: words.place(line.place)),
    Registered(N_("Area level"), "text", lambda line: _(words.LEVELS[line.place.level]), 16),
    Registered(N_("Group"), "text", lambda line: _(indicators.GROUPS[line.figure.indicator.group]), 18),
    Registered(N_("Indicator"), "text", lambda line: str(line.figure.indicator.name), 34),
    Registered(N_("Unit"), "text", lambda line: words.unit(line.figure.indicator), 14),
    Registered(N_("Numerator"), "count", lambda line: line.figure.value if not line.figure.indicator.rate else None),
    Registered(N_("Denominator"), "count", lambda line: line.figure.base),
    Registered(N_("Businesses"), "count", lambda line: line.figure.n),
    Registered(N_("Achievement"), "number", lambda line: _units(line.figure.shown)),
    Registered(N_("Achievement of the quarter before"), "number", lambda line: _units(line.figure.before)),
    Registered(N_("Target: least"), "number", lambda line: _units(line.figure.marks.least)),
    Registered(N_("Target: good"), "number", lambda line: _units(line.figure.marks.good)),
    Registered(N_("Target: very good"), "number", lambda line: _units(line.figure.marks.excellent)),
    Registered(N_("Against the target"), "text", lambda line: _(words.REACHED[line.figure.reached]) if line.figure.reached else "", 20),
    Registered(N_("Remark"), "text", lambda line: _remark(line.figure), 40),
    Registered(N_("Definition"), "text", lambda line: str(line.figure.indicator.definition), 60),
)
"""The columns in the register's order, with the units of the column Unit."""

REQUESTS: Final = (
    Column(N_("No."), "count", 6), Column(N_("Asked of"), "text"), Column(N_("What was asked"), "text", 40),
    Column(N_("Asked on"), "day"), Column(N_("State"), "text", 14), Column(N_("What was promised"), "text", 34),
    Column(N_("Promised for"), "day"), Column(N_("Done on"), "day"), Column(N_("What came of it"), "text", 34),
)


def _remark(figure: Figure) -> str:
    if figure.hidden:
        return _("Not shown: too few businesses.")
    if figure.shown is None:
        return _("Nothing was counted.")
    return _("Told without numerator and denominator, of at least so many businesses.") if figure.indicator.rate else ""


def register(detail: Detail, content: Content) -> Table:
    """Every published figure of every area."""
    rows = [
        [column.of(Line(number, detail.period, place, figure)) for column in REGISTER]
        for number, (place, figure) in enumerate(content.figures, start=1)
    ]
    note = " · ".join(filter(None, [_period(detail), seal_words.line(content.seal)]))
    return Table(_("Register"), [one.column for one in REGISTER], rows, note)


def workbook(detail: Detail, content: Content, *, association: str) -> Document:
    """The report as XLSX: register, words, activities, requests."""
    told = Table(
        _("Words"), [Column(N_("Section"), "text"), Column(N_("Text"), "text", 100)],
        [[_(title), content.sections.get(code, "")] for code, title in words.SECTIONS.items()], association,
    )
    return tables.xlsx_document(_name(detail), [register(detail, content), told, activities(content), requests(content)])


def activities(content: Content) -> Table:
    """What was held in the quarter."""
    return Table(
        _("Activities"), [Column(N_("Activity"), "text"), Column(N_("How many"), "count")],
        [[_(label), content.activities.get(code, 0)] for code, label in words.ACTIVITIES.items()],
    )


def requests(content: Content) -> Table:
    """What was asked of government, and what came of it."""
    return Table(_("Requests to government"), REQUESTS, [_request(one) for one in content.requests])


def _request(one: Request) -> list[Cell]:
    return [
        one.number, one.addressee, one.text, one.asked_on, _(states.REQUESTS[one.state]), one.promised, one.promised_for, one.done_on,
        one.result,
    ]


def paper(detail: Detail, content: Content, *, association: str, timezone: str) -> Document:
    """The report to be printed: words first, then the figures of the whole association, then those of its areas."""
    parts: list[h.Node] = [printed.paragraph(words.sentence(detail.period, content.whole))]
    for code, title in words.SECTIONS.items():
        if text := content.sections.get(code, ""):
            parts += [printed.heading(_(title)), *(printed.paragraph(line) for line in text.splitlines() if line.strip())]
    parts += [printed.table(_by_group(content)), printed.table(activities(content))]
    if content.requests:
        parts.append(printed.table(_short_requests(content)))
    parts += [printed.table(table) for table in _areas(content)]
    parts += [printed.paragraph(words.hidden()), printed.paragraph(words.edition(content.edition, content.published_at, timezone))]
    if sealed := seal_words.line(content.seal):
        parts.append(printed.paragraph(sealed))
    return printed.document(
        f"{_name(detail)}.html", _("Quarterly report: {quarter}", quarter=words.quarter(detail.period)), *parts,
        under=" · ".join([association, _(words.STATES[detail.state])]), signed_by=[_("Coordinator"), _("Liaison officer")],
    )


_FIGURES: Final = (
    Column(N_("Indicator"), "text"), Column(N_("Achievement"), "text"), Column(N_("Quarter before"), "text"), Column(N_("Target"), "text"),
    Column(N_("Businesses"), "text"),
)


def _by_group(content: Content) -> Table:
    rows = [[
        str(figure.indicator.name), words.value(figure), figure.indicator.said(figure.before), words.targets(figure),
        words.of_whom(figure),
    ] for figure in content.whole]
    return Table(_("Indicators of the whole association"), _FIGURES, rows)


def _short_requests(content: Content) -> Table:
    shown = 5  # columns that fit on the paper
    return Table(_("Requests to government"), REQUESTS[:shown], [_request(one)[:shown] for one in content.requests])


def _areas(content: Content) -> list[Table]:
    """One table for each area below the whole whose members are told."""
    by: dict[Place, list[Figure]] = {}
    for place, figure in content.figures:
        if place.level and place.shown:
            by.setdefault(place, []).append(figure)
    return [
        Table(
            f"{_(words.LEVELS[place.level])}: {words.place(place)}", _FIGURES[:2],
            [[str(figure.indicator.name), words.value(figure)] for figure in figures if figure.hidden or figure.shown is not None],
        ) for place, figures in by.items()
    ]


def _period(detail: Detail) -> str:
    return f"{words.quarter(detail.period)} · {_(words.STATES[detail.state])} · {formats.UNKNOWN} = {_('not known')}"


def _name(detail: Detail) -> str:
    return tables.file_name(_("quarterly report"), detail.period)
