"""One decision: the proposal, how far the vote is, what came out, what can be done with it now, and its paper."""

from __future__ import annotations

from uuid import UUID

import streamlit as st

from cblp.db.actor import COORDINATOR
from cblp.decisions import words
from cblp.decisions.reports.decisions import Detail
from cblp.decisions.rules import counting
from cblp.decisions.services import decisions as services
from cblp.documents import minutes as paper
from cblp.i18n import N_, _, formats, ngettext
from cblp.people.reports import register
from cblp.ui import page, reads, state
from cblp.ui.components import address, decisions, decisions_draft, decisions_votes, downloads, evidence, fields, tables
from cblp.ui.components.fields import Field
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit


def show(visit: Visit, decision: Detail) -> None:
    """The decision, and beside it what must be reached and its paper."""
    if st.button(_("All proposals"), icon=":material/arrow_back:", key="decisions_back"):
        address.leave(decisions.OPENED)
    st.header(f"{decision.number}. {esc(decision.title)} {decisions.badge(visit, decision)}", anchor=False)
    main, side = st.columns([2, 1], gap="large")
    with main:
        _proposal(decision)
        if decision.state == "draft":
            _draft(visit, decision)
        elif decision.state == "open":
            _open(visit, decision)
        elif decision.state == "closed":
            _closed(visit, decision)
    with side:
        _conditions(visit, decision)
        if decision.state in {"open", "closed"}:
            _minutes(visit, decision)


def _proposal(decision: Detail) -> None:
    st.subheader(esc(decision.proposal), anchor=False)
    if decision.state == "closed":
        st.write(esc(decision.consequence))
    elif follows := decisions.follows(decision):
        st.markdown(_("If it passes: {what}", what=" ".join(follows)))
    if decision.options and decision.state != "closed":
        st.markdown("\n".join(
            f"{place}. {esc(option.label)}" + (f": {esc(option.detail)}" if option.detail else "")
            + "".join(f" ({esc(words.effect(effect))})" for effect in option.effects)
            for place, option in enumerate(decision.options, 1)
        ))


def _conditions(visit: Visit, decision: Detail) -> None:
    with st.container(border=True):
        st.markdown("  \n".join([f"**{_('Conditions')}**", *map(esc, words.conditions(decision))]))
        told = [_(words.KINDS[decision.kind])]
        if decision.voters:
            told.append(ngettext("{count} business may vote", "{count} businesses may vote", decision.voters,
                                 count=formats.count(decision.voters)))
        if decision.opened_at and not decision.by_consensus:
            told.append(_("opened on {day}", day=formats.day(visit.actor.day(decision.opened_at))))
        if decision.closed_at:
            told.append(_("decided on {moment}", moment=formats.moment(decision.closed_at, visit.actor.timezone)))
        if decision.review_on:
            told.append(_("looked at again on {day}", day=formats.day(decision.review_on)))
        st.caption("  \n".join(map(esc, told)))
        for label, number in (
            (N_("The first round was"), decision.first_round), (N_("The second round is"), decision.second_round),
            (N_("Replaced by"), decision.superseded_by),
        ):
            if number:
                st.caption(_(label))
                decisions.link(number)


# -- a draft -----------------------------------------------------------------------------------------------------------


def _draft(visit: Visit, decision: Detail) -> None:
    st.caption(_("Members do not see this draft. They see it once the vote is open."))
    busy = _busy(decision, "open", "agree", "draft")
    with st.container(horizontal=not busy):
        decisions_draft.open_vote(visit, decision)
        _agree(visit, decision)
        decisions_draft.edit(visit, decision)
        decisions_draft.drop(visit, decision)


def _busy(decision: Detail, *forms: str) -> bool:
    """Whether one of its forms is open: then its parts stand one below the other."""
    return state.CONFIRMING.get().endswith(str(decision.id)) or any(
        fields.is_open(f"{form}_{decision.id}") or fields.clashed(f"{form}_{decision.id}") for form in forms
    )


def _agree(visit: Visit, decision: Detail) -> None:
    """Talked over until all in the room agreed: their names instead of a count."""
    key = f"agree_{decision.id}"
    if not fields.is_open(key):
        if st.button(_("Already agreed"), icon=":material/handshake:", key=f"open_{key}"):
            fields.open_form(key)
        return
    names = {id_: name for id_, _code, name in reads.ask(register.names, today=visit.today)}
    with st.form(f"form_{key}", enter_to_submit=False):
        st.markdown(f"**{_('Agreed by talking it over, without a count')}**")
        present = st.multiselect(_("Who was there?"), list(names), format_func=names.__getitem__, placeholder=_("Choose the businesses"),
                                 key=f"{key}_present")
        agreed = _agreed(decision, key)
        said = st.text_area(_("What was said"), max_chars=20_000, key=f"{key}_minutes")
        with st.container(horizontal=True):
            keep = st.form_submit_button(_("Write it down as agreed"), type="primary", key=f"save_{key}")
            cancel = st.form_submit_button(_("Cancel"), key=f"cancel_{key}")
    if cancel:
        fields.close()
        st.rerun()
    if keep and page.action(services.agree, decision_id=decision.id, present=present, minutes=said or "", **agreed):
        fields.close()
        page.say(_("It is decided and holds from today."))
        st.rerun()


def _agreed(decision: Detail, key: str) -> dict[str, object]:
    """What exactly was agreed, where there are options."""
    labels = {option.id: option.label for option in decision.options}
    if decision.kind in {counting.CHOOSE_ONE, counting.RANKING}:
        picked = st.radio(_("What was agreed?"), list(labels), index=None, format_func=lambda id_: esc(labels[id_]), key=f"{key}_option")
        return {"option_id": UUID(picked) if picked else None}
    if decision.kind == counting.WEIGHTS:
        st.caption(_("All points together are 100."))
        return {"points": {
            UUID(id_): st.slider(esc(label), 0, counting.POINTS, 0, decisions_votes.STEP, key=f"{key}_{id_}")
            for id_, label in labels.items()
        }}
    return {}


# -- open --------------------------------------------------------------------------------------------------------------


def _open(visit: Visit, decision: Detail) -> None:
    over = decision.closes_at is None or decision.closes_at <= visit.now
    st.progress(
        decision.voted / decision.voters, text=_("{voted} of {voters} businesses have voted", voted=formats.count(decision.voted),
                                                 voters=formats.count(decision.voters)),
    )
    turnout = decision.turnout or {}
    ways = [f"{_(said)}: {formats.count(turnout[channel])}" for channel, said in words.CHANNELS.items() if channel in turnout]
    if ways:
        st.caption(" · ".join(ways))
    lacking = decision.needed - decision.voted
    if lacking > 0:
        st.write(ngettext("{count} more vote makes it valid.", "{count} more votes make it valid.", lacking,
                          count=formats.count(lacking)))
    if over:
        st.info(_("The time is over. The votes are counted within a few minutes, or at once with the button."))
        if st.button(_("Count now"), icon=":material/calculate:", key="count_now", type="primary") and _close(decision):
            st.rerun()
        return
    if decision.closes_at:
        st.markdown(_("Closes on **{until}**. Nobody sees the result before.", until=decisions.until(visit, decision.closes_at)))
    if decision.voted == decision.voters:
        st.write(_("Everybody has voted."))
        sure = fields.confirm(
            f"close_{decision.id}", _("Close and count"), _("Close the vote on “{title}” now?", title=decision.title),
            _("Then everybody sees the result, and no vote can be changed."), icon=":material/calculate:",
        )
        if sure and _close(decision):
            st.rerun()
    if visit.actor.role == COORDINATOR:
        with st.container(horizontal=not _busy(decision, "record", "paper")):
            decisions_votes.record(visit, decision)
            decisions_votes.on_paper(visit, decision)
    decisions_votes.missing(visit, decision)


def _close(decision: Detail) -> bool:
    done = page.action(services.close, decision_id=decision.id)
    if done:
        page.say(_("The votes are counted."))
    return bool(done)


# -- closed ------------------------------------------------------------------------------------------------------------


def _closed(visit: Visit, decision: Detail) -> None:
    st.subheader(esc(words.result(decision)), anchor=False)
    rows = words.tallies(decision)
    if rows and not decision.by_consensus:
        most = max(how_many for _what, how_many, _said in rows) or 1
        with st.container(border=True, gap="small"):
            for what, how_many, said in rows:
                st.progress(how_many / most, text=f"{esc(what)}: **{said}**")
        _rounds(decision)
    if decision.wrote:
        st.markdown("\n".join([f"**{_('What it set')}**", "", *(
            "- " + _("{figure}, since {day}", figure=esc(words.figure(one.key, one.value)), day=formats.day(one.since))
            for one in decision.wrote
        )]))
    if decision.undone:
        st.warning(_("It was passed, but could not be carried out: something stood in the way."))
        if st.button(_("Try again"), key="carry_out") and page.action(services.carry_out, decision_id=decision.id):
            page.say(_("It is carried out."))
            st.rerun()
    if decision.outcome == counting.SECOND_ROUND and decision.second_round is None:
        made = fields.create(
            f"second_{decision.id}", decisions_draft.closing_fields(), decisions_draft.closing_values(visit),
            lambda typed: page.action(
                services.second_round, decision_id=decision.id, closes_at=decisions_draft.instant(visit, typed),
            ), label=_("Open the second round"), icon=":material/how_to_vote:", primary=True,
        )
        if made:
            page.say(_("The second round is open."))
            st.rerun()
    if decision.present:
        st.markdown(f"**{_('Who was there')}**  \n{esc(', '.join(decision.present))}")
    if decision.reasons:
        st.markdown("\n".join([f"**{_('Reasons that were given, without names')}**", "", *(f"- {esc(one)}" for one in decision.reasons)]))
    if decision.papers and st.toggle(_("Show the photo of the paper votes"), key="show_papers"):
        evidence.show(decision.papers, _("Paper votes"))


def _rounds(decision: Detail) -> None:
    """How a ranking ran off, round by round."""
    rounds = (decision.counted or {}).get("rounds", [])
    if len(rounds) < 2:
        return
    with st.expander(_("Round by round")):
        tables.draw(
            [_("Option"), *(tables.Number(_("Round {number}", number=number)) for number in range(1, len(rounds) + 1))],
            [[option.label, *(formats.count(one[option.id]) if option.id in one else formats.UNKNOWN for one in rounds)]
             for option in decision.options],
        )


# -- minutes -----------------------------------------------------------------------------------------------------------


def _minutes(visit: Visit, decision: Detail) -> None:
    key = f"minutes_{decision.id}"
    with st.container(border=True):
        st.markdown(f"**{_('Minutes of the meeting')}**")
        if not fields.is_open(key):
            st.markdown(esc(decision.minutes).replace("\n", "  \n") if decision.minutes else _("Nothing is written down yet."))
        fields.edit(
            visit, key, (Field("minutes", N_("What was said"), fields.LONG, most=20_000),), decision.version,
            {"minutes": decision.minutes}, lambda version, changes: page.action(
                services.write_minutes, decision_id=decision.id, version=version, **changes,
            ), label=_("Write the minutes"),
        )
        downloads.download(
            _("Print the minutes"), lambda: paper.minutes(
                decision, association=visit.visitor.association_name, timezone=visit.actor.timezone,
            ), key=f"print_{key}",
        )
