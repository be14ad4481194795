"""What all money formats share: amount columns sorted into the eight groups of a settlement, and keys of entries.

Income files print a column per kind of fee and rename these columns with the shop's category, so they are found by rules
and not by a list. Every column between two ends is read exactly once; the groups therefore add up to the money released.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from cblp.importers.columns import Bad, Cell, Memo, Rupiah, blank, normalise, text
from cblp.importers.format import Reading, Record
from cblp.importers.records import Note, Settlement

FIRST: Final = Settlement._fields.index("product")
GROUPS: Final = Settlement._fields[FIRST:]
"""The eight groups, in the order of the record."""

_SCAN: Final = 200  # rows of a sheet of totals that are looked at

Rules = Sequence[tuple[re.Pattern[str], str]]


def rules(*pairs: tuple[str, str]) -> Rules:
    """(pattern that a normalised header or fee name contains, group), the first that fits decides."""
    unknown = {group for _, group in pairs} - set(GROUPS)
    if unknown:
        raise TypeError(f"no such group: {unknown}")
    return [(re.compile(pattern), group) for pattern, group in pairs]


def group_of(name: str, by: Rules) -> str | None:
    """The group of a header or fee name; None when no rule fits."""
    seen = normalise(name)
    return next((group for pattern, group in by if pattern.search(seen)), None)


class Amounts:
    """The amount columns of one sheet: ``groups`` gives the group of each position that counts. Blank cells are zero."""

    def __init__(self, reading: Reading, groups: Mapping[int, str], *, style: str = "dotted") -> None:
        self._groups = [(place, GROUPS.index(group)) for place, group in groups.items()]
        self._width = max(groups, default=-1) + 1
        self._header = reading.header
        self._values = Memo(Rupiah("amount", "", style=style, empty=0), "")

    def read(self, row: Sequence[Cell]) -> list[int]:
        """The eight sums of a row; raises Bad that names the column as printed."""
        if len(row) < self._width:
            row = [*row, *[""] * (self._width - len(row))]
        sums = [0] * len(GROUPS)
        values = self._values
        place = 0
        try:
            for place, group in self._groups:
                sums[group] += values[row[place]]
        except Bad as bad:
            raise Bad(bad.code, self._header[place]) from None
        return sums


def entry_key(day: str, *parts: str) -> str:
    """The key of a money entry: its day and what the file prints to tell it from others of that day."""
    return "|".join((day, *filter(None, parts)))[:110]


def numbered(entries: list[Record], fields: Sequence[str], key: str, within: str = "") -> list[Record]:
    """The entries in file order with equal keys made unique (``#2``, ``#3`` … by content) inside the same ``within``."""
    place = fields.index(key)
    scope = fields.index(within) if within else place
    counts = Counter((entry[scope], entry[place]) for entry in entries)
    if len(counts) == len(entries):
        return entries
    equals: defaultdict[tuple[Any, Any], list[int]] = defaultdict(list)
    for i, entry in enumerate(entries):
        if counts[entry[scope], entry[place]] > 1:
            equals[entry[scope], entry[place]].append(i)
    result = list(entries)
    for same in equals.values():
        for ordinal, i in enumerate(sorted(same, key=lambda i: (repr(tuple(entries[i])), i))[1:], start=2):
            entry = entries[i]
            result[i] = (*entry[:place], f"{entry[place]}#{ordinal}", *entry[place + 1 :])
    return result


def settlements(reading: Reading, entries: list[Record]) -> list[Record]:
    """The entries of an income file with keys that are unique in their order."""
    return numbered(entries, Settlement._fields, "entry_key", "order_no")


def released(entries: Iterable[Record]) -> int:
    """The money released by all entries together."""
    return sum(sum(entry[FIRST:]) for entry in entries)


def labelled(rows: Iterable[Sequence[Cell]]) -> dict[str, Cell]:
    """Label (normalised, without a colon) → the last cell that says something, of rows that are not a table."""
    labels: dict[str, Cell] = {}
    for row in rows:
        said = [cell for cell in row if not blank(cell)]
        if len(said) > 1:
            labels.setdefault(normalise(said[0]).rstrip(":"), said[-1])
    return labels


def stated(reading: Reading, sheet: str) -> dict[str, Cell]:
    """What another sheet of the same workbook says, by label."""
    found = next((s for s in reading.book.sheets if normalise(s.name) == normalise(sheet)), None)
    return labelled(islice(found.source, _SCAN)) if found else {}


def shop_named(labels: Mapping[str, Cell]) -> str:
    """The shop's user name as Shopee prints it above its reports."""
    return next((text(cell)[:80] for label, cell in labels.items() if label.startswith("username")), "")


def check_total(reading: Reading, printed: Cell | None, total: int) -> None:
    """Keep the total that the file prints about itself, and a note where its rows add up to another."""
    try:
        control = Rupiah("total", "").parse(printed if printed is not None else "")
    except Bad:
        return
    reading.controls["released"] = control
    if control != total:
        reading.notes.append(Note("control_total", (written(control), written(total))))


def written(amount: int) -> str:
    """Rp1.250.000, for the values of notes."""
    return f"{'−' if amount < 0 else ''}Rp{abs(amount):,}".replace(",", ".")


def note_sum(reading: Reading, code: str) -> None:
    """A note with the number and sum of the amounts that the format has put aside under ``code``."""
    aside: list[int] = reading.state.get(code, [])
    if aside:
        reading.notes.append(Note(code, (str(len(aside)), written(sum(aside)))))


def put_aside(reading: Reading, code: str, amount: int) -> None:
    """Remember an amount that makes no record; ``note_sum`` tells of it."""
    reading.state.setdefault(code, []).append(amount)


def order_in(description: str, pattern: re.Pattern[str]) -> str:
    """The order number that a description names, "" when it names none; nothing else of it is kept."""
    found = pattern.search(text(description))
    return found[0] if found else ""


def check_gap(reading: Reading, standings: Sequence[tuple[int, int]]) -> None:
    """A note where the balances that rows print beside their amounts don't follow from one another.

    ``standings`` are (amount, balance after it) in file order, newest first or oldest first.
    """
    if not standings:
        return
    (first, first_standing), (last, last_standing) = standings[0], standings[-1]
    total = sum(amount for amount, _ in standings)
    gaps = (first_standing - (last_standing - last) - total, last_standing - (first_standing - first) - total)
    gap = min(gaps, key=abs)
    if gap:
        reading.notes.append(Note("balance_gap", (written(abs(gap)),)))
