"""An association of four regencies whose figures are known, for tests of what is counted and published."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from cblp.bootstrap import App
from cblp.db.actor import COORDINATOR, LIAISON, Actor
from cblp.people.passwords import Sealed
from cblp.people.services import accounts, register
from cblp.programmes.reports import progress
from cblp.programmes.reports.progress import Figure
from cblp.programmes.services import publishing
from cblp.sales import services as sales

Q2, Q3 = "2026-Q2", "2026-Q3"
SINCE = date(2026, 1, 1)
MAY, AUGUST = date(2026, 5, 10), date(2026, 8, 10)


@dataclass
class Town:
    """An association with a coordinator and a liaison; ``businesses`` in the order in which they came."""

    app: App
    system: Actor
    wati: Actor
    amir: Actor
    businesses: list[UUID] = field(default_factory=list)

    def join(self, number: int, area: str, since: date = SINCE, **details: Any) -> list[UUID]:
        """So many more members in an area."""
        made = [
            self.app.act(
                self.system, register.add_business, name=f"Usaha {len(self.businesses) + place}", since=since,
                details={"area_code": area, **details},
            ) for place in range(1, number + 1)
        ]
        self.businesses += made
        return made

    def sell(self, business: UUID, day: date, amount: int) -> None:
        self.app.act(self.system, sales.type_sale, business_id=business, marketplace="whatsapp", day=day, amount=amount)

    def publish(self, period: str = Q3, **given: Any) -> int:
        number: int = self.app.act(self.wati, publishing.publish, period=period, **given)
        return number

    def figure(self, indicator: str, area: str = "", period: str = Q3) -> Figure:
        found = self.app.read(self.amir, progress.cells, period=period, area=area)
        return next(one for one in found if one.indicator.id == indicator)


def town(app: App, system: Actor) -> Town:
    """21 members: 4, 7 and 10 in three regencies of Jambi, a third of them led by women; the first can't be shown alone."""
    def person(name: str) -> UUID:
        made: UUID = app.act(system, accounts.create, name=name, username=name.lower(), sealed=Sealed("pin", "nobody signs in here"))
        return made

    wati, amir = (replace(system, account=person(name), role=role, name=name) for name, role in (
        ("Wati", COORDINATOR), ("Amir", LIAISON),
    ))
    made = Town(app, system, wati, amir)
    made.join(4, "15.71", women_led=True, workers=2, internet=True)
    made.join(7, "15.04", women_led=False, workers=1, internet=True)
    made.join(10, "15.02", workers=3)
    return made
