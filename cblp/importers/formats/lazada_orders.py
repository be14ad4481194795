"""Lazada: the orders report, in which every single unit has a row of its own."""

from __future__ import annotations

from typing import Final

from cblp.i18n import N_
from cblp.importers.areas import Regency
from cblp.importers.columns import Bad, Moment, Rupiah, Text, When
from cblp.importers.format import Format, Reading, Record
from cblp.importers.lines import Status, numbered
from cblp.importers.records import CANCELLED, COMPLETED, PAID, RETURNED, SHIPPED, UNPAID, OrderLine

PATTERNS: Final = ("%d %b %Y %H:%M", "%d %b %Y %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%d %b %Y")

STATUSES: Final = {
    "unpaid": UNPAID,
    "pending": PAID, "packed": PAID, "repacked": PAID, "ready_to_ship": PAID, "ready to ship": PAID, "toship": PAID,
    "topack": PAID, "ready_to_ship_pending": PAID,
    "shipped": SHIPPED, "shipping": SHIPPED, "In Transit*": SHIPPED,
    # on its way back, or lost by the courier who pays for it: not yet returned to the seller
    "delivery failed": SHIPPED, "failed_delivery": SHIPPED, "failed": SHIPPED, "Lost by 3PL": SHIPPED, "lost_by_3pl": SHIPPED,
    "shipped_back": SHIPPED,
    "delivered": COMPLETED, "confirmed": COMPLETED,
    "returned": RETURNED, "Package Returned": RETURNED, "shipped_back_success": RETURNED,
    "canceled": CANCELLED, "cancelled": CANCELLED,
}  # fmt: skip


def order_line(
    reading: Reading, item_no: str, order_no: str, status: tuple[str, int], sku: str, item_id: str, product_name: str,
    variation: str, created: Moment, updated: Moment | None, delivered: Moment | None, price: int, discount: int, regency: str,
) -> OrderLine:  # fmt: skip
    """One row: a single unit, so that one of two can be cancelled or come back by itself. ``paidPrice`` is not read: it
    includes the unit's share of the shipping fee."""
    status_raw, rank = status
    discount = abs(discount)
    if discount > price:
        raise Bad("sum", "discount")
    return OrderLine(
        "lazada", order_no, item_no, status_raw, rank, product_name, variation, sku, item_id, 1, int(rank == RETURNED), price,
        price - discount, price, discount, 0, 0, created.day, created.at, None, None, regency,
    )  # fmt: skip


def finish(reading: Reading, lines: list[Record]) -> list[Record]:
    """Unique keys: only a file glued together from two repeats an item."""
    return numbered(lines)


ORDERS: Final = Format(
    id="lazada.orders",
    source="lazada",
    kind="orders",
    label=N_("a Lazada order file"),
    columns=(
        Text("item_no", "orderItemId", "Order Item Id", limit=40),
        Text("order_no", "orderNumber", "Order Number", limit=40),
        Status("status", "status", words=STATUSES),
        Text("sku", "sellerSku", "Seller SKU", required=False, empty="", limit=100),
        Text("item_id", "lazadaSku", "Lazada SKU", empty="", limit=100),
        Text("product_name", "itemName", "Item Name", empty=""),
        Text("variation", "variation", required=False, empty="", limit=200),
        When("created", "createTime", "Created at", patterns=PATTERNS),
        When("updated", "updateTime", "Updated at", patterns=PATTERNS, required=False, empty=None),
        When("delivered", "deliveredDate", patterns=PATTERNS, required=False, empty=None),
        Rupiah("price", "unitPrice", "Unit Price", style="decimal"),
        Rupiah("discount", "sellerDiscountTotal", "Seller Discount Total", style="decimal", required=False, empty=0),
        Regency("regency", "shippingCity", "Shipping City"),
    ),
    row=order_line,
    signature=("item_no", "order_no", "item_id", "price", "created"),
    since=(("2023", "orderItemId"), ("2020", "")),
    finish=finish,
    ignored=(
        "orderType", "Guarantee", "deliveryType", "lazadaId", "wareHouse", "rtsSla", "ttsSla", "invoiceRequired", "invoiceNumber",
        "customerName", "customerEmail", "nationalRegistrationNumber", "shippingName", "shippingAddress", "shippingAddress2",
        "shippingAddress3", "shippingAddress4", "shippingAddress5", "shippingPhone", "shippingPhone2", "shippingPostCode",
        "shippingCountry", "shippingRegion", "billingName", "billingAddr", "billingAddr2", "billingAddr3", "billingAddr4",
        "billingAddr5", "billingPhone", "billingPhone2", "billingCity", "billingPostCode", "billingCountry", "taxCode",
        "branchNumber", "taxInvoiceRequested", "payMethod", "paidPrice", "shippingFee", "walletCredit", "cdShippingProvider",
        "shippingProvider", "shipmentTypeName", "shippingProviderType", "cdTrackingCode", "trackingCode", "trackingUrl",
        "shippingProviderFM", "trackingCodeFM", "trackingUrlFM", "promisedShippingTime", "premium",
        "buyerFailedDeliveryReturnInitiator", "buyerFailedDeliveryReason", "buyerFailedDeliveryDetail",
        "buyerFailedDeliveryUserName", "bundleId", "semiManaged", "flexibleDeliveryTime", "bundleDiscount", "refundAmount",
        "sellerNote",
        # before 2022
        "Lazada Id", "Invoice Required", "Customer Name", "Customer Email", "National Registration Number", "Shipping Name",
        "Shipping Address", "Shipping Address2", "Shipping Address3", "Shipping Address4", "Shipping Address5",
        "Shipping Phone Number", "Shipping Phone Number2", "Shipping Postcode", "Shipping Country", "Shipping Region",
        "Billing Name", "Billing Address", "Billing Address2", "Billing Address3", "Billing Address4", "Billing Address5",
        "Billing Phone Number", "Billing Phone Number2", "Billing City", "Billing Postcode", "Billing Country", "Tax Code",
        "Branch Number", "Tax Invoice requested", "Payment Method", "Paid Price", "Shipping Fee", "Wallet Credits",
        "CD Shipping Provider", "Shipping Provider", "Shipment Type Name", "Shipping Provider Type", "CD Tracking Code",
        "Tracking Code", "Tracking URL", "Shipping Provider (first mile)", "Tracking Code (first mile)",
        "Tracking URL (first mile)", "Promised shipping time", "Premium", "Cancel / Return Initiator", "Reason", "Reason Detail",
        "Editor", "Bundle ID", "Bundle Discount", "Refund Amount",
    ),
)  # fmt: skip

FORMATS: Final = (ORDERS,)
