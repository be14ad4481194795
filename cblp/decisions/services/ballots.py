"""Votes: a member's own, one that the coordinator writes down for a member, and papers that are counted in heaps."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

import cblp.decisions.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import COORDINATOR, MEMBER, Actor
from cblp.db.ids import uuid7
from cblp.db.scope import visible
from cblp.decisions.models import Ballot, Decision, DecisionOption, DecisionVoter, Evidence, PaperCount
from cblp.decisions.rules import counting
from cblp.decisions.services.decisions import OPEN, NotOpen
from cblp.errors import UserError
from cblp.i18n import N_
from cblp.people.models import Business
from cblp.people.services import audit, editing
from cblp.people.services.register import clip

APP, RECORDED, PAPER = "app", "recorded", "paper"
LONGEST_REASON: Final = 400


class NotAVoter(UserError):
    """A business that was not an active member when the vote was opened."""

    message = N_("This business was not a member yet when the vote began, so it has no vote here.")


class VotedThemselves(UserError):
    """A vote that its business gave is changed by nobody else."""

    message = N_("{names} voted already. Only they can change their vote.")


class VotedOnPaper(UserError):
    """A paper in the heap can't be found again."""

    message = N_("This vote is on paper already, so it can't be changed here.")


class PapersDiffer(UserError):
    """Heaps that hold more or fewer papers than businesses gave one."""

    message = N_("{papers} papers were counted, but {businesses} businesses were chosen. Both must be the same.")


class NoHeaps(UserError):
    """Papers that say more than one heap can hold."""

    message = N_("Papers of this kind can't be counted together. Write down each vote by itself.")


def vote(
    session: Session, actor: Actor, *, decision_id: UUID, business_id: UUID, choice: Mapping[str, Any], now: datetime,
    reason: str = "",
) -> UUID:
    """Give the vote of a business (its member), or write it down for it (coordinator); returns the ballot's id.

    ``choice`` as in rules.counting. A vote given before is replaced. Raises NotOpen, NotAVoter, VotedThemselves, VotedOnPaper,
    TooLong, and what ``counting.checked`` raises.
    """
    actor.require_business(business_id)
    decision = _open(session, actor, decision_id, now)
    standing = _standing(session, actor, decision_id, [business_id])
    before = standing.get(business_id)
    if before and before.channel == PAPER:
        raise VotedOnPaper()
    if before and before.channel == APP and actor.role != MEMBER:
        raise VotedThemselves(names=_names(session, actor, [business_id]))
    kept = counting.checked(decision.kind, choice, _options(session, actor, decision_id))
    channel = APP if actor.role == MEMBER else RECORDED
    ballot = _cast(session, actor, decision, {business_id: (channel, kept, clip(reason, LONGEST_REASON))}, standing, now)[0]
    audit.record(
        session, actor, now=now, action="vote_given", entity="decision", subject=decision_id, label=decision.title, behalf_of=business_id
    )
    return ballot


def paper(
    session: Session, actor: Actor, *, decision_id: UUID, businesses: Collection[UUID], counts: Mapping[str, int], evidence_id: UUID,
    now: datetime,
) -> UUID:
    """Write down what the papers of these businesses said, with a photo of them (coordinator); returns the count's id.

    ``counts`` maps the heaps of ``counting.heaps`` to papers; a corrected count replaces the one before it. Raises NotOpen,
    NoHeaps, PapersDiffer, NotAVoter, VotedThemselves, Missing.
    """
    actor.require(COORDINATOR)
    decision = _open(session, actor, decision_id, now)
    if decision.kind not in counting.ON_PAPER:
        raise NoHeaps()
    known = counting.heaps(decision.kind, _options(session, actor, decision_id))
    kept = {heap: counts.get(heap, 0) for heap in known}
    if counts.keys() - set(known) or min(kept.values()) < 0:
        raise ValueError("not a heap of this decision")
    chosen = sorted(set(businesses))
    if sum(kept.values()) != len(chosen):
        raise PapersDiffer(papers=sum(kept.values()), businesses=len(chosen))
    editing.there(session, actor, Evidence, evidence_id)
    standing = _standing(session, actor, decision_id, chosen)
    voted = [business for business in chosen if business in standing and standing[business].channel != PAPER]
    if voted:
        raise VotedThemselves(names=_names(session, actor, voted))
    # Nobody can say which paper was whose: a corrected count takes all of them back and gives them anew.
    session.execute(update(PaperCount).values(replaced_at=now).where(
        PaperCount.association_id == actor.association, PaperCount.decision_id == decision_id, PaperCount.replaced_at.is_(None)
    ))
    session.execute(update(Ballot).values(replaced_at=now).where(
        Ballot.association_id == actor.association, Ballot.decision_id == decision_id, Ballot.replaced_at.is_(None),
        Ballot.channel == PAPER,
    ))
    _cast(session, actor, decision, dict.fromkeys(chosen, (PAPER, None, "")), {}, now)
    heap = PaperCount(
        association_id=actor.association, id=uuid7(), decision_id=decision_id, counts=kept, evidence_id=evidence_id, counted_at=now,
        counted_by=actor.account,
    )
    session.add(heap)
    session.flush()
    audit.record(session, actor, now=now, action="papers_counted", entity="decision", subject=decision_id, label=decision.title)
    return heap.id


def _open(session: Session, actor: Actor, decision_id: UUID, now: datetime) -> Decision:
    """The decision, locked, so that no vote comes in beside its count."""
    decision = editing.locked(session, actor, Decision, decision_id)
    if decision.state != OPEN or decision.closes_at is None or decision.closes_at <= now:
        raise NotOpen()
    return decision


def _options(session: Session, actor: Actor, decision_id: UUID) -> list[str]:
    wanted = visible(actor, DecisionOption).with_only_columns(DecisionOption.id).where(DecisionOption.decision_id == decision_id)
    return [str(option) for option in session.scalars(wanted.order_by(DecisionOption.position))]


def _standing(session: Session, actor: Actor, decision_id: UUID, businesses: Sequence[UUID]) -> dict[UUID, Ballot]:
    """The votes of these businesses that count now; raises NotAVoter."""
    voters = session.scalars(visible(actor, DecisionVoter).with_only_columns(DecisionVoter.business_id).where(
        DecisionVoter.decision_id == decision_id, DecisionVoter.business_id.in_(businesses)
    )).all()
    if len(voters) < len(businesses):
        raise NotAVoter()
    rows = session.scalars(visible(actor, Ballot).where(
        Ballot.decision_id == decision_id, Ballot.business_id.in_(businesses), Ballot.replaced_at.is_(None)
    ))
    return {row.business_id: row for row in rows}


def _cast(
    session: Session, actor: Actor, decision: Decision, votes: Mapping[UUID, tuple[str, dict[str, Any] | None, str]],
    standing: Mapping[UUID, Ballot], now: datetime,
) -> list[UUID]:
    for row in standing.values():
        row.replaced_at = now
    session.flush()  # the one that stood goes first: only one vote of a business may stand
    rows = [
        Ballot(
            association_id=actor.association, id=uuid7(), decision_id=decision.id, business_id=business, channel=channel,
            choice=choice, reason=reason, cast_at=now, cast_by=actor.account,
        )
        for business, (channel, choice, reason) in votes.items()
    ]
    session.add_all(rows)
    session.flush()
    return [row.id for row in rows]


def _names(session: Session, actor: Actor, businesses: Collection[UUID]) -> str:
    wanted = select(Business.name).where(Business.association_id == actor.association, Business.id.in_(businesses))
    return ", ".join(session.scalars(wanted.order_by(Business.code)))
