"""What a meeting came to, as a letter to the members: short enough to be read on a phone, without names and without a member's rupiah."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from cblp.db.actor import COORDINATOR
from cblp.forum.deck_subjects import sales_sentence
from cblp.forum.deck_view import Names, View, sentences, short
from cblp.forum.rules import states
from cblp.i18n import N_, _, formats, ngettext, places

if TYPE_CHECKING:
    from cblp.forum.reports.meetings import Material

WORDS: Final = N_(
    "Dear members of {association}, this is what our monthly meeting of {day} came to.\n\n"
    "{sales}\n\n{kept}\n\n{decided}\n\n{promised}\n\n{next}"
)
"""The letter as the product says it; what there is nothing to say about fills its place with nothing."""
LONGEST: Final = 1_000
"""Characters of the whole letter, which stays below."""
MOST: Final = 5
"""Things that are listed; the rest is counted."""
LINE: Final = 100


def text(
    material: Material, names: Names, *, decisions: Sequence[str] = (), following: date | None = None, sender: str = "",
    role: str = COORDINATOR, words: str = "",
) -> str:
    """The letter in the language in use: the month, what was decided, who does what until when is counted and dated, what comes next.

    ``decisions`` are titles, ``following`` the local day of the next meeting, ``sender`` and ``role`` who writes, ``words`` are said
    in place of WORDS. Always shorter than LONGEST: first fewer things are listed, then they are said in fewer words.
    """
    signed = _signed(short(sender, 60), role)
    for most, line in ((MOST, LINE), (3, LINE), (3, 60), (2, 40), (1, 30), (0, 30)):
        said = places.fill(words or _(WORDS), _parts(material, names, decisions, following, most, line))
        if len(said) + len(signed) < LONGEST - 2:
            return f"{said}\n\n{signed}"
    return f"{said[: LONGEST - len(signed) - 4].rstrip()}…\n\n{signed}"


def _parts(
    material: Material, names: Names, decisions: Sequence[str], following: date | None, most: int, line: int,
) -> Mapping[str, str]:
    view = View(material.snapshot, names)
    decided = list(decisions) or [one.strip() for one in material.typed.get("decide", "").splitlines() if one.strip()]
    promised = [
        short(item.text, line) + (f" ({_('by {day} at the latest', day=formats.day(item.due_on))})" if item.due_on else "")
        for item in material.items if item.state in states.LIVE
    ]
    sold = view.part("sales")
    trust = (view.covered(sold.get("coverage")), _("Fees are not taken off.") if sold.get("now") else "")
    return {
        "association": short(material.association, 60), "day": formats.full_day(material.day),
        "sales": sentences(sales_sentence(view), *trust),
        "kept": _kept(material),
        "decided": _listed(_("We decided:"), [short(one, line) for one in decided], most),
        "promised": _listed(_("We promised:"), promised, most),
        "next": _("The next meeting: {day}.", day=formats.full_day(following)) if following else "",
    }


def _kept(material: Material) -> str:
    found = material.promises
    done = sum(item.state == states.DONE for item in found)
    return _("From the last meeting, {done} of {all} are done.", done=formats.count(done), all=formats.count(len(found))) if found else ""


def _listed(head: str, things: Sequence[str], most: int) -> str:
    if not things:
        return ""
    left = len(things) - most
    lines = [head, *(f"- {thing}" for thing in things[:most])]
    if left > 0:
        lines.append(ngettext("- and {count} more", "- and {count} more", left, count=formats.count(left)))
    return "\n".join(lines)


def _signed(sender: str, role: str) -> str:
    title = _("coordinator") if role == COORDINATOR else _("treasurer")
    return f"{_('Thank you.')} {sender}, {title}" if sender else _("Thank you.")
