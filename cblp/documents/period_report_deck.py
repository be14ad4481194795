"""The quarterly report as slides: the same definition from which the monthly meeting is shown and written as PowerPoint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from cblp.forum.slides import Chart, Deck, Line, Series, Slide
from cblp.forum.slides import Figure as Number
from cblp.i18n import _, formats, language
from cblp.people import seal_words
from cblp.programmes import indicators, states
from cblp.programmes import progress_words as words
from cblp.programmes.indicators import GROUPS, SHARE
from cblp.programmes.reports.period_reports import Content, Detail, Request
from cblp.programmes.reports.progress import Figure
from cblp.programmes.rules.suppression import MEMBERS
from cblp.programmes.states import ASKED, DONE, PROMISED, REFUSED

FIRST: Final = (MEMBERS, "internet_use", "sales_growth", "several_marketplaces")
"""What the first slide shows."""
MARKS: Final = {ASKED: "open", PROMISED: "doing", DONE: "done", REFUSED: "dropped"}
MOST: Final = 6
"""Lines that can still be read on one slide."""


def deck(detail: Detail, content: Content, *, association: str, colour: str, timezone: str, logo: bytes | None = None) -> Deck:
    """The slides of a report in the language in use: at most 12, and none about what nobody knows."""
    small = f"{words.quarter(detail.period)}. {words.edition(content.edition, content.published_at, timezone)}"
    slides = [_summary(detail, content, small), *_groups(content, small)]
    areas = _areas(content, small)
    slides += [areas] if areas else []
    slides += [slide for code in ("done", "obstacles", "plan") if (slide := _words(code, content))]
    if content.requests:
        slides.append(_requests(content.requests))
    slides[-1] = replace(slides[-1], small=" ".join(filter(None, [slides[-1].small, seal_words.line(content.seal)])))
    return Deck(
        association, _("Quarterly report: {quarter}", quarter=words.quarter(detail.period)),
        formats.day(detail.submitted_at.date()) if detail.submitted_at else _(words.STATES[detail.state]), colour, slides, language(),
        logo,
    )


def _summary(detail: Detail, content: Content, small: str) -> Slide:
    by = {figure.indicator.id: figure for figure in content.whole}
    text = content.sections.get("summary", "")
    return Slide(
        "month", _("Quarterly report"), words.sentence(detail.period, content.whole),
        figures=[_number(by[code]) for code in FIRST if code in by],
        lines=[Line(line) for line in _lines(text)[:MOST]], small=small, notes=text,
    )


def _number(figure: Figure) -> Number:
    return Number(str(figure.indicator.name), words.value(figure), words.since(figure) or words.of_whom(figure))


def _groups(content: Content, small: str) -> list[Slide]:
    made = []
    for group, title in GROUPS.items():
        mine = [figure for figure in content.whole if figure.indicator.group == group]
        shares = [figure for figure in mine if figure.indicator.shape == SHARE and figure.shown is not None]
        others = [figure for figure in mine if figure not in shares or len(shares) < 2]
        if not any(figure.hidden or figure.shown is not None for figure in mine):
            continue
        made.append(Slide(
            "listings", _(title), "", figures=[_number(figure) for figure in others[:4]],
            chart=_chart(_(title), [(str(figure.indicator.name), figure) for figure in shares]) if len(shares) > 1 else None,
            small=" ".join([small, *([words.hidden()] if any(figure.hidden for figure in mine) else [])]),
            notes="\n".join(f"{figure.indicator.name}: {words.value(figure)}. {figure.indicator.definition}" for figure in mine),
        ))
    return made


def _chart(title: str, rows: Sequence[tuple[str, Figure]]) -> Chart:
    """Bars of figures of one kind."""
    share = rows[0][1].indicator.shape != indicators.COUNT
    values = tuple(Fraction(figure.shown or 0, 10_000 if share else 100) for _name, figure in rows)
    told = "; ".join(f"{name}: {words.value(figure)}" for name, figure in rows)
    return Chart("bars", tuple(name for name, _figure in rows), (Series(title, values),), "share" if share else "count",
                 f"{title}. {told}.")


def _areas(content: Content, small: str) -> Slide | None:
    """Members by regency (or by whatever lies highest below the province), where at least two are told."""
    told = [(place, figure) for place, figure in content.figures if figure.indicator.id == MEMBERS and figure.shown is not None]
    rows = [(words.place(place), figure) for place, figure in told if place.level == 2][:12]
    if len(rows) < 2:
        return None
    title = _("Active members by regency or city")
    return Slide("listings", title, "", chart=_chart(title, rows), small=f"{small} {words.hidden()}")


def _words(code: str, content: Content) -> Slide | None:
    text = content.sections.get(code, "")
    lines = _lines(text)
    if not lines:
        return None
    return Slide("actions", _(words.SECTIONS[code]), "", lines=[Line(line) for line in lines[:MOST]], notes=text)


def _requests(rows: Sequence[Request]) -> Slide:
    waiting = sum(one.state in states.WAITING for one in rows)
    return Slide(
        "actions", _("Requests to government"),
        _("{count} of {total} requests are still waiting.", count=formats.count(waiting), total=formats.count(len(rows))),
        lines=[Line(one.text, MARKS[one.state], " · ".join(filter(None, [one.addressee, one.promised or one.result])))
               for one in rows[:MOST]],
    )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
