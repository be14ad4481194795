"""Bekal digital for the coordinator: the waves, who still has to answer, what it comes to, before and after, beside sales."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any, Final
from uuid import UUID

import streamlit as st

from cblp import charts
from cblp.charts import Bar, Dot
from cblp.documents.tables import Column, Table
from cblp.growth.reports import capital as reports
from cblp.growth.reports.capital import AgainstSales, Averages, Comparison, Result, WaveRow
from cblp.growth.services import assessments
from cblp.i18n import N_, _, formats
from cblp.ui import page, reads
from cblp.ui.components import capital_left, capital_member, fields, figures, frame, tables
from cblp.ui.components import charts as blocks
from cblp.ui.components.capital_member import KINDS
from cblp.ui.components.fields import Field
from cblp.ui.components.figures import Card
from cblp.ui.components.frame import esc
from cblp.ui.page import Outcome, Visit

USUAL: Final = timedelta(13)
"""Days that a wave stays open after its first, where nobody says otherwise."""
LEFT, MEMBERS, SALES = "left", "members", "sales"
PARTS: Final = {LEFT: N_("Still to answer"), MEMBERS: N_("Each member"), SALES: N_("Beside sales")}


def show(visit: Visit) -> None:
    """The whole page."""
    waves: list[WaveRow] = reads.ask(reports.waves, today=visit.today)
    if not waves:
        figures.sentence(_("Nobody was asked about their digital capital yet."))
        frame.empty(_("Members answer 24 short questions on a phone. Averages, changes and who needs help stand here afterwards."))
        _new(visit, waves)
        return
    wave = _choose(waves)
    found: Averages = reads.ask(reports.averages, wave_id=wave.id)
    figures.sentence(_sentence(wave, found))
    st.caption(_days(wave))
    earlier = _before(waves, wave)
    compared: Comparison | None = reads.ask(reports.compare, before_id=earlier.id, after_id=wave.id) if earlier else None
    figures.cards(_cards(wave, found, compared))
    if compared and earlier:
        st.write(_change(compared, earlier))
    if found.index is not None:
        with st.container(border=True):
            _areas(wave, found)
    with st.container(horizontal=True):
        _new(visit, waves)
        _move(visit, wave)
    _part(visit, wave)


# -- waves ---------------------------------------------------------------------------------------------------------------


def _choose(waves: list[WaveRow]) -> WaveRow:
    names = {wave.id: f"{_(KINDS[wave.kind])}: {wave.name}" for wave in waves}
    if len(waves) == 1:
        return waves[0]
    label = _("Which round?")
    if len(waves) <= fields.FEW:
        picked = st.radio(label, list(names), format_func=lambda id_: esc(names[id_]), key="wave", horizontal=True)
    else:
        picked = st.selectbox(label, list(names), format_func=names.__getitem__, key="wave", placeholder=_("Choose one"))
    return next((wave for wave in waves if wave.id == picked), waves[0])


def _before(waves: list[WaveRow], wave: WaveRow) -> WaveRow | None:
    """The newest baseline before a wave that asked the same."""
    return next((one for one in waves if one.kind == assessments.PRE and wave.kind != assessments.PRE
                 and one.opens_on < wave.opens_on and one.questions == wave.questions), None)


def _days(wave: WaveRow) -> str:
    days = formats.day_range(wave.opens_on, wave.closes_on)
    return _("Open now, {days}.", days=days) if wave.open else _("Asked {days}.", days=days)


def _new(visit: Visit, waves: list[WaveRow]) -> None:
    kind = assessments.POST if waves else assessments.PRE
    wanted = (
        Field("kind", N_("When"), fields.CHOICE, {code: _(word) for code, word in KINDS.items()}, needed=True),
        Field("name", N_("Name"), hint=N_("For example: before the first training"), most=80, needed=True),
        Field("opens_on", N_("First day"), fields.DAY, needed=True),
        Field("closes_on", N_("Last day"), fields.DAY, needed=True),
    )
    start = {"kind": kind, "opens_on": visit.today, "closes_on": visit.today + USUAL}

    def make(typed: dict[str, Any]) -> Outcome[UUID]:
        return page.action(assessments.open_wave, **typed)

    if fields.create("wave", wanted, start, make, label=_("Ask the members"), icon=":material/add:", primary=not waves):
        page.say(_("The questions are ready. Members see them from the first day on."))
        st.rerun()


def _move(visit: Visit, wave: WaveRow) -> None:
    if wave.closes_on < visit.today:
        return
    fields.edit(
        visit, f"wave_{wave.id}", (Field("closes_on", N_("Last day"), fields.DAY, needed=True),), wave.version,
        {"closes_on": wave.closes_on},
        lambda version, changes: page.action(assessments.move_wave, wave_id=wave.id, version=version, **changes),
        label=_("Change the last day"), icon=":material/event:",
    )


# -- what it comes to ------------------------------------------------------------------------------------------------------


def _sentence(wave: WaveRow, found: Averages) -> str:
    if found.index is None:
        return _("{count} of {asked} members have answered. Averages show from 5 members on.",
                 count=formats.count(found.people), asked=formats.count(wave.asked))
    return _("Digital capital is {index} of 100 on average. Most help is needed with: {area}.",
             index=formats.number(found.index), area=capital_member.areas(wave.questions)[found.weakest].lower())


def _cards(wave: WaveRow, found: Averages, compared: Comparison | None) -> list[Card]:
    row = [
        Card(_("Average, 0 to 100"), formats.number(found.index) if found.index is not None else _("Not enough data yet"),
             note=_("{count} members", count=formats.count(found.people))),
        Card(_("Have answered"), _("{count} of {asked}", count=formats.count(wave.finished), asked=formats.count(wave.asked)),
             note=_("{count} have begun", count=formats.count(wave.begun - wave.finished))),
        Card(_("AI features not known as AI"),
             formats.percent(found.unaware, 0) if found.unaware is not None else _("Not enough data yet"),
             note=_("of the features that members use")),
    ]
    if compared:
        gain = compared.change.gain
        row.append(Card(
            _("Change of the same people"),
            _("Not enough data yet") if gain is None else _moved(gain),
            note=_("{count} members answered both times", count=formats.count(compared.change.pairs)),
        ))
    return row


def _moved(points: float) -> str:
    """``naik 11 poin``."""
    amount = _("{number} points", number=formats.number(Fraction(abs(points)).limit_denominator(10**6)))
    return _("up {amount}", amount=amount) if points > 0 else _("down {amount}", amount=amount) if points < 0 else _("unchanged")


def _change(compared: Comparison, before: WaveRow) -> str:
    """Before and after in honest words: how many, whether it is more than chance, who is missing."""
    change, name = compared.change, esc(before.name)
    if change.gain is None:
        told = _("Not enough data yet: {count} members answered both times. At least 5 are needed.", count=formats.count(change.pairs))
    elif change.proven is None:
        told = _("Since {name} the average moved: {moved}. That proves nothing yet: at least 6 members are needed.",
                 name=name, moved=_moved(change.gain))
    elif change.proven:
        told = _("Since {name} the same people are {moved}. That is more than chance. What brought it about is not shown by this.",
                 name=name, moved=_moved(change.gain))
    else:
        told = _("Since {name} the same people are {moved}. Not proven yet: chance alone can give as much.",
                 name=name, moved=_moved(change.gain))
    return " ".join([told, _("{count} members answered only once. They don't count here.", count=formats.count(change.dropped))]
                    if change.dropped else [told])


def _areas(wave: WaveRow, found: Averages) -> None:
    names = capital_member.areas(wave.questions)
    facets = {_(capital_member.FACETS[code]): value for code, value in found.facets.items()}
    title = _("Average by area, 0 to 100")
    blocks.draw(charts.bars([Bar(names[code], value) for code, value in found.areas.items()], unit="count"), f"areas_{wave.id}", title)
    st.caption(_("{count} members. Phone and internet weigh half, skills the other half. The questions are our own.",
                 count=formats.count(found.people)))
    others = {_(capital_member.CAPITALS[code]): value for code, value in found.capitals.items()}
    with st.expander(_("Knowledge, skill, attitude, and the other five capitals"), key=f"others_{wave.id}"):
        rows = [(name, capital_member.figure(value)) for name, value in facets.items()]
        rows += [(name, _("{value} of 5", value=formats.number(value)) if value is not None else _("Not enough data yet"))
                 for name, value in others.items()]
        tables.show([_("About"), tables.Number(_("Average"))], rows)


# -- parts ---------------------------------------------------------------------------------------------------------------


def _part(visit: Visit, wave: WaveRow) -> None:
    names = {code: _(word) for code, word in PARTS.items()}
    chosen = st.segmented_control(_("Part"), list(names), default=LEFT if wave.open else MEMBERS, format_func=names.__getitem__,
                                  key=f"capital_part_{wave.id}", label_visibility="collapsed", required=True)
    if chosen == LEFT:
        capital_left.show(visit, wave)
    elif chosen == SALES:
        _sales(visit, wave)
    else:
        _members(visit, wave)


def _members(visit: Visit, wave: WaveRow) -> None:
    found: list[Result] = reads.ask(reports.members, wave_id=wave.id)
    if not found:
        frame.empty(_("No member has handed in answers yet. Their figures stand here one by one."))
        return
    names = {one.business_id: one.business for one in found}
    member = st.selectbox(_("Member"), list(names), index=None, format_func=names.__getitem__, key=f"capital_member_{wave.id}",
                          placeholder=_("Type to search"))
    if member:
        with st.container(border=True, width=560):
            st.markdown(f"**{esc(names[member])}**")
            capital_member.show(visit, member)
        return
    areas = capital_member.areas(wave.questions)
    tables.show(
        [_("Member"), tables.Number(_("Index, 0 to 100")), _("Needs most help")],
        [(one.business, formats.number(one.index) if one.index is not None else _("Not enough data yet"),
          areas.get(one.weakest, formats.UNKNOWN)) for one in found], key=f"capital_members_{wave.id}", size=15,
    )


def _sales(visit: Visit, wave: WaveRow) -> None:
    found: AgainstSales = reads.ask(reports.against_sales, wave_id=wave.id, today=visit.today)
    days = formats.said_range(found.span.first, found.span.last, year=True)
    if len(found.dots) < reports.SHOWN_FROM:
        frame.empty(_("Not enough data yet: {count} members have both answers and sales. At least 5 are needed.",
                      count=formats.count(len(found.dots))))
        return
    st.write(_verdict(found))
    title = _("Digital capital and sales a month, {days}", days=days)
    blocks.draw(charts.scatter(
        [Dot(dot.business, dot.index, dot.sales, dot.business_id) for dot in found.dots], x_title=_("Digital capital, 0 to 100"),
        y_title=_("Sales a month, in rupiah"), x_unit="count", y_unit="rupiah",
    ), f"capital_sales_{wave.id}", title)
    st.caption(_("{count} members with sales on record; {without} without. Fees are not taken off.",
                 count=formats.count(len(found.dots)), without=formats.count(found.without)))
    rows = Table(title, [Column(N_("Member"), "text"), Column(N_("Index, 0 to 100"), "number"), Column(N_("Sales"), "rupiah")],
                 [(dot.business, dot.index, dot.sales) for dot in found.dots], days)
    blocks.offer(lambda: rows, key=f"capital_sales_{wave.id}", name="bekal-digital")


def _verdict(found: AgainstSales) -> str:
    if found.link is None or not found.link.clear:
        return _("It is not proven that digital capital and sales go together.")
    if found.link.rho > 0:
        return _("Members with more digital capital sell more. Which of the two comes first is not shown by this.")
    return _("Members with more digital capital sell less. Which of the two comes first is not shown by this.")
