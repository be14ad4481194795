"""Bagi hasil at a glance: what waits and for whom, which part is open, and the runs one below the other."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cblp.db.actor import TREASURER
from cblp.i18n import N_, _, formats, ngettext
from cblp.sharing import states
from cblp.sharing.reports import distributions as reports
from cblp.sharing.reports.distributions import Summary
from cblp.ui import reads
from cblp.ui.components import address, figures
from cblp.ui.components import sharing_words as words
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

RUN, PART = "no", "lihat"
"""Query parameters: the run and the part that are open."""
RUNS, TRIAL, RULES = "bagi-hasil", "coba-hitung", "aturan"

COLOURS: Final = {
    states.CALCULATED: "gray", states.OBJECTION: "orange", states.APPROVED: "blue", states.PAYING: "blue", states.PAID: "green",
    states.VOID: "gray",
}


def every(visit: Visit) -> list[Summary]:
    """All runs, the newest first."""
    found: list[Summary] = reads.ask(reports.listing)
    return found


def opened(visit: Visit) -> Summary | None:
    """The run that the address names; one that is not there is said and forgotten."""
    return address.find(RUN, lambda: every(visit), lambda run: run.number, N_("There is no profit sharing with this number."))


def open_run(number: int) -> None:
    """Open a run at its own address."""
    address.open_one(RUN, number)


def sentence(visit: Visit) -> None:
    """What waits, for whom; else how much was shared last."""
    runs = [run for run in every(visit) if run.state != states.VOID]
    figures.sentence(waiting(visit, runs) or _last(runs))


def waiting(visit: Visit, runs: list[Summary]) -> str:
    """The most urgent of what waits in one sentence; "" when nothing does."""
    objected = sum(run.objections for run in runs)
    ready = [run for run in runs if run.state == states.OBJECTION and run.objections_until and run.objections_until < visit.today]
    open_ = [run for run in runs if run.state == states.OBJECTION and run not in ready]
    unpaid = sum(run.shares - run.paid for run in runs if run.state in states.BINDING)
    checked = [run for run in runs if run.state == states.CALCULATED]
    told = [
        ngettext("{count} objection waits for an answer.", "{count} objections wait for an answer.", objected) if objected else "",
        _("Profit sharing no. {number} of {pool} waits for approval.", number=ready[0].number, pool=formats.money(ready[0].pool))
        if ready else "",
        ngettext("{count} share waits to be paid.", "{count} shares wait to be paid.", unpaid, count=formats.count(unpaid))
        if unpaid else "",
        _("Profit sharing no. {number} is calculated. Look at it before the members do.", number=checked[0].number) if checked else "",
        _("Members may object until {day}.", day=formats.full_day(open_[0].objections_until))
        if open_ and open_[0].objections_until else "",
    ]
    if visit.actor.role == TREASURER:
        told = [*told[1:3], told[0], *told[3:]]
    return next((one for one in told if one), "")


def _last(runs: list[Summary]) -> str:
    if not runs:
        return _("No money was shared yet.")
    return _("Profit sharing no. {number} of {pool} is paid. Nothing waits.", number=runs[0].number, pool=formats.money(runs[0].pool))


def choice(visit: Visit) -> str:
    """Which part is open; it stands in the address."""
    names = {RUNS: _("Profit sharing"), TRIAL: _("Try it out"), RULES: _("Rules")}
    return address.part(PART, names, RUNS, key="sharing_part")


def show(visit: Visit) -> None:
    """The runs, each with how far it is."""
    runs = every(visit)
    if not runs:
        st.write(_("A profit sharing stands here once it is calculated: from the money in the cash book, by a rule that members passed."))
    for run in runs:
        with st.container(border=True, horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(f"**{title(run)}** {badge(run)}  \n{_lines(run)}", width="stretch")
            if st.button(_("Open"), key=f"open_run_{run.number}"):
                open_run(run.number)


def title(run: Summary) -> str:
    """``Bagi hasil no. 3 · HARBOLNAS 11.11``; safe markdown."""
    about = esc(run.campaign) if run.campaign else formats.day_range(run.span.first, run.span.last)
    return _("Profit sharing no. {number} · {about}", number=run.number, about=about)


def badge(run: Summary) -> str:
    """Its state."""
    return f":{COLOURS.get(run.state, 'gray')}-badge[{_(words.STATES[run.state])}]"


def _lines(run: Summary) -> str:
    told = [_("{pool} by “{rule}”, version {number}", pool=formats.money(run.pool), rule=esc(run.rule), number=run.rule_number)]
    if run.state == states.OBJECTION and run.objections_until:
        told.append(_("objections until {day}", day=formats.day(run.objections_until)))
    if run.objections:
        told.append(ngettext("{count} objection", "{count} objections", run.objections))
    if run.state in states.BINDING:
        told.append(_("{paid} of {shares} paid", paid=formats.count(run.paid), shares=formats.count(run.shares)))
    return " · ".join(told)
