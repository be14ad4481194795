"""Tokopedia & TikTok Shop Seller Center: the order file that both share (54, 61, 65 columns; xlsx and csv)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final, Literal

from cblp.demo.files import canaries
from cblp.demo.files.delimited import BOM, delimited
from cblp.demo.files.facts import SERVICE_FEE, Item, Order, State
from cblp.demo.files.headers import names
from cblp.demo.files.workbook import Sheet, Text, workbook

Language = Literal["id", "en"]

HEADERS: Final = names(
    "Order ID|Order Status|Order Substatus|Cancelation/Return Type|Normal or Pre-order|SKU ID|Seller SKU|Product Name|"
    "Variation|Quantity|Sku Quantity of return|SKU Unit Original Price|SKU Subtotal Before Discount|"
    "SKU Platform Discount|SKU Seller Discount|SKU Subtotal After Discount|Shipping Fee After Discount|"
    "Original Shipping Fee|Shipping Fee Seller Discount|Shipping Fee Platform Discount|Payment platform discount|"
    "Buyer Service Fee|Handling Fee|Shipping Insurance|Item Insurance|Order Amount|Order Refund Amount|Created Time|"
    "Paid Time|RTS Time|Shipped Time|Delivered Time|Cancelled Time|Cancel By|Cancel Reason|Fulfillment Type|"
    "Warehouse Name|Tracking ID|Delivery Option|Shipping Provider Name|Buyer Message|Buyer Username|Recipient|Phone #|"
    "Zipcode|Country|Province|Regency and City|Districts|Villages|Detail Address|Additional address information|"
    "Payment Method|Weight(kg)|Product Category|Package ID|Purchase Channel|Seller Note|Checked Status|"
    "Checked Marked by|Tokopedia Invoice Number"
)

_EXPLANATIONS: Final = {
    "Order ID": "Platform unique order ID.",
    "Order Status": "Current order status.",
    "Cancelation/Return Type": "The filed to explain the order is in cancellation or in return/refund.",
    "SKU ID": "Platform SKU ID.",
    "Seller SKU": "Seller sku input by the seller in the product system.",
    "Product Name": "Platform product name.",
    "Variation": "Platform SKU variation",
    "Quantity": "SKU sold quantity in the order.",
    "Sku Quantity of return": "SKU returned quantity in the order.",
    "SKU Unit Original Price": "1 SKU original price.",
    "SKU Subtotal Before Discount": "It equals to SKU Unit Original Price * Sku Quantity.",
    "Order Amount": "Order total amount paid by the buyer.",
    "Created Time": "Order created time.",
    "Payment Method": "The order's payment method.",
}


def _columns_54() -> list[str]:
    insurance = HEADERS.index("Buyer Service Fee")
    columns = [*HEADERS[:insurance], "Taxes", *HEADERS[insurance + 4 :]]
    gone = {"Payment platform discount", "Regency and City", "Purchase Channel", "Tokopedia Invoice Number"}
    return [name for name in columns if name not in gone]


def _columns_65() -> list[str]:
    columns = [name for name in HEADERS if name != "Order Refund Amount"]
    columns.insert(columns.index("Payment platform discount"), "Order Refund Amount")
    columns.insert(columns.index("Original Shipping Fee") + 1, "Distance Shipping Fee")
    columns.insert(columns.index("Handling Fee") + 1, "Distance Fee")
    return [*columns, "Order Channel", "Creator Handle"]


COLUMNS: Final = {54: _columns_54(), 61: list(HEADERS), 65: _columns_65()}
_RENAMED_54: Final = {"Districts": "District", "Villages": "Commune"}

_TABBED: Final = frozenset(
    {"Order ID", "SKU ID", "Created Time", "Paid Time", "RTS Time", "Shipped Time", "Delivered Time", "Cancelled Time"}
    | {"Tracking ID", "Package ID", "Phone #", "Buyer Username"}
)
"""Columns that the csv flavour ends with a TAB, so that a spreadsheet does not turn them into numbers."""


def orders(orders: Iterable[Order], columns: int = 61, language: Language = "id") -> bytes:
    """``Semua pesanan-….xlsx``: malformed, one row element per cell, with a row of explanations under the header."""
    header, explanation, *rows = _table(orders, columns, language)
    return workbook(Sheet("OrderSKUList", [header, explanation, *rows], Text.FORMULA, row_per_cell=True))


def orders_csv(orders: Iterable[Order], columns: int = 61, language: Language = "id") -> bytes:
    """The same as csv: byte-order mark, everything quoted, many cells ending with a TAB."""
    header, *rows = _table(orders, columns, language)
    tabbed = [name in _TABBED for name in header]
    cells = ([f"{cell}\t" if cell and tab else cell for cell, tab in zip(row, tabbed, strict=True)] for row in rows)
    return delimited([header, *cells], encoding="utf-8", quote_all=True, newline="\r\n", before=BOM)


def second(when: datetime | None) -> str:
    """22/01/2026 15:03:10, or nothing."""
    return when.strftime("%d/%m/%Y %H:%M:%S") if when else ""


def _table(orders: Iterable[Order], columns: int, language: Language) -> list[list[str]]:
    kept = COLUMNS[columns]
    header = [_RENAMED_54.get(name, name) for name in kept] if columns == 54 else kept
    rows = [header, [_EXPLANATIONS.get(name, "") for name in kept]]
    money = _early if columns == 54 else str
    for order in orders:
        shared = _order(order, language) | {name: money(amount) for name, amount in _order_money(order).items()}
        for item in order.items:
            row = shared | _item(order, item) | {name: money(amount) for name, amount in _item_money(item).items()}
            rows.append([row.get(name, "") for name in kept])
    return rows


def _early(amount: int) -> str:
    return f"IDR {amount:,}".replace(",", ".")


_WORDS: Final[dict[str, dict[State, tuple[str, str]]]] = {
    "id": {
        State.UNPAID: ("Belum dibayar", "Belum dibayar"),
        State.PAID: ("Perlu dikirim", "Menunggu pengambilan"),
        State.CANCEL_REQUESTED: ("Perlu dikirim", "Menunggu pengambilan"),
        State.SHIPPED: ("Dikirim", "Dalam perjalanan"),
        State.DELIVERED: ("Dikirim", "Terkirim"),
        State.COMPLETED: ("Selesai", "Selesai"),
        State.CANCELLED: ("Dibatalkan", "Dibatalkan"),
    },
    "en": {
        State.UNPAID: ("Unpaid", "Unpaid"),
        State.PAID: ("To ship", "Awaiting collection"),
        State.CANCEL_REQUESTED: ("To ship", "Awaiting collection"),
        State.SHIPPED: ("Shipped", "In transit"),
        State.DELIVERED: ("Shipped", "Delivered"),
        State.COMPLETED: ("Completed", "Completed"),
        State.CANCELLED: ("Canceled", "Canceled"),
    },
}
_PAYMENTS: Final = ("Transfer bank", "PayLater", "DANA", "GoPay", "OVO", "QRIS")
_CANCELLED_BY: Final = {"buyer": "User", "seller": "Seller", "system": "System"}


def _order(order: Order, language: Language) -> dict[str, str]:
    status, substatus = _WORDS[language][order.state]
    request = "Cancel" if order.cancelled else "Return/Refund" if order.returned or order.return_asked else ""
    tokopedia = order.marketplace == "tokopedia"
    kind = ("Kota " if order.payment % 2 else "") if order.area.city else "Kab. "  # cities come with and without
    return {
        "Order ID": order.number,
        "Order Status": status,
        "Order Substatus": substatus,
        "Cancelation/Return Type": request,
        "Normal or Pre-order": "Normal",
        "Created Time": second(order.ordered),
        "Paid Time": second(order.delivered if order.cod else order.paid),
        "RTS Time": second(order.shipped),
        "Shipped Time": second(order.shipped),
        "Delivered Time": second(order.delivered),
        "Cancelled Time": second(order.cancelled),
        "Cancel By": _CANCELLED_BY[order.cancelled_by] if order.cancelled else "",
        "Cancel Reason": "Berubah pikiran" if order.cancelled else "",
        "Fulfillment Type": "Fulfillment by seller",
        "Warehouse Name": "ID Pickup Warehouse",
        "Tracking ID": canaries.TRACKING if order.shipped else "",
        "Delivery Option": "Pengiriman standar",
        "Shipping Provider Name": "J&T Express",
        "Buyer Message": canaries.NOTE if order.payment == 1 else "",
        "Buyer Username": canaries.USERNAME,
        "Recipient": canaries.NAME,
        "Phone #": f"(+62){canaries.PHONE[1:]}",
        "Zipcode": "36999",
        "Country": "Indonesia",
        "Province": order.area.province,
        "Regency and City": f"{kind}{order.area.name}",
        "Districts": "Kec. Kanari",
        "Villages": "Kel. Kanari",
        "Detail Address": canaries.ADDRESS,
        "Additional address information": canaries.NOTE,
        "Payment Method": "Bayar di tempat" if order.cod else _PAYMENTS[order.payment % len(_PAYMENTS)],
        "Package ID": f"118{order.number[3:]}" if order.shipped else "",
        "Purchase Channel": "Tokopedia" if tokopedia else "TikTok",
        "Seller Note": canaries.NOTE if order.payment == 2 else "",
        "Checked Status": "Unchecked",
        "Tokopedia Invoice Number": f"INV/{order.ordered:%Y%m%d}/MPL/{order.number[-10:]}" if tokopedia else "",
        "Order Channel": "Tokopedia" if tokopedia else "TikTok Shop",
        "Creator Handle": canaries.USERNAME if order.charges.affiliate else "",
    }


def _order_money(order: Order) -> dict[str, int]:
    platform = order.platform_voucher + sum(item.platform_discount for item in order.items)
    amount = order.subtotal - order.seller_voucher - platform + order.shipping_paid + SERVICE_FEE
    money = {
        "Shipping Fee After Discount": order.shipping_paid,
        "Original Shipping Fee": order.shipping,
        "Shipping Fee Seller Discount": 0,
        "Shipping Fee Platform Discount": order.shipping - order.shipping_paid,
        "Buyer Service Fee": SERVICE_FEE,
        "Handling Fee": 0,
        "Shipping Insurance": 0,
        "Item Insurance": 0,
        "Taxes": SERVICE_FEE,
        "Order Amount": max(amount, 0),
    }
    if order.cancelled:  # printed even when nothing was ever paid
        money["Order Refund Amount"] = max(amount, 0)
    elif order.returned:
        money["Order Refund Amount"] = order.refund
    return money


def _item(order: Order, item: Item) -> dict[str, str]:
    return {
        "SKU ID": item.item_id,
        "Seller SKU": item.sku,
        "Product Name": item.name,
        "Variation": item.variation or "Default",
        "Quantity": str(item.quantity),
        "Sku Quantity of return": str(item.quantity if order.cancelled else item.returned),
        "Weight(kg)": f"{item.weight * item.quantity / 1000:g}",
        "Product Category": "Produk Lokal",
    }


def _item_money(item: Item) -> dict[str, int]:
    return {
        "SKU Unit Original Price": item.list_price,
        "SKU Subtotal Before Discount": item.gross,
        "SKU Platform Discount": item.platform_discount,
        "SKU Seller Discount": item.discount,
        "SKU Subtotal After Discount": item.subtotal - item.platform_discount,
    }
