"""The plan of a campaign and its way through the states: proposed, voted, opened, closed, reconciled, shared, or dropped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

import cblp.campaigns.scope
import cblp.catalogue.scope
import cblp.people.scope  # noqa: F401  (who sees which row)
from cblp.campaigns import states
from cblp.campaigns.models import Campaign, CampaignProduct, CampaignTask, Duty, Effort
from cblp.campaigns.reports import bases
from cblp.campaigns.rules import templates
from cblp.campaigns.services import places
from cblp.catalogue.models import Marketplace, Product
from cblp.days import Span
from cblp.db.actor import COORDINATOR, TREASURER, Actor
from cblp.db.dated import EVER
from cblp.db.ids import uuid7
from cblp.db.scope import visible
from cblp.decisions import effects
from cblp.decisions.models import Decision, SharingRuleVersion
from cblp.decisions.reports import parameters
from cblp.decisions.reports.decisions import RUNNING
from cblp.decisions.services import decisions
from cblp.errors import Missing, UserError
from cblp.i18n import N_, _, formats
from cblp.people.models import Association, Business
from cblp.people.services import audit, editing
from cblp.people.services.register import CodeTaken, NameNeeded, UnknownChoice, clip, clipped

FIELDS: Final = frozenset({
    "name", "story", "starts_on", "ends_on", "answer_by", "hashtags", "target_sales", "marketplaces", "offers", "discount",
    "contribution", "lessons",
})
"""What is edited in a plan; ``discount`` and ``contribution`` in basis points, ``target_sales`` in whole rupiah."""
TASK_FIELDS: Final = frozenset({"title", "channel", "due_on", "business_id", "state"})

_TEXTS: Final = {"name": 120, "hashtags": 300}
_LONG_TEXTS: Final = {"story": 2000, "lessons": 4000}
_VOTED_ON: Final = frozenset({"starts_on", "ends_on", "discount", "contribution", "marketplaces", "offers"})
"""What members vote on, and what the price floor of those who joined stands on: it no longer changes behind their backs."""
_AFTERWARDS: Final = frozenset({"story", "lessons"})
MOST: Final = 1_000_000_000_000


class WrongDays(UserError):
    """Ends before it begins."""

    message = N_("The last day is before the first day.")


class AnswerTooLate(UserError):
    """Members would answer when it is over."""

    message = N_("Members must answer before the joint promotion ends.")


class BadShare(UserError):
    """Not between nothing and everything."""

    message = N_("Write a percentage from 0 to 100.")


class BadTarget(UserError):
    """A target of nothing, or beyond every association."""

    message = N_("Write the target with digits only, for example 25.000.000.")


class BadPoints(UserError):
    """Points of a duty outside 1 to 100."""

    message = N_("Give a duty 1 to 100 points.")


class AlreadyVotedOn(UserError):
    """The vote was on this very plan."""

    message = N_("Members voted on these days and this money. They can't change any more.")


class WrongStep(UserError):
    """The campaign is not in a state from which this step goes."""

    message = N_("This joint promotion is not at that step. Look at its state.")


class VoteRunning(UserError):
    """The members are being asked, or are about to be."""

    message = N_("A vote on this joint promotion is under way. Close it first.")


class NotVoted(UserError):
    """Nobody has said yes to the campaign itself."""

    message = N_("Members have not said yes to this joint promotion yet. Put it to the vote first.")


class RuleNeeded(UserError):
    """Rule before money: there is no rule."""

    message = N_("There is no sharing rule yet. Choose the rule before the joint promotion begins.")


class RuleNotPassed(UserError):
    """Rule before money: there is one, and no vote has passed it."""

    message = N_("The sharing rule has not passed a vote yet. Vote on it before the joint promotion begins.")


class NotBegun(UserError):
    """Closed before its first day."""

    message = N_("This joint promotion has not begun. It can be dropped instead.")


class HoursWaiting(UserError):
    """Hours that nobody has judged would be lost to the figures."""

    message = N_("{count} hour entries still wait. Confirm or dispute them first.")


# -- the plan ----------------------------------------------------------------------------------------------------------


def propose(
    session: Session, actor: Actor, *, name: str, starts_on: date, ends_on: date, now: datetime, code: str = "",
    template: str = "", details: Mapping[str, Any] | None = None,
) -> UUID:
    """Propose a campaign (coordinator) from its first to its last day; returns its id.

    ``details`` are further FIELDS; the contribution is what the association decided, unless they say otherwise. A blank
    ``code`` is given out. Raises CodeTaken and the field errors of this module.
    """
    actor.require(COORDINATOR)
    if template and template not in templates.TEMPLATES:
        raise UnknownChoice()
    decided = parameters.setting(session, actor, key="contribution", day=actor.day(now)).value
    given = _checked(session, {
        "contribution": decided, **(details or {}), "name": name, "starts_on": starts_on, "ends_on": ends_on,
    })
    _check_days(starts_on, ends_on, given.get("answer_by"))
    campaign = Campaign(
        association_id=actor.association, id=uuid7(), code=_own_code(session, actor, clip(code, 30)), template=template,
        created_at=now, created_by=actor.account, **given,
    )
    session.add(campaign)
    session.flush()
    _record(session, actor, campaign, "created", now, {"starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat()})
    return campaign.id


def edit(
    session: Session, actor: Actor, *, campaign_id: UUID, version: int, changes: Mapping[str, Any], now: datetime,
) -> int:
    """Change FIELDS of a plan (coordinator); returns the new version.

    What members vote on stays once the vote is on; of a campaign that has ended only its story and lessons change. New days
    move the listings that have joined with it. Raises AlreadyVotedOn, WrongStep, Stale, places.Elsewhere, field errors.
    """
    campaign = _own(session, actor, campaign_id)
    given = _checked(session, changes)
    touched = {field for field, value in given.items() if getattr(campaign, field) != value}
    if campaign.state == states.DROPPED or (campaign.state not in states.JOINABLE and touched - _AFTERWARDS):
        raise WrongStep()
    if touched & _VOTED_ON and (campaign.state != states.PROPOSED or _pending(session, actor, campaign)):
        raise AlreadyVotedOn()
    first, last = given.get("starts_on", campaign.starts_on), given.get("ends_on", campaign.ends_on)
    _check_days(first, last, given.get("answer_by", campaign.answer_by))
    saved = editing.save(
        session, actor, campaign, version=version, changes=given, public=FIELDS, now=now, label=campaign.name,
    )
    if touched & {"starts_on", "ends_on"}:
        places.move(session, actor, campaign)
    return saved


def set_products(session: Session, actor: Actor, *, campaign_id: UUID, product_ids: Iterable[UUID], now: datetime) -> None:
    """Say which products the campaign is about (none: all of them); listings that already joined stay. Raises WrongStep, Missing."""
    campaign = _own(session, actor, campaign_id)
    _in(campaign, states.JOINABLE)
    wanted = set(product_ids)
    if wanted - set(session.scalars(visible(actor, Product).with_only_columns(Product.id).where(Product.id.in_(wanted)))):
        raise Missing()
    kept = {row.product_id: row for row in session.scalars(
        visible(actor, CampaignProduct).where(CampaignProduct.campaign_id == campaign_id)
    )}
    if kept.keys() == wanted:
        return
    for product_id in kept.keys() - wanted:
        session.delete(kept[product_id])
    session.add_all(
        CampaignProduct(association_id=actor.association, campaign_id=campaign_id, product_id=product_id)
        for product_id in wanted - kept.keys()
    )
    session.flush()
    _record(session, actor, campaign, "changed", now, {"product": len(wanted)})


# -- tasks and duties --------------------------------------------------------------------------------------------------


def add_task(
    session: Session, actor: Actor, *, campaign_id: UUID, title: str, due_on: date, now: datetime, kind: str = templates.TASK,
    channel: str = "", business_id: UUID | None = None,
) -> UUID:
    """Add something to do, or (kind content) to post on ``channel``, to a campaign (coordinator); returns its id.

    Without a business it is the coordinator's own. Raises NameNeeded, UnknownChoice, WrongStep, Missing.
    """
    campaign = _own(session, actor, campaign_id)
    _not_dropped(campaign)
    if kind not in {templates.TASK, templates.CONTENT}:
        raise UnknownChoice()
    given = _checked_task(session, actor, {"title": title, "channel": channel, "due_on": due_on, "business_id": business_id})
    task = CampaignTask(association_id=actor.association, id=uuid7(), campaign_id=campaign_id, kind=kind, **given)
    session.add(task)
    session.flush()
    _record_part(session, actor, "campaign_task", task.id, task.title, "created", now, business_id)
    return task.id


def edit_task(
    session: Session, actor: Actor, *, task_id: UUID, version: int, changes: Mapping[str, Any], now: datetime,
) -> int:
    """Change TASK_FIELDS of a task (a member: the state of their own task); returns the new version. Raises Stale, Missing."""
    task = editing.locked(session, actor, CampaignTask, task_id)
    if changes.keys() - {"state"} or task.business_id is None:
        actor.require(COORDINATOR)
    else:
        actor.require_business(task.business_id)
    given = _checked_task(session, actor, changes)
    done = {"done_at": now if given["state"] == "done" else None} if "state" in given else {}
    return editing.save(
        session, actor, task, version=version, changes=given, public=TASK_FIELDS, now=now, label=task.title,
        behalf_of=task.business_id, also=done,
    )


def give_duty(
    session: Session, actor: Actor, *, business_id: UUID, role: str, since: date, now: datetime, campaign_id: UUID | None = None,
    points: int = 1, until: date | None = None,
) -> UUID:
    """Give a business a duty of a campaign, or (no campaign) of the association, from ``since`` to the last day ``until``.

    Its points are what sharing by role counts. Coordinator. Raises NameNeeded, BadPoints, WrongDays, WrongStep, Missing.
    """
    actor.require(COORDINATOR)
    editing.there(session, actor, Business, business_id)
    if campaign_id:
        _in(_own(session, actor, campaign_id), states.COUNTING)
    named = clip(role, 60)
    if not named:
        raise NameNeeded()
    if not 1 <= points <= 100:
        raise BadPoints()
    if until and until < since:
        raise WrongDays()
    duty = Duty(
        association_id=actor.association, id=uuid7(), campaign_id=campaign_id, business_id=business_id, role=named, points=points,
        valid_from=since, valid_to=until + timedelta(1) if until else None, given_by=actor.account,
    )
    session.add(duty)
    session.flush()
    _record_part(session, actor, "duty", duty.id, named, "given", now, business_id)
    return duty.id


def end_duty(session: Session, actor: Actor, *, duty_id: UUID, last: date | None, now: datetime) -> None:
    """End a duty after its ``last`` day, or (None) say that it was never held (coordinator). Raises WrongStep, Missing."""
    actor.require(COORDINATOR)
    duty = editing.locked(session, actor, Duty, duty_id)
    if duty.campaign_id:
        _in(_own(session, actor, duty.campaign_id), states.COUNTING)
    if last and last < duty.valid_from:
        raise WrongDays()
    duty.valid_to = last + timedelta(1) if last else duty.valid_from
    session.flush()
    _record_part(session, actor, "duty", duty.id, duty.role, "ended", now, duty.business_id)


# -- rule before money -------------------------------------------------------------------------------------------------


def choose_rule(session: Session, actor: Actor, *, campaign_id: UUID, version_id: UUID, now: datetime) -> None:
    """Say by which version of a sharing rule the campaign's money is shared (coordinator), before it opens.

    The version may still be a draft: the vote on the campaign then decides it, too. Raises WrongStep, VoteRunning, Missing.
    """
    campaign = _own(session, actor, campaign_id)
    _in(campaign, {states.PROPOSED, states.VOTED})
    if _pending(session, actor, campaign):
        raise VoteRunning()
    editing.there(session, actor, SharingRuleVersion, version_id)
    if campaign.rule_version_id == version_id:
        return
    campaign.rule_version_id = version_id
    session.flush()
    _record(session, actor, campaign, "changed", now, {"rule": None})


def put_to_vote(
    session: Session, actor: Actor, *, campaign_id: UUID, now: datetime, days: Sequence[Span] = (),
) -> UUID:
    """Draft the decision that asks the members about a campaign (coordinator); returns the decision's id.

    A chosen rule version that nobody has decided yet is decided by the same vote. With two or more ``days`` the members choose
    when the campaign is held, else they say yes or no to the plan's own days. Raises WrongStep, VoteRunning.
    """
    campaign = _own(session, actor, campaign_id)
    _in(campaign, {states.PROPOSED})
    if _pending(session, actor, campaign):
        raise VoteRunning()
    rule = _rule(session, actor, campaign)
    along = rule if rule and rule.frozen_at is None and not _undecided(session, actor, rule.decision_id) else None
    with_rule = [{"kind": "rule", "version": str(along.id)}] if along else []
    own = {"kind": "campaign", "campaign": str(campaign.id)}
    consequence = _("Whoever takes part pays {share} of the income from it into the shared money.", share=formats.percent(
        Fraction(campaign.contribution, 10_000), 2
    )) if campaign.contribution else _("Taking part costs nothing.")
    if len(days) > 1:
        campaign.decision_id = decisions.draft(
            session, actor, kind="choose_one", title=campaign.name, consequence=consequence, effects=with_rule, now=now,
            proposal=_("We hold {name}. When?", name=campaign.name), options=[
                decisions.Option("", formats.day_range(span.first, span.last), effects=({
                    **own, "starts_on": span.first.isoformat(), "ends_on": span.last.isoformat(),
                },)) for span in days
            ],
        )
    else:
        campaign.decision_id = decisions.draft(
            session, actor, kind="yes_no", title=campaign.name, consequence=consequence, effects=[*with_rule, own], now=now,
            proposal=_(
                "We hold {name} on {days}.", name=campaign.name, days=formats.day_range(campaign.starts_on, campaign.ends_on)
            ),
        )
    if along:
        along.decision_id = campaign.decision_id
    session.flush()
    _record(session, actor, campaign, "put_to_vote", now)
    return campaign.decision_id


def open_(session: Session, actor: Actor, *, campaign_id: UUID, now: datetime) -> None:
    """Begin a campaign that members said yes to (coordinator).

    Raises RuleNeeded without a sharing rule and RuleNotPassed as long as no decision has passed and frozen it; NotVoted,
    VoteRunning, WrongStep.
    """
    campaign = _own(session, actor, campaign_id)
    _in(campaign, {states.PROPOSED, states.VOTED})
    rule = _rule(session, actor, campaign)
    if rule is None:
        raise RuleNeeded()
    if campaign.state == states.PROPOSED:
        raise VoteRunning() if _pending(session, actor, campaign) else NotVoted()
    if not passed(session, actor, rule):
        raise RuleNotPassed()
    campaign.state, campaign.opened_at = states.OPEN, now
    session.flush()
    _record(session, actor, campaign, "opened", now)


def passed(session: Session, actor: Actor, rule: SharingRuleVersion) -> bool:
    """The rule version is frozen, and a decision that was passed froze it."""
    if rule.frozen_at is None or rule.decision_id is None:
        return False
    outcome = select(Decision.outcome).where(Decision.association_id == actor.association, Decision.id == rule.decision_id)
    return session.scalar(outcome) == "passed"


# -- the end -----------------------------------------------------------------------------------------------------------


def close(session: Session, actor: Actor, *, campaign_id: UUID, now: datetime) -> None:
    """End a campaign (coordinator). Before its last day it ends today, and today's orders are the last that count.

    Raises WrongStep, NotBegun.
    """
    campaign = _own(session, actor, campaign_id)
    _in(campaign, {states.OPEN})
    today = actor.day(now)
    if today < campaign.starts_on:
        raise NotBegun()
    if today < campaign.ends_on:
        campaign.ends_on = today
        places.shorten(session, actor, campaign)
    campaign.state, campaign.closed_at = states.CLOSED, now
    session.flush()
    _record(session, actor, campaign, "closed", now)


def reconcile(session: Session, actor: Actor, *, campaign_id: UUID, now: datetime) -> None:
    """Freeze the figures of each business when the files of the campaign's days are in (coordinator, treasurer).

    What comes later shows as a difference (``reports.bases.differences``). Raises WrongStep, HoursWaiting.
    """
    actor.require(COORDINATOR, TREASURER)
    campaign = editing.locked(session, actor, Campaign, campaign_id)
    _in(campaign, {states.CLOSED})
    waiting = session.scalar(select(func.count()).select_from(Effort).where(
        Effort.association_id == actor.association, Effort.campaign_id == campaign_id, Effort.state == states.CLAIMED
    ))
    if waiting:
        raise HoursWaiting(count=waiting)
    campaign.frozen = bases.of_campaign(session, actor, campaign_id=campaign_id).as_json()
    campaign.state, campaign.reconciled_at = states.RECONCILED, now
    session.flush()
    _record(session, actor, campaign, "reconciled", now)


def mark_shared(session: Session, actor: Actor, *, campaign_id: UUID, now: datetime) -> None:
    """Say that the campaign's money was paid out (coordinator, treasurer; sharing calls it). Raises WrongStep."""
    actor.require(COORDINATOR, TREASURER)
    campaign = editing.locked(session, actor, Campaign, campaign_id)
    if campaign.state == states.SHARED:
        return
    _in(campaign, {states.RECONCILED})
    campaign.state, campaign.shared_at = states.SHARED, now
    session.flush()
    _record(session, actor, campaign, "shared", now)


def drop(session: Session, actor: Actor, *, campaign_id: UUID, now: datetime) -> None:
    """Give up a campaign that has not opened (coordinator): it stays in the history, its listings are free again.

    Raises WrongStep, VoteRunning.
    """
    campaign = _own(session, actor, campaign_id)
    _in(campaign, {states.PROPOSED, states.VOTED})
    if _pending(session, actor, campaign):
        raise VoteRunning()
    places.free(session, actor, campaign)
    campaign.state = states.DROPPED
    session.flush()
    _record(session, actor, campaign, "dropped", now)


# -- what a decision writes --------------------------------------------------------------------------------------------


def _vote_check(session: Session, actor: Actor, effect: effects.Effect) -> None:
    campaign = editing.locked(session, actor, Campaign, UUID(effect["campaign"]))
    _in(campaign, {states.PROPOSED})


def _vote_passed(session: Session, actor: Actor, decision: Decision, effect: effects.Effect, now: datetime) -> None:
    campaign = session.scalars(
        select(Campaign).where(Campaign.association_id == actor.association, Campaign.id == UUID(effect["campaign"])).with_for_update()
    ).one()
    if campaign.state != states.PROPOSED:  # another vote was faster; this one adds nothing
        return
    campaign.state, campaign.decision_id = states.VOTED, decision.id
    if "starts_on" in effect:
        campaign.starts_on, campaign.ends_on = (date.fromisoformat(effect[name]) for name in ("starts_on", "ends_on"))
        campaign.answer_by = min(campaign.answer_by, campaign.ends_on) if campaign.answer_by else None
        places.move(session, actor, campaign)
    session.flush()
    _record(session, actor, campaign, "voted", now, {
        "starts_on": campaign.starts_on.isoformat(), "ends_on": campaign.ends_on.isoformat(),
    })


effects.register("campaign", effects.How(apply=_vote_passed, check=_vote_check))


# -- what the above is made of -----------------------------------------------------------------------------------------


def _own(session: Session, actor: Actor, campaign_id: UUID) -> Campaign:
    actor.require(COORDINATOR)
    return editing.locked(session, actor, Campaign, campaign_id)


def _in(campaign: Campaign, allowed: Iterable[str]) -> None:
    if campaign.state not in set(allowed):
        raise WrongStep()


def _not_dropped(campaign: Campaign) -> None:
    _in(campaign, set(states.STATES) - {states.DROPPED})


def _pending(session: Session, actor: Actor, campaign: Campaign) -> bool:
    """The members are asked about it, or will be."""
    return _undecided(session, actor, campaign.decision_id)


def _undecided(session: Session, actor: Actor, decision_id: UUID | None) -> bool:
    """The decision, or a second round of it, is drafted or open."""
    if decision_id is None:
        return False
    running = select(Decision.id).where(
        Decision.association_id == actor.association, or_(Decision.id == decision_id, Decision.first_round_id == decision_id),
        Decision.state.in_(RUNNING),
    )
    return session.scalar(running.limit(1)) is not None


def _rule(session: Session, actor: Actor, campaign: Campaign) -> SharingRuleVersion | None:
    if campaign.rule_version_id is None:
        return None
    return session.get_one(SharingRuleVersion, (actor.association, campaign.rule_version_id))


def _own_code(session: Session, actor: Actor, code: str) -> str:
    """The code as given, or the next of P01, P02, …; the association's row is locked until the transaction ends."""
    session.execute(
        select(Association.association_id).where(Association.association_id == actor.association).with_for_update()
    )
    taken = dict(session.execute(select(Campaign.code, Campaign.name).where(Campaign.association_id == actor.association)).all())
    if code in taken:
        raise CodeTaken(code=code, name=taken[code])
    number = len(taken) + 1
    while not code and f"P{number:02d}" in taken:
        number += 1
    return code or f"P{number:02d}"


def _checked(session: Session, given: Mapping[str, Any]) -> dict[str, Any]:
    """FIELDS as they are kept; raises the field errors of this module."""
    editing.only(given, FIELDS)
    kept = clipped(given, _TEXTS, _LONG_TEXTS)
    if "name" in kept and not kept["name"]:
        raise NameNeeded()
    if "hashtags" in kept:
        kept["hashtags"] = " ".join(dict.fromkeys(f"#{tag}" for tag in kept["hashtags"].replace("#", " ").lower().split()))
    for field in kept.keys() & {"discount", "contribution"}:
        if not 0 <= kept[field] <= 10_000:
            raise BadShare()
    target = kept.get("target_sales")
    if target is not None and not 0 < target <= MOST:
        raise BadTarget()
    for field, known in (("offers", set(templates.OFFERS)), ("marketplaces", set(session.scalars(select(Marketplace.code))))):
        if field in kept:
            kept[field] = sorted(set(kept[field]))
            if set(kept[field]) - known:
                raise UnknownChoice()
    return kept


def _check_days(first: date, last: date, answer_by: date | None) -> None:
    if last < first or first < EVER:
        raise WrongDays()
    if answer_by and answer_by > last:
        raise AnswerTooLate()


def _checked_task(session: Session, actor: Actor, given: Mapping[str, Any]) -> dict[str, Any]:
    editing.only(given, TASK_FIELDS)
    kept = dict(given)
    if "title" in kept:
        kept["title"] = clip(kept["title"], 160)
        if not kept["title"]:
            raise NameNeeded()
    if kept.get("channel") and session.get(Marketplace, kept["channel"]) is None:
        raise UnknownChoice()
    if kept.get("state", "open") not in states.TASK_STATES:
        raise UnknownChoice()
    if kept.get("business_id"):
        editing.there(session, actor, Business, kept["business_id"])
    return kept


def _record(
    session: Session, actor: Actor, campaign: Campaign, action: str, now: datetime, changes: dict[str, Any] | None = None,
) -> None:
    audit.record(
        session, actor, now=now, action=action, entity="campaign", subject=campaign.id, label=campaign.name, changes=changes,
    )


def _record_part(
    session: Session, actor: Actor, entity: str, subject: UUID, label: str, action: str, now: datetime, business: UUID | None,
) -> None:
    audit.record(session, actor, now=now, action=action, entity=entity, subject=subject, label=label, behalf_of=business)
