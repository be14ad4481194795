"""Learning rounds on the page: four stages with what each lacks, what members made, how it was rated, three results."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

import streamlit as st

from cblp.db.actor import COORDINATOR
from cblp.growth.reports import cycles as reports
from cblp.growth.reports.cycle_results import FEWEST_POSTS, WINDOW, Result
from cblp.growth.reports.cycles import Detail, Piece, Row
from cblp.growth.rules import paired, rubric
from cblp.growth.services import cycles, pieces
from cblp.i18n import N_, _, formats, ngettext
from cblp.people.reports import register
from cblp.ui import page, reads
from cblp.ui.components import address, fields, figures, frame, piece_words, tables, training_words
from cblp.ui.components.fields import Field
from cblp.ui.components.figures import Card
from cblp.ui.components.frame import esc
from cblp.ui.page import Outcome, Visit

OPENED: Final = "putaran"
"""Query parameter: the number of the round that is open."""
USUAL_DAYS: Final = 56
PAGE: Final = 8
_NEXT: Final = {
    cycles.NEEDS: N_("Begin the trainings"), cycles.TRAINING: N_("Discuss the results"), cycles.DISCUSSION: N_("Begin the evaluation"),
    cycles.EVALUATION: N_("Close the round"),
}
_ASKS: Final = {
    cycles.NEEDS: ("needs", N_("What members need and what they can do already")),
    cycles.TRAINING: ("plan", N_("What is planned for this round")),
    cycles.DISCUSSION: ("discussion", N_("What was said about the results")),
    cycles.EVALUATION: ("lessons", N_("What we learned")),
}


def opened(visit: Visit) -> Detail | None:
    """The round that the address names; one that is not there is said and forgotten."""
    found: Row | None = address.find(
        OPENED, lambda: reads.ask(reports.listing), lambda row: row.number, N_("This learning round is not there any more."),
    )
    detail: Detail | None = reads.ask(reports.one, cycle_id=found.id, today=visit.today) if found else None
    return detail


# -- the list ----------------------------------------------------------------------------------------------------------


def listing(visit: Visit) -> None:
    """All rounds, and a new one."""
    rows: list[Row] = reads.ask(reports.listing)
    running = [row for row in rows if row.stage != cycles.CLOSED]
    if rows:
        figures.sentence(
            _("{title} is at the stage: {stage}.", title=esc(running[0].title), stage=_(training_words.STAGES[running[0].stage]))
            if running else _("No learning round is running now.")
        )
    else:
        frame.empty(_("No learning round yet. A round goes from needs over training and discussion to the evaluation."))
    if visit.actor.role == COORDINATOR:
        _start(visit)
    first = tables.start(len(rows), "cycles", PAGE)
    for row in rows[first : first + PAGE]:
        with st.container(border=True):
            name, who, stage = st.columns([5, 4, 2], vertical_alignment="center")
            with name, st.container(gap=None):
                if st.button(f"**{esc(row.title)}**", key=f"cycle_{row.number}", type="tertiary", icon=":material/chevron_right:"):
                    address.go({OPENED: row.number})
                st.caption(formats.day_range(row.first, row.last))
            who.markdown(_("{members} businesses, {pieces} pieces of content", members=formats.count(row.members),
                           pieces=formats.count(row.pieces)))
            stage.markdown(f":blue-badge[{_(training_words.STAGES[row.stage])}]")
    tables.pager(len(rows), "cycles", PAGE)


def _start(visit: Visit) -> None:
    members = {id_: f"{name} ({code})" for id_, code, name in reads.ask(register.names, today=visit.today)}
    wanted = (
        Field("title", N_("Name of the round"), most=120, needed=True), Field("first", N_("First day"), fields.DAY, needed=True),
        Field("last", N_("Last day"), fields.DAY, needed=True), Field("businesses", N_("Who takes part?"), fields.SEVERAL, members),
        Field("needs", N_("What members need and what they can do already"), fields.LONG, most=4000),
    )
    start = {"first": visit.today, "last": visit.today + timedelta(USUAL_DAYS - 1)}

    def make(typed: dict[str, Any]) -> Outcome[UUID]:
        return page.action(cycles.start, **typed)

    if fields.create("new_cycle", wanted, start, make, label=_("Start a learning round")):
        page.say(_("The round has begun. Its plan opens with what was learned before."))
        st.rerun()


# -- one round ---------------------------------------------------------------------------------------------------------


def show(visit: Visit, cycle: Detail) -> None:
    """Its stages, texts, results and pieces."""
    row = cycle.row
    if st.button(_("All rounds"), icon=":material/arrow_back:", key="all_cycles", type="tertiary"):
        address.go({"bagian": "putaran"})
    st.subheader(esc(row.title), anchor=False)
    st.caption(formats.day_range(row.first, row.last))
    _stages(row)
    _results(cycle)
    may = visit.actor.role == COORDINATOR and row.stage != cycles.CLOSED
    left, right = st.columns(2)
    with left.container(border=True):
        _texts(visit, cycle, may)
    with right.container(border=True):
        _members(visit, cycle, may)
    _pieces(visit, cycle, may)


def _stages(row: Row) -> None:
    at = cycles.STAGES.index(row.stage)
    steps = [
        f"{'✓' if number < at else '●' if number == at else '○'} {_(training_words.STAGES[stage])}"
        for number, stage in enumerate(cycles.STAGES[:-1])
    ]
    st.markdown(" → ".join(f"**{step}**" if number == at else step for number, step in enumerate(steps)))


def _results(cycle: Detail) -> None:
    """The three results as cards, each with how sure it is."""
    found = cycle.results
    figures.cards([
        _card(_("Digital literacy, 0 to 100"), found.literacy, lambda value: formats.number(value)),
        _card(_("Creativity, 1 to 4"), found.creativity, lambda value: formats.number(value)),
        _card(_("Interactions per post"), found.engagement, lambda value: formats.number(value)),
    ])
    agreed = found.agreement
    if agreed.equal is None or agreed.near is None:
        st.caption(_("Agreement of the raters: not enough data yet. {count} of {needed} pieces are rated by two.",
                     count=formats.count(agreed.pieces), needed=formats.count(rubric.FEWEST)))
    else:
        st.caption(_("Agreement of the raters: {equal} of the points are equal, {near} differ by one at most ({count} points).",
                     equal=formats.percent(agreed.equal, 0), near=formats.percent(agreed.near, 0), count=formats.count(agreed.compared)))
    st.caption(_("Posts: {days} days before the round and its last {days} days, members with {posts} posts or more in both.",
                 days=formats.count(WINDOW), posts=formats.count(FEWEST_POSTS)))


def _card(label: str, found: Result, say: Any) -> Card:
    if found.before is None or found.after is None or found.gain is None:
        return Card(label, formats.UNKNOWN, note=_("Not enough data yet: nobody has a figure before and after."))
    sure = {
        None: _("Not enough data yet: at least {count} businesses are needed.", count=formats.count(paired.FEWEST)),
        True: _("More than chance."), False: _("Not proven yet."),
    }[found.proven]
    both = ngettext("{count} business has both figures", "{count} businesses have both figures", found.pairs,
                    count=formats.count(found.pairs))
    rest = ", " + _("{count} only one", count=formats.count(found.dropped)) if found.dropped else ""
    size = say(abs(found.gain))
    moved = _("up {amount}", amount=size) if found.gain > 0 else _("down {amount}", amount=size) if found.gain < 0 else _("no change")
    return Card(label, say(found.after), _("{change} from {before}", change=moved, before=say(found.before)),
                (found.gain > 0) - (found.gain < 0), note=f"{both}{rest}. {sure}")


def _texts(visit: Visit, cycle: Detail, may: bool) -> None:
    row = cycle.row
    if cycle.before:
        st.caption(_("Its plan begins with what was learned in {title}.", title=esc(cycle.before)))
    for stage, (name, label) in _ASKS.items():
        text = getattr(cycle, name)
        reached = cycles.STAGES.index(stage) <= cycles.STAGES.index(row.stage)
        if not reached and not text:
            continue
        st.markdown(f"**{_(label)}**  \n{esc(text) or _('Not written yet.')}")
        if may:
            fields.edit(visit, f"cycle_{name}_{row.id}", (Field(name, label, fields.LONG, most=4000),), row.version, {name: text},
                        lambda version, changes: page.action(cycles.edit, cycle_id=row.id, version=version, changes=changes))
    if not may:
        return
    if row.stage == cycles.EVALUATION:
        sure = fields.confirm("close_cycle", _("Close the round"), _("Close the round “{title}”?", title=row.title),
                              _("Its results and points can't change any more."))
    else:
        sure = st.button(_(_NEXT[row.stage]), key="next_stage", type="primary", icon=":material/arrow_forward:")
    if sure and page.action(cycles.move, cycle_id=row.id):
        page.say(_("The round goes on."))
        st.rerun()


def _members(visit: Visit, cycle: Detail, may: bool) -> None:
    st.markdown(f"**{_('Who takes part?')}**")
    st.write(esc(", ".join(name for _id, name in cycle.members)))
    if not may:
        return
    names = {id_: f"{name} ({code})" for id_, code, name in reads.ask(register.names, today=visit.today)}
    names = {**dict(cycle.members), **names}
    with st.popover(_("Change who takes part"), key="cycle_members"):
        chosen = st.multiselect(_("Businesses"), list(names), default=[id_ for id_, _name in cycle.members],
                                format_func=names.__getitem__, key=f"members_{cycle.row.id}", placeholder=_("Choose members"))
        if st.button(_("Save"), key="save_members", type="primary") and page.action(
            cycles.set_members, cycle_id=cycle.row.id, businesses=chosen,
        ):
            st.rerun()


# -- what was made -----------------------------------------------------------------------------------------------------


def _pieces(visit: Visit, cycle: Detail, may: bool) -> None:
    found: list[Piece] = reads.ask(reports.pieces, cycle_id=cycle.row.id)
    st.subheader(_("What was made"), anchor=False)
    st.caption(_("In three steps: 1 look at an example, 2 follow it, 3 add your own. Two people rate each piece."))
    if may:
        _new(visit, cycle)
    if not found:
        st.write(_("Nothing was written down yet."))
    first = tables.start(len(found), "pieces", PAGE)
    for piece in found[first : first + PAGE]:
        _piece(visit, piece, cycle.row.stage != cycles.CLOSED)
    tables.pager(len(found), "pieces", PAGE)


def _new(visit: Visit, cycle: Detail) -> None:
    wanted = (
        Field("business_id", N_("Member"), fields.CHOICE, dict(cycle.members), needed=True),
        Field("title", N_("What was made"), most=160, needed=True), Field("made_on", N_("Day"), fields.DAY, needed=True),
        Field("wave", N_("When in the round"), fields.CHOICE, {code: _(word) for code, word in training_words.WAVES.items()}, needed=True),
        *TRI_N, Field("link", N_("Link"), most=300),
    )

    def make(typed: dict[str, Any]) -> Outcome[UUID]:
        main = {name: typed.pop(name) for name in ("business_id", "title", "made_on", "wave")}
        return page.action(pieces.add, cycle_id=cycle.row.id, details=typed, **main)

    if fields.create("new_piece", wanted, {"made_on": visit.today, "wave": "during"}, make, label=_("Write down what was made")):
        page.say(_("It is written down. Two people can rate it now."))
        st.rerun()


TRI_N: Final = (
    Field("seen", N_("1 · Look at an example: what was seen"), fields.LONG, most=600),
    Field("followed", N_("2 · Follow it: what was taken over"), fields.LONG, most=600),
    Field("added", N_("3 · Add your own: what is new"), fields.LONG, most=600),
)
"""The three steps as fields."""
_STEPS: Final = {"seen": N_("1 · Look at an example"), "followed": N_("2 · Follow it"), "added": N_("3 · Add your own")}


def _piece(visit: Visit, piece: Piece, open_: bool) -> None:
    with st.container(border=True):
        rated = training_words.mark(piece.mark) if piece.mark is not None else ngettext(
            "{count} of 2 people rated it", "{count} of 2 people rated it", piece.raters, count=formats.count(piece.raters))
        st.markdown(f"**{esc(piece.title)}** · {esc(piece.business)}  \n"
                    f"{formats.day(piece.made_on)} · {_(training_words.WAVES[piece.wave])} · {rated}")
        for name, step in _STEPS.items():
            if text := getattr(piece, name):
                st.markdown(f"{_(step)}: {esc(text)}")
        if piece.has_photo:
            piece_words.photo(piece.id, piece.title)
        if piece.link:
            st.link_button(_("Open the link"), piece.link, icon=":material/open_in_new:")
        if open_ and (piece.raters < rubric.RATERS or piece.mine):
            _rate(piece)


def _rate(piece: Piece) -> None:
    given: Mapping[str, int] = piece.mine or {}
    with st.popover(_("Change my points") if piece.mine else _("Rate it"), key=f"rate_{piece.id}"):
        points = {
            name: st.pills(_(label), range(rubric.LOW, rubric.HIGH + 1), default=given.get(name), key=f"{name}_{piece.id}",
                           format_func=partial(piece_words.level, name))
            for name, label in training_words.CRITERIA.items()
        }
        st.caption(_("The other person who gives points does not see yours."))
        if st.button(_("Save"), key=f"save_rate_{piece.id}", type="primary") and page.action(
            pieces.score, piece_id=piece.id, points={name: value for name, value in points.items() if value},
        ):
            page.say(_("Your points are saved."))
            st.rerun()
