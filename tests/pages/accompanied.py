"""A batik shop with a student who accompanies it, to open the pages of mentoring on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from cblp.db.actor import MEMBER, MENTOR
from cblp.growth.reports import mentors as reports
from cblp.growth.services import assignments, mentors, sessions
from cblp.people.passwords import Sealed
from cblp.people.services import accounts, register
from tests.conftest import NOW
from tests.pages.conftest import Screen
from tests.pages.stall import stall

TODAY = date(2026, 11, 21)
SEALED = Sealed("pin", "no hash: nobody signs in here")


@dataclass
class Mentored:
    """Sari's shop, Tia who studies and accompanies it, and the account of Wati who coordinates."""

    screen: Screen
    wati: UUID
    sari: UUID
    tia: UUID
    shop: UUID
    profile: UUID
    assignment: UUID

    def office(self, language: str = "id") -> Screen:
        """Wati sits down."""
        self.screen.account = self.wati
        return self.screen.sit(language=language)

    def mentor(self, language: str = "id") -> Screen:
        """Tia sits down."""
        self.screen.account = self.tia
        return self.screen.sit(MENTOR, language=language, businesses=[self.shop])

    def member(self, language: str = "id") -> Screen:
        """Sari sits down."""
        self.screen.account = self.sari
        return self.screen.sit(MEMBER, language=language, businesses=[self.shop])

    def log(self, **given: Any) -> UUID:
        """A session that Tia wrote down."""
        details = {"day": TODAY, "minutes": 45, "mode": "visit", "topics": ["content"], "next_step": "Kirim 3 foto baru", **given}
        made: UUID = self.screen.app.act(self.mentor().actor, sessions.log, assignment_id=self.assignment, **details)
        return made

    def logged(self) -> list[reports.SessionRow]:
        """What was written down."""
        found: list[reports.SessionRow] = self.screen.ask(reports.sessions)
        return found

    def state(self) -> str:
        """How the mentoring stands."""
        (row,) = self.screen.ask(reports.assignments, today=TODAY)
        return str(row.state)


def accompanied(screen: Screen, *, accepted: bool = True, days: int = 0) -> Mentored:
    """The shop, the approved student and her mentoring: asked only, or accepted so many days ago."""
    return screen.begin(_make, screen, accepted=accepted, days=days)


def _make(screen: Screen, *, accepted: bool, days: int) -> Mentored:
    shop = stall(screen).business
    sari, tia = (screen.act(accounts.create, name=name, username=name.lower(), sealed=SEALED) for name in ("Sari", "Tia"))
    screen.act(register.give_access, business_id=shop, account_id=sari, since=date(2026, 1, 1))
    wati, screen.account = screen.account, tia
    profile = screen.app.act(screen.sit(MENTOR).actor, mentors.apply, kind="student", now=NOW, details={
        "institution": "Universitas Jambi", "skills": ["content"], "born": 2004,
    })
    screen.act(mentors.submit, profile_id=profile)
    screen.act(mentors.review, profile_id=profile, approve=True)
    since = NOW - timedelta(days)
    asked = screen.act(assignments.propose, business_id=shop, mentor_id=profile, goal="Foto produk lebih terang", now=since)
    made = Mentored(screen, wati, sari, tia, shop, profile, asked)
    if accepted:
        screen.act(assignments.accept, assignment_id=asked, now=since)
    made.office()
    return made
