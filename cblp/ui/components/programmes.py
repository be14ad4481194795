"""The parts of Program & mitra, and the list of programmes with the watch over those whose budget has ended."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import streamlit as st

from cblp.db.actor import COORDINATOR, LIAISON
from cblp.i18n import N_, _, formats, ngettext
from cblp.programmes.reports import partners as partner_reports
from cblp.programmes.reports import programmes as reports
from cblp.programmes.reports.programmes import Row, Watch
from cblp.programmes.rules import alive
from cblp.programmes.services import programmes
from cblp.ui import page, reads
from cblp.ui.components import advocacy, fields, figures, filters, financing, partners, programme_one, programme_words, tables
from cblp.ui.components.fields import Field
from cblp.ui.components.figures import Card
from cblp.ui.components.frame import esc
from cblp.ui.page import Outcome, Visit

PART: Final = "bagian"
HELP, PARTNERS, MONEY, ASKED = "program", "mitra", "pembiayaan", "permintaan"
PAGE: Final = 10
USUAL_DAYS: Final = 180


def show(visit: Visit) -> None:
    """The opened programme or partner, or the part that is chosen: of four for the coordinator, of three for everybody else."""
    programme = programme_one.opened(visit)
    if programme:
        programme_one.show(visit, programme, wanted(visit, programme.partner_id))
        return
    partner = partners.opened(visit)
    if partner:
        partners.show_one(visit, partner)
        return
    words = {
        HELP: _("Programmes of help"), PARTNERS: _("Agreements") if visit.actor.role == LIAISON else _("Partners"),
        **({MONEY: _("Financing")} if visit.actor.role == COORDINATOR else {}), ASKED: _("Requests"),
    }
    part = filters.one_of("programmes", PART, _("Show"), words, HELP)
    {HELP: _listed, PARTNERS: partners.listed, MONEY: financing.listed, ASKED: advocacy.listed}[part](visit)


def _listed(visit: Visit) -> None:
    rows: list[Row] = reads.ask(reports.listing, today=visit.today)
    may = visit.actor.role == COORDINATOR
    if rows:
        _watch(visit, rows)
    else:
        with st.container(border=True):
            st.write(_("No programme of help yet. What was promised, what came and whether it goes on stand here.") if may else _(
                "No programme of help is written down yet. The coordinator writes them down here."))
    if may:
        _add(visit)
    first = tables.start(len(rows), "programmes", PAGE)
    for row in rows[first : first + PAGE]:
        _line(visit, row)
    tables.pager(len(rows), "programmes", PAGE)


def _programmes(count: int) -> str:
    return ngettext("{count} programme", "{count} programmes", count, count=formats.count(count))


def _watch(visit: Visit, rows: list[Row]) -> None:
    """Masih jalan? In one sentence and four counts."""
    found: Watch = reports.watch(rows, visit.today)
    figures.sentence(_sentence(found))
    overdue = sum(row.late for row in rows if not row.called_off)
    if overdue:
        st.caption(f":material/schedule: {_late(overdue)}")
    waits = [alive.AFTER + 1 - (visit.today - row.last).days for row in rows if row.verdict == alive.TOO_EARLY]
    soonest = ngettext("the next is judged in {count} day", "the next is judged in {count} days", min(waits),
                       count=formats.count(min(waits))) if waits else ""
    figures.cards([
        Card(_("Programmes whose budget runs"), _programmes(found.running)),
        Card(_("Too early to say"), _programmes(found.too_early), note=soonest),
        Card(_("Still go on after {days} days", days=formats.count(alive.AFTER)), _programmes(found.alive)),
        Card(_("Stopped with the budget"), _programmes(found.gone)),
    ])
    with st.expander(_("How it is calculated"), icon=":material/help:"):
        st.write(_("A programme still goes on when a session, a training or a joint promotion of it took place in the {days} days "
                   "after its budget. Without any, it stopped.", days=formats.count(alive.AFTER)))


def _sentence(found: Watch) -> str:
    judged = found.alive + found.gone
    if judged:
        return ngettext(
            "{alive} of {count} programme went on after its budget ended.",
            "{alive} of {count} programmes went on after their budget ended.", judged,
            alive=formats.count(found.alive), count=formats.count(judged),
        )
    if found.running or found.too_early:
        return _("No programme can be judged yet: their budgets run, or ended less than {days} days ago.",
                 days=formats.count(alive.AFTER + 1))
    return _("No programme has begun yet.")


def _late(count: int) -> str:
    return ngettext("{count} promise is late", "{count} promises are late", count, count=formats.count(count))


def _line(visit: Visit, row: Row) -> None:
    with st.container(border=True):
        name, state, verdict = st.columns([5, 4, 2], vertical_alignment="center")
        with name, st.container(gap=None):
            if st.button(f"**{esc(row.name)}**", key=f"programme_{row.code}", type="tertiary", icon=":material/chevron_right:"):
                programme_one.open_one(row.code)
            about = [esc(row.partner), programme_words.days(row.first, row.last)]
            st.caption(" · ".join(part for part in about if part))
        with state, st.container(gap=None):
            st.markdown(_("Why: {reason}", reason=esc(row.called_off)) if row.called_off else programme_words.kept(row))
            if row.spent is not None and (row.spent or not row.called_off):
                st.caption(spent(row))
        verdict.markdown(programme_words.badge(row))


def spent(row: Row) -> str:
    """What was spent of which budget."""
    if row.budget is None:
        return _("{spent} spent, the budget is not known", spent=formats.headline(row.spent))
    return _("{spent} of {budget} spent", spent=formats.headline(row.spent), budget=formats.headline(row.budget))


# -- the form ----------------------------------------------------------------------------------------------------------


def wanted(visit: Visit, chosen: UUID | None = None) -> tuple[Field, ...]:
    """The fields of a programme; ``chosen`` stays on offer when it is a partner no more."""
    if visit.actor.role != COORDINATOR:
        return ()
    found = reads.ask(partner_reports.listing, today=visit.today)
    known: dict[UUID | None, str] = {row.id: row.name for row in found if row.ended_on is None or row.id == chosen}
    payer = Field("partner_id", N_("Who pays"), fields.CHOICE, {None: _("No partner"), **known})
    return (
        Field("name", N_("Name of the programme"), most=160, needed=True),
        *((payer,) if known else ()),
        Field("first", N_("First day of the budget"), fields.DAY, needed=True),
        Field("last", N_("Last day of the budget"), fields.DAY, needed=True),
        Field("budget", N_("Budget in rupiah (empty: not known)"), fields.MONEY),
        Field("about", N_("What it is about"), fields.LONG, most=1000),
    )


def _add(visit: Visit) -> None:
    def make(typed: dict[str, Any]) -> Outcome[UUID]:
        added = page.action(programmes.add, **typed)
        if added:
            page.say(_("The programme is kept. Write down now what was promised."))
            if typed["budget"]:
                page.say(programme_words.saved(typed["budget"]))
        return added

    start = {"first": visit.today, "last": visit.today + timedelta(USUAL_DAYS), "partner_id": None}
    if fields.create("add_programme", wanted(visit), start, make, label=_("Add a programme")):
        st.rerun()
