"""From trying out to deciding: rules that were compared become drafts and one proposal on which the members vote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from cblp.db.actor import COORDINATOR, TREASURER, Actor
from cblp.decisions.models import SharingRuleVersion
from cblp.decisions.reports import sharing_rules as reports
from cblp.decisions.rules.sharing import Component
from cblp.decisions.services import decisions, sharing_rules
from cblp.decisions.services.decisions import Option
from cblp.i18n import _
from cblp.people.services import editing


@dataclass(frozen=True)
class Candidate:
    """A rule to vote on: a version that is written down already, or a name and components that become a new rule."""

    name: str
    components: tuple[Component, ...]
    detail: str = ""
    version_id: UUID | None = None


def propose(session: Session, actor: Actor, *, candidates: Sequence[Candidate], now: datetime) -> UUID:
    """Draft the decision on these rules and return its id: yes or no on one, a choice between several.

    A version that the members passed may stand among several: choosing it changes nothing. Raises what writing a rule, a
    proposal and ``sharing_rules.propose`` raise, and then keeps nothing.
    """
    actor.require(COORDINATOR, TREASURER)
    versions = [
        one.version_id or sharing_rules.create(session, actor, name=one.name, components=one.components, note=one.detail, now=now)
        for one in candidates
    ]
    if len(versions) == 1:
        return sharing_rules.propose(session, actor, version_id=versions[0], now=now)
    fresh = [not reports.version(session, actor, version_id=version).frozen for version in versions]
    options = [
        Option("", one.name, one.detail, ({"kind": sharing_rules.EFFECT, "version": str(version)},) if new else ())
        for one, version, new in zip(candidates, versions, fresh, strict=True)
    ]
    decision = decisions.draft(
        session, actor, kind="choose_one", title=_("Which sharing rule?"), options=options, now=now,
        proposal=_("We choose the rule by which we share money."), consequence=_("Shares are calculated by this rule from now on."),
    )
    for version, new in zip(versions, fresh, strict=True):
        if new:
            editing.locked(session, actor, SharingRuleVersion, version).decision_id = decision
    session.flush()
    return decision
