"""Decisions as people read them: what is proposed, who has voted, and what came out. Nobody reads a vote before the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Self
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

import cblp.decisions.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import COORDINATOR, TREASURER, Actor
from cblp.db.scope import seen, visible
from cblp.decisions.models import Ballot, Decision, DecisionOption, DecisionVoter, PaperCount, Parameter
from cblp.decisions.rules import counting
from cblp.errors import Missing
from cblp.people.models import Business, Person
from cblp.people.scope import phone

RUNNING: Final = ("draft", "open")
"""States of a decision that is being written or voted on."""


@dataclass(frozen=True)
class Vote:
    """A decision as whatever waits for it shows it."""

    id: UUID
    number: int
    state: str
    outcome: str

    @classmethod
    def of(cls, decision: Decision | None) -> Self | None:
        """None where there is none, or none that the reader may know of."""
        return cls(decision.id, decision.number, decision.state, decision.outcome) if decision else None

    @property
    def running(self) -> bool:
        """It is being written or voted on."""
        return self.state in RUNNING


@dataclass(frozen=True)
class Row:
    """A line of the list. ``voted`` of ``voters`` gave a vote (None: not for this reader)."""

    id: UUID
    number: int
    title: str
    kind: str
    state: str
    outcome: str
    by_consensus: bool
    closes_at: datetime | None
    closed_at: datetime | None
    review_on: date | None
    superseded: bool
    voters: int
    voted: int | None


@dataclass(frozen=True)
class Choice:
    """An option: what can be chosen, ranked or weighed."""

    id: str
    code: str
    label: str
    detail: str
    effects: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Own:
    """A business's own vote that counts now. ``choice`` is None on paper."""

    channel: str
    choice: Mapping[str, Any] | None
    reason: str
    cast_at: datetime


@dataclass(frozen=True)
class Wrote:
    """A figure that a decision set, since a day."""

    key: str
    value: Any
    since: date


@dataclass(frozen=True)
class Detail:
    """A decision. ``counted`` is there once it is closed, with the keys of ``counting.Count``; ``undone``: passed, but something
    stood in the way of carrying it out.

    For coordinator and treasurer: ``turnout`` counts the votes by channel, and of a closed one ``reasons`` are the words of
    voters without their names, ``papers`` the photo of the paper ballots. ``needed`` votes make it valid (0 while it is a draft).
    """

    id: UUID
    version: int
    number: int
    title: str
    proposal: str
    consequence: str
    kind: str
    state: str
    outcome: str
    reason: str
    by_consensus: bool
    asks_reasons: bool
    quorum: int
    threshold: int
    effects: tuple[Mapping[str, Any], ...]
    parameter: str
    opened_at: datetime | None
    closes_at: datetime | None
    closed_at: datetime | None
    review_on: date | None
    minutes: str
    options: tuple[Choice, ...]
    winner: str
    counted: Mapping[str, Any] | None
    undone: bool
    voters: int
    needed: int
    wrote: tuple[Wrote, ...] = ()
    present: tuple[str, ...] = ()
    turnout: Mapping[str, int] | None = None
    papers: UUID | None = None
    reasons: tuple[str, ...] = ()
    first_round: int | None = None
    second_round: int | None = None
    superseded_by: int | None = None

    @property
    def voted(self) -> int:
        """How many gave a vote; only where ``turnout`` is known."""
        return sum((self.turnout or {}).values())


@dataclass(frozen=True)
class Voter:
    """A business on the voter list, who runs it, and how its vote came in ("" = not yet)."""

    business_id: UUID
    code: str
    business: str
    person: str
    address_form: str
    phone: str
    channel: str


@dataclass(frozen=True)
class ToVote:
    """A decision as a member meets it: open for the own vote, or closed with its result."""

    decision: Detail
    own: Own | None
    may_vote: bool


def listing(session: Session, actor: Actor, *, state: str | None = None) -> list[Row]:
    """The decisions that the actor may read: open ones first (the next to close first), then drafts, then the newest."""
    wanted = visible(actor, Decision).order_by(Decision.number.desc())
    if state:
        wanted = wanted.where(Decision.state == state)
    rows = session.scalars(wanted).all()
    voters = dict(session.execute(
        select(DecisionVoter.decision_id, func.count()).where(DecisionVoter.association_id == actor.association)
        .group_by(DecisionVoter.decision_id)
    ).all())
    voted = _turnouts(session, actor) if actor.sees_all else None
    found = [
        Row(
            one.id, one.number, one.title, one.kind, one.state, one.outcome, one.by_consensus, one.closes_at, one.closed_at,
            one.review_on, one.superseded_by_id is not None, voters.get(one.id, 0),
            None if voted is None else sum(voted.get(one.id, {}).values()),
        )
        for one in rows
    ]
    rank = {"open": 0, "draft": 1, "closed": 2, "dropped": 3}
    return sorted(found, key=lambda one: (
        rank[one.state], one.closes_at.timestamp() if one.closes_at and one.state == "open" else -one.number, one.number
    ))


def one(session: Session, actor: Actor, *, decision_id: UUID) -> Detail:
    """A decision with everything that the actor may read of it; raises Missing."""
    found = _details(session, actor, visible(actor, Decision).where(Decision.id == decision_id))
    if not found:
        raise Missing()
    return found[0]


def to_vote(session: Session, actor: Actor, *, business_id: UUID) -> list[ToVote]:
    """The open decisions in which a business has a vote, the next to close first, with its own vote."""
    return [item for item in _of_business(session, actor, business_id, "open") if item.may_vote]


def past(session: Session, actor: Actor, *, business_id: UUID, limit: int = 20) -> list[ToVote]:
    """The closed decisions, the newest first, with how the business voted."""
    return _of_business(session, actor, business_id, "closed", limit)


def own_votes(session: Session, actor: Actor) -> list[tuple[int, str, Own]]:
    """(number, title, vote) of every vote that was ever given for the own businesses, the newest first; nothing of others."""
    rows = session.execute(
        select(Decision.number, Decision.title, Ballot)
        .join(Ballot, (Ballot.association_id == Decision.association_id) & (Ballot.decision_id == Decision.id))
        .where(seen(actor, Ballot), Ballot.business_id.in_(actor.own_businesses)).order_by(Ballot.id.desc())
    )
    return [(number, title, Own(row.channel, row.choice, row.reason, row.cast_at)) for number, title, row in rows]


def voters(session: Session, actor: Actor, *, decision_id: UUID) -> list[Voter]:
    """The voter list by code, with how each vote came in, never what it says (coordinator, treasurer)."""
    actor.require(COORDINATOR, TREASURER)
    rows = session.execute(
        select(
            Business.id, Business.code, Business.name, func.coalesce(Person.name, ""), func.coalesce(Person.address_form, ""),
            phone(actor), func.coalesce(Ballot.channel, ""),
        )
        .join(DecisionVoter, (DecisionVoter.association_id == Business.association_id) & (DecisionVoter.business_id == Business.id))
        .outerjoin(Person, (Person.association_id == Business.association_id) & (Person.id == Business.owner_id))
        .outerjoin(
            Ballot, (Ballot.association_id == DecisionVoter.association_id) & (Ballot.decision_id == DecisionVoter.decision_id)
            & (Ballot.business_id == DecisionVoter.business_id) & Ballot.replaced_at.is_(None),
        )
        .where(seen(actor, DecisionVoter), DecisionVoter.decision_id == decision_id).order_by(Business.code)
    )
    return [Voter(*row) for row in rows]


def missing(session: Session, actor: Actor, *, decision_id: UUID) -> list[Voter]:
    """Who has not voted yet, to be reminded (coordinator, treasurer)."""
    return [voter for voter in voters(session, actor, decision_id=decision_id) if not voter.channel]


def due(session: Session, actor: Actor, *, now: datetime) -> list[UUID]:
    """The open decisions whose time is over: they wait for the count."""
    over = visible(actor, Decision).with_only_columns(Decision.id).where(Decision.state == "open", Decision.closes_at <= now)
    return list(session.scalars(over.order_by(Decision.number)))


# -- shared ------------------------------------------------------------------------------------------------------------


def _of_business(session: Session, actor: Actor, business_id: UUID, state: str, limit: int | None = None) -> list[ToVote]:
    order = (Decision.closes_at, Decision.number) if state == "open" else (Decision.closed_at.desc(), Decision.number.desc())
    wanted = visible(actor, Decision).where(Decision.state == state).order_by(*order).limit(limit)
    found = _details(session, actor, wanted)
    listed = set(session.scalars(
        visible(actor, DecisionVoter).with_only_columns(DecisionVoter.decision_id).where(DecisionVoter.business_id == business_id)
    ))
    standing = visible(actor, Ballot).where(Ballot.business_id == business_id, Ballot.replaced_at.is_(None))
    # A member's own only; the office reads how a vote came in, never what it says.
    own = {
        row.decision_id: Own(row.channel, row.choice, row.reason, row.cast_at)
        for row in (session.scalars(standing) if business_id in actor.own_businesses else ())
    }
    return [ToVote(detail, own.get(detail.id), detail.id in listed) for detail in found]


def _details(session: Session, actor: Actor, wanted: Select[Decision]) -> list[Detail]:
    rows = session.scalars(wanted).all()
    ids = [row.id for row in rows]
    options: dict[UUID, list[Choice]] = {id_: [] for id_ in ids}
    for option in session.scalars(
        visible(actor, DecisionOption).where(DecisionOption.decision_id.in_(ids)).order_by(DecisionOption.position)
    ):
        options[option.decision_id].append(
            Choice(str(option.id), option.code, option.label, option.detail, tuple(option.effects))
        )
    # How long the list is, and who was in the room when it was agreed, may be known to every member: asked past the scope.
    lists = select(DecisionVoter).where(DecisionVoter.association_id == actor.association, DecisionVoter.decision_id.in_(ids))
    many = dict(session.execute(
        lists.with_only_columns(DecisionVoter.decision_id, func.count()).group_by(DecisionVoter.decision_id)
    ).all())
    present: dict[UUID, list[str]] = {id_: [] for id_ in ids}
    for decision_id, name in session.execute(
        lists.with_only_columns(DecisionVoter.decision_id, Business.name).where(DecisionVoter.present)
        .join(Business, (Business.association_id == DecisionVoter.association_id) & (Business.id == DecisionVoter.business_id))
        .order_by(Business.code)
    ):
        present[decision_id].append(name)
    wrote: dict[UUID, list[Wrote]] = {id_: [] for id_ in ids}
    for row in session.scalars(visible(actor, Parameter).where(Parameter.decision_id.in_(ids)).order_by(Parameter.id)):
        if row.decision_id:
            wrote[row.decision_id].append(Wrote(row.key, row.value["value"], row.valid_from))
    turnouts = _turnouts(session, actor) if actor.sees_all else None
    papers = dict(session.execute(
        visible(actor, PaperCount).with_only_columns(PaperCount.decision_id, PaperCount.evidence_id)
        .where(PaperCount.decision_id.in_(ids), PaperCount.replaced_at.is_(None))
    ).all())
    numbers = dict(session.execute(visible(actor, Decision).with_only_columns(Decision.id, Decision.number)).all())
    seconds = dict(session.execute(
        visible(actor, Decision).with_only_columns(Decision.first_round_id, Decision.number)
        .where(Decision.first_round_id.in_(ids), Decision.state != "dropped")
    ).all())
    return [
        Detail(
            row.id, row.version, row.number, row.title, row.proposal, row.consequence, row.kind, row.state, row.outcome, row.reason,
            row.by_consensus, row.asks_reasons, row.quorum, row.threshold, tuple(row.effects), row.parameter, row.opened_at,
            row.closes_at, row.closed_at, row.review_on, row.minutes, tuple(options[row.id]),
            next((option.label for option in options[row.id] if option.id == str(row.winner_id)), ""),
            row.counted if row.state == "closed" else None,
            bool((row.counted or {}).get(counting.UNDONE)), many.get(row.id, 0), counting.needed(many.get(row.id, 0), row.quorum),
            tuple(wrote[row.id]), tuple(present[row.id]), None if turnouts is None else turnouts.get(row.id, {}), papers.get(row.id),
            _reasons(session, actor, row) if turnouts is not None else (),
            numbers.get(row.first_round_id) if row.first_round_id else None, seconds.get(row.id),
            numbers.get(row.superseded_by_id) if row.superseded_by_id else None,
        )
        for row in rows
    ]


def _turnouts(session: Session, actor: Actor) -> dict[UUID, dict[str, int]]:
    found: dict[UUID, dict[str, int]] = {}
    for decision_id, channel, how_many in session.execute(
        select(Ballot.decision_id, Ballot.channel, func.count()).where(seen(actor, Ballot), Ballot.replaced_at.is_(None))
        .group_by(Ballot.decision_id, Ballot.channel)
    ):
        found.setdefault(decision_id, {})[channel] = how_many
    return found


def _reasons(session: Session, actor: Actor, row: Decision) -> tuple[str, ...]:
    if row.state != "closed":
        return ()
    said = visible(actor, Ballot).with_only_columns(Ballot.reason).where(
        Ballot.decision_id == row.id, Ballot.replaced_at.is_(None), Ballot.reason != ""
    )
    return tuple(sorted(session.scalars(said)))  # sorted: the order in which votes came in would tell whose words they are
