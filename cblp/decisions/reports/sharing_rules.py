"""Sharing rules and their versions, with what each is made of and the decision that it was put to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

import cblp.decisions.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import Actor
from cblp.db.scope import seen, visible
from cblp.decisions.models import Decision, SharingComponent, SharingRule, SharingRuleVersion
from cblp.decisions.rules.sharing import Component, read_bases
from cblp.errors import Missing


@dataclass(frozen=True)
class RuleVersion:
    """A version; ``frozen_at`` says when it passed. The decision is the one it was last put to, in its state.

    ``version`` counts the saves of the draft: a save starts from it.
    """

    id: UUID
    rule_id: UUID
    name: str
    number: int
    frozen_at: datetime | None
    decision_id: UUID | None
    decision_number: int | None
    components: tuple[Component, ...]
    note: str
    version: int
    decision_state: str = ""

    @property
    def frozen(self) -> bool:
        """The members passed it."""
        return self.frozen_at is not None


def versions(session: Session, actor: Actor) -> list[RuleVersion]:
    """All versions that the actor may read, by the rule's name, the newest version first."""
    rows = session.execute(_rows(actor).order_by(SharingRule.name, SharingRuleVersion.number.desc())).all()
    made_of: dict[UUID, list[Component]] = defaultdict(list)
    for one in session.scalars(visible(actor, SharingComponent).order_by(SharingComponent.position)):
        made_of[one.version_id].append(_component(one))
    return [_version(*row, tuple(made_of[row[0].id])) for row in rows]


def version(session: Session, actor: Actor, *, version_id: UUID) -> RuleVersion:
    """One version; raises Missing."""
    row = session.execute(_rows(actor).where(SharingRuleVersion.id == version_id)).one_or_none()
    if row is None:
        raise Missing()
    parts = visible(actor, SharingComponent).where(SharingComponent.version_id == version_id).order_by(SharingComponent.position)
    return _version(*row, tuple(_component(one) for one in session.scalars(parts)))


def _rows(actor: Actor) -> Select[SharingRuleVersion, str, int | None, str | None]:
    return (
        select(SharingRuleVersion, SharingRule.name, Decision.number, Decision.state)
        .join(SharingRule, (SharingRule.association_id == SharingRuleVersion.association_id)
              & (SharingRule.id == SharingRuleVersion.rule_id))
        .outerjoin(Decision, (Decision.association_id == SharingRuleVersion.association_id)
                   & (Decision.id == SharingRuleVersion.decision_id))
        .where(seen(actor, SharingRuleVersion))
    )


def _version(row: SharingRuleVersion, name: str, number: int | None, state: str | None, parts: tuple[Component, ...]) -> RuleVersion:
    return RuleVersion(
        row.id, row.rule_id, name, row.number, row.frozen_at, row.decision_id, number, parts, row.note, row.version, state or ""
    )


def _component(row: SharingComponent) -> Component:
    return Component(
        row.code, row.label, row.basis_points, row.fund, read_bases(row.bases), {k: int(v) for k, v in row.limits.items()},
        row.without_base,
    )
