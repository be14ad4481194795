"""Writes csv files in the dialects that the platforms use: encodings, quoting, delimiters, lines before the header."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

BOM = "\ufeff"


def delimited(
    rows: Iterable[Sequence[object]],
    *,
    encoding: str = "utf-8",
    delimiter: str = ",",
    quote_all: bool = False,
    newline: str = "\n",
    before: str = "",
) -> bytes:
    """The csv file. ``before`` is put in front as it is (a byte-order mark, ``sep=,``, banner lines)."""
    out = StringIO()
    out.write(before)
    writer = csv.writer(
        out,
        delimiter=delimiter,
        quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL,
        lineterminator=newline,
    )
    writer.writerows(rows)
    return out.getvalue().encode(encoding)
