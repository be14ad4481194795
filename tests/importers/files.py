"""Small files made on the spot, with just the columns that a test is about."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from cblp.demo.files.workbook import Sheet, workbook
from cblp.importers import Reader
from cblp.importers.records import OrderLine

SHOPEE = {
    "No. Pesanan": "260801AAAAAAAA", "Status Pesanan": "Selesai", "Status Pembatalan/ Pengembalian": "",
    "Waktu Pengiriman Diatur": "2026-08-01 15:00", "Waktu Pesanan Dibuat": "2026-08-01 05:11",
    "Waktu Pembayaran Dilakukan": "2026-08-01 05:12", "Metode Pembayaran": "QRIS", "SKU Induk": "", "Nama Produk": "Kain batik",
    "Nomor Referensi SKU": "BTK-01", "Nama Variasi": "Merah", "Harga Awal": "103.500", "Harga Setelah Diskon": "96.000",
    "Jumlah": "1", "Returned quantity": "0", "Subtotal Pesanan": "96.000", "Diskon Dari Shopee": "0",
    "Jumlah Produk di Pesan": "1", "Voucher Ditanggung Penjual": "0", "Kota/Kabupaten": "KOTA JAMBI",
    "Waktu Pesanan Selesai": "2026-08-05 10:00",
}  # fmt: skip


def sheet(rows: Sequence[dict[str, Any]], name: str = "orders", banner: Sequence[Sequence[Any]] = ()) -> bytes:
    """A workbook of one sheet; the first row's keys are the header."""
    header = list(rows[0])
    return workbook(Sheet(name, [*banner, header, *([row.get(key) for key in header] for row in rows)]))


def table(rows: Sequence[dict[str, Any]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """The same as csv."""
    out = StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def shopee(*changes: dict[str, Any]) -> bytes:
    """A Shopee orders file with one row per change of the plain row."""
    return sheet([{**SHOPEE, **change} for change in changes or ({},)])


def lines(reader: Reader, data: bytes) -> list[OrderLine]:
    """The order lines of a file."""
    return [OrderLine(*row) for row in reader.read(data, "file").rows]


def zipped(members: dict[str, bytes]) -> bytes:
    """A plain zip archive."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()
