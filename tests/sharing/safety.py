"""An association with a solidarity fund and people to care for it, for the tests of the safety net."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from cblp.bootstrap import App
from cblp.db.actor import COORDINATOR, MEMBER, TREASURER, Actor
from cblp.people.passwords import Sealed
from cblp.people.services import accounts, register, roles
from cblp.sharing.reports import aid as reports
from cblp.sharing.reports.ledger import balance_of
from cblp.sharing.services import aid, ledger
from tests.conftest import NOW

TODAY = date(2026, 11, 21)
SINCE = date(2026, 1, 1)
SEALED = Sealed("pin", "no hash: nobody signs in here")


@dataclass(frozen=True)
class Net:
    """Wati and Rina coordinate, Budi and Tono keep the money, Sari and Dewi are members with a business each."""

    app: App
    system: Actor
    wati: Actor
    rina: Actor
    budi: Actor
    tono: Actor
    sari: Actor
    dewi: Actor
    ayu: UUID
    rasa: UUID

    def ask(self, actor: Actor | None = None, **given: Any) -> UUID:
        """A request, by default of Sari for money."""
        wanted = {"business_id": self.ayu, "kind": "cash", "amount": 500_000, "need": "Atap rumah rusak", **given}
        made: UUID = self.app.act(actor or self.sari, aid.request, **wanted)
        return made

    def case(self, request_id: UUID) -> reports.Case:
        """Everything about a request."""
        return self.app.read(self.wati, reports.one, request_id=request_id, today=TODAY)

    def version(self, request_id: UUID) -> int:
        return self.case(request_id).row.version

    def state(self, request_id: UUID) -> str:
        return self.case(request_id).row.state

    def assess(self, request_id: UUID, granted: int = 400_000, instalments: int = 0, by: Actor | None = None) -> None:
        self.app.act(
            by or self.wati, aid.assess, request_id=request_id, version=self.version(request_id), granted=granted,
            assessment="Sudah dikunjungi", instalments=instalments,
        )

    def judge(self, request_id: UUID, by: Actor, *, approves: bool = True) -> str:
        return self.app.act(by, aid.judge, request_id=request_id, version=self.version(request_id), approves=approves)

    def pay(self, request_id: UUID, by: Actor | None = None, **given: Any) -> UUID:
        wanted = {"version": self.version(request_id), "day": TODAY, "place": "cash", **given}
        made: UUID = self.app.act(by or self.budi, aid.pay, request_id=request_id, **wanted)
        return made

    def repay(self, request_id: UUID, amount: int, by: Actor | None = None, **given: Any) -> UUID:
        wanted = {"version": self.version(request_id), "day": TODAY, "place": "cash", **given}
        made: UUID = self.app.act(by or self.budi, aid.repay, request_id=request_id, amount=amount, **wanted)
        return made

    def lend(self, amount: int = 900_000, instalments: int = 3, **given: Any) -> UUID:
        """A loan that was approved and paid out."""
        request_id = self.ask(kind="loan", amount=amount)
        self.assess(request_id, amount, instalments)
        self.judge(request_id, self.rina)
        self.judge(request_id, self.tono)
        self.pay(request_id, **given)
        return request_id

    def balance(self, code: str) -> int:
        return self.app.read(self.system, balance_of, code)

    def fund(self) -> reports.Fund:
        return self.app.read(self.wati, reports.fund)


def net(app: App, system: Actor, *, fund: int = 2_000_000) -> Net:
    """The association, with ``fund`` rupiah given to the solidarity fund in cash."""

    def person(name: str, *held: str) -> UUID:
        made = app.act(system, accounts.create, name=name, username=name.lower(), sealed=SEALED)
        for role in held:
            app.act(system, roles.grant, account=made, role=role, since=SINCE)
        return made

    def business(name: str, owner: UUID) -> UUID:
        made = app.act(
            system, register.add_business, name=name, since=SINCE,
            owner={"name": name.split()[-1], "address_form": "Ibu", "phone": "0812-3456-7890"},
        )
        app.act(system, register.give_access, business_id=made, account_id=owner, since=SINCE)
        return made

    office = [
        replace(system, account=person(name, role), role=role, name=name)
        for name, role in (("Wati", COORDINATOR), ("Rina", COORDINATOR), ("Budi", TREASURER), ("Tono", TREASURER))
    ]
    sari, dewi = person("Sari", MEMBER), person("Dewi", MEMBER)
    ayu, rasa = business("Batik Ayu", sari), business("Keripik Rasa", dewi)
    if fund:
        app.act(
            system, ledger.post, key="gift", day=TODAY, kind="income", postings=[("cash", fund), ("fund:solidarity", -fund)], now=NOW,
        )
    members = [
        replace(system, account=who, role=MEMBER, own_businesses=frozenset({what}), name="")
        for who, what in ((sari, ayu), (dewi, rasa))
    ]
    return Net(app, system, *office, *members, ayu, rasa)


def asked(app: App, system: Actor) -> Net:
    """The association, and Sari's request for money for her roof."""
    made = net(app, system)
    made.ask()
    return made
