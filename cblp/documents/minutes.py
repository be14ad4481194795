"""Notulen: a decision on paper, with its votes, what it set, who was there, and places to sign."""

from __future__ import annotations

import htpy as h

from cblp.decisions import words
from cblp.decisions.reports.decisions import Detail
from cblp.documents import printed
from cblp.documents.tables import Column, Table
from cblp.i18n import N_, _, formats
from cblp.people.services.tickets import Document


def minutes(decision: Detail, *, association: str, timezone: str) -> Document:
    """The paper of a decision in the language in use; of an open one without any count."""
    content: list[h.Node] = [printed.paragraph(decision.proposal)]
    if decision.consequence:
        content.append(printed.paragraph(decision.consequence))
    if decision.options:
        content += [printed.heading(_("Options")), printed.points([option.label for option in decision.options])]
    content += [printed.heading(_("Conditions")), printed.points(words.conditions(decision))]
    if decision.state == "closed":
        content += [printed.heading(_("Result")), printed.paragraph(words.result(decision))]
        content.append(_votes(decision))
        written = [
            _("{figure}, since {day}", figure=words.figure(one.key, one.value), day=formats.day(one.since)) for one in decision.wrote
        ]
        other = [words.effect(one) for one in decision.effects if one["kind"] != "parameter"] if decision.outcome == "passed" else []
        done = [*written, *(one for one in other if one)]
        if done:
            content += [printed.heading(_("What it sets")), printed.points(done)]
    if decision.present:
        content += [printed.heading(_("Who was there")), printed.points(decision.present)]
    if decision.minutes:
        content.append(printed.heading(_("What was said")))
        content += [printed.paragraph(part) for part in decision.minutes.splitlines() if part.strip()]
    return printed.document(
        _("minutes-{number}.html", number=decision.number),
        _("Minutes of decision no. {number}: {title}", number=decision.number, title=decision.title), *content,
        under=" · ".join([association, *_when(decision, timezone)]), signed_by=[_("Coordinator"), _("Witness"), _("Witness")],
    )


def _when(decision: Detail, timezone: str) -> list[str]:
    if decision.closed_at:
        return [_("decided on {moment}", moment=formats.moment(decision.closed_at, timezone))]
    if decision.closes_at:
        return [_("votes until {moment}", moment=formats.moment(decision.closes_at, timezone))]
    return [_("draft, not put to the members yet")]


def _votes(decision: Detail) -> h.Node:
    rows = [(what, said) for what, _how_many, said in words.tallies(decision)]
    if not rows:
        return None
    columns = (Column(N_("Answer")), Column(N_("Votes")))
    return printed.table(Table(_("Votes"), columns, rows))
