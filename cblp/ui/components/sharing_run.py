"""One profit sharing: how far it is and what comes next, its figures, every member's share with its numbers, what came later."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from typing import Final
from uuid import UUID

import streamlit as st

from cblp.decisions.rules.sharing import CAPITAL, WHOLE
from cblp.i18n import N_, _, formats, ngettext
from cblp.sharing import states
from cblp.sharing.reports import distributions as reports
from cblp.sharing.reports.distributions import Detail, Difference, Differences, LineRow, ShareRow, Summary
from cblp.sharing.services import distributions as services
from cblp.ui import menu, page, runtime
from cblp.ui.components import (
    address,
    decisions,
    fields,
    figures,
    sharing,
    sharing_letters,
    sharing_objections,
    sharing_pay,
    sharing_rules,
    sharing_screen,
    sharing_trial,
    tables,
)
from cblp.ui.components import sharing_words as words
from cblp.ui.components.fields import Field
from cblp.ui.components.figures import Card
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

STEPS: Final = (
    N_("Calculated"), N_("Reviewed"), N_("Time to object"), N_("Approved"), N_("Paid"),
)
DONE: Final = {states.CALCULATED: 1, states.OBJECTION: 2, states.APPROVED: 4, states.PAYING: 4, states.PAID: 5}
WHY_NOT: Final = {
    "own": N_("You calculated this. Somebody else of the office approves it."),
    "typed": N_("You wrote down money of this pool. Somebody else of the office approves it."),
    "standing": N_("Objections are not settled yet. Answer them first."),
    "upheld": N_("An objection was right. Withdraw this calculation, mend the figures and calculate again."),
    "window": N_("It can be approved when the time to object is over."),
}


def show(visit: Visit, run: Summary) -> None:
    """The whole run."""
    # Not from the kept answers: who may approve depends on the person, not only on the role.
    detail = runtime.app().read(visit.actor, reports.one, distribution_id=run.id, now=visit.now)
    if sharing_trial.on_screen() and sharing_screen.may(run):
        sharing_screen.show(visit, detail)
        return
    if st.button(_("All profit sharings"), icon=":material/arrow_back:", type="tertiary", key="back"):
        address.leave(sharing.RUN)
    st.header(sharing.title(run), anchor=False)
    _lead(detail)
    with st.container(border=True):
        _next(visit, detail)
    _cards(detail)
    sharing_objections.show(visit, detail)
    sharing_pay.show(visit, detail)
    _shares(visit, detail)
    _later(visit, detail)
    _method(detail)


def _lead(detail: Detail) -> None:
    run = detail.summary
    done = DONE.get(run.state, 0)
    if run.state == states.VOID:
        st.markdown(sharing.badge(run))
    else:
        st.markdown(" → ".join(
            f":green-badge[:material/check: {_(step)}]" if place < done else f":orange-badge[{_(step)}]" if place == done
            else f":gray-badge[{_(step)}]" for place, step in enumerate(STEPS)
        ))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(_("By the rule “{rule}”, version {number}: {parts}", rule=esc(run.rule), number=run.rule_number,
                      parts=words.rule(detail.components)))
        rule = next((one for one in sharing_rules.known() if one.id == run.rule_version_id), None)
        if rule and rule.decision_number:
            decisions.link(rule.decision_number)
        if sharing_screen.may(run):
            sharing_screen.button()


# -- the next step -----------------------------------------------------------------------------------------------------


def _next(visit: Visit, detail: Detail) -> None:
    steps: dict[str, Callable[[Visit, Detail], None]] = {
        states.CALCULATED: _review, states.OBJECTION: _approve, states.APPROVED: _pay, states.PAYING: _pay, states.PAID: _paid,
        states.VOID: _withdrawn,
    }
    steps[detail.summary.state](visit, detail)
    if detail.summary.state in states.UNFINISHED or (detail.summary.state == states.APPROVED and not detail.summary.paid):
        _withdraw(visit, detail)


def _review(visit: Visit, detail: Detail) -> None:
    run = detail.summary
    st.write(_("Look at the figures below. Members do not see them yet."))
    if st.button(_("Figures are right, show them to members"), type="primary", key="review"):
        done = page.action(services.review, distribution_id=run.id, now=visit.now)
        if done and done.value:
            page.say(_("Members see their shares now and may object until {day}.", day=formats.full_day(done.value)))
            st.rerun()


def _approve(visit: Visit, detail: Detail) -> None:
    run, approval = detail.summary, detail.approval
    if run.objections_until and visit.today <= run.objections_until:
        st.write(_("Members may object until {day}.", day=formats.full_day(run.objections_until)))
        _tell_members(visit, detail)
        return
    if approval.allowed:
        st.write(_("The time to object is over, and nothing stands against it."))
        if fields.confirm(
            f"approve_{run.id}", _("Approve"),
            _("Approve profit sharing no. {number} of {pool}?", number=run.number, pool=formats.money(run.pool)),
            _("{members} are owed their shares from then on. The cash book keeps it.", members=words.members(run.shares)),
        ) and page.action(services.approve, distribution_id=run.id, now=visit.now):
            page.say(_("Profit sharing no. {number} is approved. The treasurer can pay the shares.", number=run.number))
            st.rerun()
        return
    st.write(_(WHY_NOT[approval.why_not]))
    if approval.by_vote and approval.why_not in {"own", "typed"}:
        st.write(_("Nobody else is there to approve it, so the members vote on it."))
        if st.button(_("Put it to the vote"), icon=":material/how_to_vote:", key="approve_vote"):
            made = page.action(services.propose, distribution_id=run.id, now=visit.now)
            if made:
                page.say(_("The proposal is ready under Decisions. Open the vote there."))
                st.rerun()


def _tell_members(visit: Visit, detail: Detail) -> None:
    """A letter to each, while there is time to object."""
    with st.expander(_("Tell each member their share by WhatsApp")):
        people, size = sharing_letters.people(visit), 10
        first = tables.start(len(detail.shares), "share_letters", size)
        for share in detail.shares[first : first + size]:
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                st.markdown(f"{esc(share.name)} · {formats.money(share.amount)}")
                sharing_letters.invite(visit, detail.summary, share, people.get(share.business_id))
        tables.pager(len(detail.shares), "share_letters", size)


def _pay(visit: Visit, detail: Detail) -> None:
    run = detail.summary
    st.write(_("{paid} of {shares} shares are paid, {amount} of {owed}.", paid=formats.count(run.paid), shares=formats.count(run.shares),
               amount=formats.money(run.paid_amount), owed=formats.money(run.owed)))


def _paid(visit: Visit, detail: Detail) -> None:
    run = detail.summary
    day = formats.day(visit.actor.day(run.paid_at)) if run.paid_at else ""
    st.write(_("All {shares} shares are paid since {day}.", shares=formats.count(run.shares), day=day))


def _withdrawn(visit: Visit, detail: Detail) -> None:
    st.write(_("{who} withdrew this calculation: {why}", who=esc(detail.voided_by or _("The server")), why=esc(detail.void_reason)))


def _withdraw(visit: Visit, detail: Detail) -> None:
    """Takes the whole run back, for a reason that stays."""
    run = detail.summary
    wanted = (Field("why", N_("Why?"), most=200, hint=N_("For example: the sales of one member were missing"), needed=True),)
    if fields.create(
        f"void_{run.id}", wanted, {},
        lambda typed: page.action(services.void, distribution_id=run.id, why=typed["why"], now=visit.now),
        label=_("Withdraw this calculation"), icon=":material/undo:",
    ):
        page.say(_("Profit sharing no. {number} is withdrawn. It stays in the list with its reason.", number=run.number))
        st.rerun()


# -- figures -----------------------------------------------------------------------------------------------------------


def _cards(detail: Detail) -> None:
    run, spread = detail.summary, detail.spread
    funds = " · ".join(f"{_(words.FUND_NAMES[fund])} {formats.money(amount)}" for fund, amount in detail.funds.items())
    note = _("smallest {least}, middle {middle}, largest {most}", least=formats.money(spread.smallest),
             middle=formats.money(spread.median), most=formats.money(spread.largest)) if spread else ""
    figures.cards([
        Card(_("Money to share"), formats.money(run.pool)),
        Card(_("For the members"), formats.money(sum(share.amount for share in detail.shares)), note=words.members(len(detail.shares))),
        Card(_("To funds"), formats.money(sum(detail.funds.values())), note=funds),
        Card(_("How even"), words.evenness(spread.gini if spread else None), note=note),
    ])


def _shares(visit: Visit, detail: Detail) -> None:
    """Everybody's share by part, and one of them explained."""
    st.subheader(_("What each of us gets"), anchor=False)
    parts = list(dict.fromkeys((line.component, line.label) for line in detail.lines if line.business_id))
    amounts = {(line.business_id, line.component): line.amount for line in detail.lines}
    shares = {share.business_id: share for share in detail.shares}
    names = {line.business_id: line.name for line in detail.lines if line.business_id}
    order = sorted(names, key=lambda id_: (names[id_].lower(), id_))
    chosen = st.selectbox(
        _("How one share is counted"), order, index=None, format_func=names.__getitem__, key=f"explain_{detail.summary.id.hex}",
        placeholder=_("Choose a member"),
    )
    if chosen:
        with st.container(border=True):
            explained(visit, detail, chosen, names[chosen])
    columns = parts if len(parts) > 1 else []
    heads = [_("Member"), *(tables.Number(label) for _code, label in columns), tables.Number(_("Share in rupiah")), _("Paid")]
    tables.show(heads, [
        [names[id_], *(formats.money(amounts.get((id_, code))) for code, _label in columns),
         formats.money(sum(amounts.get((id_, code), 0) for code, _label in parts)), _how(shares.get(id_))] for id_ in order
    ], key="run_shares", size=25)


def _how(share: ShareRow | None) -> str:
    if share is None or not share.method:
        return _("not yet") if share else formats.UNKNOWN
    return f"{formats.day(share.paid_on)}, {_(words.METHODS[share.method])}"


def explained(visit: Visit, detail: Detail, business_id: UUID, name: str) -> None:
    """One member's share in words, as the member reads it, then with every number."""
    lines = [line for line in detail.lines if line.business_id == business_id]
    share = words.Share.of(lines, detail.summary.pool, detail.funds, detail.summary.span.days)
    st.markdown(f"**{esc(name)}**  \n{' '.join(words.explain(share))}")
    numbers(lines, detail.summary.span.days)
    sharing_objections.on_behalf(visit, detail, business_id, name)


def numbers(lines: Sequence[LineRow], days: int) -> None:
    """Every number that a share follows from."""
    heads = [_("Part of the pool"), _("Counted by"), tables.Number(_("Figure")), tables.Number(_("Counts")), tables.Number(_("Of all")),
             tables.Number(_("Exact")), tables.Number(_("Rupiah"))]
    rows = []
    for line in lines:
        for part in line.parts:
            per = days if part.base == CAPITAL else 1
            values = [words.figure(part.base, Fraction(value, per)) for value in (part.figure, part.counted, part.total)]
            points = Fraction(line.basis_points * part.share, WHOLE)
            counted = f"{words.percent(points)} {_(words.BASE_NAMES[part.base])}"
            rows.append([line.label, counted, *values, "", formats.money(part.amount)])
        whole = _("{part} in all", part=line.label)
        rows.append([whole, "", "", "", formats.money(line.size), words.exact(line.exact), formats.money(line.amount)])
    tables.draw(heads, rows)


# -- what came later ---------------------------------------------------------------------------------------------------


def _later(visit: Visit, detail: Detail) -> None:
    """What later files and notes would change; it is carried into the next pool by decision, never into this run."""
    if detail.summary.state == states.VOID:
        return
    found = runtime.app().read(visit.actor, reports.differences, distribution_id=detail.summary.id, now=visit.now)
    if not found.figures:
        return
    st.subheader(_("What came later"), anchor=False)
    if detail.summary.state in states.UNFINISHED:
        st.warning(_("The figures changed since this was calculated. Withdraw it and calculate again to use them."))
    else:
        _carry(visit, detail, found)
    shares = found.shares or {}
    tables.show(
        [_("Member"), _("Counted by"), tables.Number(_("Then")), tables.Number(_("Now")), tables.Number(_("Share would change by"))],
        [_difference(one, detail.summary.span.days, shares.get(one.business_id, 0)) for one in found.figures], key="differences", size=25,
    )


def _carry(visit: Visit, detail: Detail, found: Differences) -> None:
    """The shares stay; whether the next run makes up for it is for the members to say."""
    if found.carried_by is not None:
        st.info(_("The members decided that this counts in the next profit sharing."))
        decisions.link(found.carried_by)
        return
    st.info(_("These figures changed after the calculation. The shares stay. The members decide whether the next pool evens it out."))
    if detail.summary.state in states.BINDING and st.button(
        _("Put it to the vote"), icon=":material/how_to_vote:", key="carry_vote",
    ):
        made = page.action(services.propose_carrying, distribution_id=detail.summary.id, now=visit.now)
        if made:
            page.say(_("The proposal is ready under Decisions. Open the vote there."))
            st.rerun()


def _difference(one: Difference, days: int, moved: int) -> list[str]:
    per = days if one.base == CAPITAL else 1
    then, now = (words.figure(one.base, Fraction(value, per)) for value in (one.then, one.now))
    return [one.name, _(words.BASE_NAMES[one.base]), then, now, formats.money(moved)]


def _method(detail: Detail) -> None:
    """Everything that somebody needs who wants to count it again."""
    with st.expander(_("How it is calculated")):
        st.write(_("Each part is divided by its figures. Everybody gets the whole rupiah; what is left goes one rupiah at a time to the "
                   "largest remainders."))
        inputs = detail.inputs
        fields.card(
            (
                Field("who", N_("Calculated by")), Field("reviewed", N_("Reviewed by")), Field("approved", N_("Approved by")),
                Field("frozen", N_("Figures frozen on"), fields.DAY), Field("gini", N_("Gini coefficient")),
                Field("hash", N_("Check number of the figures")),
            ),
            {"who": detail.calculated_by, "reviewed": detail.reviewed_by, "approved": detail.approved_by,
             "frozen": date.fromisoformat(inputs["frozen_on"]), "gini": formats.number(detail.spread.gini, 4) if detail.spread else "",
             "hash": detail.inputs_hash.hex()},
        )
        if gone := len(inputs["gone"]):
            st.caption(ngettext("{count} business has figures but is not an active member, so it is not paid.",
                                "{count} businesses have figures but are not active members, so they are not paid.", gone))
        st.page_link(menu.BY_ID["ledger"].file, label=_("To the cash book"), icon=menu.BY_ID["ledger"].icon)
