"""The command that recomputes what is derived and says what differs."""

from __future__ import annotations

import argparse
import sqlite3
from contextlib import closing
from dataclasses import asdict
from typing import Any

from cblp.commands import Desk
from cblp.db.actor import Actor
from cblp.i18n import _
from cblp.people import seal_words
from cblp.people.reports import seals
from cblp.people.services import erasing
from cblp.sales.verify import Check
from cblp.sales.verify import verify as verify_sales
from cblp.sharing.verify import verify as verify_sharing


def register(commands: Any) -> None:
    """Add the command to the parser."""
    made = commands.add("verify", run_verify, _("recompute everything that is derived and compare"))
    made.add_argument("--association", metavar="SLUG", help=_("only this one; default: all"))
    made.add_argument("--seal", metavar="CODE", help=_("look up one seal of the history by its letters on paper, as K7QM-2XRT-9FDA"))
    made.add_argument("--json", action="store_true")


def run_verify(desk: Desk, arguments: argparse.Namespace) -> int:
    """Check the file of the database, then every association; exit code 1 when something differs."""
    if arguments.seal:
        return _find(desk, arguments)
    told: list[dict[str, Any]] = _database(desk)
    for slug in [arguments.association] if arguments.association else desk.slugs():
        actor = desk.actor(slug)
        for verify in (verify_sales, verify_sharing):
            told += [{"association": slug, **asdict(check)} for check in desk.app.read(actor, verify)]
        told.append({"association": slug, **asdict(_history(desk, actor))})
        erased, named = desk.app.read(actor, erasing.nameless)
        told.append({"association": slug, **asdict(Check("nameless", "erasure", erased, len(named), tuple(named)))})
    if arguments.json:
        desk.json(told)
    else:
        for row in told:
            state = _("ok") if not row["wrong"] else _("{count} differ", count=row["wrong"])
            desk.say(f"{row['association']:<20} {row['name']:<10} {row['subject']:<18} {row['looked_at']:>9}  {state}")
            desk.say(*[f"    {example}" for example in row["examples"]])
    return 1 if any(row["wrong"] for row in told) else 0


def _history(desk: Desk, actor: Actor) -> Check:
    """The history of changes against its seals."""
    checked = desk.app.read(actor, seals.check)
    examples = tuple(seal_words.told(finding, actor.timezone) for finding in checked.findings)
    return Check("sealed", "audit_entry", checked.entries, checked.wrong, examples)


def _find(desk: Desk, arguments: argparse.Namespace) -> int:
    """Say whether a seal that stands on paper is in a chain; exit code 1 when it is in none, or something before it differs."""
    for slug in [arguments.association] if arguments.association else desk.slugs():
        actor = desk.actor(slug)
        found = desk.app.read(actor, seals.find, code=arguments.seal)
        if found.head is None:
            continue
        if arguments.json:
            desk.json({"association": slug, "number": found.head.number, "sealed_at": found.head.sealed_at, "intact": found.intact})
        else:
            desk.say(f"{slug}: {seal_words.found(found, actor.timezone)}")
        return 0 if found.intact else 1
    if arguments.json:
        desk.json(None)
    else:
        desk.say(seal_words.found(seals.Found(None, False), ""))
    return 1


def _database(desk: Desk) -> list[dict[str, Any]]:
    if not desk.app.database.sqlite:
        return []
    with closing(sqlite3.connect(desk.app.database.url.database or "")) as connection:
        sound = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        loose = [" ".join(map(str, row)) for row in connection.execute("PRAGMA foreign_key_check")]
    return [
        {"association": "", "name": name, "subject": "sqlite", "looked_at": 1, "wrong": len(found), "examples": found[:20]}
        for name, found in (("integrity", sound), ("references", loose))
    ]
