"""Bekal digital for the coordinator: the waves, who still has to answer, what it comes to, before and after, beside sales."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any, Final
from uuid import UUID

import streamlit as st

from cblp.charts.theme import PALETTE
from cblp.growth import questionnaire
from cblp.growth.questionnaire import AI
from cblp.growth.reports import capital as reports
from cblp.growth.reports import cycles
from cblp.growth.reports.capital import Averages, Comparison, Result, WaveRow
from cblp.growth.services import assessments
from cblp.growth.services.cycles import CLOSED
from cblp.i18n import N_, _, formats, ngettext
from cblp.ui import page, reads
from cblp.ui.components import (
    capital_how,
    capital_left,
    capital_member,
    capital_sales,
    capital_table,
    fields,
    figures,
    frame,
    scales,
    studio_learning,
    tables,
)
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
        _areas(wave, found)
        _further(wave, found, compared)
    with st.expander(_("How it is calculated"), icon=":material/calculate:", key=f"capital_how_{wave.id}"):
        capital_how.show(visit, wave, earlier, found, compared)
    with st.container(horizontal=True):
        _new(visit, waves)
        _move(visit, wave)
        _join(visit, wave)
        if found.index is not None:
            capital_table.offer(wave, found, compared)
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
    told = [_("Open now, {days}.", days=days) if wave.open else _("Asked {days}.", days=days)]
    if wave.cycle:
        told.append(_("Belongs to the learning round “{title}”.", title=esc(wave.cycle)))
    if reports.SHOWN_FROM <= wave.finished < wave.asked / 2:
        told.append(_("Fewer than half of the members have answered. The averages don't stand for all of them yet."))
    return " ".join(told)


def _new(visit: Visit, waves: list[WaveRow]) -> None:
    kind = assessments.POST if waves else assessments.PRE
    wanted = (
        Field("kind", N_("When"), fields.CHOICE, {code: _(word) for code, word in KINDS.items()}, needed=True),
        Field("name", N_("Name"), hint=N_("For example: before the first training"), most=80, needed=True),
        Field("opens_on", N_("First day"), fields.DAY, needed=True),
        Field("closes_on", N_("Last day"), fields.DAY, needed=True),
        *_rounds(),
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


def _join(visit: Visit, wave: WaveRow) -> None:
    wanted = _rounds(wave)
    if wanted:
        fields.edit(
            visit, f"round_{wave.id}", wanted, wave.version, {"cycle_id": wave.cycle_id},
            lambda version, changes: page.action(assessments.join_cycle, wave_id=wave.id, version=version, **changes),
            label=_("Choose the learning round"), icon=":material/cycle:",
        )


def _rounds(wave: WaveRow | None = None) -> tuple[Field, ...]:
    """The learning rounds that still run, and the one that is chosen; no field while there are none."""
    kept = {wave.cycle_id: wave.cycle} if wave and wave.cycle_id else {}
    named = kept | {row.id: row.title for row in reads.ask(cycles.listing) if row.stage != CLOSED}
    return (Field("cycle_id", N_("Belongs to the learning round"), fields.CHOICE, {None: _("to no round"), **named}),) if named else ()


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
             note=_weighed(found) or ngettext("{count} member", "{count} members", found.people, count=formats.count(found.people))),
        Card(_("Have answered"), _("{count} of {asked}", count=formats.count(wave.finished), asked=formats.count(wave.asked)),
             note=_("{count} have begun", count=formats.count(wave.begun - wave.finished)) if wave.begun > wave.finished else ""),
        Card(_("AI features not known as AI"),
             formats.percent(found.unaware, 0) if found.unaware is not None else _("Not enough data yet"),
             note=_("of the features that members use")),
    ]
    if compared:
        gain = compared.change.gain
        row.append(Card(
            _("Change of the same people"),
            _("Not enough data yet") if gain is None else _moved(gain),
            note=ngettext(
                "{count} member answered both times", "{count} members answered both times",
                compared.change.pairs, count=formats.count(compared.change.pairs),
            ),
        ))
    return row


def _weighed(found: Averages) -> str:
    if found.weighed is None:
        return ""
    return ngettext(
        "{count} member; weighed by the answers {figure}", "{count} members; weighed by the answers {figure}",
        found.people, count=formats.count(found.people), figure=formats.number(found.weighed),
    )


def _moved(points: float) -> str:
    return capital_table.moved(Fraction(points).limit_denominator(10**6))


def _change(compared: Comparison, before: WaveRow) -> str:
    """Before and after in honest words: how many, whether it is more than chance, who is missing."""
    change, name = compared.change, esc(before.name)
    if change.gain is None:
        told = ngettext(
            "Not enough data yet: {count} member answered both times. At least 5 are needed.",
            "Not enough data yet: {count} members answered both times. At least 5 are needed.",
            change.pairs, count=formats.count(change.pairs),
        )
    elif change.proven is None:
        told = _("Since {name} the average moved: {moved}. That proves nothing yet: at least 6 members are needed.",
                 name=name, moved=_moved(change.gain))
    elif change.proven:
        told = _("Since {name} the same people are {moved}. That is more than chance. What brought it about is not shown by this.",
                 name=name, moved=_moved(change.gain))
    else:
        told = _("Since {name} the same people are {moved}. Not proven yet: chance alone can give as much.",
                 name=name, moved=_moved(change.gain))
    return " ".join([told, ngettext(
        "{count} member answered only once and doesn't count here.", "{count} members answered only once. They don't count here.",
        change.dropped, count=formats.count(change.dropped),
    )]
                    if change.dropped else [told])


def _areas(wave: WaveRow, found: Averages) -> None:
    """The areas of the index, and the five other capitals beside them."""
    names = capital_member.areas(wave.questions)
    left, right = st.columns([3, 2])
    with left.container(border=True, height="stretch"):
        st.markdown(f"**{_('Average by area, 0 to 100')}**")
        scales.show([(names[code], value) for code, value in found.areas.items()])
        st.caption(_("{count} members. Phone and internet weigh half, skills the other half. The questions are our own.",
                     count=formats.count(found.people)))
    with right.container(border=True, height="stretch"):
        st.markdown(f"**{_('Five other capitals, 1 to 5')}**")
        rows = [(_(capital_member.CAPITALS[code]), value) for code, value in found.capitals.items()]
        scales.show(rows, least=1, most=5, digits=1, tone=PALETTE[1])
        st.caption(_("One question each, as the {count} members see themselves. They are no part of the figure.",
                     count=formats.count(found.people)))


def _further(wave: WaveRow, found: Averages, compared: Comparison | None) -> None:
    """What stands beside the areas, each behind a line to press: what moved, the facets, the features that are AI."""
    names = capital_member.areas(wave.questions)
    if compared and compared.was:
        with st.expander(_("What changed in each area"), key=f"moved_{wave.id}"):
            tables.show(
                [_("Subject"), tables.Number(_("Beforehand")), tables.Number(_("After")), tables.Number(_("Moved by"))],
                [(names[code], formats.number(was), formats.number(after), capital_table.moved(compared.areas[code]))
                 for code, was, after in capital_table.both(compared)],
            )
            st.caption(_("The {count} members who answered both times.", count=formats.count(compared.change.pairs)))
    with st.expander(_("Knowledge, skill and attitude"), key=f"facets_{wave.id}"):
        tables.show([_("About"), tables.Number(_("Average, 0 to 100"))],
                    [(_(capital_member.FACETS[code]), capital_member.figure(value)) for code, value in found.facets.items()])
    with st.expander(_("Which AI features are not known as AI"), key=f"features_{wave.id}"):
        st.write(_gap(found))
        tables.show(
            [_("Feature"), tables.Number(_("Use it")), tables.Number(_("Don't know it is AI"))],
            [(str(item.text), *_used(found.features[item.code])) for item in questionnaire.load(wave.questions).of(AI)],
        )
        studio_learning.practice()


def _gap(found: Averages) -> str:
    if found.unaware is None:
        return _("Not enough data yet: fewer than 5 members use such a feature.")
    if not found.unaware:
        return _("Everybody who uses these features knows that they are AI.")
    return _("In {share} of the cases a feature is used and taken for a plain automatic one. Who doesn't know it can't check it.",
             share=formats.percent(found.unaware, 0))


def _used(counted: tuple[int, int] | None) -> tuple[str, str]:
    if counted is None:
        return _("fewer than 5 members"), formats.UNKNOWN
    users, unaware = counted
    return formats.count(users), _("{count} of {users}", count=formats.count(unaware), users=formats.count(users))


# -- parts ---------------------------------------------------------------------------------------------------------------


def _part(visit: Visit, wave: WaveRow) -> None:
    names = {code: _(word) for code, word in PARTS.items()}
    chosen = st.segmented_control(_("Part"), list(names), default=LEFT if wave.open else MEMBERS, format_func=names.__getitem__,
                                  key=f"capital_part_{wave.id}", label_visibility="collapsed", required=True)
    if chosen == LEFT:
        capital_left.show(visit, wave)
    elif chosen == SALES:
        capital_sales.show(visit, wave)
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
    areas, weighed = capital_member.areas(wave.questions), any(one.weighed is not None for one in found)
    heads = [_("Member"), tables.Number(_("Index, 0 to 100"))]
    rows = [[one.business, formats.number(one.index) if one.index is not None else _("Not enough data yet")] for one in found]
    if weighed:
        heads.append(tables.Number(_("Weighed by the answers")))
        for row, one in zip(rows, found, strict=True):
            row.append(formats.number(None if one.weighed is None else Fraction(one.weighed)))
    for row, one in zip(rows, found, strict=True):
        row.append(areas.get(one.weakest, formats.UNKNOWN))
    tables.show([*heads, _("Needs most help")], rows, key=f"capital_members_{wave.id}", size=15)
