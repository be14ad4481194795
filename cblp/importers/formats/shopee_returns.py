"""Shopee Seller Centre, Indonesia: the return and refund report (a workbook that is named .xls, with two headers twice)."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from cblp.i18n import N_
from cblp.importers.columns import Count, Moment, Rupiah, Text, When
from cblp.importers.format import Format, Reading, Record
from cblp.importers.formats.shopee_orders import PATTERNS
from cblp.importers.lines import replaced, shares
from cblp.importers.records import OrderReturn

_RETURN: Final = OrderReturn._fields.index("return_no")
_REFUND: Final = OrderReturn._fields.index("refund")
_GIVEN_UP: Final = ("dibatalkan", "ditolak", "cancelled", "rejected")


def order_return(
    reading: Reading, return_no: str, order_no: str, product_name: str, parent_sku: str, variation: str, own_sku: str,
    price: int, requested: Moment, status: str, quantity: int, reason: str, refund: int, completed: Moment | None,
) -> OrderReturn:  # fmt: skip
    """One row: an item that a buyer wants to give back. The refund is the whole return's until ``finish`` splits it."""
    reading.state.setdefault("weights", []).append(price * quantity)
    if any(word in status.casefold() for word in _GIVEN_UP):
        refund = 0  # the amount stays printed on a return that came to nothing
    return OrderReturn(
        "shopee", return_no, order_no, product_name, variation, own_sku or parent_sku, quantity, max(refund, 0), reason, status,
        requested.day, completed.day if completed else None,
    )  # fmt: skip


def finish(reading: Reading, returns: list[Record]) -> list[Record]:
    """The refund, printed in full on each row of a return, split over them by price and quantity."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, found in enumerate(returns):
        places[found[_RETURN]].append(place)
    weights = reading.state.get("weights", [])
    result = list(returns)
    for rows in places.values():
        if len(rows) > 1:
            total = max(returns[i][_REFUND] for i in rows)
            for i, part in zip(rows, shares(total, [weights[i] for i in rows]), strict=True):
                result[i] = replaced(returns[i], _REFUND, part)
    return result


RETURNS: Final = Format(
    id="shopee.returns",
    source="shopee",
    kind="returns",
    label=N_("a Shopee return file"),
    columns=(
        Text("return_no", "No. Pengembalian", limit=40),
        Text("order_no", "No. Pesanan", limit=40),
        Text("product_name", "Nama Produk", empty=""),
        Text("parent_sku", "SKU Induk", required=False, empty="", limit=100),
        Text("variation", "Variasi", required=False, empty="", limit=200),
        Text("own_sku", "Kode Variasi", required=False, empty="", limit=100),
        Rupiah("price", "Harga Satuan", required=False, empty=0),
        When("requested", "Waktu Pengembalian Diajukan", patterns=PATTERNS),
        Text("status", "Status Pembatalan/ Pengembalian", "Status Pembatalan/Pengembalian", limit=120),
        Count("quantity", "Jumlah Produk Dikembalikan"),
        Text("reason", "Alasan Pengembalian", required=False, empty="", limit=120),
        Rupiah("refund", "Total Pengembalian Dana", empty=0),
        When("completed", "Waktu Pengembalian Dana Selesai", patterns=PATTERNS, required=False, empty=None),
    ),
    row=order_return,
    signature=("return_no", "order_no", "requested", "quantity"),
    since=(("2026", ""),),
    finish=finish,
    ignored=(
        "Tanggal Pesanan Dibuat", "Username (Pembeli)", "Tipe Pengembalian", "Solusi Pengembalian Barang/Dana",
        "Catatan Pengembalian Barang", "Dikembalikan ke Gudang Shopee", "Pilihan Jasa Kirim Pengembalian Barang",
        "No. Resi Pengembalian Barang", "Status Pengembalian Barang", "Waktu Pengiriman Pengembalian Barang Selesai",
        "Alamat Pengiriman", "Provinsi", "Kota/Kabupaten", "Kode Pos", "No. Telepon", "Alamat Pickup Pengembalian Barang", "Kota",
        "Buyer contact number", "Dapat Mengajukan Banding pada", "Alasan Penolakan", "Catatan Penjual untuk Banding",
        "Jumlah Kompensasi", "Pilihan Jasa Kirim Pengiriman Terusan", "No. Resi Pengiriman Terusan", "Total Pesanan",
        "Metode Pembayaran", "Catatan Pembeli untuk Pesanan", "Pelepasan Dana", "Ongkos Kirim Pengiriman",
        "Ongkos Kirim Pengembalian", "Penyesuaian Alasan Pengembalian",
    ),
)  # fmt: skip

FORMATS: Final = (RETURNS,)
