"""How files are spoken of: what a file is, its four counts, and the receipt in one sentence."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from functools import cache
from typing import Final, Protocol

from cblp.i18n import N_, _, formats, ngettext, translate
from cblp.importers.formats import FORMATS
from cblp.importers.problems import note_text, problem_text
from cblp.importers.records import Note, Problem
from cblp.intake.models import CHECKED, POSTED, REVERTED
from cblp.ui.components.frame import esc

STATES: Final = {CHECKED: N_("Not in yet"), POSTED: N_("Came in"), REVERTED: N_("Taken out")}
COLOURS: Final = {CHECKED: "orange", POSTED: "green", REVERTED: "gray"}
SHARED: Final = {"tokopedia_tiktok": "Tokopedia & TikTok Shop", "meta": "Instagram & Facebook"}
"""Sources of files that serve two marketplaces; the others bear the name of theirs."""


class Counts(Protocol):
    """The four counts of a file, which add up to its rows."""

    @property
    def rows(self) -> int: ...
    @property
    def new(self) -> int: ...
    @property
    def changed(self) -> int: ...
    @property
    def known(self) -> int: ...
    @property
    def rejected(self) -> int: ...


def what(format_id: str) -> str:
    """What a file is, as the start of a sentence: "File pesanan Shopee"."""
    label = translate(_labels().get(format_id, N_("a table with columns of its own")))
    return label[:1].upper() + label[1:]


def source(code: str, marketplaces: dict[str, str]) -> str:
    """The name of a source; ``marketplaces`` are names by code."""
    return _("Own sheets") if code == "mapped" else SHARED.get(code) or marketplaces.get(code, code)


def period(days: tuple[date, date] | None) -> str:
    """The days that a file is about."""
    return formats.day_range(*days) if days else _("no days")


def counted(counts: Counts) -> str:
    """``216 baris: 180 baru, 4 berubah, 30 sudah ada, 2 perlu dicek.``"""
    return ngettext(
        "{count} row: {new} new, {changed} changed, {known} already there, {rejected} to check.",
        "{count} rows: {new} new, {changed} changed, {known} already there, {rejected} to check.",
        counts.rows, count=formats.count(counts.rows), new=formats.count(counts.new), changed=formats.count(counts.changed),
        known=formats.count(counts.known), rejected=formats.count(counts.rejected),
    )


def is_in(format_id: str, shops: Iterable[str], days: tuple[date, date] | None) -> str:
    """``File pesanan Shopee "batikayu", 1–31 Oktober 2026, sudah masuk.`` (escaped for markdown)"""
    names = ", ".join(sorted(set(shops)))
    return _('{what} "{shops}", {period}, is in.', what=esc(what(format_id)), shops=esc(names), period=period(days))


def issue(problem: Problem) -> str:
    """A row that could not be read, in a sentence."""
    return problem_text(*problem)


def notes(found: Collection[Note]) -> list[str]:
    """What the file's reader noted, in sentences."""
    return [note_text(*note) for note in found]


@cache
def _labels() -> dict[str, str]:
    return {form.id: form.label for form in FORMATS}
