"""The sentence that answers a page's question, and the row of equal cards below it: each figure with what it is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

import streamlit as st

from cblp.days import Span, month
from cblp.i18n import _, formats
from cblp.sales import calendar
from cblp.sales.calendar import ALIGNED, Pair


@dataclass(frozen=True)
class Card:
    """A figure: its name with its unit, the value, the change in words, and what else must be known of it.

    ``direction`` is the sign of the change, ``good`` what direction would please; a change that does not is stated, not judged.
    """

    label: str
    value: str
    change: str = ""
    direction: int = 0
    good: Literal["up", "down", ""] = "up"
    note: str = ""


def sentence(text: str) -> None:
    """The answer of the page, first thing below its title."""
    st.subheader(text, anchor=False)


def cards(row: Sequence[Card]) -> None:
    """Figures side by side in frames of the same height."""
    for column, card in zip(st.columns(len(row)), row, strict=True):
        with column.container(border=True, height="stretch", gap="xsmall"):
            pleases = card.direction > 0 if card.good == "up" else card.direction < 0 and card.good == "down"
            st.metric(
                card.label, card.value, card.change or None, delta_color="green" if pleases else "gray",
                delta_arrow="up" if card.direction > 0 else "down" if card.direction < 0 else "off",
            )
            if card.note:
                st.caption(card.note)


def moved(now: int | Fraction | None, before: int | Fraction | None, than: str) -> tuple[str, int]:
    """How a figure moved, in words (``naik 12% dari Oktober``), and in which direction; nothing where there is nothing before."""
    if now is None or before is None:
        return "", 0
    ratio = calendar.change(now, before)
    if ratio is None:
        return "", 0
    return _("{change} from {before}", change=formats.change(ratio), before=than), (ratio > 0) - (ratio < 0)


def moved_points(now: int | Fraction | None, before: int | Fraction | None, than: str) -> tuple[str, int]:
    """How a share moved, in points."""
    if now is None or before is None:
        return "", 0
    points = formats.half_up(now * 100, 1) - formats.half_up(before * 100, 1)
    if points == 0:
        return _("same as {before}", before=than), 0
    amount = _("{number} points", number=formats.number(abs(points)))
    words = _("up {amount}", amount=amount) if points > 0 else _("down {amount}", amount=amount)
    return _("{change} from {before}", change=words, before=than), 1 if points > 0 else -1


def said(span: Span, today: date) -> str:
    """A span inside a sentence: ``November``, ``1 sampai 22 November``, ``September 2025 sampai November 2026``."""
    year = span.first.year != today.year or span.last.year != today.year
    if span == month(span.first):
        return formats.month(span.first) if year else formats.month_name(span.first)
    return formats.said_range(span.first, span.last, year=year)


def tight(pair: Pair, today: date) -> str:
    """What is compared with, short enough for a card: ``Oktober``, ``1 sampai 22 Oktober``, ``91 hari sebelumnya``."""
    return _("the {count} days before", count=formats.count(pair.before.days)) if pair.kind == ALIGNED else said(pair.before, today)


def short(span: Span, today: date) -> str:
    """A span beside a line of a chart: ``Okt 2026``, ``1 Sep – 31 Okt``, ``2 Sep – 1 Nov 2025``."""
    if span == month(span.first):
        return formats.short_month(span.first, year=True)
    last = formats.short_day(span.last) if span.last.year == today.year else formats.day(span.last)
    return f"{formats.short_day(span.first)} – {last}"


def comparable(pair: Pair, since: date | None) -> bool:
    """Whether at least three fifths of the earlier span are known: else a rise would only tell when the files begin."""
    return since is None or (since - pair.before.first).days * 5 <= pair.before.days * 2


def unfair(pair: Pair, since: date | None) -> str:
    """A sentence for each thing that makes two spans hard to compare: nothing known of the earlier, a feast in only one."""
    told = []
    if not comparable(pair, since):
        return _("Sales are known since {day}, too late to compare with {days}.", day=formats.day(since),
                 days=formats.said_range(pair.before.first, pair.before.last, year=True))
    if since and since > pair.before.first:
        told.append(_("Sales are known since {day}. The comparison is not quite fair.", day=formats.day(since)))
    for feast in calendar.unfair(pair):
        span = pair.now if feast.in_now else pair.before
        told.append(_(
            "{feast} falls only in {days}. The comparison is not quite fair.", feast=_(calendar.NAMES[feast.kind]),
            days=formats.said_range(span.first, span.last, year=True),
        ))
    return " ".join(told)
