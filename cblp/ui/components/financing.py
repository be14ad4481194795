"""The register of KUR and other financing, for the coordinator: who asked for what, what was paid out, what comes back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, Final
from uuid import UUID

import streamlit as st

from cblp.documents.tables import Column, Table
from cblp.i18n import N_, _, formats, ngettext
from cblp.people.reports import register
from cblp.programmes import states
from cblp.programmes.reports import financing as reports
from cblp.programmes.reports import programmes as programme_reports
from cblp.programmes.reports.financing import Row
from cblp.programmes.services import financing
from cblp.ui import page, reads
from cblp.ui.components import charts as blocks
from cblp.ui.components import fields, figures, programme_words, tables
from cblp.ui.components.fields import Field
from cblp.ui.components.figures import Card
from cblp.ui.components.frame import esc
from cblp.ui.page import Outcome, Visit

COLOURS: Final = {states.ASKED: "orange", states.GIVEN: "blue", states.REFUSED: "gray", states.REPAID: "green"}
WAITING, RUNNING, ALL = "waiting", "running", "all"
VIEWS: Final = {WAITING: N_("Wait for an answer: {count}"), RUNNING: N_("Paid out: {count}"), ALL: N_("All: {count}")}
BACK: Final = {states.ASKED: N_("No answer after all"), states.GIVEN: N_("Not paid back after all")}
PAGE: Final = 10


def listed(visit: Visit) -> None:
    """The register in one sentence, by kind, and row by row; it names members, so it is never projected."""
    rows: list[Row] = reads.ask(reports.listing)
    if rows:
        _lead(visit, rows)
    else:
        with st.container(border=True):
            st.write(_("No financing is written down yet. KUR, loans and grants that members ask for stand here."))
    _ask(visit)
    if not rows:
        return
    views = {
        WAITING: [row for row in rows if row.state == states.ASKED], RUNNING: [row for row in rows if row.state == states.GIVEN], ALL: rows,
    }
    shown = [name for name, some in views.items() if some]
    view = st.pills(
        _("Show"), shown, default=shown[0], required=True, key="financing_view", label_visibility="collapsed",
        format_func=lambda name: _(VIEWS[name], count=formats.count(len(views[name]))),
    )
    some = views[view if view in shown else shown[0]]
    first = tables.start(len(some), "financing", PAGE)
    for row in some[first : first + PAGE]:
        _line(visit, row)
    tables.pager(len(some), "financing", PAGE)


def _applications(count: int) -> str:
    return ngettext("{count} application", "{count} applications", count, count=formats.count(count))


def _lead(visit: Visit, rows: list[Row]) -> None:
    waiting = [row for row in rows if row.state == states.ASKED]
    paid = [row for row in rows if row.state in (states.GIVEN, states.REPAID)]
    figures.sentence(ngettext(
        "{count} application waits for an answer; {amount} was paid out so far.",
        "{count} applications wait for an answer; {amount} was paid out so far.", len(waiting), count=formats.count(len(waiting)),
        amount=formats.headline(sum(row.amount for row in paid)),
    ))
    st.caption(f":material/visibility_off: {_('This page names members. Keep it off the projector.')}")
    overdue = sum(row.overdue(visit.today) for row in rows)
    longest = max((row.waiting(visit.today) or 0 for row in waiting), default=0)
    figures.cards([
        Card(_("Wait for an answer"), _applications(len(waiting)),
             note=ngettext("the oldest for {count} day", "the oldest for {count} days", longest, count=formats.count(longest))
             if waiting else ""),
        Card(_("Paid out, not paid back"), _applications(sum(row.state == states.GIVEN for row in rows)),
             note=ngettext("{count} past its last day", "{count} past their last day", overdue, count=formats.count(overdue))
             if overdue else ""),
        Card(_("Paid back"), _applications(sum(row.state == states.REPAID for row in rows))),
        Card(_("Refused"), _applications(sum(row.state == states.REFUSED for row in rows))),
    ])
    with st.expander(_("By kind"), icon=":material/table_rows:"):
        blocks.table(_totals(rows), key="financing_totals")
        blocks.offer(lambda: _register(rows), key="financing_rows", name="pembiayaan")


def _totals(rows: list[Row]) -> Table:
    columns = [Column(N_("Kind")), *(Column(states.FINANCING_STATES[state], "count") for state in states.FINANCING_STATES),
               Column(N_("Paid out in all"), "rupiah")]
    return Table(_("Financing by kind"), columns, [
        [_(states.FINANCING[one.kind]), one.asked, one.given, one.refused, one.repaid, one.paid_out] for one in reports.totals(rows)
    ])


def _register(rows: list[Row]) -> Table:
    columns = [
        Column(N_("Member")), Column(N_("Kind")), Column(N_("Who gives it")), Column(N_("Amount in rupiah"), "rupiah"),
        Column(N_("What for")), Column(N_("Programme of help")), Column(N_("State")), Column(N_("Applied on"), "day"),
        Column(N_("Answered on"), "day"), Column(N_("Paid back by"), "day"),
    ]
    return Table(_("Financing"), columns, [
        [row.business, _(states.FINANCING[row.kind]), row.institution, row.amount, row.purpose, row.programme,
         _(states.FINANCING_STATES[row.state]), row.asked_on, row.decided_on, row.until] for row in rows
    ])


# -- one row -----------------------------------------------------------------------------------------------------------


def _line(visit: Visit, row: Row) -> None:
    with st.container(border=True):
        who, what, state = st.columns([4, 5, 2], vertical_alignment="center")
        with who, st.container(gap=None):
            st.markdown(f"**{esc(row.business)}**")
            st.caption(" · ".join(part for part in (_(states.FINANCING[row.kind]), esc(row.institution)) if part))
        with what, st.container(gap=None):
            st.markdown(formats.money(row.amount) + (f", {esc(row.purpose)}" if row.purpose else ""))
            st.caption(when(row, visit.today) + (f" ({_('late')})" if row.overdue(visit.today) else ""))
        state.markdown(f":{COLOURS[row.state]}-badge[{_(states.FINANCING_STATES[row.state])}]")
        if row.note or row.programme:
            st.caption(" · ".join(esc(part) for part in (row.programme, row.note) if part))
        _buttons(visit, row)


def when(row: Row, today: date) -> str:
    """Where it stands, with the days: ``cair 4 Nov 2026, lunas paling lambat 4 Nov 2027``."""
    waiting = row.waiting(today)
    if waiting is not None:
        return ngettext("asked on {day}, {count} day without an answer", "asked on {day}, {count} days without an answer", waiting,
                        day=formats.day(row.asked_on), count=formats.count(waiting))
    if row.state == states.REPAID:
        return _("paid out {given}, paid back {day}", given=formats.day(row.decided_on), day=formats.day(row.until))
    if row.state == states.REFUSED:
        return _("refused {day}", day=formats.day(row.decided_on))
    if row.until is None:
        return _("paid out {day}", day=formats.day(row.decided_on))
    return _("paid out {given}, to be paid back by {day}", given=formats.day(row.decided_on), day=formats.day(row.until))


def _buttons(visit: Visit, row: Row) -> None:
    """The steps that may follow, and the change of what was written; one form at a time."""
    parts: list[tuple[str, Callable[[], None]]] = [
        (f"move_{state}_{row.id}", partial(_step, visit, row, state))
        for state in states.FINANCING_STATES
        if state in states.FINANCING_STEPS[row.state] and (state, row.kind) != (states.REPAID, states.GRANT)
    ]
    parts.append((f"financing_{row.id}", partial(_edit, visit, row)))
    busy = [part for part in parts if fields.is_open(part[0]) or fields.clashed(part[0])]
    with st.container(horizontal=not busy):
        for _key, draw in busy or parts:
            draw()


def _step(visit: Visit, row: Row, state: str) -> None:
    key = f"move_{state}_{row.id}"
    if state == states.ASKED or row.state == states.REPAID:  # back: what was marked too early
        if st.button(_(BACK[state]), icon=":material/undo:", key=key) and page.action(
            financing.move, financing_id=row.id, state=state, on=visit.today,
        ):
            page.say(_("Taken back."))
            st.rerun()
        return
    wanted = {
        states.GIVEN: (
            Field("amount", N_("How much was paid out"), fields.MONEY, needed=True), Field("on", N_("Day"), fields.DAY, needed=True),
            *(() if row.kind == states.GRANT else (Field("until", N_("Last day to pay it back (empty: not known)"), fields.DAY),)),
        ),
        states.REFUSED: (Field("on", N_("Day"), fields.DAY, needed=True), Field("note", N_("Why, if it is known"), most=300)),
        states.REPAID: (Field("on", N_("Day"), fields.DAY, needed=True),),
    }[state]

    def make(typed: dict[str, Any]) -> Outcome[None]:
        moved = page.action(financing.move, financing_id=row.id, state=state, **typed)
        if moved:
            page.say(programme_words.saved(typed["amount"]) if "amount" in typed else _("Saved."))
        return moved

    label = {states.GIVEN: _("It was paid out"), states.REFUSED: _("It was refused"), states.REPAID: _("It is paid back")}[state]
    icon = {states.GIVEN: ":material/payments:", states.REFUSED: ":material/block:", states.REPAID: ":material/check:"}[state]
    if fields.create(key, wanted, {"amount": row.amount, "on": visit.today}, make, label=label, icon=icon):
        st.rerun()


# -- forms -------------------------------------------------------------------------------------------------------------


def _wanted(visit: Visit) -> tuple[Field, ...]:
    kinds = {code: _(word) for code, word in states.FINANCING.items()}
    known: dict[UUID | None, str] = {
        row.id: row.name for row in reads.ask(programme_reports.listing, today=visit.today) if not row.called_off
    }
    programmes = {None: _("No programme"), **known}
    return (
        Field("kind", N_("Kind"), fields.CHOICE, kinds, needed=True),
        Field("institution", N_("Who gives it"), most=120, needed=True, hint=N_("For example: BRI Telanaipura")),
        Field("amount", N_("How much in rupiah"), fields.MONEY, needed=True), Field("purpose", N_("What for"), most=200),
        Field("asked_on", N_("Day of the application"), fields.DAY, needed=True),
        *((Field("programme_id", N_("Programme of help"), fields.CHOICE, programmes),) if known else ()),
        Field("note", N_("Note"), fields.LONG, most=300),
    )


def _edit(visit: Visit, row: Row) -> None:
    def save(version: int, changes: dict[str, Any]) -> Outcome[int]:
        return page.action(financing.edit, financing_id=row.id, version=version, changes=changes)

    wanted = _wanted(visit)
    fields.edit(visit, f"financing_{row.id}", wanted, row.version, {one.name: getattr(row, one.name) for one in wanted}, save)


def _ask(visit: Visit) -> None:
    businesses = {id_: f"{name} ({code})" for id_, code, name in reads.ask(register.names, today=visit.today)}
    if not businesses:
        return
    wanted = (Field("business_id", N_("Member"), fields.CHOICE, businesses, hint=N_("Choose a member"), needed=True), *_wanted(visit))

    def make(typed: dict[str, Any]) -> Outcome[UUID]:
        asked = page.action(financing.ask, **typed)
        if asked:
            page.say(programme_words.saved(typed["amount"]))
        return asked

    start = {"asked_on": visit.today, "programme_id": None}
    if fields.create("ask_financing", wanted, start, make, label=_("Write down a new application")):
        st.rerun()
