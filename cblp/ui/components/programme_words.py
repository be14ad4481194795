"""Programmes in words: what became of one, what was promised and came, and in which days; shared by the list and a programme."""

from __future__ import annotations

from datetime import date
from typing import Final

from cblp.i18n import N_, _, formats, ngettext
from cblp.programmes import states
from cblp.programmes.reports.programmes import Item, Row
from cblp.programmes.rules import alive

VERDICTS: Final = {
    states.PLANNED: (N_("Not begun"), "gray"), states.OFF: (N_("Called off"), "gray"), alive.RUNNING: (N_("Budget still runs"), "blue"),
    alive.TOO_EARLY: (N_("Too early to say"), "blue"), alive.ALIVE: (N_("Still goes on"), "green"),
    alive.GONE: (N_("Stopped"), "orange"),
}
"""What is said to "Masih jalan?", with the colour of its mark."""


def verdict(row: Row) -> str:
    """Where a programme stands: not begun, called off, or what the watch says of it."""
    return row.state if row.state in (states.PLANNED, states.OFF) else row.verdict


def badge(row: Row) -> str:
    """The verdict as a mark."""
    word, colour = VERDICTS[verdict(row)]
    return f":{colour}-badge[{_(word)}]"


def days(first: date, last: date | None) -> str:
    """Days from the first to the last, or without an end."""
    return formats.day_range(first, last) if last else _("since {day}", day=formats.day(first))


def told(row: Row, today: date) -> str:
    """What became of a programme, in one sentence; a liaison, who is handed no pulse, reads the same without its numbers."""
    what = verdict(row)
    if what == states.OFF:
        return _("Called off.")
    if what == states.PLANNED:
        return _("The budget begins on {day}.", day=formats.full_day(row.first))
    if what == alive.RUNNING:
        return _("The budget runs until {day}.", day=formats.full_day(row.last))
    since = (today - row.last).days
    if what == alive.TOO_EARLY:
        left = alive.AFTER + 1 - since
        return ngettext(
            "The budget ended on {day}. Nothing has taken place since; {count} day is left to go on.",
            "The budget ended on {day}. Nothing has taken place since; {count} days are left to go on.", left,
            day=formats.day(row.last), count=formats.count(left),
        )
    if what == alive.GONE:
        return _("It stopped: nothing took place in the {days} days after its budget.", days=formats.count(alive.AFTER))
    if row.pulse is None:
        return _("It still goes on: something took place in the {days} days after its budget.", days=formats.count(alive.AFTER))
    count = row.pulse.sessions + row.pulse.trainings + row.pulse.campaigns
    return ngettext(
        "It still goes on: {count} activity in the {days} days after its budget.",
        "It still goes on: {count} activities in the {days} days after its budget.", count, count=formats.count(count),
        days=formats.count(alive.AFTER),
    )


def kept(row: Row) -> str:
    """How many of its promises came in full, and how many are late."""
    if not row.promised:
        return _("No promise is written down yet")
    full = ngettext(
        "{complete} of {promised} promise came in full", "{complete} of {promised} promises came in full", row.promised,
        complete=formats.count(row.complete), promised=formats.count(row.promised),
    )
    return f"{full}, {late(row.late)}" if row.late else full


def late(count: int) -> str:
    """How many promises are past their day."""
    return ngettext("{count} is late", "{count} are late", count, count=formats.count(count))


def promised(item: Item) -> str:
    """How much was promised: rupiah of money, else a count with its unit."""
    if item.kind == states.MONEY:
        return formats.money(item.promised)
    return f"{formats.count(item.promised)} {item.unit}".rstrip()


def item_badge(item: Item, today: date) -> str:
    """How far a promise came, as a mark."""
    if item.complete:
        return f":green-badge[{_('Came in full')}]"
    if item.late(today):
        return f":orange-badge[{_('Late')}]"
    return f":blue-badge[{_('Part of it came')}]" if item.delivered else f":gray-badge[{_('Not yet')}]"

def saved(amount: int) -> str:
    """An amount that was just kept, in words too, so that a zero too many is noticed."""
    return _("Saved: {amount} ({words}).", amount=formats.money(amount), words=formats.in_words(amount))


def businesses(count: int) -> str:
    """So many businesses."""
    return ngettext("{count} business", "{count} businesses", count, count=formats.count(count))
