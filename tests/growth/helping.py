"""An association that learns: a coordinator, a treasurer, two members with a business each, two mentors; for tests of growing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from cblp.bootstrap import App
from cblp.db.actor import COORDINATOR, LIAISON, MEMBER, MENTOR, TREASURER, Actor
from cblp.growth.reports import clinic as reports
from cblp.growth.services import clinic
from cblp.people.passwords import Sealed
from cblp.people.services import accounts, register, roles

TODAY = date(2026, 11, 21)
SINCE = date(2026, 1, 1)
SEALED = Sealed("pin", "no hash: nobody signs in here")
TEXT = "Foto produk saya gelap.\nBagaimana caranya?"
ANSWER = "Foto di dekat jendela.\nMatikan lampu kilat."


@dataclass(frozen=True)
class Class:
    """Wati coordinates, Budi keeps the money, Sari and Dewi are members, Rudi (Sari's) and Tia are mentors, Pak Amir watches."""

    app: App
    wati: Actor
    budi: Actor
    sari: Actor
    dewi: Actor
    rudi: Actor
    tia: Actor
    amir: Actor
    ayu: UUID
    rasa: UUID

    def ask(self, by: Actor | None = None, **given: Any) -> UUID:
        """A question, by default of Sari about photos."""
        wanted = {"business_id": self.ayu, "topic": "photo", "text": TEXT, **given}
        made: UUID = self.app.act(by or self.sari, clinic.ask, **wanted)
        return made

    def row(self, question_id: UUID) -> reports.Row:
        """The question as the coordinator reads it."""
        return next(row for row in self.app.read(self.wati, reports.questions) if row.id == question_id)

    def do(self, service: Any, question_id: UUID, by: Actor, **given: Any) -> Any:
        """Take a step from the version that is there."""
        return self.app.act(by, service, question_id=question_id, **{"version": self.row(question_id).version, **given})

    def answer(self, question_id: UUID, by: Actor | None = None, text: str = ANSWER) -> None:
        """Tia's answer, if nobody else gives one."""
        self.do(clinic.answer, question_id, by or self.tia, answer=text)


def school(app: App, system: Actor) -> Class:
    """The association with its people."""

    def person(name: str, *held: str) -> UUID:
        made = app.act(system, accounts.create, name=name, username=name.lower(), sealed=SEALED)
        for role in held:
            app.act(system, roles.grant, account=made, role=role, since=SINCE)
        return made

    def business(name: str, owner: str, account: UUID) -> UUID:
        made = app.act(
            system, register.add_business, name=name, since=SINCE,
            owner={"name": owner, "address_form": "Ibu", "phone": "0812-3456-7890"},
        )
        app.act(system, register.give_access, business_id=made, account_id=account, since=SINCE)
        return made

    def actor(name: str, role: str, account: UUID | None = None, **given: Any) -> Actor:
        return replace(system, account=account or person(name, role), role=role, name=name, **given)

    sari, dewi = person("Sari", MEMBER), person("Dewi", MEMBER)
    ayu, rasa = business("Batik Ayu", "Sari Wulandari", sari), business("Keripik Rasa", "Dewi Anggraini", dewi)
    return Class(
        app, actor("Wati", COORDINATOR), actor("Budi", TREASURER), actor("Sari", MEMBER, sari, own_businesses=frozenset({ayu})),
        actor("Dewi", MEMBER, dewi, own_businesses=frozenset({rasa})),
        actor("Rudi", MENTOR, mentee_businesses=frozenset({ayu})), actor("Tia", MENTOR), actor("Amir", LIAISON), ayu, rasa,
    )
