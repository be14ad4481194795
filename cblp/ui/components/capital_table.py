"""The averages of digital capital as a file: no person in it, and nothing that fewer than five people gave."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from cblp.documents.tables import Column, Table
from cblp.growth.reports.capital import Averages, Comparison, WaveRow
from cblp.i18n import N_, _, formats, ngettext
from cblp.ui.components import capital_member
from cblp.ui.components import charts as blocks

NOTHING: Final = (None, None)


def offer(wave: WaveRow, found: Averages, compared: Comparison | None) -> None:
    """The button that makes them."""
    blocks.offer(lambda: made(wave, found, compared), key=f"capital_{wave.id}", name="bekal-digital")


def made(wave: WaveRow, found: Averages, compared: Comparison | None) -> Table:
    """A row for each figure; before, after and change are those of the people who answered both times."""
    area, facet, other, ai = _("Subject"), _("Knowledge, skill and attitude"), _("Five other capitals"), _("AI features")
    names, hundred = capital_member.areas(wave.questions), _("0 to 100")
    changed = {code: (was, after) for code, was, after in both(compared)} if compared else {}
    together = _("Together")
    whole = (compared.before, compared.after) if compared else NOTHING
    rows = [(_("Digital capital"), together, hundred, found.index, *_three(whole))]
    if found.weighed is not None:
        rows.append((_("Weighed by the answers"), together, hundred, found.weighed, *_three()))
    rows += [(names[code], area, hundred, value, *_three(changed.get(code, NOTHING))) for code, value in found.areas.items()]
    rows += [(_(capital_member.FACETS[code]), facet, hundred, value, *_three()) for code, value in found.facets.items()]
    rows += [(_(capital_member.CAPITALS[code]), other, _("1 to 5"), value, *_three()) for code, value in found.capitals.items()]
    share = None if found.unaware is None else 100 * found.unaware
    rows.append((_("Not known as AI, of 100 features in use"), ai, hundred, share, *_three()))
    note = [wave.name, formats.day_range(wave.opens_on, wave.closes_on), ngettext(
        "{count} member", "{count} members", found.people, count=formats.count(found.people),
    )]
    if compared:
        note.append(ngettext(
            "{count} member answered both times", "{count} members answered both times",
            compared.change.pairs, count=formats.count(compared.change.pairs),
        ))
    return Table(_("Digital capital: averages"), [
        Column(N_("About")), Column(N_("Group")), Column(N_("Scale")), Column(N_("Average"), "number"),
        Column(N_("Before, same people"), "number"), Column(N_("After, same people"), "number"), Column(N_("Moved by"), "number"),
    ], rows, " · ".join(note))


def both(compared: Comparison) -> Iterator[tuple[str, Fraction | None, Fraction | None]]:
    """Each area's mean before and after, of the same people."""
    for code, was in compared.was.items():
        change = compared.areas[code]
        yield code, was, None if was is None or change is None else was + change


def moved(points: Fraction | None) -> str:
    """``naik 11 poin``; a dash where it is not known."""
    if points is None:
        return formats.UNKNOWN
    rounded = Fraction(formats.half_up(points, 1))
    amount = _("{number} points", number=formats.number(abs(rounded)))
    return _("up {amount}", amount=amount) if rounded > 0 else _("down {amount}", amount=amount) if rounded < 0 else _("unchanged")


def _three(values: tuple[Fraction | None, Fraction | None] = NOTHING) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
    was, after = values
    return was, after, None if was is None or after is None else after - was
