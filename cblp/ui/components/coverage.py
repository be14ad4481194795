"""How complete and how fresh the figures are: one line beside every total."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from cblp.catalogue import reports as catalogue
from cblp.i18n import _, formats
from cblp.intake import reports as intake
from cblp.intake.reports import Coverage
from cblp.ui import reads
from cblp.ui.components.filters import Asked
from cblp.ui.page import Visit


@dataclass(frozen=True)
class Kind:
    """Which files and which shops are meant."""

    files: tuple[str, ...]
    shops: tuple[str, ...]


SALES = Kind(intake.SALES_KINDS, ("marketplace", "pos"))
POSTS = Kind(("posts",), ("social",))


def of(visit: Visit, asked: Asked, kind: Kind = SALES) -> Coverage:
    """How many shops (or accounts) of what was asked have a file in these days."""
    found = reads.ask(
        intake.coverage, first=asked.span.first, last=asked.span.last, kinds=kind.files, shop_kinds=kind.shops,
        marketplaces=tuple(sorted(asked.marketplaces)),
    )
    if not asked.businesses:
        return found
    theirs = {shop.id for shop in reads.ask(catalogue.shops, today=visit.today, closed=True) if shop.owner_id in asked.businesses}
    each = [shop for shop in found.each if shop.shop_id in theirs]
    last = max((shop.last_day for shop in each if shop.last_day), default=None)
    return replace(found, shops=len(each), covered=sum(shop.covered for shop in each), last_day=last, each=each)


def words(found: Coverage, kind: Kind = SALES) -> str:
    """``Baru 9 dari 24 toko sudah ada filenya. Data terakhir: 18 Nov 2026.``"""
    covered, shops = formats.count(found.covered), formats.count(found.shops)
    if not found.shops:
        return ""
    if kind is POSTS:
        text = _("All {shops} accounts have a file.", shops=shops) if found.covered == found.shops else _(
            "Only {covered} of {shops} accounts have a file.", covered=covered, shops=shops)
    else:
        text = _("All {shops} shops have a file.", shops=shops) if found.covered == found.shops else _(
            "Only {covered} of {shops} shops have a file.", covered=covered, shops=shops)
    return f"{text} " + _("Newest data: {day}.", day=formats.day(found.last_day)) if found.last_day else text


def line(text: str, *more: str) -> None:
    """The quiet line below a sentence: what the coverage is, and whatever else limits the figures."""
    st.caption(" ".join(part for part in (text, *more) if part))
