"""What the columns of a table that no format knows can mean, and a first guess at it from their names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cblp.importers.columns import normalise

NAMES: Final[dict[str, tuple[str, ...]]] = {
    "date": (
        "waktu order", "tanggal", "tgl", "tanggal transaksi", "tgl transaksi", "tanggal penjualan", "tanggal order",
        "tanggal pesanan", "hari/tanggal", "hari, tanggal", "order date", "date", "transaction date", "waktu", "waktu bayar",
        "periode",
    ),
    "order": (
        "no transaksi", "no. transaksi", "nomor transaksi", "id transaksi", "kode transaksi", "no struk", "no. struk", "no nota",
        "no. nota", "nota", "no pesanan", "no. pesanan", "nomor pesanan", "order no", "order number", "receipt number",
        "invoice", "no invoice", "no. invoice", "no faktur",
    ),
    "item": (
        "nama barang", "nama produk", "nama item", "nama menu", "produk", "barang", "item", "items", "menu", "product name",
        "item name", "product", "sales name", "nama",
    ),
    "variation": ("varian", "variasi", "nama variasi", "variant", "ukuran", "warna"),
    "sku": ("sku", "kode barang", "kode produk", "kode item", "kode sku", "kode"),
    "quantity": (
        "qty_terjual", "qty terjual", "qty", "jumlah barang", "jumlah produk", "jumlah terjual", "jumlah item", "jml",
        "kuantitas", "banyaknya", "banyak", "pcs", "quantity", "sales qty", "terjual", "jumlah",
    ),
    "amount": (
        "total penjualan (rp)", "total penjualan (rp.)", "total penjualan", "penjualan (rp.)", "penjualan (rp)", "pendapatan",
        "uang masuk", "omzet", "omset", "total harga", "total harga (rp)", "harga total", "jumlah uang", "jumlah harga",
        "jumlah (rp)", "total (rp)", "total bayar", "total", "subtotal", "nominal", "penjualan", "net sales", "sales amount",
        "total sales", "amount",
    ),
    "price": ("harga satuan", "harga produk", "harga jual", "harga", "harga (rp)", "harga satuan (rp)", "unit price", "price"),
    "status": ("status pesanan", "status transaksi", "status", "order status"),
    "refund": ("jumlah refund (rp)", "jumlah refund", "refund", "retur (rp)", "pengembalian dana"),
    "fee": ("biaya admin", "biaya layanan", "biaya penjualan", "potongan", "komisi", "fee"),
}  # fmt: skip
"""Meanings, and the header names that carry them at tills (majoo, Olsera, Kasir Pintar) and in hand-made sheets, surest first."""

MEANINGS: Final = tuple(NAMES)
"""``date``, ``item`` and one of ``amount`` (of the whole row) and ``price`` (of one unit) are needed. Without ``order`` each row
is a sale of its own; without ``quantity`` it is one unit; ``refund`` is money given back; ``fee`` is only added up."""


def suggest(headers: Sequence[str]) -> dict[str, str]:
    """A meaning for each header that has a known name, as ``Mapping.columns``; no header is used twice."""
    printed = {normalise(header): header for header in reversed(headers) if header}
    found: dict[str, str] = {}
    for meaning, names in NAMES.items():
        name = next((name for name in names if name in printed), None)
        if name:
            found[meaning] = printed.pop(name)
    if "amount" in found and "quantity" in found:
        found.pop("price", None)  # the amount says it already
    return found


def lacking(columns: Sequence[str]) -> list[str]:
    """Meanings that still need a column: "date", "item", "amount"."""
    wanted = [meaning for meaning in ("date", "item") if meaning not in columns]
    return wanted if "amount" in columns or "price" in columns else [*wanted, "amount"]
