"""The slides of a month's meeting as a file: PowerPoint, a page to show, a page to print."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final

from cblp.commands import Desk
from cblp.documents import deck_pptx, deck_print
from cblp.errors import UserError
from cblp.forum.reports import decks, meetings
from cblp.forum.slides import Deck
from cblp.i18n import N_, _, formats
from cblp.web import presenting


class BadMonth(UserError):
    """Not a month."""

    message = N_("Write the month as 2026-10.")


class BadEnding(UserError):
    """Nothing that can be made."""

    message = N_("Let the name end in .pptx, .html or .print.html.")


class NoPlace(UserError):
    """The folder is not there, or may not be written in."""

    message = N_("The file {path} cannot be written. Choose another folder.")


class NoMeeting(UserError):
    """Nobody planned a meeting about this month, or it was called off."""

    message = N_("There is no meeting about {month} yet. Make it on the page Monthly meeting.")


MADE: Final[dict[str, Callable[[Deck], bytes]]] = {
    ".print.html": lambda deck: deck_print.document(deck).content,
    ".html": lambda deck: presenting.render(deck).content,
    ".pptx": lambda deck: deck_pptx.document(deck).content,
}
"""What each ending of a name asks for; the longer one comes first."""


def register(commands: Any) -> None:
    """Add the command to the parser."""
    made = commands.add("deck", write, _("make the slides of a month's meeting: .pptx to edit, .html to show, .print.html to print"))
    made.add_argument("--association", required=True, metavar="SLUG")
    made.add_argument("--month", required=True, metavar="YYYY-MM")
    made.add_argument("--out", required=True, type=Path, metavar="FILE", help=_("where to write it; the ending says what is made"))


def write(desk: Desk, arguments: argparse.Namespace) -> None:
    """Write the slides of the meeting about a month, in the language of the command line."""
    path: Path = arguments.out
    make = next((make for ending, make in MADE.items() if path.name.lower().endswith(ending)), None)
    if make is None:
        raise BadEnding
    month = _month(arguments.month)
    actor = desk.actor(arguments.association)
    meeting = desk.app.read(actor, meetings.of_month, month=month)
    if meeting is None:
        raise NoMeeting(month=formats.month(month))
    deck = desk.app.read(actor, decks.deck, meeting_id=meeting)
    try:
        path.write_bytes(make(deck))
    except OSError:
        raise NoPlace(path=path) from None
    desk.say(_("{path}: {count} slides", path=path, count=formats.count(len(deck.slides))))


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise BadMonth from None
