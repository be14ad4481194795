"""Tokopedia & TikTok Shop Seller Center: one report for the orders of both marketplaces, as a workbook or csv."""

from __future__ import annotations

from typing import Final

from cblp.i18n import N_
from cblp.importers.areas import Regency
from cblp.importers.columns import Bad, Choice, Count, Moment, Rupiah, Text, When
from cblp.importers.format import Format, Reading, Record
from cblp.importers.lines import Status, line_key, numbered
from cblp.importers.records import CANCELLED, COMPLETED, PAID, RETURNED, SHIPPED, UNPAID, OrderLine

PATTERNS: Final = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S")

STATUSES: Final = {  # headers are English, words are in the language of the seller
    "Belum dibayar": UNPAID, "Unpaid": UNPAID,
    "Perlu dikirim": PAID, "To ship": PAID, "Ditahan": PAID, "On hold": PAID,
    "Menunggu pengiriman": PAID, "Awaiting shipment": PAID, "Menunggu pengambilan": PAID, "Awaiting collection": PAID,
    "Dikirim": SHIPPED, "Shipped": SHIPPED, "Dalam perjalanan": SHIPPED, "In transit": SHIPPED,
    "Terkirim": SHIPPED, "Delivered": SHIPPED,
    "Selesai": COMPLETED, "Completed": COMPLETED,
    "Dibatalkan": CANCELLED, "Canceled": CANCELLED, "Cancelled": CANCELLED,
}  # fmt: skip
CHANNELS: Final = {
    "TikTok": "tiktok_shop", "TikTok Shop": "tiktok_shop", "Tokopedia": "tokopedia", "Tokopedia Shop": "tokopedia",
}  # fmt: skip


def order_line(
    reading: Reading, order_no: str, status: tuple[str, int], sku_id: str, sku: str, product_name: str, variation: str,
    quantity: int, returned: int, list_price: int, gross: int, platform_discount: int, discount: int, created: Moment,
    paid: Moment | None, cancelled: Moment | None, rts: Moment | None, shipped: Moment | None, delivered: Moment | None,
    regency: str, channel: str,
) -> OrderLine:  # fmt: skip
    """One row: an item of an order. What the platform takes off the price it pays back to the seller."""
    status_raw, rank = status
    if rank == CANCELLED:
        returned = 0  # printed as returned and refunded even when it was never paid
    elif returned > quantity:
        raise Bad("returned", "returned")
    elif rank == COMPLETED and returned == quantity > 0:
        rank = RETURNED
    discount = abs(discount)
    if discount > gross:
        raise Bad("sum", "discount")
    return OrderLine(
        channel, order_no, sku_id or line_key(sku, product_name, variation), status_raw, rank, product_name, variation, sku,
        sku_id, quantity, returned, list_price, (gross - discount) // quantity if quantity else list_price, gross, discount,
        abs(platform_discount), 0, created.day, created.at, paid.at if paid else None, None, regency,
    )  # fmt: skip


def finish(reading: Reading, lines: list[Record]) -> list[Record]:
    """Unique keys: the same item can stand twice in an order."""
    return numbered(lines)


ORDERS: Final = Format(
    id="tokopedia_tiktok.orders",
    source="tokopedia_tiktok",
    kind="orders",
    label=N_("a Tokopedia & TikTok Shop order file"),
    columns=(
        Text("order_no", "Order ID", limit=40),
        Status("status", "Order Status", words=STATUSES),
        Text("sku_id", "SKU ID", empty="", limit=40),
        Text("sku", "Seller SKU", required=False, empty="", limit=100),
        Text("product_name", "Product Name", empty=""),
        Text("variation", "Variation", required=False, empty="", limit=200),
        Count("quantity", "Quantity"),
        Count("returned", "Sku Quantity of return", required=False, empty=0),
        Rupiah("list_price", "SKU Unit Original Price"),
        Rupiah("gross", "SKU Subtotal Before Discount"),
        Rupiah("platform_discount", "SKU Platform Discount", required=False, empty=0),
        Rupiah("discount", "SKU Seller Discount", empty=0),
        When("created", "Created Time", patterns=PATTERNS),
        When("paid", "Paid Time", patterns=PATTERNS, required=False, empty=None),
        When("cancelled", "Cancelled Time", patterns=PATTERNS, required=False, empty=None),
        When("rts", "RTS Time", patterns=PATTERNS, required=False, empty=None),
        When("shipped", "Shipped Time", patterns=PATTERNS, required=False, empty=None),
        When("delivered", "Delivered Time", patterns=PATTERNS, required=False, empty=None),
        Regency("regency", "Regency and City", "City"),
        Choice("channel", "Purchase Channel", words=CHANNELS, required=False, empty="tiktok_shop"),
    ),
    row=order_line,
    signature=("order_no", "sku_id", "list_price", "gross", "created"),
    since=(("2026-06", "Order Channel"), ("2026", "Tokopedia Invoice Number"), ("2025", "Purchase Channel"), ("2024", "")),
    # the row below the header explains the columns; it has been seen further down after sorting by hand
    drops=(("order_no", "Platform unique order ID"),),
    finish=finish,
    ignored=(
        "Order Substatus", "Cancelation/Return Type", "Normal or Pre-order", "SKU Subtotal After Discount",
        "Shipping Fee After Discount", "Original Shipping Fee", "Shipping Fee Seller Discount", "Shipping Fee Platform Discount",
        "Payment platform discount", "Buyer Service Fee", "Handling Fee", "Shipping Insurance", "Item Insurance", "Order Amount",
        "Order Refund Amount", "Cancel By", "Cancel Reason", "Fulfillment Type", "Warehouse Name", "Tracking ID",
        "Delivery Option", "Shipping Provider Name", "Buyer Message", "Buyer Username", "Recipient", "Phone #", "Zipcode",
        "Country", "Province", "Districts", "Villages", "District", "Commune", "Detail Address", "Additional address information",
        "Payment Method", "Weight(kg)", "Product Category", "Package ID", "Seller Note", "Checked Status", "Checked Marked by",
        "Tokopedia Invoice Number", "Taxes", "Distance Shipping Fee", "Distance Fee", "Order Channel", "Creator Handle",
        "Small Order Fee",
    ),
)  # fmt: skip

FORMATS: Final = (ORDERS,)
