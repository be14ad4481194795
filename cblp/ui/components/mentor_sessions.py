"""Sessions in words, as the mentor, the member and the coordinator read them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cblp.growth import states
from cblp.growth.reports.mentors import Mentee, SessionRow
from cblp.i18n import _, formats
from cblp.ui.components import campaign_words, mentor_words
from cblp.ui.components.frame import esc


def waits(row: SessionRow) -> bool:
    """The member has not said yet whether it was so."""
    return row.confirmed_at is None and not row.doubted


def open_step(rows: Sequence[SessionRow]) -> SessionRow | None:
    """The newest session, if the step agreed on there is not done yet (an older step is replaced by a newer session's)."""
    newest = next((row for row in sorted(rows, key=lambda row: (row.day, row.logged_at), reverse=True) if row.next_step), None)
    return newest if newest and newest.step_done_on is None else None


def line(row: SessionRow) -> str:
    """``Sabtu, 21 November 2026, 45 menit · Kunjungan · Konten dan foto produk``, and how it stands."""
    told = [f"{formats.full_day(row.day)}, {campaign_words.spent(row.minutes)}", _(states.MODES[row.mode])]
    if row.topics:
        told.append(esc(mentor_words.skills(row.topics)))
    return " · ".join(told)


def standing(row: SessionRow) -> str:
    """Whether the member agrees, as a badge."""
    if row.doubted:
        return f":orange-badge[:material/help: {_('the member says otherwise')}] “{esc(row.doubted)}”"
    if row.confirmed_at:
        return f":green-badge[:material/check: {_('confirmed')}]"
    return f":gray-badge[{_('waits for the member')}]"


def step(row: SessionRow | Mentee, today: date) -> str:
    """``Langkah berikutnya: kirim 3 foto baru. Paling lambat Senin, 30 November 2026.``"""
    said = _("Next step: {step}.", step=f"**{esc(row.next_step.rstrip('.'))}**")
    if row.due_on is None:
        return said
    if row.due_on < today:
        return f"{said} {_('It should have been ready on {day}.', day=formats.day(row.due_on))}"
    return f"{said} {_('At the latest {day}.', day=formats.full_day(row.due_on))}"
