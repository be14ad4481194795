"""What a member may read of decisions, rules and papers; a mentor and a liaison read nothing of them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, select

from cblp.db.actor import MEMBER, Actor
from cblp.db.scope import rule
from cblp.decisions.models import (
    Ballot,
    Decision,
    DecisionOption,
    DecisionVoter,
    Evidence,
    Parameter,
    SharingComponent,
    SharingRule,
    SharingRuleVersion,
)

SHOWN = ("open", "closed")
"""States of a decision that members read."""


@rule(Evidence)
def papers(actor: Actor) -> ColumnElement[bool]:
    """Photos about the own businesses."""
    return Evidence.business_id.in_(actor.own_businesses) if actor.role == MEMBER else false()


@rule(Decision)
def decisions(actor: Actor) -> ColumnElement[bool]:
    """Everything that was put to the members: no drafts."""
    return Decision.state.in_(SHOWN) if actor.role == MEMBER else false()


@rule(DecisionOption)
def options(actor: Actor) -> ColumnElement[bool]:
    """The options of those decisions."""
    return DecisionOption.decision_id.in_(_shown(actor)) if actor.role == MEMBER else false()


@rule(DecisionVoter)
def voters(actor: Actor) -> ColumnElement[bool]:
    """Whether the own businesses may vote."""
    return DecisionVoter.business_id.in_(actor.own_businesses) if actor.role == MEMBER else false()


@rule(Ballot)
def ballots(actor: Actor) -> ColumnElement[bool]:
    """The own votes, never another's."""
    return Ballot.business_id.in_(actor.own_businesses) if actor.role == MEMBER else false()


@rule(Parameter)
def parameters(actor: Actor) -> ColumnElement[bool]:
    """What the association decided."""
    return Parameter.association_id == actor.association if actor.role == MEMBER else false()


@rule(SharingRuleVersion)
def versions(actor: Actor) -> ColumnElement[bool]:
    """Versions that were put to the members."""
    return SharingRuleVersion.decision_id.in_(_shown(actor)) if actor.role == MEMBER else false()


@rule(SharingRule)
def rules(actor: Actor) -> ColumnElement[bool]:
    """The rules of those versions."""
    if actor.role != MEMBER:
        return false()
    return SharingRule.id.in_(_versions(actor).with_only_columns(SharingRuleVersion.rule_id))


@rule(SharingComponent)
def components(actor: Actor) -> ColumnElement[bool]:
    """What those versions are made of."""
    return SharingComponent.version_id.in_(_versions(actor)) if actor.role == MEMBER else false()


def _shown(actor: Actor) -> Select[UUID]:
    return select(Decision.id).where(Decision.association_id == actor.association, Decision.state.in_(SHOWN))


def _versions(actor: Actor) -> Select[UUID]:
    return select(SharingRuleVersion.id).where(
        SharingRuleVersion.association_id == actor.association, SharingRuleVersion.decision_id.in_(_shown(actor))
    )
