"""Deciding together: a draft is opened for the votes of all, closed and counted; or agreed by those in the room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

import cblp.decisions.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import COORDINATOR, TREASURER, Actor
from cblp.db.ids import uuid7
from cblp.db.numbers import following
from cblp.decisions import effects
from cblp.decisions.effects import Effect
from cblp.decisions.models import Ballot, Decision, DecisionOption, DecisionVoter, PaperCount
from cblp.decisions.reports import parameters as settings
from cblp.decisions.rules import counting
from cblp.decisions.rules.parameters import KEYS
from cblp.errors import UserError
from cblp.i18n import N_, _, formats, translate
from cblp.people import membership
from cblp.people.services import audit, editing
from cblp.people.services.register import TooLong, clip

DRAFT, OPEN, CLOSED, DROPPED = "draft", "open", "closed", "dropped"
FIELDS: Final = frozenset({
    "kind", "title", "proposal", "consequence", "quorum", "threshold", "asks_reasons", "effects", "parameter", "review_on", "minutes",
})
"""What may be changed of a draft."""
_PUBLIC: Final = FIELDS - {"minutes", "effects"}
MOST_OPTIONS: Final = 12
LONGEST: Final = {"title": 120, "proposal": 600, "consequence": 600, "minutes": 20_000}


class TitleNeeded(UserError):
    """A decision that says not what is to be decided."""

    message = N_("Write the title and the proposal in one sentence.")


class OptionsNeeded(UserError):
    """Too few or too many things to choose between, or two with one name."""

    message = N_("Write 2 to {most} options, each with its own name.")


class NotADraft(UserError):
    """What was put to the members is changed no more."""

    message = N_("This proposal was put to the members already. Make a new one to change it.")


class NotOpen(UserError):
    """The vote was not opened, or is over."""

    message = N_("The vote on this proposal is closed.")


class ClosesTooEarly(UserError):
    """An end of the vote that is over already."""

    message = N_("The vote must close later than now. Choose another day or time.")


class NobodyVotes(UserError):
    """An association without active members."""

    message = N_("No business is an active member today, so nobody could vote.")


class StillVoting(UserError):
    """Closing before the time that was said, while votes are missing."""

    message = N_("{missing} businesses have not voted yet. The vote closes {closes}.")

    def text(self, language: str | None = None) -> str:
        """The message with its time as people write it."""
        values = {**self.values, "closes": formats.moment(self.values["closes"], self.values["zone"])}
        return translate(self.message, language).format(**values)


class VotesThere(UserError):
    """A proposal that was voted on is counted, not agreed."""

    message = N_("Votes are in already. Close the vote and count them.")


class TooFewPresent(UserError):
    """Fewer in the room than a decision needs."""

    message = N_("{present} businesses are present. A decision needs at least {needed}.")


class OptionUnclear(UserError):
    """An agreement between options that names none of them."""

    message = N_("Say which option was agreed.")


class NoSecondRound(UserError):
    """A second round of what needs none."""

    message = N_("This proposal has no second round.")


@dataclass(frozen=True)
class Option:
    """A thing to choose, rank or weigh; ``code`` is the criterion where weights are decided, ``effects`` what its victory writes."""

    code: str
    label: str
    detail: str = ""
    effects: tuple[Mapping[str, Any], ...] = ()


# -- drafts ------------------------------------------------------------------------------------------------------------


def draft(
    session: Session, actor: Actor, *, kind: str, title: str, proposal: str, now: datetime, consequence: str = "",
    options: Sequence[Option] = (), quorum: int | None = None, threshold: int | None = None, asks_reasons: bool = False,
    effects: Sequence[Effect] = (), parameter: str = "", review_on: date | None = None, minutes: str = "",
) -> UUID:
    """Write down a proposal (coordinator, treasurer); returns its id. Members see it once it is opened.

    ``kind`` is one of counting.KINDS. ``quorum`` and ``threshold`` in basis points, default what the association decided.
    ``effects`` is what a pass writes (``decisions.effects``). Of kind weights, ``parameter`` names the figure that the means
    become; its options are then given by it. Raises TitleNeeded, OptionsNeeded, TooLong, and what a figure's check raises.
    """
    actor.require(COORDINATOR, TREASURER)
    today = actor.day(now)
    given = _checked({
        "kind": kind, "title": title, "proposal": proposal, "consequence": consequence, "asks_reasons": asks_reasons,
        "quorum": settings.setting(session, actor, key="quorum", day=today).value if quorum is None else quorum,
        "threshold": settings.setting(session, actor, key="threshold", day=today).value if threshold is None else threshold,
        "effects": [dict(effect) for effect in effects], "parameter": parameter, "review_on": review_on, "minutes": minutes,
    })
    decision = Decision(
        association_id=actor.association, id=uuid7(), number=following(session, actor, Decision.number), state=DRAFT,
        created_at=now, created_by=actor.account, **given,
    )
    session.add(decision)
    session.flush()
    _options(session, actor, decision, options)
    _record(session, actor, decision, "created", now)
    return decision.id


def edit(
    session: Session, actor: Actor, *, decision_id: UUID, version: int, changes: Mapping[str, Any], now: datetime,
    options: Sequence[Option] | None = None,
) -> int:
    """Change FIELDS of a draft, and its options when they are given; returns the new version. Raises Stale, NotADraft, as ``draft``."""
    actor.require(COORDINATOR, TREASURER)
    editing.only(changes, FIELDS)
    decision = _locked(session, actor, decision_id, DRAFT)
    given = _checked({field: changes.get(field, getattr(decision, field)) for field in FIELDS})
    if decision.version != version:
        raise editing.stale(session, actor, decision, {field: given[field] for field in changes})
    kept = editing.save(
        session, actor, decision, version=version, changes={field: given[field] for field in changes}, public=_PUBLIC, now=now,
        label=decision.title,
    )
    if options is not None or "kind" in changes or "parameter" in changes:
        now_there = _stored_options(session, actor, decision_id)
        wanted = [Option(one.code, one.label, one.detail, tuple(one.effects)) for one in now_there] if options is None else options
        session.execute(delete(DecisionOption).where(
            DecisionOption.association_id == actor.association, DecisionOption.decision_id == decision_id
        ))
        _options(session, actor, decision, wanted if decision.kind in counting.WITH_OPTIONS else ())
    return kept


def drop(session: Session, actor: Actor, *, decision_id: UUID, version: int, now: datetime) -> None:
    """Put a draft away; nobody votes on it. Its number stays taken. Raises Stale, NotADraft."""
    actor.require(COORDINATOR, TREASURER)
    decision = _locked(session, actor, decision_id, DRAFT)
    if decision.version != version:
        raise editing.stale(session, actor, decision, {"state": DROPPED})
    decision.state = DROPPED
    session.flush()
    _record(session, actor, decision, "dropped", now)
    _carry_out(session, actor, decision, passed=False, now=now)


def write_minutes(session: Session, actor: Actor, *, decision_id: UUID, version: int, minutes: str, now: datetime) -> int:
    """Write what was said in the meeting, at any time; returns the new version. Raises Stale, TooLong."""
    actor.require(COORDINATOR, TREASURER)
    decision = editing.locked(session, actor, Decision, decision_id)
    return editing.save(
        session, actor, decision, version=version, changes={"minutes": _long(minutes, LONGEST["minutes"])}, public=(), now=now,
        label=decision.title,
    )


# -- voting ------------------------------------------------------------------------------------------------------------


def open_(session: Session, actor: Actor, *, decision_id: UUID, closes_at: datetime, now: datetime) -> None:
    """Put a draft to the members until ``closes_at``: the businesses that are active today may vote, one vote each.

    Raises NotADraft, ClosesTooEarly, NobodyVotes, OptionsNeeded, and what the effects refuse.
    """
    actor.require(COORDINATOR, TREASURER)
    decision = _locked(session, actor, decision_id, DRAFT)
    if closes_at <= now:
        raise ClosesTooEarly()
    options = _stored_options(session, actor, decision_id)
    _enough(decision.kind, options)
    for wanted in (decision.effects, *(option.effects for option in options)):
        effects.check(session, actor, wanted)
    _freeze_voters(session, actor, decision, now)
    decision.state, decision.opened_at, decision.closes_at = OPEN, now, closes_at
    session.flush()
    _record(session, actor, decision, "opened", now)


def close(session: Session, actor: Actor, *, decision_id: UUID, now: datetime) -> str:
    """Count an open decision and carry out what it decided; returns the outcome (passed, failed, no_quorum, second_round).

    Before the time that was said only when everybody has voted; raises StillVoting, NotOpen. Where an effect can't be carried
    out any more, the outcome stands and the count says so (``carry_out`` tries again).
    """
    actor.require(COORDINATOR, TREASURER)
    decision = _locked(session, actor, decision_id, OPEN)
    ballots = session.execute(
        select(Ballot.choice).where(_ballots(actor, decision_id))
    ).scalars().all()
    voters = _how_many_voters(session, actor, decision_id)
    if decision.closes_at is not None and decision.closes_at > now and len(ballots) < voters:
        raise StillVoting(missing=voters - len(ballots), closes=decision.closes_at, zone=actor.timezone)
    options = _stored_options(session, actor, decision_id)
    result = counting.count(
        decision.kind, ballots, _paper(session, actor, decision_id), voters=voters, quorum=decision.quorum,
        threshold=decision.threshold, options=[str(option.id) for option in options], second=decision.first_round_id is not None,
    )
    decision.counted = result.stored()
    decision.winner_id = UUID(result.winner) if result.winner else None
    _finish(session, actor, decision, result.outcome, result.reason, result.tallies, options, now)
    return result.outcome


def agree(
    session: Session, actor: Actor, *, decision_id: UUID, present: Sequence[UUID], now: datetime, minutes: str = "",
    option_id: UUID | None = None, points: Mapping[UUID, int] | None = None,
) -> None:
    """Pass a draft without a count, because those ``present`` (businesses) agreed: musyawarah mufakat.

    As many as the quorum must be present. ``option_id`` is what was agreed of a choice or a ranking, ``points`` (option →
    0…100) of weights. Raises NotADraft, NotOpen, VotesThere, TooFewPresent, OptionUnclear, and what the effects refuse.
    """
    actor.require(COORDINATOR, TREASURER)
    decision = editing.locked(session, actor, Decision, decision_id)
    options = _stored_options(session, actor, decision_id)
    if decision.state == DRAFT:
        _enough(decision.kind, options)
        for wanted in (decision.effects, *(option.effects for option in options)):
            effects.check(session, actor, wanted)
        _freeze_voters(session, actor, decision, now)
        decision.opened_at = now
    elif decision.state != OPEN:
        raise NotOpen()
    elif session.scalar(select(Ballot.id).where(_ballots(actor, decision_id)).limit(1)) is not None:
        raise VotesThere()
    here = set(present)
    voters = session.scalars(select(DecisionVoter).where(
        DecisionVoter.association_id == actor.association, DecisionVoter.decision_id == decision_id
    )).all()
    for voter in voters:
        voter.present = voter.business_id in here
    counted = sum(voter.present for voter in voters)
    needed = counting.needed(len(voters), decision.quorum)
    if counted < needed:
        raise TooFewPresent(present=counted, needed=needed)
    tallies = _agreed(decision, options, option_id, points)
    decision.by_consensus, decision.winner_id = True, option_id
    decision.counted = {
        "outcome": counting.PASSED, "reason": "", "tallies": tallies, "voters": len(voters), "needed": needed, "cast": counted,
    }
    if minutes:
        decision.minutes = _long(minutes, LONGEST["minutes"])
    _finish(session, actor, decision, counting.PASSED, "", tallies, options, now)


def second_round(session: Session, actor: Actor, *, decision_id: UUID, closes_at: datetime, now: datetime) -> UUID:
    """Open the vote between the two options that were left; returns the new decision's id. Raises NoSecondRound, ClosesTooEarly."""
    actor.require(COORDINATOR, TREASURER)
    first = _locked(session, actor, decision_id, CLOSED)
    already = select(Decision.id).where(
        Decision.association_id == actor.association, Decision.first_round_id == decision_id, Decision.state != DROPPED
    )
    if first.outcome != counting.SECOND_ROUND or session.scalar(already.limit(1)) is not None:
        raise NoSecondRound()
    finalists = set((first.counted or {})["finalists"])
    again = draft(
        session, actor, kind=first.kind, title=_("Second round: {title}", title=first.title)[:LONGEST["title"]],
        proposal=first.proposal, consequence=first.consequence, quorum=first.quorum, threshold=first.threshold,
        asks_reasons=first.asks_reasons, effects=first.effects, review_on=first.review_on, now=now,
        options=[
            Option(one.code, one.label, one.detail, tuple(one.effects))
            for one in _stored_options(session, actor, decision_id) if str(one.id) in finalists
        ],
    )
    session.get_one(Decision, (actor.association, again)).first_round_id = decision_id
    session.flush()
    open_(session, actor, decision_id=again, closes_at=closes_at, now=now)
    return again


def carry_out(session: Session, actor: Actor, *, decision_id: UUID, now: datetime) -> None:
    """Do what a decision decided where something stood in the way at its closing. Raises NotOpen, and what still stands there."""
    actor.require(COORDINATOR, TREASURER)
    decision = _locked(session, actor, decision_id, CLOSED)
    if not (decision.counted or {}).get(counting.UNDONE):
        raise NotOpen()
    _carry_out(session, actor, decision, passed=decision.outcome == counting.PASSED, now=now)
    decision.counted = {name: value for name, value in (decision.counted or {}).items() if name != counting.UNDONE}
    session.flush()
    _record(session, actor, decision, "carried_out", now)


# -- shared ------------------------------------------------------------------------------------------------------------


def _finish(
    session: Session, actor: Actor, decision: Decision, outcome: str, reason: str, tallies: Mapping[str, int],
    options: Sequence[DecisionOption], now: datetime,
) -> None:
    decision.state, decision.outcome, decision.reason = CLOSED, outcome, reason
    decision.closed_at, decision.closed_by = now, actor.account
    passed = outcome == counting.PASSED
    if passed and decision.parameter:
        value = {option.code: tallies[str(option.id)] for option in options}
        decision.effects = [*decision.effects, {"kind": "parameter", "key": decision.parameter, "value": value}]
    session.flush()
    _record(session, actor, decision, "agreed" if decision.by_consensus else "closed", now, {"outcome": outcome})
    if outcome == counting.SECOND_ROUND:  # then the second round says what becomes of it
        return
    if decision.by_consensus:
        _carry_out(session, actor, decision, passed=passed, now=now)
        return
    try:
        with session.begin_nested():
            _carry_out(session, actor, decision, passed=passed, now=now)
    except UserError:
        # The members have decided, whatever stands in the way of doing it (a campaign that was called off meanwhile).
        decision.counted = {**(decision.counted or {}), counting.UNDONE: True}
        session.flush()


def _carry_out(session: Session, actor: Actor, decision: Decision, *, passed: bool, now: datetime) -> None:
    effects.carry_out(session, actor, decision, decision.effects, passed=passed, now=now)
    for option in _stored_options(session, actor, decision.id):
        won = passed and option.id == decision.winner_id
        effects.carry_out(session, actor, decision, option.effects, passed=won, now=now)
    session.flush()


def _checked(given: Mapping[str, Any]) -> dict[str, Any]:
    kept = dict(given)
    if kept["kind"] not in counting.KINDS:
        raise ValueError(f"no such kind of decision: {kept['kind']}")
    kept["title"] = clip(kept["title"], LONGEST["title"])
    for name in ("proposal", "consequence", "minutes"):
        kept[name] = _long(kept[name], LONGEST[name])
    if not kept["title"] or not kept["proposal"]:
        raise TitleNeeded()
    for name in ("quorum", "threshold"):
        KEYS[name].checked(kept[name])
    for effect in kept["effects"]:
        if effect["kind"] == "parameter":
            KEYS[effect["key"]].checked(effect["value"])
    if kept["parameter"] and (kept["kind"] != counting.WEIGHTS or KEYS[kept["parameter"]].unit != "weights"):
        raise ValueError("only weights become a parameter")
    return kept


def _long(typed: str, most: int) -> str:
    kept = typed.strip()
    if len(kept) > most:
        raise TooLong(most=most)
    return kept


def _options(session: Session, actor: Actor, decision: Decision, options: Sequence[Option]) -> None:
    if decision.parameter:
        choices = KEYS[decision.parameter].choices or {}
        options = [Option(code, translate(label)) for code, label in choices.items()]
    rows = [
        DecisionOption(
            association_id=actor.association, id=uuid7(), decision_id=decision.id, position=position, code=clip(one.code, 40),
            label=clip(one.label, 120), detail=_long(one.detail, 400), effects=[dict(effect) for effect in one.effects],
        )
        for position, one in enumerate(options)
    ]
    _enough(decision.kind, rows)
    session.add_all(rows)
    session.flush()


def _enough(kind: str, options: Sequence[DecisionOption]) -> None:
    names = {option.label.casefold() for option in options}
    if kind in counting.WITH_OPTIONS:
        if not 2 <= len(options) <= MOST_OPTIONS or len(names) < len(options) or "" in names:
            raise OptionsNeeded(most=MOST_OPTIONS)
    elif options:
        raise ValueError(f"{kind}: there is nothing to choose between")


def _stored_options(session: Session, actor: Actor, decision_id: UUID) -> Sequence[DecisionOption]:
    return session.scalars(
        select(DecisionOption).where(
            DecisionOption.association_id == actor.association, DecisionOption.decision_id == decision_id
        ).order_by(DecisionOption.position)
    ).all()


def _locked(session: Session, actor: Actor, decision_id: UUID, state: str) -> Decision:
    decision = editing.locked(session, actor, Decision, decision_id)
    if decision.state != state:
        raise NotADraft() if state == DRAFT else NotOpen() if state == OPEN else NoSecondRound()
    return decision


def _freeze_voters(session: Session, actor: Actor, decision: Decision, now: datetime) -> None:
    active = session.scalars(membership.active(actor, actor.day(now)).distinct()).all()
    if not active:
        raise NobodyVotes()
    session.add_all(
        DecisionVoter(association_id=actor.association, decision_id=decision.id, business_id=business) for business in sorted(active)
    )
    session.flush()


def _how_many_voters(session: Session, actor: Actor, decision_id: UUID) -> int:
    return session.scalar(select(func.count()).where(
        DecisionVoter.association_id == actor.association, DecisionVoter.decision_id == decision_id
    )) or 0


def _ballots(actor: Actor, decision_id: UUID) -> Any:
    return (
        (Ballot.association_id == actor.association) & (Ballot.decision_id == decision_id) & Ballot.replaced_at.is_(None)
    )


def _paper(session: Session, actor: Actor, decision_id: UUID) -> dict[str, int]:
    counts = session.scalar(select(PaperCount.counts).where(
        PaperCount.association_id == actor.association, PaperCount.decision_id == decision_id, PaperCount.replaced_at.is_(None)
    ))
    return {str(heap): int(papers) for heap, papers in (counts or {}).items()}


def _agreed(
    decision: Decision, options: Sequence[DecisionOption], option_id: UUID | None, points: Mapping[UUID, int] | None
) -> dict[str, int]:
    if decision.kind == counting.WEIGHTS:
        kept = counting.checked(
            decision.kind, {"points": {str(one): value for one, value in (points or {}).items()}}, [str(one.id) for one in options]
        )["points"]
        return {one: value * counting.WHOLE // counting.POINTS for one, value in kept.items()}
    if decision.kind in counting.WITH_OPTIONS and option_id not in {option.id for option in options}:
        raise OptionUnclear()
    return {}


def _record(
    session: Session, actor: Actor, decision: Decision, action: str, now: datetime, changes: dict[str, Any] | None = None
) -> None:
    audit.record(
        session, actor, now=now, action=action, entity="decision", subject=decision.id, label=decision.title, changes=changes
    )
