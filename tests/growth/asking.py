"""An association that is asked about digital capital: businesses with an owner, waves, sheets filled in as given."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from cblp.bootstrap import App
from cblp.db.actor import COORDINATOR, MEMBER, MENTOR, Actor
from cblp.db.ids import uuid7
from cblp.growth import questionnaire
from cblp.growth.services import assessments
from cblp.people.services import register

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
QUESTIONS = questionnaire.load(questionnaire.versions()[-1])


@dataclass
class Asking:
    """``coordinator`` acts where nobody else is named; businesses by name in ``ids``."""

    app: App
    system: Actor
    ids: dict[str, UUID] = field(default_factory=dict)

    @property
    def coordinator(self) -> Actor:
        return replace(self.system, role=COORDINATOR)

    def act(self, service: Any, *, by: Actor | None = None, now: datetime = NOW, **given: Any) -> Any:
        return self.app.act(by or self.coordinator, service, now=now, **given)

    def read(self, report: Any, *, by: Actor | None = None, **given: Any) -> Any:
        return self.app.read(by or self.coordinator, report, **given)

    def business(self, name: str, *, owner: str | None = "Sari") -> UUID:
        self.ids[name] = self.act(
            register.add_business, name=name, since=date(2026, 1, 5), owner={"name": owner, "phone": "081234567890"} if owner else None,
        )
        return self.ids[name]

    def member(self, *names: str) -> Actor:
        return replace(self.system, role=MEMBER, account=uuid7(), own_businesses=frozenset(self.ids[name] for name in names))

    def mentor(self, *names: str) -> Actor:
        return replace(self.system, role=MENTOR, account=uuid7(), mentee_businesses=frozenset(self.ids[name] for name in names))

    def wave(self, kind: str = "pre", first: date = TODAY, last: date = date(2026, 11, 30), name: str = "Sebelum") -> UUID:
        made: UUID = self.act(assessments.open_wave, kind=kind, name=name, opens_on=first, closes_on=last)
        return made

    def fill(self, wave: UUID, name: str, access: str, competence: str, *, now: datetime = NOW, **other: int | None) -> UUID:
        """A whole sheet from digits in the order of the questions; everything else is 3 (features of AI: not used)."""
        given: dict[str, int | None] = {item.code: 0 if item.kind == questionnaire.AI else 3 for item in QUESTIONS.items}
        for kind, digits in (("access", access), ("competence", competence)):
            given |= {item.code: int(digit) for item, digit in zip(QUESTIONS.of(kind), digits, strict=True)}

        def answers(session: Session, actor: Actor, *, now: datetime) -> UUID:
            sheet = assessments.begin(session, actor, wave_id=wave, business_id=self.ids[name], mode="interviewed", now=now)
            for code, value in (given | other).items():
                assessments.answer(session, actor, assessment_id=sheet, item=code, value=value, now=now)
            assessments.finish(session, actor, assessment_id=sheet, now=now)
            return sheet

        made: UUID = self.act(answers, by=self.system, now=now)  # in one transaction: many sheets are quickly there
        return made
