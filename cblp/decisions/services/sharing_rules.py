"""Rules for sharing money: written as drafts, put to the vote, frozen by the decision that passed them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

import cblp.decisions.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import COORDINATOR, TREASURER, Actor
from cblp.db.ids import uuid7
from cblp.db.scope import visible
from cblp.decisions import effects
from cblp.decisions.effects import Effect, How
from cblp.decisions.models import Decision, SharingComponent, SharingRule, SharingRuleVersion
from cblp.decisions.rules.sharing import Component, check
from cblp.decisions.services import decisions
from cblp.errors import UserError
from cblp.i18n import N_, _
from cblp.people.services import audit, editing
from cblp.people.services.register import NameNeeded, clip

EFFECT = "rule"


class NameTaken(UserError):
    """Another rule has this name."""

    message = N_("A rule with this name is already there. Choose another name, or make a new version of it.")


class Frozen(UserError):
    """A version that the members passed is never changed."""

    message = N_("The members passed this version, so it stays as it is. Make a new version.")


class UnderVote(UserError):
    """A version that is being voted on stays as it was put to the members."""

    message = N_("The members are voting on this version. Wait for the result, or make a new version.")


def create(
    session: Session, actor: Actor, *, name: str, components: Sequence[Component], now: datetime, note: str = "",
) -> UUID:
    """Write down a new rule with its first version, a draft; returns the version's id. Raises NameTaken and what ``check`` raises."""
    actor.require(COORDINATOR, TREASURER)
    kept = clip(name, 120)
    if not kept:
        raise NameNeeded()
    taken = select(SharingRule.id).where(SharingRule.association_id == actor.association, SharingRule.name == kept)
    if session.scalar(taken) is not None:
        raise NameTaken()
    rule = SharingRule(association_id=actor.association, id=uuid7(), name=kept, created_at=now, created_by=actor.account)
    session.add(rule)
    session.flush()
    return _version(session, actor, rule, 1, components, note, now)


def new_version(
    session: Session, actor: Actor, *, rule_id: UUID, components: Sequence[Component], now: datetime, note: str = "",
) -> UUID:
    """Add a draft version to a rule; returns its id. Raises Missing and what ``check`` raises."""
    actor.require(COORDINATOR, TREASURER)
    rule = editing.locked(session, actor, SharingRule, rule_id)
    last = session.scalar(
        select(func.max(SharingRuleVersion.number)).where(
            SharingRuleVersion.association_id == actor.association, SharingRuleVersion.rule_id == rule_id
        )
    )
    return _version(session, actor, rule, (last or 0) + 1, components, note, now)


def edit_version(
    session: Session, actor: Actor, *, version_id: UUID, version: int, components: Sequence[Component], now: datetime,
    note: str = "",
) -> int:
    """Write a draft version anew; returns the number that the next save starts from.

    Raises Stale, Frozen, UnderVote and what ``check`` raises.
    """
    actor.require(COORDINATOR, TREASURER)
    row = editing.locked(session, actor, SharingRuleVersion, version_id)
    _still_draft(session, actor, row)
    check(components)
    if row.version != version:
        raise editing.stale(session, actor, row, {"note": note})
    session.execute(delete(SharingComponent).where(
        SharingComponent.association_id == actor.association, SharingComponent.version_id == version_id
    ))
    _components(session, actor, version_id, components)
    row.note = clip(note, 400)
    row.version = version + 1  # also where only a component changed, so that a stale save is seen
    session.flush()
    audit.record(
        session, actor, now=now, action="changed", entity="sharing_rule", subject=version_id,
        changes={one.code: one.basis_points for one in components},
    )
    return row.version


def propose(session: Session, actor: Actor, *, version_id: UUID, now: datetime) -> UUID:
    """Draft the yes/no decision that freezes a version when it passes; returns the decision's id. Raises Frozen, UnderVote."""
    actor.require(COORDINATOR, TREASURER)
    row = editing.locked(session, actor, SharingRuleVersion, version_id)
    _still_draft(session, actor, row)
    waiting = session.get(Decision, (actor.association, row.decision_id)) if row.decision_id else None
    if waiting and waiting.state == "draft":
        return waiting.id
    name = session.scalars(visible(actor, SharingRule).where(SharingRule.id == row.rule_id)).one().name
    row.decision_id = decisions.draft(
        session, actor, kind="yes_no", title=_("Sharing rule: {name}", name=name)[:120],
        proposal=_("We share money by the rule “{name}”, version {number}.", name=name, number=row.number),
        consequence=_("Shares are calculated by this rule from now on."),
        effects=[{"kind": EFFECT, "version": str(version_id)}], now=now,
    )
    session.flush()
    return row.decision_id


def _version(
    session: Session, actor: Actor, rule: SharingRule, number: int, components: Sequence[Component], note: str, now: datetime
) -> UUID:
    check(components)
    row = SharingRuleVersion(
        association_id=actor.association, id=uuid7(), rule_id=rule.id, number=number, note=clip(note, 400), created_at=now,
        created_by=actor.account,
    )
    session.add(row)
    session.flush()
    _components(session, actor, row.id, components)
    audit.record(
        session, actor, now=now, action="created", entity="sharing_rule", subject=row.id, label=rule.name,
        changes={one.code: one.basis_points for one in components},
    )
    return row.id


def _components(session: Session, actor: Actor, version_id: UUID, components: Sequence[Component]) -> None:
    session.add_all(
        SharingComponent(
            association_id=actor.association, version_id=version_id, position=position, code=one.code, label=one.label.strip(),
            basis_points=one.basis_points, fund=one.fund, bases=one.stored_bases(), limits=dict(one.limits),
            without_base=one.without_base,
        )
        for position, one in enumerate(components)
    )
    session.flush()


def _still_draft(session: Session, actor: Actor, row: SharingRuleVersion) -> None:
    if row.frozen_at is not None:
        raise Frozen()
    decision = session.get(Decision, (actor.association, row.decision_id)) if row.decision_id else None
    if decision and decision.state == "open":
        raise UnderVote()


def _apply(session: Session, actor: Actor, decision: Decision, effect: Effect, now: datetime) -> None:
    row = editing.locked(session, actor, SharingRuleVersion, UUID(effect["version"]))
    if row.frozen_at is None:
        row.frozen_at, row.decision_id = now, decision.id
        session.flush()
        audit.record(session, actor, now=now, action="passed", entity="sharing_rule", subject=row.id)


def _check(session: Session, actor: Actor, effect: Effect) -> None:
    """Once opened, the version stays as it is; one that already passed needs no vote."""
    row = editing.locked(session, actor, SharingRuleVersion, UUID(effect["version"]))
    if row.frozen_at is not None:
        raise Frozen()


effects.register(EFFECT, How(apply=_apply, check=_check))
