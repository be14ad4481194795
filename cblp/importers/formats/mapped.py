"""A table that no format knows, read by the columns that a person has matched: a till's report, a sheet kept by hand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping as Headers
from datetime import date, timedelta
from hashlib import blake2b
from itertools import product
from typing import Any, Final

from cblp.i18n import N_
from cblp.importers.amounts import written
from cblp.importers.columns import Bad, Cell, Column, Count, Moment, Rupiah, Text, When, normalise
from cblp.importers.format import Format, Reading, Record
from cblp.importers.lines import line_key, numbered
from cblp.importers.mapping import MEANINGS, lacking
from cblp.importers.options import Mapping
from cblp.importers.problems import TinyAmounts
from cblp.importers.records import CANCELLED, COMPLETED, PAID, RETURNED, SHIPPED, UNPAID, Note, OrderLine
from cblp.importers.tills import Item, Refund, cut, sale, take_back

MIN_AMOUNT: Final = 1_000
_NOWHERE: Final = "\0"  # no header of a file can be this

_DAY_FORMS: Final = (
    "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%Y/%m/%d", "%d %b %Y", "%d-%b-%Y", "%d/%b/%Y", "%d/%m/%y", "%d-%m-%y",
    "%d.%m.%y", "%d %b %y", "%d-%b-%y", "%b %d, %Y",
)  # fmt: skip
_TIME_FORMS: Final = ("", " %H:%M:%S", " %H:%M", " %H.%M", " %H.%M.%S")
_WEEKDAY: Final = re.compile(r"[^\W\d_]+['’]?[^\W\d_]*,\s*(?=\d)")
_SERIAL: Final = range(36_526, 73_051)  # 2000 to 2099 in the days of a workbook
_EPOCH: Final = date(1899, 12, 30)

_TAIL: Final = re.compile(r"\s*[,.]\s*[-–=]+\s*$")
_UNITS: Final = re.compile(
    r"(-?[\d.,]+)\s*(?:x|pcs|pc|buah|bh|bungkus|bks|lembar|lbr|helai|potong|ptg|botol|btl|pak|pack|kotak|box|unit|porsi)\.?",
    re.IGNORECASE,
)
_TOTAL: Final = re.compile(
    r"(?:(?:grand|sub)[ -]?total|total(?: (?:semua|penjualan|keseluruhan|akhir|bulan ini))?|jumlah(?: total| semua)?"
    r"|powered by .*)\s*:?"
)
STATUSES: Final = {  # the first that the text contains
    "belum": UNPAID, "menunggu": UNPAID, "unpaid": UNPAID, "pending": UNPAID,
    "batal": CANCELLED, "void": CANCELLED, "cancel": CANCELLED, "gagal": CANCELLED,
    "retur": RETURNED, "refund": RETURNED, "dikembalikan": RETURNED, "pengembalian": RETURNED,
    "selesai": COMPLETED, "lunas": COMPLETED, "sukses": COMPLETED, "berhasil": COMPLETED, "diterima": COMPLETED,
    "complete": COMPLETED, "success": COMPLETED, "done": COMPLETED, "paid": COMPLETED,
    "dikirim": SHIPPED, "pengiriman": SHIPPED, "shipped": SHIPPED,
    "dibayar": PAID, "diproses": PAID, "dikemas": PAID, "process": PAID,
}  # fmt: skip


class _Day(When):
    """A day in the forms that people in Indonesia write, the day before the month, with or without weekday and time."""

    def __init__(self, field: str, *headers: str, **options: Any) -> None:
        forms = (*(day + time for time, day in product(_TIME_FORMS, _DAY_FORMS)), "%Y-%m-%dT%H:%M:%S")
        super().__init__(field, *headers, patterns=forms, **options)

    def read(self, cell: Cell, seen: str) -> Moment:
        if isinstance(cell, int | float) and int(cell) in _SERIAL:
            return Moment((_EPOCH + timedelta(days=int(cell))).isoformat(), None)
        return super().read(cell, _WEEKDAY.sub("", seen, count=1))


class _Amount(Rupiah):
    """Rupiah as people write them: 165000, 165.000, Rp165.000,-, 165,000 and (165.000) for less than nothing.

    Three digits after the last mark are thousands; anything that leaves a fraction of a rupiah is refused.
    """

    def __init__(self, field: str, *headers: str, **options: Any) -> None:
        super().__init__(field, *headers, **options)
        self.commas = Rupiah(field, *headers, style="comma")

    def read(self, cell: Cell, seen: str) -> int:
        if not isinstance(cell, str):
            return super().read(cell, seen)
        written = _TAIL.sub("", seen)
        below = written[:1] == "(" and written[-1:] == ")"
        written = written.strip("()") if below else written
        try:
            amount = super().read(cell, written)
        except Bad:
            amount = self.commas.read(cell, written)
        return -amount if below else amount


class _Units(Count):
    """A number of units, with or without the word for them: 2, 2 pcs, 3 bungkus."""

    def read(self, cell: Cell, seen: str) -> int:
        found = _UNITS.fullmatch(seen)
        return super().read(cell, found[1] if found else seen)


class _State(Column):
    """A status in anybody's words, as the known word in it and its rank. An unknown one is not shown: it may be a remark."""

    def read(self, cell: Cell, seen: str) -> tuple[str, int]:
        said = normalise(seen)
        for word, rank in STATUSES.items():
            if word in said:
                return word, rank
        raise Bad("status")


def sold(
    reading: Reading, date: Moment | None, order: str, item: str, variation: str, sku: str, quantity: int | None,
    amount: int | None, price: int | None, status: tuple[str, int], refund: int | None, fee: int | None,
) -> OrderLine | None:  # fmt: skip
    """One row: an item that was sold. A quantity or amount below zero takes back an earlier sale of the same item."""
    if _is_total(reading):
        return None
    if date is None:
        raise Bad("blank", "date")
    if not item:
        raise Bad("blank", "item")
    units = 1 if quantity is None else quantity
    if amount is None:
        if price is None:
            raise Bad("blank", "amount" if reading.has("amount") else "price")
        amount = price * units
    key = line_key(sku, item, variation)
    if fee:
        reading.controls["fees"] = reading.controls.get("fees", 0) + abs(fee)
    if units < 0 or amount < 0:
        reading.state.setdefault("refunds", []).append(Refund(order, key, date.day, abs(units) or 1, abs(amount)))
        return None
    mapping = reading.options.mapping
    marketplace = mapping.marketplace if mapping else reading.format.source
    raw, rank = status
    line = sale(
        marketplace, order or _made_up(reading, date.day, key, units, amount), date, quantity=units, gross=amount, status=rank,
        status_raw=raw, key=key, product_name=item, variation=variation, sku=sku,
    )  # fmt: skip
    return cut(line, abs(refund)) if refund and rank not in {RETURNED, CANCELLED} else line


def _is_total(reading: Reading) -> bool:
    """True for rows that add up others, or that a till prints below its table."""
    known: dict[Cell, bool] = reading.state.setdefault("totals", {})
    for cell in reading.cells:
        if isinstance(cell, str) and cell:
            if cell not in known:
                known[cell] = bool(_TOTAL.fullmatch(normalise(cell)))
            if known[cell]:
                return True
    return False


def _made_up(reading: Reading, day: str, key: str, units: int, amount: int) -> str:
    """An order number for a row without one: the same row has the same number in every file that it comes in.

    Equal rows of a day are told apart by counting them. The shop's own sign keeps apart what two shops sold alike.
    """
    mapping = reading.options.mapping
    # a report with a row per product and day: a later one of the same day tells more of the same
    content = f"{mapping.shop}|{key}|{units}|{amount}" if mapping else key
    name = f"{day}/{blake2b(content.encode(), digest_size=6).hexdigest()}"
    counts: Counter[str] = reading.state.setdefault("made_up", Counter())
    counts[name] += 1
    return name if counts[name] == 1 else f"{name}#{counts[name]}"


def check(reading: Reading) -> None:
    """Refuse amounts that can't be whole rupiah; what the columns mean was chosen, so the others are no news."""
    reading.notes[:] = [note for note in reading.notes if note.code != "unknown_column"]
    amounts = [abs(value) for field in ("amount", "price") for value in reading.memos[field].values() if value]
    if amounts and max(amounts) < MIN_AMOUNT:
        raise TinyAmounts(name=reading.book.name)


def finish(reading: Reading, records: list[Record]) -> list[Record]:
    """The sales after what came back, each line with a key of its own in its order."""
    if "fees" in reading.controls:
        reading.notes.append(Note("fees_apart", (written(reading.controls["fees"]),)))
    return numbered(take_back(reading, records, reading.state.get("refunds", [])))


DROPS: Final = tuple(
    (field, start)
    for field, starts in {
        "date": ("total", "grand total", "subtotal", "sub total", "jumlah", "powered by"),
        "order": ("total", "grand total", "subtotal", "powered by"),
        "item": ("grand total", "powered by"),
    }.items()
    for start in starts
)


def columns(headers: Headers[str, tuple[str, ...]], required: set[str]) -> tuple[Column, ...]:
    """The columns of ``sold`` under the given headers; a meaning without headers is a column that no file has."""

    def named(meaning: str) -> tuple[str, ...]:
        return headers.get(meaning) or (_NOWHERE + meaning,)

    made: dict[str, Column] = {
        "date": _Day("date", *named("date"), required="date" in required, empty=None),
        "order": Text("order", *named("order"), required="order" in required, empty="", limit=40),
        "item": Item("item", *named("item"), required="item" in required, empty=""),
        "variation": Text("variation", *named("variation"), required="variation" in required, empty="", limit=200),
        "sku": Text("sku", *named("sku"), required="sku" in required, empty="", limit=100),
        "quantity": _Units("quantity", *named("quantity"), required="quantity" in required, empty=None, signed=True),
        "status": _State("status", *named("status"), required="status" in required, empty=("", COMPLETED)),
    }
    for money in ("amount", "price", "refund", "fee"):
        made[money] = _Amount(money, *named(money), required=money in required, empty=None)
    return tuple(made[meaning] for meaning in MEANINGS)


def build(mapping: Mapping) -> Format:
    """The format that reads a table by ``mapping``; raises ValueError when the mapping can't make a sale."""
    chosen = {meaning: (header,) for meaning, header in mapping.columns.items() if header}
    if lacking(list(chosen)) or not set(chosen) <= set(MEANINGS):
        raise ValueError(f"mapping of {sorted(chosen)}")
    return Format(
        id="mapped.orders",
        source="mapped",
        kind="orders",
        label=N_("a table with columns of its own"),
        columns=columns(chosen, set(chosen)),
        row=sold,
        signature=tuple(chosen),
        since=(("mapped", ""),),
        sheets=(mapping.sheet,) if mapping.sheet else (),
        drops=(*DROPS, ("date", mapping.columns["date"])),  # a header that is repeated further down
        fill=("date", "order") if "order" in chosen else ("date",),  # the day stands only at the first sale of it
        check=check,
        finish=finish,
    )
