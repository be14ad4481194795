"""One campaign: its state, the next step with what still stands in its way, its plan, and the part that is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

import streamlit as st

from cblp.campaigns import states
from cblp.campaigns.reports import bases
from cblp.campaigns.reports import campaigns as reports
from cblp.campaigns.reports.campaigns import RULE, VOTE, Detail, RuleRow, Vote
from cblp.campaigns.services import plan
from cblp.catalogue import reports as catalogue
from cblp.days import Span
from cblp.decisions.reports import sharing_rules
from cblp.decisions.reports.sharing_rules import RuleVersion
from cblp.i18n import N_, _, formats, ngettext
from cblp.ui import menu, page, reads
from cblp.ui.components import (
    address,
    campaign_board,
    campaign_hours,
    campaign_orders,
    campaign_progress,
    campaign_results,
    campaign_words,
    campaign_work,
    campaigns,
    coverage,
    decisions,
    fields,
    filters,
)
from cblp.ui.components.fields import Field
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

PLAN, PEOPLE, WORK, HOURS, PROGRESS, RESULTS, ORDERS = "rencana", "peserta", "tugas", "jam", "capaian", "hasil", "pesanan"
_FIRST: Final = {
    states.PROPOSED: PLAN, states.VOTED: PEOPLE, states.OPEN: PROGRESS, states.CLOSED: RESULTS, states.RECONCILED: RESULTS,
    states.SHARED: RESULTS, states.DROPPED: PLAN,
}


def show(visit: Visit, campaign: Detail) -> None:
    """The head, the next step, and the chosen part."""
    row = campaign.row
    if st.button(_("All joint promotions"), icon=":material/arrow_back:", type="tertiary", key="back"):
        address.go()
    st.header(esc(row.name), anchor=False)
    st.markdown(" · ".join((
        campaign_words.badge(row.state), campaign_words.days(row.starts_on, row.ends_on), campaigns.taking_part(row),
        *((esc(row.hashtags),) if row.hashtags else ()),
    )))
    with st.container(border=True):
        _next(visit, campaign)
    chosen = address.part(campaigns.PART, _parts(visit, campaign), _FIRST[row.state], key=f"campaign_part_{row.id}_{row.state}")
    draw: dict[str, Callable[[Visit, Detail], None]] = {
        PLAN: _plan, PEOPLE: campaign_board.show, WORK: campaign_work.show, HOURS: campaign_hours.show,
        PROGRESS: campaign_progress.show, RESULTS: campaign_results.show, ORDERS: campaign_orders.show,
    }
    draw[chosen](visit, campaign)


def _parts(visit: Visit, campaign: Detail) -> dict[str, str]:
    waiting = sum(one.state == states.CLAIMED for one in reads.ask(reports.hours, campaign_id=campaign.row.id))
    undone = sum(task.state in {"open", "doing"} for task in campaign.tasks)
    names = {
        PLAN: _("Plan"), PEOPLE: _("Who takes part"), WORK: _("Tasks: {count}", count=formats.count(undone)),
        HOURS: _("Hours to confirm: {count}", count=formats.count(waiting)) if waiting else _("Hours"),
    }
    if campaign.row.state in states.OPENED:
        names |= {PROGRESS: _("Target and result"), RESULTS: _("What it brought"), ORDERS: _("Each order")}
    return names


# -- the next step -----------------------------------------------------------------------------------------------------


def _next(visit: Visit, campaign: Detail) -> None:
    steps: dict[str, Callable[[Visit, Detail], None]] = {
        states.PROPOSED: _before, states.VOTED: _before, states.OPEN: _running, states.CLOSED: _ended,
        states.RECONCILED: _checked, states.SHARED: _shared, states.DROPPED: _dropped,
    }
    steps[campaign.row.state](visit, campaign)


def _before(visit: Visit, campaign: Detail) -> None:
    """What it takes to open, each as done or not, with the one thing to do about it."""
    rule = campaign.rule
    st.markdown(f"**{_('Before it can begin')}**")
    if rule is None:
        _mark(False, _("The sharing rule is not chosen yet."))
    else:
        _mark(True, _("Sharing rule: {name}, version {number}.", name=esc(rule.name), number=rule.number))
        _mark(rule.passed, _("The members have decided this rule.") if rule.passed else _("The members have not decided this rule yet."))
    voted = VOTE not in campaign.lacks
    _mark(voted, _("The members said yes to this joint promotion.") if voted else _votes_left(campaign.vote))
    if not campaigns.may_plan(visit):
        return
    pending = campaign.vote if _pending(campaign.vote) else rule.vote if rule and not rule.passed and _pending(rule.vote) else None
    if RULE in campaign.lacks or (rule and not rule.passed and not pending):
        _choose_rule(visit, campaign, rule)
    if pending:
        st.page_link(menu.BY_ID["decisions"].file, label=_("Open the vote, number {number}", number=pending.number),
                     icon=menu.BY_ID["decisions"].icon, query_params={decisions.OPENED: str(pending.number)})
    elif not voted:
        _ask_members(campaign)
    elif not campaign.lacks:
        _open(visit, campaign)


def _votes_left(vote: Vote | None) -> str:
    if vote is None:
        return _("The members have not been asked yet.")
    if vote.state == "draft":
        return _("The vote, number {number}, is a draft. Open it so that members can vote.", number=vote.number)
    if vote.state == "open":
        return _("The members are voting now, number {number}.", number=vote.number)
    return _("The vote, number {number}, did not pass.", number=vote.number)


def _pending(vote: Vote | None) -> bool:
    return vote is not None and vote.state in {"draft", "open"}


def _mark(done: bool, text: str) -> None:
    st.markdown(f"{':material/check_circle:' if done else ':material/radio_button_unchecked:'} {text}")


def _choose_rule(visit: Visit, campaign: Detail, rule: RuleRow | None) -> None:
    known: list[RuleVersion] = reads.ask(sharing_rules.versions)
    if not known:
        st.page_link(menu.BY_ID["sharing"].file, label=_("Make a sharing rule"), icon=menu.BY_ID["sharing"].icon)
        return
    names = {one.id: _rule_name(one) for one in known}
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    order = sorted(names, key=lambda one: not next(v for v in known if v.id == one).frozen)
    chosen = left.selectbox(_("Sharing rule"), order, index=order.index(rule.id) if rule and rule.id in names else None,
                            format_func=names.__getitem__, placeholder=_("Choose a rule"), key=f"rule_of_{campaign.row.id}")
    if right.button(_("Use this rule"), key="use_rule", disabled=chosen is None) and chosen and page.action(
        plan.choose_rule, campaign_id=campaign.row.id, version_id=chosen,
    ):
        page.say(_("The sharing rule is chosen."))
        st.rerun()


def _rule_name(rule: RuleVersion) -> str:
    state = _("decided") if rule.frozen else _("vote under way") if rule.decision_state in {"draft", "open"} else _("not decided yet")
    return _("{name}, version {number} ({state})", name=rule.name, number=rule.number, state=state)


def _ask_members(campaign: Detail) -> None:
    also = campaign.rule is not None and not campaign.rule.passed
    st.caption(_("One vote decides the joint promotion and its sharing rule.") if also else _(
        "The vote is made as a draft. You open it in Musyawarah."))
    if st.button(_("Put it to the vote"), type="primary", icon=menu.BY_ID["decisions"].icon, key="put_to_vote") and page.action(
        plan.put_to_vote, campaign_id=campaign.row.id,
    ):
        page.say(_("The vote is drafted. Open it in Musyawarah, then the members can vote."))
        st.rerun()


def _open(visit: Visit, campaign: Detail) -> None:
    board = reads.ask(reports.board, campaign_id=campaign.row.id, today=visit.today)
    ready = sum(one.ready for one in board)
    question = _("Begin {name}? {joined}, {ready} ready.", name=campaign.row.name, joined=campaigns.taking_part(campaign.row),
                 ready=formats.count(ready))
    if fields.confirm(f"open_{campaign.row.id}", _("Begin the joint promotion"), question,
                      _("Orders of its days then count for it. Members can still join and leave."), icon=":material/campaign:") \
            and page.action(plan.open_, campaign_id=campaign.row.id):
        page.say(_("{name} has begun.", name=f"**{esc(campaign.row.name)}**"))
        st.rerun()


def _running(visit: Visit, campaign: Detail) -> None:
    row, today = campaign.row, visit.today
    if today < row.starts_on:
        left = (row.starts_on - today).days
        st.write(ngettext("Everything is decided. It begins in {count} day, on {day}.",
                          "Everything is decided. It begins in {count} days, on {day}.", left, day=formats.full_day(row.starts_on)))
        return
    over = today > row.ends_on
    st.write(_("Its last day was {day}. Close it once nothing changes any more.", day=formats.full_day(row.ends_on)) if over else _(
        "Day {number} of {count}. It runs until {day}.", number=formats.count((today - row.starts_on).days + 1),
        count=formats.count((row.ends_on - row.starts_on).days + 1), day=formats.full_day(row.ends_on)))
    if not campaigns.may_plan(visit):
        return
    follows = _("Nobody joins or leaves any more. Then its figures are matched.") if over else _(
        "Today becomes its last day. Nobody joins or leaves any more.")
    if fields.confirm(f"close_{row.id}", _("Close the joint promotion"), _("Close {name}?", name=row.name), follows,
                      icon=":material/flag:") and page.action(plan.close, campaign_id=row.id):
        page.say(_("{name} is closed.", name=f"**{esc(row.name)}**"))
        st.rerun()


def _ended(visit: Visit, campaign: Detail) -> None:
    """Before its figures are frozen: what is not in yet."""
    row = campaign.row
    figures: bases.Bases = reads.ask(bases.of_campaign, campaign_id=row.id)
    covered = coverage.of(visit, filters.Asked(Span(row.starts_on, row.ends_on), businesses=figures.members))
    waiting = sum(one.state == states.CLAIMED for one in reads.ask(reports.hours, campaign_id=row.id))
    st.markdown(f"**{_('Before its figures are matched')}**")
    _mark(covered.covered == covered.shops, coverage.words(covered) or _("No shop has a file yet."))
    _mark(not figures.unmatched_orders, ngettext(
        "{count} order is of a product that nobody knows yet.", "{count} orders are of products that nobody knows yet.",
        figures.unmatched_orders, count=formats.count(figures.unmatched_orders),
    ) if figures.unmatched_orders else _("Every order has its owner."))
    _mark(not waiting, ngettext("{count} entry of hours waits to be confirmed.", "{count} entries of hours wait to be confirmed.",
                                waiting, count=formats.count(waiting)) if waiting else _("All hours are confirmed or disputed."))
    if fields.confirm(
        f"reconcile_{row.id}", _("Match its figures"), _("Fix the figures of {name} as they are now?", name=row.name),
        _("Money is shared by these figures. What comes in later is listed as a difference."), icon=":material/fact_check:",
    ) and page.action(plan.reconcile, campaign_id=row.id):
        page.say(_("The figures of {name} are fixed.", name=f"**{esc(row.name)}**"))
        st.rerun()


def _checked(visit: Visit, campaign: Detail) -> None:
    late = reads.ask(bases.differences, campaign_id=campaign.row.id)
    when = formats.moment(campaign.reconciled_at, visit.actor.timezone) if campaign.reconciled_at else formats.UNKNOWN
    st.write(_("Its figures were fixed on {when}. Now its money can be shared.", when=when))
    if late:
        st.markdown(ngettext(
            ":material/difference: {count} figure has changed since. It is listed under What it brought.",
            ":material/difference: {count} figures have changed since. They are listed under What it brought.", len(late),
            count=formats.count(len(late)),
        ))
    st.page_link(menu.BY_ID["sharing"].file, label=_("Share the money"), icon=menu.BY_ID["sharing"].icon)


def _shared(visit: Visit, campaign: Detail) -> None:
    when = formats.moment(campaign.shared_at, visit.actor.timezone) if campaign.shared_at else formats.UNKNOWN
    st.write(_("Its money was shared out on {when}.", when=when))
    st.page_link(menu.BY_ID["sharing"].file, label=_("See the profit sharing"), icon=menu.BY_ID["sharing"].icon)


def _dropped(visit: Visit, campaign: Detail) -> None:
    st.write(_("It was given up before it began. It stays here as history."))


# -- the plan ----------------------------------------------------------------------------------------------------------


def _plan(visit: Visit, campaign: Detail) -> None:
    row, key = campaign.row, f"campaign_{campaign.row.id}"
    values = {
        "name": row.name, "starts_on": row.starts_on, "ends_on": row.ends_on, "answer_by": row.answer_by,
        "target_sales": row.target_sales, "offers": list(row.offers), "marketplaces": list(row.marketplaces),
        "discount": row.discount, "contribution": row.contribution, "hashtags": row.hashtags, "story": campaign.story,
    }
    wanted = campaign_words.plan_fields(visit)
    left, right = st.columns([3, 2])
    with left.container(border=True):
        st.subheader(_("Plan"), anchor=False)
        if not fields.is_open(key):
            fields.card(wanted, values)
        if campaigns.may_plan(visit) and row.state in states.JOINABLE:
            if row.state != states.PROPOSED or _pending(campaign.vote):
                st.caption(_("The members vote on days, places, offers, voucher and contribution: these stay as they are."))
            fields.edit(visit, key, wanted, row.version, values, lambda version, changes: page.action(
                plan.edit, campaign_id=row.id, version=version, changes=_plain(changes),
            ))
    with right:
        with st.container(border=True):
            st.subheader(_("Products"), anchor=False)
            _products(visit, campaign)
        numbers = {vote.number for vote in (campaign.vote, campaign.rule.vote if campaign.rule else None) if vote}
        if numbers:
            with st.container(border=True):
                st.subheader(_("What the members decided"), anchor=False)
                for number in sorted(numbers):
                    decisions.link(number)
        if row.state in states.OPENED and row.state != states.OPEN:
            with st.container(border=True):
                st.subheader(_("What we learned"), anchor=False)
                _lessons(visit, campaign)
        if campaigns.may_plan(visit) and row.state in {states.PROPOSED, states.VOTED}:
            _drop(campaign)


def _plain(changes: dict[str, Any]) -> dict[str, Any]:
    """A share that was left blank is none."""
    return {name: value or 0 if name in {"discount", "contribution"} else value for name, value in changes.items()}


def _products(visit: Visit, campaign: Detail) -> None:
    if campaign.products:
        st.markdown("  \n".join(esc(name) for _id, name in campaign.products))
    else:
        st.write(_("All products of those who take part."))
    if not campaigns.may_plan(visit) or not campaign.row.joinable:
        return
    with st.popover(_("Choose the products"), key="campaign_products"):
        rows = reads.ask(catalogue.products, today=visit.today, status="active")
        names = {row.id: f"{row.name} · {row.business}" for row in rows}
        chosen = st.multiselect(
            _("Products of this joint promotion"), list(names), default=[one for one, _name in campaign.products if one in names],
            format_func=names.__getitem__, placeholder=_("All products"), select_all=False, key=f"products_of_{campaign.row.id}",
        )
        if st.button(_("Save"), type="primary", key="save_products") and _set_products(campaign, chosen):
            page.say(_("The products are saved."))
            st.rerun()


def _set_products(campaign: Detail, chosen: list[UUID]) -> bool:
    return bool(page.action(plan.set_products, campaign_id=campaign.row.id, product_ids=chosen))


def _lessons(visit: Visit, campaign: Detail) -> None:
    key, wanted = f"lessons_{campaign.row.id}", (Field("lessons", N_("What we do again, and what not"), fields.LONG, most=4000),)
    if not fields.is_open(key):
        st.markdown(esc(campaign.lessons).replace("\n", "  \n") if campaign.lessons else _("Nothing is written down yet."))
    if campaigns.may_plan(visit):
        fields.edit(visit, key, wanted, campaign.row.version, {"lessons": campaign.lessons}, lambda version, changes: page.action(
            plan.edit, campaign_id=campaign.row.id, version=version, changes=changes,
        ), label=_("Write it down"))


def _drop(campaign: Detail) -> None:
    name = campaign.row.name
    if fields.confirm(f"drop_{campaign.row.id}", _("Give up this plan"), _("Give up {name}?", name=name),
                      _("Its products are free for another joint promotion. The plan stays in the list."),
                      icon=":material/delete:") and page.action(plan.drop, campaign_id=campaign.row.id):
        page.say(_("{name} was given up.", name=f"**{esc(name)}**"))
        st.rerun()
