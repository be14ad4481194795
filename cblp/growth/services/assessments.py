"""Asking about digital capital: waves are opened, answers kept one by one, a scoring model frozen once at a baseline."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import cblp.growth.scope
import cblp.people.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import COORDINATOR, MENTOR, Actor
from cblp.db.ids import uuid7
from cblp.db.scope import visible
from cblp.errors import Missing, NotAllowed, UserError
from cblp.growth import questionnaire
from cblp.growth.models import Assessment, Cycle, ScoringModel, Wave
from cblp.growth.questionnaire import ACCESS, COMPETENCE, Questionnaire
from cblp.growth.rules import capital
from cblp.i18n import N_
from cblp.people.models import Association, Business
from cblp.people.services import audit, editing
from cblp.people.services.register import NameNeeded, UnknownChoice, clip

PRE, POST, FOLLOWUP = "pre", "post", "followup"
KINDS = (PRE, POST, FOLLOWUP)
SELF, INTERVIEWED = "self", "interviewed"


class EndsBeforeItBegins(UserError):
    """A wave whose last day lies before its first."""

    message = N_("The last day must not lie before the first.")


class WavesOverlap(UserError):
    """Members would be asked the same questions twice at a time."""

    message = N_("Another round of questions runs in these days. Choose other days.")


class NotAsking(UserError):
    """The wave is not open on this day."""

    message = N_("These questions can't be answered now. The days for them are over or have not begun.")


class NobodyToAsk(UserError):
    """The business has no person on record, and answers belong to a person."""

    message = N_("Nobody is written down as the owner of this business. Add the owner under Members first.")


class AlreadyFinished(UserError):
    """Answers that were handed in stay as they are."""

    message = N_("These answers are handed in already. They can't change any more.")


class QuestionsLeft(UserError):
    """Handed in before every question was seen."""

    message = N_("{count} questions have no answer yet.")


class NoModel(UserError):
    """The answers do not carry a model, or one is frozen already."""

    message = N_("This round of questions can't give a weighing of its own. All parts keep weighing the same.")


def open_wave(
    session: Session, actor: Actor, *, kind: str, name: str, opens_on: date, closes_on: date, now: datetime,
    cycle_id: UUID | None = None,
) -> UUID:
    """Plan a wave (coordinator) of a kind of KINDS, from one local day to another; returns its id.

    What comes after a baseline asks the questions of the newest baseline, so that people can be compared with themselves.
    ``cycle_id`` names the round of learning that it belongs to. Raises UnknownChoice, NameNeeded, EndsBeforeItBegins,
    WavesOverlap, Missing (no such round).
    """
    actor.require(COORDINATOR)
    if kind not in KINDS:
        raise UnknownChoice()
    _known(session, actor, cycle_id)
    called = clip(name, 80)
    if not called:
        raise NameNeeded()
    _fits(session, actor, opens_on, closes_on)
    asked = questionnaire.load(questionnaire.versions()[-1])
    baseline = session.scalars(
        visible(actor, Wave).where(Wave.kind == PRE, Wave.opens_on <= opens_on).order_by(Wave.opens_on.desc()).limit(1)
    ).one_or_none() if kind != PRE else None
    wave = Wave(
        association_id=actor.association, id=uuid7(), kind=kind, name=called, instrument=asked.instrument,
        instrument_version=baseline.instrument_version if baseline else asked.version, opens_on=opens_on, closes_on=closes_on,
        cycle_id=cycle_id,
    )
    session.add(wave)
    session.flush()
    audit.record(
        session, actor, now=now, action="created", entity=Wave.__tablename__, subject=wave.id, label=called,
        changes={"opens_on": opens_on.isoformat(), "closes_on": closes_on.isoformat()},
    )
    return wave.id


def move_wave(session: Session, actor: Actor, *, wave_id: UUID, version: int, closes_on: date, now: datetime) -> int:
    """Let a wave end on another day (coordinator); returns the new version. Raises as open_wave, Stale, Missing."""
    actor.require(COORDINATOR)
    wave = editing.locked(session, actor, Wave, wave_id)
    _fits(session, actor, wave.opens_on, closes_on, but=wave_id)
    return editing.save(
        session, actor, wave, version=version, changes={"closes_on": closes_on}, public=("closes_on",), now=now, label=wave.name,
    )


def join_cycle(
    session: Session, actor: Actor, *, wave_id: UUID, version: int, cycle_id: UUID | None, now: datetime,
) -> int:
    """Say which round of learning a wave belongs to, None for none (coordinator); returns the new version. Raises Stale, Missing."""
    actor.require(COORDINATOR)
    wave = editing.locked(session, actor, Wave, wave_id)
    _known(session, actor, cycle_id)
    return editing.save(
        session, actor, wave, version=version, changes={"cycle_id": cycle_id}, public=(), now=now, label=wave.name,
    )


def begin(
    session: Session, actor: Actor, *, wave_id: UUID, business_id: UUID, mode: str, now: datetime,
) -> UUID:
    """Take up the answers of whoever runs a business, or go on with them; returns their id.

    A member answers alone; a coordinator, or the mentor who accompanies the business, interviews. Raises NotAsking,
    NobodyToAsk, Missing.
    """
    _may_answer(actor, business_id)
    business = editing.locked(session, actor, Business, business_id)  # two devices at once begin one sheet, not two
    if mode not in (SELF, INTERVIEWED):
        raise UnknownChoice()
    if business.owner_id is None:
        raise NobodyToAsk()
    known = session.scalars(
        visible(actor, Assessment).where(Assessment.wave_id == wave_id, Assessment.person_id == business.owner_id)
    ).one_or_none()
    if known:
        return known.id
    _asking(session, actor, wave_id, now)
    sheet = Assessment(
        association_id=actor.association, id=uuid7(), wave_id=wave_id, business_id=business_id, person_id=business.owner_id,
        mode=mode, answers={}, started_at=now, entered_by=actor.account,
    )
    session.add(sheet)
    session.flush()
    _record(session, actor, sheet, "created", now)
    return sheet.id


def answer(session: Session, actor: Actor, *, assessment_id: UUID, item: str, value: int | None, now: datetime) -> None:
    """Keep one answer, in place of the one before; None: it is left out. The audit trail never holds answers.

    Raises NotAsking, AlreadyFinished, UnknownChoice (no such question, or no such answer to it), Missing.
    """
    sheet, asked = _open(session, actor, assessment_id, now)
    question = asked.item(item)
    if question is None or (value is not None and value not in question.answers):
        raise UnknownChoice()
    sheet.answers = {**sheet.answers, item: value}  # a new map: one that is changed in place would not be written
    session.flush()


def finish(session: Session, actor: Actor, *, assessment_id: UUID, now: datetime) -> None:
    """Hand the answers in. Raises QuestionsLeft, NotAsking, AlreadyFinished, Missing."""
    sheet, asked = _open(session, actor, assessment_id, now)
    left = sum(item.code not in sheet.answers for item in asked.items)
    if left:
        raise QuestionsLeft(count=left)
    sheet.finished_at = now
    session.flush()
    _record(session, actor, sheet, "finished", now)


def freeze_model(session: Session, actor: Actor, *, wave_id: UUID, now: datetime) -> UUID:
    """Draw the optional model from a baseline (coordinator) and freeze it for ever; returns its id.

    Raises NoModel: not a baseline that is over, drawn already, or ``capital.why_not`` objects.
    """
    actor.require(COORDINATOR)
    wave = editing.locked(session, actor, Wave, wave_id)
    access, competence = blocks(session, actor, wave)
    frozen = session.scalar(visible(actor, ScoringModel).with_only_columns(ScoringModel.id).where(ScoringModel.wave_id == wave_id))
    running = wave.closes_on >= actor.day(now)
    if wave.kind != PRE or running or frozen or capital.why_not(access, competence):
        raise NoModel()
    model = ScoringModel(
        association_id=actor.association, id=uuid7(), wave_id=wave_id, model=asdict(capital.draw(access, competence)),
        people=len(access), frozen_at=now, frozen_by=actor.account,
    )
    session.add(model)
    session.flush()
    audit.record(session, actor, now=now, action="created", entity=ScoringModel.__tablename__, subject=model.id, label=wave.name)
    return model.id


def blocks(session: Session, actor: Actor, wave: Wave) -> tuple[list[list[int]], list[list[int]]]:
    """The answers on access and on competence of all who handed in every one of both, row by row the same people."""
    asked = questionnaire.load(wave.instrument_version)
    sheets = session.scalars(
        visible(actor, Assessment).where(Assessment.wave_id == wave.id, Assessment.finished_at.is_not(None)).order_by(Assessment.id)
    )
    both = [tuple([sheet.answers.get(item.code) for item in asked.of(kind)] for kind in (ACCESS, COMPETENCE)) for sheet in sheets]
    whole = [(a, c) for a, c in both if None not in a and None not in c]
    return [a for a, _ in whole], [c for _, c in whole]  # type: ignore[misc]


def _may_answer(actor: Actor, business_id: UUID) -> None:
    if actor.role == MENTOR:
        if business_id not in actor.mentee_businesses:
            raise NotAllowed("not a mentee of this mentor")
    else:
        actor.require_business(business_id)


def _open(session: Session, actor: Actor, assessment_id: UUID, now: datetime) -> tuple[Assessment, Questionnaire]:
    """A sheet that still takes answers, locked."""
    sheet = editing.locked(session, actor, Assessment, assessment_id)
    _may_answer(actor, sheet.business_id)
    if sheet.finished_at:
        raise AlreadyFinished()
    return sheet, questionnaire.load(_asking(session, actor, sheet.wave_id, now).instrument_version)


def _asking(session: Session, actor: Actor, wave_id: UUID, now: datetime) -> Wave:
    wave = session.scalars(visible(actor, Wave).where(Wave.id == wave_id)).one_or_none()
    if wave is None:
        raise Missing()
    if not wave.opens_on <= actor.day(now) <= wave.closes_on:
        raise NotAsking()
    return wave


def _known(session: Session, actor: Actor, cycle_id: UUID | None) -> None:
    if cycle_id and session.scalar(visible(actor, Cycle).with_only_columns(Cycle.id).where(Cycle.id == cycle_id)) is None:
        raise Missing()


def _fits(session: Session, actor: Actor, opens_on: date, closes_on: date, but: UUID | None = None) -> None:
    if closes_on < opens_on:
        raise EndsBeforeItBegins()
    # Two waves planned at once wait for each other here.
    session.execute(select(Association.association_id).where(Association.association_id == actor.association).with_for_update())
    meanwhile = visible(actor, Wave).with_only_columns(Wave.id).where(Wave.opens_on <= closes_on, Wave.closes_on >= opens_on)
    if any(other != but for other in session.scalars(meanwhile)):
        raise WavesOverlap()


def _record(session: Session, actor: Actor, sheet: Assessment, action: str, now: datetime) -> None:
    audit.record(
        session, actor, now=now, action=action, entity=Assessment.__tablename__, subject=sheet.id, behalf_of=sheet.business_id,
    )
