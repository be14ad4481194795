"""Notulen of a kept ranking on paper: what is put forward, from which points and weights, whether it holds, and places to sign."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import htpy as h

from cblp.documents import printed
from cblp.documents.tables import Cell, Column, Table
from cblp.growth import superior_words as words
from cblp.growth.reports.superior import Comparison, Kept
from cblp.growth.rules import superior as rules
from cblp.i18n import N_, _, formats
from cblp.people.services.tickets import Document


def minutes(kept: Kept, *, association: str, timezone: str) -> Document:
    """The paper of a kept ranking in the language in use, exactly as it was when it was kept."""
    comparison = kept.comparison
    content: list[h.Node] = [printed.paragraph(words.said(comparison, comparison.names)), _places(comparison)]
    content += [printed.heading(_("How it was calculated")), printed.points([_balance(comparison), *words.reasons(comparison)])]
    content += [printed.heading(_("Does it hold?")), *_holds(comparison), _points(comparison), printed.paragraph(_weights(kept))]
    if kept.minutes:
        content.append(printed.heading(_("What was said")))
        content += [printed.paragraph(part) for part in kept.minutes.splitlines() if part.strip()]
    made = _("kept on {moment}", moment=formats.moment(kept.run.made_at, timezone))
    return printed.document(
        _("superior-products-{number}.html", number=kept.run.number),
        _("Minutes of ranking no. {number}: superior products", number=kept.run.number), *content,
        under=" · ".join([association, made, *([kept.run.made_by] if kept.run.made_by else [])]),
        signed_by=[_("Coordinator"), _("Witness"), _("Witness")],
    )


def _places(comparison: Comparison) -> h.Node:
    found = comparison.ranking
    rows: list[tuple[Cell, ...]] = [
        (place, comparison.names[one.name], _("Yes") if one.name in found.compromise else "",
         _(words.LABELS[one.weakest]) if one.weakest else _("best in everything"),
         *(formats.number(Fraction(value), 4) for value in (one.s, one.r, one.q)))
        for place, one in enumerate(found.places, 1)
    ]
    columns = [Column(N_("Rank"), "count"), Column(N_("Product")), Column(N_("Put forward")), Column(N_("Weakest at")),
               *(Column(one) for one in ("S", "R", "Q"))]
    left = ", ".join(comparison.names[one] for one in found.left_out)
    note = _("Not in the ranking, because points are missing: {names}.", names=left) if left else ""
    return printed.table(Table(_("Ranking"), columns, rows, note))


def _balance(comparison: Comparison) -> str:
    v = round(comparison.v * 100)
    told = _("The method is called VIKOR, here with v = {v}.", v=formats.number(Fraction(v, 100), 2))
    return f"{told} {_('What counts more: {balance}.', balance=_(words.BALANCE[v]))}" if v in words.BALANCE else told


def _holds(comparison: Comparison) -> Sequence[h.Node]:
    first, other = comparison.ranking.compromise[0], words.otherwise(comparison)
    told = printed.paragraph(_(
        "We calculated in {tries} ways. {name} is put forward in {held} of them.", tries=formats.count(comparison.tries),
        name=comparison.names[first], held=formats.count(comparison.held(first)),
    ))
    if not other:
        return [told, printed.paragraph(_("In every way the same is put forward."))]
    lines = [_("{way}: {names}", way=way, names=", ".join(comparison.names[one] for one in names)) for way, names in other]
    return [told, printed.paragraph(_("Something else is put forward with:")), printed.points(lines)]


def _points(comparison: Comparison) -> h.Node:
    names = [one.name for one in comparison.ranking.places] + list(comparison.ranking.left_out)
    columns = [Column(N_("Product")), Column(N_("Point")), Column(N_("Weight")), Column(N_("Value"))]
    rows = [
        (comparison.names[name] if place == 0 else "", _(words.LABELS[one]),
         formats.percent(Fraction(comparison.weights[one], rules.WHOLE), 2), words.figure(one, comparison.matrix[name][one]))
        for name in names for place, one in enumerate(comparison.criteria)
    ]
    return printed.table(Table(_("Points and weights"), columns, rows))


def _weights(kept: Kept) -> str:
    if kept.decision is None:
        return _("The weights came from no vote.")
    return _("The weights were set by decision no. {number}.", number=kept.decision)
