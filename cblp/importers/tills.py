"""What formats of tills and hand-made tables share: sales paid on the spot, and refunds that lower the sale they belong to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from cblp.importers.amounts import written
from cblp.importers.columns import Bad, Cell, Moment, Text, When
from cblp.importers.format import Reading, Record
from cblp.importers.lines import line_key
from cblp.importers.posts import masked
from cblp.importers.records import CANCELLED, COMPLETED, RETURNED, Note, OrderLine

_STAMP = When("stamp", patterns=("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"))


class Refund(NamedTuple):
    """Money given back: ``quantity`` units of a line for ``amount`` rupiah (both > 0); ``order_no`` "" when it is not said."""

    order_no: str
    line_key: str
    day: str
    quantity: int
    amount: int


class Item(Text):
    """The name of what was sold; a till's cashier may have typed a buyer's number behind it."""

    def read(self, cell: Cell, seen: str) -> str:
        return masked(seen)[: self.limit]


def moment(day: Moment, clock: str) -> Moment:
    """A day and the time of day from another column as one moment; raises Bad."""
    if not clock or day.at:
        return day
    try:
        return _STAMP.parse(f"{day.day} {clock}")  # type: ignore[no-any-return]
    except Bad:
        raise Bad("when", "time") from None


def sale(
    marketplace: str, order_no: str, sold: Moment, *, quantity: int, gross: int, discount: int = 0, status: int = COMPLETED,
    status_raw: str = "", key: str = "", product_name: str = "", variation: str = "", sku: str = "",
) -> OrderLine:  # fmt: skip
    """A line that was paid and handed over when it was sold; raises Bad where the amounts can't be a sale's."""
    if quantity <= 0:
        raise Bad("count", "quantity")
    if not 0 <= discount <= gross:
        raise Bad("sum", "discount")
    done = sold.at if status in {COMPLETED, RETURNED} else None
    line = OrderLine(
        marketplace, order_no, key or line_key(sku, product_name, variation), status_raw, status, product_name, variation, sku,
        "", quantity, 0, gross // quantity, (gross - discount) // quantity, gross, discount, 0, 0, sold.day, sold.at, done, done,
        "",
    )  # fmt: skip
    return _returned(line, quantity, gross - discount) if status == RETURNED else line


def _returned(line: OrderLine, units: int, amount: int) -> OrderLine:
    """The line after ``units`` more came back for ``amount``.

    A refund counts as returned quantity × unit price. What the amount differs from that (rounding, a part of the price kept)
    moves to the discount where it can, so that the sale ends at what the till has.
    """
    back = line.returned_quantity + units
    discount = min(max(line.discount + amount - units * line.unit_price, 0), line.gross)
    return line._replace(
        returned_quantity=back, discount=discount, status=RETURNED if back == line.quantity else line.status
    )


def cut(line: OrderLine, amount: int) -> OrderLine:
    """The line after ``amount`` of it was given back without saying for which item.

    All of it: everything came back. A part of it counts like a price cut, because no unit can be named.
    """
    left = line.gross - line.discount
    if amount >= left:
        return _returned(line, line.quantity - line.returned_quantity, left)
    discount = line.discount + amount
    return line._replace(discount=discount, unit_price=(line.gross - discount) // line.quantity)


def take_back(reading: Reading, records: list[Record], refunds: Iterable[Refund]) -> list[Record]:
    """The sales with each refund taken from the last sale before it that fits; a note about refunds of which there is none.

    A refund is never kept by itself: the file with both days tells the same sale again with what came back, and the two would
    count twice.
    """
    refunds = list(refunds)
    if not refunds:
        return records
    lines = [OrderLine(*record) for record in records]
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place in sorted(range(len(lines)), key=lambda i: (lines[i].sales_day, lines[i].ordered_at or "", i), reverse=True):
        places[lines[place].line_key].append(place)
    lone, missing = 0, 0
    for refund in refunds:
        units, amount = refund.quantity, refund.amount
        for place in places[refund.line_key]:
            line = lines[place]
            free = min(units, line.quantity - line.returned_quantity)
            if not free or line.status == CANCELLED or line.sales_day > refund.day:
                continue
            if refund.order_no and line.order_no != refund.order_no:
                continue
            part = amount * free // units
            lines[place] = _returned(line, free, part)
            units, amount = units - free, amount - part
            if not units:
                break
        if units:
            lone, missing = lone + 1, missing + amount
    note_lone(reading, lone, missing)
    return list(lines)


def note_lone(reading: Reading, count: int, amount: int) -> None:
    """Tell of refunds whose sale is not in the file."""
    if count:
        reading.notes.append(Note("lone_refunds", (str(count), written(amount))))
