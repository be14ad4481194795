"""Lazada: orders with a row per unit (76 columns, and the older names as csv) and the income, a row per fee."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Final

from cblp.demo.files import canaries
from cblp.demo.files.delimited import delimited
from cblp.demo.files.facts import Item, Order, State
from cblp.demo.files.headers import names
from cblp.demo.files.workbook import Sheet, Text, workbook

HEADERS: Final = names(
    "orderItemId|orderType|Guarantee|deliveryType|lazadaId|sellerSku|lazadaSku|wareHouse|createTime|updateTime|rtsSla|"
    "ttsSla|orderNumber|invoiceRequired|invoiceNumber|deliveredDate|customerName|customerEmail|"
    "nationalRegistrationNumber|shippingName|shippingAddress|shippingAddress2|shippingAddress3|shippingAddress4|"
    "shippingAddress5|shippingPhone|shippingPhone2|shippingCity|shippingPostCode|shippingCountry|shippingRegion|"
    "billingName|billingAddr|billingAddr2|billingAddr3|billingAddr4|billingAddr5|billingPhone|billingPhone2|"
    "billingCity|billingPostCode|billingCountry|taxCode|branchNumber|taxInvoiceRequested|payMethod|paidPrice|unitPrice|"
    "sellerDiscountTotal|shippingFee|walletCredit|itemName|variation|cdShippingProvider|shippingProvider|"
    "shipmentTypeName|shippingProviderType|cdTrackingCode|trackingCode|trackingUrl|shippingProviderFM|trackingCodeFM|"
    "trackingUrlFM|promisedShippingTime|premium|status|buyerFailedDeliveryReturnInitiator|buyerFailedDeliveryReason|"
    "buyerFailedDeliveryDetail|buyerFailedDeliveryUserName|bundleId|semiManaged|flexibleDeliveryTime|bundleDiscount|"
    "refundAmount|sellerNote"
)

OLDER: Final = {
    "orderItemId": "Order Item Id",
    "lazadaId": "Lazada Id",
    "sellerSku": "Seller SKU",
    "lazadaSku": "Lazada SKU",
    "createTime": "Created at",
    "updateTime": "Updated at",
    "orderNumber": "Order Number",
    "invoiceRequired": "Invoice Required",
    "customerName": "Customer Name",
    "customerEmail": "Customer Email",
    "nationalRegistrationNumber": "National Registration Number",
    "shippingName": "Shipping Name",
    "shippingAddress": "Shipping Address",
    "shippingPhone": "Shipping Phone Number",
    "shippingCity": "Shipping City",
    "shippingPostCode": "Shipping Postcode",
    "shippingCountry": "Shipping Country",
    "shippingRegion": "Shipping Region",
    "billingName": "Billing Name",
    "billingAddr": "Billing Address",
    "taxCode": "Tax Code",
    "branchNumber": "Branch Number",
    "taxInvoiceRequested": "Tax Invoice requested",
    "payMethod": "Payment Method",
    "paidPrice": "Paid Price",
    "unitPrice": "Unit Price",
    "shippingFee": "Shipping Fee",
    "walletCredit": "Wallet Credits",
    "itemName": "Item Name",
    "variation": "Variation",
    "shippingProvider": "Shipping Provider",
    "trackingCode": "Tracking Code",
    "promisedShippingTime": "Promised shipping time",
    "premium": "Premium",
    "status": "Status",
    "buyerFailedDeliveryReturnInitiator": "Cancel / Return Initiator",
    "buyerFailedDeliveryReason": "Reason",
    "buyerFailedDeliveryDetail": "Reason Detail",
    "buyerFailedDeliveryUserName": "Editor",
    "bundleId": "Bundle ID",
    "bundleDiscount": "Bundle Discount",
    "refundAmount": "Refund Amount",
}
"""The names of earlier years, for the columns that existed then; the unit price was printed after the discount."""

INCOME_HEADERS: Final = names(
    "Periode Laporan|Nomor Laporan|Tanggal Transaksi|Nama Biaya|Jumlah (Termasuk Pajak)|VAT Amount|"
    "Status Pelepasan Dana|Tanggal Dilepas|Komentar|Tanggal Pesanan Dibuat|Nomor Pesanan|ID Pesanan|SKU Penjual|"
    "Lazada SKU|WHT Amount|WHT termasuk dalam jumlah|Status Pesanan|Nama Produk|Short Code"
)

_MONTHS: Final = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "id": ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"),
}


def orders(orders: Iterable[Order], language: str = "en") -> bytes:
    """The 76-column xlsx: a row per unit, so that one unit of two can be cancelled or sent back by itself."""
    rows = [list(HEADERS)]
    rows += [[row.get(name, "") for name in HEADERS] for order in orders for row in _units(order, language)]
    return workbook(Sheet("sheet1", rows, Text.INLINE), application="Apache POI")


def orders_older(orders: Iterable[Order], language: str = "id") -> bytes:
    """The older names, as csv with semicolons."""
    rows = [list(OLDER.values())]
    for order in orders:
        for row in _units(order, language):
            row["unitPrice"] = _money(float(row["unitPrice"]) + float(row["sellerDiscountTotal"]))
            rows.append([row.get(name, "") for name in OLDER])
    return delimited(rows, delimiter=";")


def income(orders: Iterable[Order]) -> bytes:
    """``Income Overview`` of the settled orders: a row per price, refund and fee; their sum is the money released."""
    rows = [list(INCOME_HEADERS)]
    rows += [row for order in orders if order.released for row in _income_rows(order)]
    return workbook(Sheet("Income Overview", rows))


def balance(orders: Iterable[Order]) -> bytes:
    """The account's transactions: what each settled order brought."""
    rows = [names("Transaction Number|Transaction Time|Type|Sub Type|Amount|Remarks")]
    for order in orders:
        if order.released:
            when = f"{_day(order.released)} 10:28:29"
            rows.append([f"ID{order.number}", when, "Orders", "Settlement", _money(_net(order)), order.number])
    return workbook(Sheet("sheet1", rows, Text.INLINE), application="Apache POI")


def _net(order: Order) -> int:
    """The money released: units that were cancelled one by one are not paid."""
    return order.net - sum(item.cancelled * item.price for item in order.items)


def _units(order: Order, language: str) -> Iterator[dict[str, str]]:
    number = 0
    for item in order.items:
        for unit in range(item.quantity):
            yield _unit(order, item, number, _unit_status(order, item, unit), language)
            number += 1


def _unit(order: Order, item: Item, number: int, status: str, language: str) -> dict[str, str]:
    unit_id = f"{int(order.number) + 7919 * (number + 1):015d}"
    shipping = order.shipping_paid if number == 0 else 0
    latest = order.cancelled or order.returned or order.completed or order.delivered or order.shipped or order.ordered
    row = {
        "orderItemId": unit_id,
        "orderType": "NORMAL",
        "Guarantee": "non-Guarantee",
        "deliveryType": "P2P",
        "lazadaId": unit_id,
        "sellerSku": item.sku,
        "lazadaSku": f"{item.item_id}_ID-{item.item_id[::-1]}",
        "wareHouse": "Gudang Jambi",
        "createTime": _time(order.ordered, language),
        "updateTime": _time(latest, language),
        "ttsSla": _time(order.ordered + timedelta(days=2), language),
        "orderNumber": order.number,
        "invoiceRequired": "No",
        "deliveredDate": _time(order.delivered, language),
        "customerName": canaries.NAME,
        "customerEmail": canaries.EMAIL,
        "nationalRegistrationNumber": canaries.NIK,
        "payMethod": "COD" if order.cod else "MIXEDCARD",
        "paidPrice": _money(item.price + shipping),
        "unitPrice": _money(item.list_price),
        "sellerDiscountTotal": _money(item.price - item.list_price),
        "shippingFee": _money(shipping),
        "itemName": item.name,
        "variation": item.variation,
        "shippingProvider": "LEX ID",
        "shipmentTypeName": "dropshipping",
        "shippingProviderType": "P2P",
        "trackingCode": canaries.TRACKING if order.shipped else "",
        "shippingProviderFM": "Pickup: LEX ID",
        "premium": "No",
        "taxCode": canaries.NIK,
        "taxInvoiceRequested": "false",
        "semiManaged": "false",
        "status": status,
        "sellerNote": canaries.NOTE if order.payment == 1 else "",
    }
    for side, address in (("shipping", "shippingAddress"), ("billing", "billingAddr")):
        row |= {
            f"{side}Name": canaries.NAME,
            address: canaries.ADDRESS,
            f"{address}3": order.area.province,
            f"{address}4": order.area.name,
            f"{side}Phone": canaries.PHONE_INTERNATIONAL,
            f"{side}City": f"{'Kota' if order.area.city else 'Kab.'} {order.area.name}",
            f"{side}PostCode": "36999",
            f"{side}Country": "Indonesia",
        }
    if status in {"canceled", "returned", "Package Returned"}:
        row |= {
            "buyerFailedDeliveryReturnInitiator": f"{'return' if status == 'returned' else 'cancel'}-buyer",
            "buyerFailedDeliveryReason": "Change of mind",
            "buyerFailedDeliveryUserName": canaries.USERNAME,
            "refundAmount": _money(item.price) if order.paid else "",
        }
    return row


_STATUS: Final = {
    State.UNPAID: "unpaid",
    State.PAID: "pending",
    State.CANCEL_REQUESTED: "pending",
    State.SHIPPED: "shipped",
    State.DELIVERED: "delivered",
    State.COMPLETED: "confirmed",
    State.CANCELLED: "canceled",
}


def _unit_status(order: Order, item: Item, unit: int) -> str:
    if unit < item.returned:
        return "returned"
    if unit >= item.quantity - item.cancelled:
        return "canceled"
    if order.failed and order.cancelled:
        return "Package Returned"
    return "In Transit: Returning to seller" if order.failed and order.shipped else _STATUS[order.state]


def _income_rows(order: Order) -> Iterator[list[str]]:
    assert order.released
    monday = order.released - timedelta(days=order.released.weekday())
    report = f"ID{monday:%Y%m%d}-{order.number[-4:]}"
    charges = order.charges
    first = order.items[0]
    lines = [(item, "Harga Produk", (item.quantity - item.cancelled) * item.price) for item in order.items]
    lines += [(item, "Pengembalian Dana Harga Produk", -item.returned * item.price) for item in order.items if item.returned]
    lines += [
        (first, "Pengembalian Dana yang Ditahan", order.kept),
        (first, "Voucher Penjual", -order.seller_voucher),
        (first, "Biaya Komisi", charges.commission),
        (first, "Biaya Pembayaran", charges.processing),
        (first, "Biaya Program Gratis Ongkir", charges.free_shipping),
        (first, "Biaya Layanan Promosi", charges.promotion),
        (first, "Komisi Affiliate", charges.affiliate),
        (first, "Biaya Pengiriman Ditanggung Penjual", charges.shipping),
        (first, "PPh 22", charges.tax),
    ]
    for item, name, amount in lines:
        if not amount:
            continue
        yield [
            f"{_day(monday)} - {_day(monday + timedelta(days=6))}",
            report,
            _day(order.released),
            name,
            _money(amount),
            "0.00",
            "Dana Sudah Dilepas",
            _day(order.released),
            "",
            _day(order.ordered),
            order.number,
            order.number,
            item.sku,
            f"{item.item_id}_ID-{item.item_id[::-1]}",
            "0.00",
            "No",
            _STATUS[order.state],
            item.name,
            "CBLP",
        ]


def _time(when: datetime | None, language: str) -> str:
    return f"{when:%d} {_MONTHS[language][when.month - 1]} {when:%Y %H:%M}" if when else ""


def _day(when: date) -> str:
    return f"{when:%d} {_MONTHS['en'][when.month - 1]} {when:%Y}"


def _money(amount: float) -> str:
    return f"{amount:.2f}"
