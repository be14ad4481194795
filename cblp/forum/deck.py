"""The slides of a meeting, said from its frozen figures in the language in use: what a whole hall may read, and nothing else.

Disclosure level *public*: figures of the association, products whose owner consented, who needs help as counts. Who promised what
stays on the coordinator's page. A subject without figures is left out, unless something was typed into its slide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from cblp.forum import needs
from cblp.forum.deck_subjects import SUBJECTS
from cblp.forum.deck_view import Names, View, short
from cblp.forum.rules import states
from cblp.forum.slides import OF_NEEDS, ORDER, Deck, Kind, Line, Slide
from cblp.i18n import _, formats, language, ngettext
from cblp.people import seal_words

if TYPE_CHECKING:
    from cblp.forum.reports.actions import Item
    from cblp.forum.reports.meetings import Material

ALWAYS: Final[frozenset[Kind]] = frozenset({"promises", "month", "sales", "decide", "actions"})
"""Slides that are there even when they have nothing to show: they then say what is missing."""
MOST: Final = 6
"""Lines that are still read from the back of a hall."""


def slides(material: Material, names: Names) -> Deck:
    """The deck of a meeting: at most twelve slides, in the order of slides.ORDER (of a mapping of needs: OF_NEEDS).

    ``names`` gives the words for the ids and codes in the snapshot (``reports.decks``); what is not in it is not shown.
    """
    view = View(material.snapshot, names)
    makers: dict[Kind, Callable[[], Slide]] = {
        **{kind: _bound(make, view) for kind, make in SUBJECTS.items()},
        "promises": lambda: _promises(material.promises), "actions": lambda: _actions(material.items),
        "decide": lambda: _decide(bool(material.typed.get("decide"))),
        "development": lambda: _pillar("development"), "association": lambda: _pillar("association"), "service": lambda: _pillar("service"),
    }
    made = []
    for kind in OF_NEEDS if material.kind == states.NEEDS else ORDER:
        slide, typed = makers[kind](), material.typed.get(kind, "")
        if kind in ALWAYS or typed or slide.figures or slide.chart or slide.lines:
            made.append(replace(slide, typed=typed))
    sealed = seal_words.line(material.snapshot.get("seal"))
    made[-1] = replace(made[-1], small=" ".join(filter(None, [made[-1].small, sealed])))
    return Deck(
        material.association, title(material.kind, material.title, material.month), formats.full_day(material.day), material.colour,
        made, language(), material.logo,
    )


def title(kind: str, given: str, month: date) -> str:
    """What a meeting is called: its own title, else what it is about."""
    if given:
        return given
    if kind == states.NEEDS:
        return _("What we need")
    return _("Monthly meeting, {month}", month=formats.month(month))


def _bound(make: Callable[[View], Slide], view: View) -> Callable[[], Slide]:
    return lambda: make(view)


def _promises(items: Iterable[Item]) -> Slide:
    found = list(items)
    done = sum(item.state == states.DONE for item in found)
    first = sorted(found, key=lambda item: not item.live)  # what is still open is what the meeting speaks about
    return Slide(
        "promises", _("What we promised"),
        _("{done} of {all} are done.", done=formats.count(done), all=formats.count(len(found))) if found
        else _("There are no action items from the last meeting yet."),
        lines=_lines(first), small=_more(found),
        notes=_("Go through them one by one: what helped, what stood in the way?") if found else "",
    )


def _actions(items: Iterable[Item]) -> Slide:
    found = list(items)
    return Slide(
        "actions", _("Action items"), _("Who does what, and until when?"), lines=_lines(found), small=" ".join(
            part for part in (_more(found), _("Who does it stands on the page of action items.") if found else "") if part
        ),
        notes=_("Write down a person and a day for each one. Read them aloud before everybody leaves."),
    )


def _decide(typed: bool) -> Slide:
    return Slide(
        "decide", _("What we decide today"), "" if typed else _("Nothing has been written down yet."),
        notes=_("Hear everybody first. Vote only where you do not agree."),
    )


def _pillar(code: Kind) -> Slide:
    """The questions of a pillar, the first of them large; what good practice does there is the speaker's to know."""
    template = needs.template()
    pillar = template.pillars[needs.PILLARS.index(code)]
    first, *others = pillar.prompts
    return Slide(
        code, str(pillar.name), str(first.ask),
        lines=[Line(str(one.ask), under=str(template.aspects[one.aspect])) for one in others],
        notes=" ".join(str(one.practice) for one in pillar.prompts),
    )


def _lines(items: Iterable[Item]) -> list[Line]:
    return [Line(short(item.text), item.state, _due(item.due_on)) for item in items][:MOST]


def _due(day: date | None) -> str:
    return _("by {day} at the latest", day=formats.day(day)) if day else ""


def _more(items: list[Item]) -> str:
    left = len(items) - MOST
    return ngettext("{count} more on the page of action items.", "{count} more on the page of action items.", left,
                    count=formats.count(left)) if left > 0 else ""
