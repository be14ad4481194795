"""What the command line can do, a module per subject; each registers its commands and gets an open app.

Nothing here imports Streamlit: a command starts in a quarter of the server's time.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TextIO
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import select

from cblp.bootstrap import App
from cblp.db.actor import SYSTEM, Actor
from cblp.errors import Missing, UserError
from cblp.i18n import N_
from cblp.intake.models import ImportBatch
from cblp.people.models import Association, AssociationDirectory

Command = Callable[["Desk", argparse.Namespace], int | None]


class NoAssociation(UserError):
    """No association has this short name."""

    message = N_("There is no association “{slug}”. Make one with: python -m cblp association new --name … --slug {slug}")


@dataclass(frozen=True)
class Desk:
    """Where a command works: the app and the two streams."""

    app: App
    out: TextIO = field(default_factory=lambda: sys.stdout)
    err: TextIO = field(default_factory=lambda: sys.stderr)

    def actor(self, slug: str) -> Actor:
        """The system's own actor in an association; raises NoAssociation."""
        with self.app.globally() as session:
            found = session.scalar(select(AssociationDirectory.id).where(AssociationDirectory.slug == slug))
        if found is None:
            raise NoAssociation(slug=slug)
        with self.app.database.reading(found) as session:
            zone = session.scalar(select(Association.timezone)) or "Asia/Jakarta"
        return Actor(account=None, association=found, role=SYSTEM, timezone=zone)

    def slugs(self) -> list[str]:
        """The short names of all associations, in order."""
        with self.app.globally() as session:
            return list(session.scalars(select(AssociationDirectory.slug).order_by(AssociationDirectory.slug)))

    def owner_of_batch(self, batch: UUID) -> Actor:
        """The system's actor in the association to which a batch belongs; raises Missing."""
        for slug in self.slugs():
            actor = self.actor(slug)
            with self.app.database.reading(actor.association) as session:
                if session.scalar(select(ImportBatch.id).where(ImportBatch.id == batch)):
                    return actor
        raise Missing

    def today(self, actor: Actor) -> date:
        """Today in the actor's association."""
        return self.app.clock().astimezone(ZoneInfo(actor.timezone)).date()

    def say(self, *lines: str) -> None:
        """Print lines for a person."""
        for line in lines:
            print(line, file=self.out)

    def json(self, value: Any) -> None:
        """Print a value as JSON; unknown figures are null, money whole rupiah, days ISO."""
        print(orjson.dumps(value, default=str, option=orjson.OPT_INDENT_2).decode(), file=self.out)

    def table(self, head: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
        """Print aligned columns: numbers to the right."""
        lines = [[str(cell) for cell in head], *[["" if cell is None else str(cell) for cell in row] for row in rows]]
        widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
        for line in lines:
            cells = [
                cell.rjust(w) if cell[:1].isdigit() or cell[:1] == "-" else cell.ljust(w)
                for cell, w in zip(line, widths, strict=True)
            ]
            self.say("  ".join(cells).rstrip())
