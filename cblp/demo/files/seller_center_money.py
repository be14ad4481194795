"""Tokopedia & TikTok Shop: the income (settlement) file, English and Indonesian."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from cblp.demo.files.facts import Order
from cblp.demo.files.headers import names
from cblp.demo.files.seller_center import Language
from cblp.demo.files.workbook import Row, Sheet, workbook

ENGLISH: Final = names(
    "Order/adjustment ID|Type|Order created time|Order settled time|Currency|Total settlement amount|Total Revenue|"
    "Subtotal after seller discounts|Subtotal before discounts|Seller discounts|"
    "Distance item fee from Horizon+ Program|Refund subtotal after seller discounts|"
    "Refund subtotal before seller discounts|Refund of seller discounts|Total Fees|Platform commission fee|"
    "Pre-order service fee|Mall service fee|Payment Fee|Shipping cost|"
    "Shipping costs passed on to the logistics provider|Replacement shipping fee (passed on to the customer)|"
    "Exchange shipping fee (passed on to the customer)|Shipping cost borne by the platform|"
    "Shipping cost paid by the customer|Refunded shipping cost paid by the customer|"
    "Return shipping costs (passed on to the customer)|Shipping cost subsidy|"
    "Distance shipping fee from Horizon+ Program|Affiliate Commission|Affiliate partner commission|"
    "Affiliate Shop Ads commission|Affiliate Partner shop ads commission|Shipping Fee Program service fee|"
    "Dynamic commission|Bonus cashback service fee|LIVE Specials service fee|Voucher Xtra service fee|"
    "Order processing fee|EAMS Program service fee|Brands Crazy Deals/Flash Sale service fee|Dilayani Tokopedia fee|"
    "Dilayani Tokopedia handling fee|PayLater program fee|Campaign resource fee|Installation service fee|"
    "Article 22 Income Tax withheld|Platform special service fee|GMV Max ad fee|GMV Max Coupon|Ajustment amount|"
    "Related order ID|Customer payment|Customer refund|Seller co-funded voucher discount|"
    "Refund of seller co-funded voucher discount|Platform discounts|Refund of platform discounts|"
    "Platform co-funded voucher discounts|Refund of platform co-funded voucher discounts|"
    "Seller shipping cost discount|Estimated package weight (g)|Actual package weight (g)|Shopping center items|"
    "Order Source"
)

INDONESIAN: Final = names(
    "ID Pesanan/Penyesuaian|Jenis transaksi|Waktu pemesanan|Waktu pembayaran pesanan|Mata uang|"
    "Jumlah penyelesaian pembayaran|Total Pendapatan|Subtotal setelah diskon penjual|Subtotal sebelum diskon|"
    "Diskon penjual|Biaya produk sesuai jarak dari Program Horison+|"
    "Subtotal pengembalian dana setelah diskon penjual|Subtotal pengembalian dana sebelum diskon penjual|"
    "Pengembalian dana diskon penjual|Total Biaya|Biaya komisi platform|Biaya layanan pre-order|Biaya layanan Mall|"
    "Biaya Pembayaran|Biaya komisi sebelum diskon|Diskon (dari belanja iklan)|Diskon komisi lainnya|"
    "Credit card installment - Handling fee|Ongkir|Ongkir yang ditalangi penyedia jasa logistik|"
    "Ongkir penggantian (ditanggung pembeli)|Ongkir penukaran (ditanggung pembeli)|Ongkir yang ditanggung platform|"
    "Ongkir yang ditanggung pembeli|Pengembalian ongkir yang ditanggung pembeli|"
    "Ongkir pengembalian barang (yang ditanggung pembeli)|Subsidi ongkir|"
    "Biaya pengiriman sesuai jarak dari Program Horison+|Biaya layanan logistik|Penggantian dana asuransi|"
    "Komisi Afiliasi|Komisi mitra afiliasi|Komisi Iklan Toko afiliasi|Deposit komisi afiliasi|"
    "Pengembalian dana komisi afiliasi|Komisi iklan toko Mitra Afiliasi|Biaya layanan Program Bebas Ongkir|"
    "Komisi dinamis|Biaya layanan cashback bonus|Biaya layanan Khusus LIVE|Biaya akses keuntungan eksklusif|"
    "Biaya pemrosesan pesanan|Biaya layanan Program EAMS|Biaya layanan Brands Crazy Deal/Flash Sale|"
    "Biaya Dilayani Tokopedia|Biaya penanganan Dilayani Tokopedia|Biaya program PayLater|Biaya sumber daya campaign|"
    "Biaya layanan penginstalan|PPh Pasal 22 dipungut|Biaya layanan khusus platform|Biaya iklan GMV Max|"
    "Voucher GMV Max|Pajak penjualan atas voucher GMV Max|Program layanan terkelola (Pajak penjualan)|"
    "Program layanan terkelola (Biaya per pesanan)|Ongkir pesanan gagal kirim|"
    "Ongkir pengembalian barang karena kesalahan pembeli|Biaya asuransi|Jumlah penyesuaian|ID pesanan terkait|"
    "Pembayaran oleh pembeli|Pengembalian dana pembeli|Diskon voucher yang ditanggung penjual|"
    "Pengembalian dana diskon voucher yang ditanggung penjual|Diskon platform|Pengembalian dana diskon platform|"
    "Diskon voucher yang ditanggung platform|Pengembalian dana diskon voucher yang ditanggung platform|"
    "Diskon ongkir dari penjual|Perkiraan berat paket|Berat paket yang bisa dikenai biaya|Detail produk terjual|"
    "Sumber pesanan"
)


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Money that moved without an order: advertising paid from sales, compensation."""

    number: str
    advertising: bool
    day: date
    amount: int


def income(orders: Iterable[Order], adjustments: Iterable[Adjustment] = (), language: Language = "id") -> bytes:
    """``income_YYYYMMDDhhmmss(UTC+7).xlsx`` of the released orders; ``/`` stands for nothing, ids end with a TAB.

    Total Revenue, Total Fees and Shipping cost are sums of columns that follow them.
    """
    header = ENGLISH if language == "en" else INDONESIAN
    printed = [f"{header[0]}  ", f"{header[1]} ", *header[2:]]
    rows: list[Row] = [printed]
    for order in orders:
        if order.released:
            rows.append(_row(_order(order, language), header, language))
    for adjustment in adjustments:
        rows.append(_row(_adjustment(adjustment, language), header, language))
    others = _SHEETS[language]
    notes = [Sheet(name, [[name]]) for name in others[1:]]
    return workbook(Sheet(others[0], rows), *notes)


_SHEETS: Final = {
    "en": ("Order details", "Reports", "Withdrawal records", "Fees explanation"),
    "id": ("Detail pesanan", "Laporan", "Riwayat penarikan", "Penjelasan tentang biaya"),
}

_INDONESIAN_OF: Final = {
    "Order/adjustment ID": "ID Pesanan/Penyesuaian",
    "Type": "Jenis transaksi",
    "Order created time": "Waktu pemesanan",
    "Order settled time": "Waktu pembayaran pesanan",
    "Currency": "Mata uang",
    "Total settlement amount": "Jumlah penyelesaian pembayaran",
    "Total Revenue": "Total Pendapatan",
    "Subtotal after seller discounts": "Subtotal setelah diskon penjual",
    "Subtotal before discounts": "Subtotal sebelum diskon",
    "Seller discounts": "Diskon penjual",
    "Refund subtotal after seller discounts": "Subtotal pengembalian dana setelah diskon penjual",
    "Refund subtotal before seller discounts": "Subtotal pengembalian dana sebelum diskon penjual",
    "Refund of seller discounts": "Pengembalian dana diskon penjual",
    "Total Fees": "Total Biaya",
    "Platform commission fee": "Biaya komisi platform",
    "Payment Fee": "Biaya Pembayaran",
    "Shipping cost": "Ongkir",
    "Shipping costs passed on to the logistics provider": "Ongkir yang ditalangi penyedia jasa logistik",
    "Affiliate Commission": "Komisi Afiliasi",
    "Shipping Fee Program service fee": "Biaya layanan Program Bebas Ongkir",
    "Dynamic commission": "Komisi dinamis",
    "Article 22 Income Tax withheld": "PPh Pasal 22 dipungut",
    "Ajustment amount": "Jumlah penyesuaian",
    "Related order ID": "ID pesanan terkait",
    "Customer payment": "Pembayaran oleh pembeli",
    "Order Source": "Sumber pesanan",
}


def _row(cells: dict[str, str], header: list[str], language: Language) -> list[str]:
    if language == "id":
        cells = {_INDONESIAN_OF[name]: value for name, value in cells.items()}
    text = [name for name in header if not _is_amount(name)]
    return [cells.get(name, "/" if name in text else "0") for name in header]


def _is_amount(name: str) -> bool:
    return name not in {
        "Related order ID", "ID pesanan terkait", "Estimated package weight (g)", "Actual package weight (g)",
        "Perkiraan berat paket", "Berat paket yang bisa dikenai biaya", "Shopping center items", "Detail produk terjual",
        "Order created time", "Waktu pemesanan",
    }  # fmt: skip


def _order(order: Order, language: Language) -> dict[str, str]:
    assert order.released
    charges = order.charges
    returned = sum(item.returned * (item.list_price - item.price) for item in order.items)
    amounts = {
        "Total settlement amount": order.net,
        "Total Revenue": order.subtotal - order.refund - order.seller_voucher,
        "Subtotal after seller discounts": order.subtotal - order.seller_voucher,
        "Subtotal before discounts": sum(item.gross for item in order.items),
        "Seller discounts": -sum(item.discount for item in order.items) - order.seller_voucher,
        "Refund subtotal after seller discounts": -order.refund,
        "Refund subtotal before seller discounts": -order.refund - returned,
        "Refund of seller discounts": returned,
        "Total Fees": sum(charges),
        "Platform commission fee": charges.commission,
        "Payment Fee": charges.processing,
        "Shipping cost": charges.shipping,
        "Shipping costs passed on to the logistics provider": charges.shipping,
        "Affiliate Commission": charges.affiliate,
        "Shipping Fee Program service fee": charges.free_shipping,
        "Dynamic commission": charges.promotion,
        "Article 22 Income Tax withheld": charges.tax,
        "Customer payment": order.paid_by_buyer,
    }
    return {
        "Order/adjustment ID": f"{order.number}\t",
        "Type": "Order" if language == "en" else "Pesanan",
        "Order created time": f"{order.ordered:%Y/%m/%d}",
        "Order settled time": f"{order.released:%Y/%m/%d}",
        "Currency": "IDR",
        "Order Source": "Tokopedia" if order.marketplace == "tokopedia" else "TikTok Shop",
        **{name: str(amount) for name, amount in amounts.items()},
    }


def _adjustment(adjustment: Adjustment, language: Language) -> dict[str, str]:
    words = {
        ("en", True): "GMV payment for TikTok Ads",
        ("en", False): "Platform reimbursement",
        ("id", True): "Pembayaran GMV untuk Iklan TikTok",
        ("id", False): "Penggantian dana dari platform",
    }
    return {
        "Order/adjustment ID": f"{adjustment.number}\t",
        "Type": words[language, adjustment.advertising],
        "Order settled time": f"{adjustment.day:%Y/%m/%d}",
        "Currency": "IDR",
        "Total settlement amount": str(adjustment.amount),
        "Ajustment amount": str(adjustment.amount),
        "Order Source": "/",
    }
