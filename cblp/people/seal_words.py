"""Seals of the history of changes in words: what a check found, and the line by which paper and database are compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from cblp.i18n import _, formats, ngettext
from cblp.people.reports.seals import Checked, Entry, Finding, Found, Head


def kept(head: Head | None) -> dict[str, Any] | None:
    """A seal as a frozen snapshot keeps it."""
    return {"number": head.number, "code": head.code} if head else None


def line(kept: Mapping[str, Any] | None) -> str:
    """What is printed of a snapshot's seal; "" for one from before there were seals."""
    return _("Seal of the history no. {number}: {code}", number=formats.count(kept["number"]), code=kept["code"]) if kept else ""


def looked(checked: Checked) -> str:
    """How much a check looked at."""
    changes = ngettext("{count} change", "{count} changes", checked.entries, count=formats.count(checked.entries))
    return ngettext("{count} seal and {changes} checked.", "{count} seals and {changes} checked.", checked.seals,
                    count=formats.count(checked.seals), changes=changes)


def found(found: Found, timezone: str) -> str:
    """What became of a seal that stands on paper."""
    if found.head is None:
        return _("No such seal is in the history. Compare the letters once more; if they are right, the history was made anew.")
    values = {"number": formats.count(found.head.number), "moment": formats.moment(found.head.sealed_at, timezone)}
    if found.intact:
        return _("Seal no. {number} of {moment} is in the history, and everything before it is intact.", **values)
    return _("Seal no. {number} of {moment} is in the history, but something before it was changed.", **values)


def told(finding: Finding, timezone: str, name: Callable[[Entry], str] = lambda entry: f"{entry.entity} {entry.action}") -> str:
    """A finding for a coordinator; ``name`` says what an entry was about."""
    number, span = formats.count(finding.seal), _span(finding, timezone)
    if finding.kind == "entry" and finding.entry:
        entry = finding.entry
        return _("{moment}, {what}: this entry was changed after it was written down ({id}).",
                 moment=formats.moment(entry.at, timezone), what=name(entry), id=entry.id)
    if finding.kind == "content":
        return _("Seal no. {number} ({span}): an entry that it holds was changed, taken out or put in.", number=number, span=span)
    if finding.kind == "seal":
        return _("Seal no. {number} ({span}) was changed itself.", number=number, span=span)
    if finding.kind == "link":
        return _("Seal no. {number} ({span}) does not go on from the one before it: one of the two was made anew.",
                 number=number, span=span)
    if finding.kind == "missing":
        return ngettext("Seal no. {number} is missing.", "{count} seals from no. {number} on are missing.", finding.count,
                        number=number, count=formats.count(finding.count))
    return ngettext("{count} change from before seal no. {number} was never sealed.",
                    "{count} changes from before seal no. {number} were never sealed.", finding.count,
                    count=formats.count(finding.count), number=number)


def _span(finding: Finding, timezone: str) -> str:
    def said(at: datetime) -> str:
        return formats.moment(at, timezone)

    if finding.since and finding.until:
        return _("{first} to {last}", first=said(finding.since), last=said(finding.until))
    return _("until {moment}", moment=said(finding.until)) if finding.until else _("time unknown")
