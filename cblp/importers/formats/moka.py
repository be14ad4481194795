"""Moka POS: a row per receipt (a zip with a csv per outlet and day), or a row per item."""

from __future__ import annotations

import re
from typing import Final

from cblp.i18n import N_
from cblp.importers.columns import Bad, Count, Moment, Rupiah, Text, When
from cblp.importers.format import Format, Reading, Record
from cblp.importers.lines import Status, line_key, numbered
from cblp.importers.records import CANCELLED, COMPLETED, OrderLine
from cblp.importers.tills import Item, Refund, cut, moment, note_lone, sale, take_back

DAYS: Final = ("%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d")
RECEIPT: Final = "*"
"""Line key of a receipt as a whole: its items come in the other report."""

REFUND: Final = -1
EVENTS: Final = {
    "Payment": COMPLETED, "Pembayaran": COMPLETED, "Refund*": REFUND, "Partial Refund": REFUND, "Pengembalian*": REFUND,
    "Void*": CANCELLED, "Cancel*": CANCELLED, "Batal*": CANCELLED,
}  # fmt: skip
_TIMES: Final = re.compile(r"(?:\s+x\s?(\d{1,4})|\s*\(x?(\d{1,4})\))$|^(\d{1,4})\s?x\s+", re.IGNORECASE)
_STAFF_AND_CUSTOMER: Final = ("Collected By", "Served By", "Customer", "Customer Phone", "Reason of Refund")


def item_count(items: str) -> int:
    """How many units a receipt's list of items names: ``Kopi, Roti x 2`` is 3.

    The list has commas between the items and inside their names; what goes on in small letters or with a number (``isi 20``,
    ``500 ml``) belongs to the name before it, unless the whole list is written so.
    """
    parts = [part for part in re.split(r",\s+|,(?=\S)", items.strip()) if part]
    starts = [part for part in parts if (part[0].isalpha() and part[0].isupper()) or _TIMES.match(part)] or parts
    total = 0
    for part in starts:
        found = _TIMES.search(part)
        total += int(next(filter(None, found.groups()))) if found else 1
    return max(total, 1)


def receipt(
    reading: Reading, outlet: str, day: Moment, time: str, gross: int, discounts: int, refunds: int, receipt_no: str, items: str,
    event: tuple[str, int],
) -> OrderLine | None:  # fmt: skip
    """One row: a receipt, or the refund of one."""
    reading.shop_hint = reading.shop_hint or outlet
    sold = moment(day, time)
    status_raw, status = event
    if status == REFUND or (refunds and not gross):
        reading.state.setdefault("refunds", {})[receipt_no, sold, refunds] = abs(refunds)
        return None
    line = sale(
        "moka", receipt_no, sold, quantity=item_count(items), gross=gross, discount=abs(discounts), status=status,
        status_raw=status_raw, key=RECEIPT, product_name=items,
    )  # fmt: skip
    seen = reading.state.setdefault("seen", {})
    if receipt_no in seen:
        if seen[receipt_no] != line:
            raise Bad("twice", "receipt_no")
        return None
    seen[receipt_no] = line
    return line


def receipts(reading: Reading, records: list[Record]) -> list[Record]:
    """The receipts after what was given back."""
    lines = {record[1]: OrderLine(*record) for record in records}
    lone = missing = 0
    for (receipt_no, _, _), amount in reading.state.get("refunds", {}).items():
        if receipt_no in lines:
            lines[receipt_no] = cut(lines[receipt_no], amount)
        else:
            lone, missing = lone + 1, missing + amount
    note_lone(reading, lone, missing)
    return list(lines.values())


def item(
    reading: Reading, outlet: str, receipt_no: str, day: Moment, time: str, product_name: str, variation: str, sku: str,
    quantity: int, gross: int, discounts: int, refunds: int, event: tuple[str, int],
) -> OrderLine | None:  # fmt: skip
    """One row: an item of a receipt. A refund has a negative quantity."""
    reading.shop_hint = reading.shop_hint or outlet
    sold = moment(day, time)
    status_raw, status = event
    if status == REFUND or quantity < 0:
        if not quantity:
            raise Bad("count", "quantity")
        key = line_key(sku, product_name, variation)
        amount = abs(refunds) or abs(gross) - abs(discounts)
        reading.state.setdefault("refunds", []).append(Refund(receipt_no, key, sold.day, abs(quantity), amount))
        return None
    return sale(
        "moka", receipt_no, sold, quantity=quantity, gross=gross, discount=abs(discounts), status=status,
        status_raw=status_raw, product_name=product_name, variation=variation, sku=sku,
    )  # fmt: skip


def items(reading: Reading, records: list[Record]) -> list[Record]:
    """The items after what came back, with keys that are unique in their receipt."""
    return numbered(take_back(reading, records, reading.state.get("refunds", [])))


RECEIPTS: Final = Format(
    id="moka.receipts",
    source="moka",
    kind="orders",
    label=N_("a Moka file of receipts"),
    columns=(
        Text("outlet", "Outlet", empty="", limit=80),
        When("day", "Date", patterns=DAYS),
        Text("time", "Time", required=False, empty="", limit=20),
        Rupiah("gross", "Gross Sales", style="comma", rounded=True),
        Rupiah("discounts", "Discounts", style="comma", rounded=True, empty=0),
        Rupiah("refunds", "Refunds", style="comma", rounded=True, empty=0),
        Text("receipt_no", "Receipt Number", limit=40),
        Item("items", "Items", empty=""),
        Status("event", "Event Type", words=EVENTS, required=False, empty=("", COMPLETED)),
    ),
    row=receipt,
    signature=("outlet", "day", "gross", "receipt_no", "items"),
    since=(("2023", ""),),
    without=("Quantity", "Variant"),
    every=True,
    drops=(("outlet", "Grand Total"),),
    finish=receipts,
    ignored=(
        *_STAFF_AND_CUSTOMER, "Net Sales", "Gratuity", "Tax", "Total Collected", "Total Amount", "Other Note (Optional)",
        "Payment Method",
    ),
)  # fmt: skip

ITEMS: Final = Format(
    id="moka.items",
    source="moka",
    kind="orders",
    label=N_("a Moka file of sold items"),
    columns=(
        Text("outlet", "Outlet", empty="", limit=80),
        Text("receipt_no", "Receipt Number", limit=40),
        When("day", "Date", patterns=DAYS),
        Text("time", "Time", required=False, empty="", limit=20),
        Item("product_name", "Items", "Item Name"),
        Text("variation", "Variant", required=False, empty="", limit=200),
        Text("sku", "SKU", required=False, empty="", limit=100),
        Count("quantity", "Quantity", signed=True),
        Rupiah("gross", "Gross Sales", style="comma", rounded=True),
        Rupiah("discounts", "Discounts", style="comma", rounded=True, empty=0),
        Rupiah("refunds", "Refunds", style="comma", rounded=True, empty=0),
        Status("event", "Event Type", words=EVENTS, required=False, empty=("", COMPLETED)),
    ),
    row=item,
    signature=("outlet", "receipt_no", "day", "product_name", "quantity", "gross"),
    since=(("2023", ""),),
    every=True,
    drops=(("outlet", "Grand Total"),),
    finish=items,
    ignored=(
        *_STAFF_AND_CUSTOMER, "Category", "Brand", "Modifier Applied", "Discount Applied", "Net Sales", "Gratuity", "Tax",
        "Sales Type", "Payment Method", "Total Collected",
    ),
)  # fmt: skip

FORMATS: Final = (RECEIPTS, ITEMS)
