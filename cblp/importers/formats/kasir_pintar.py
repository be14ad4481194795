"""Kasir Pintar: the list of goods, and the report of sold products where it has days."""

from __future__ import annotations

from typing import Any, Final

from cblp.i18n import N_
from cblp.importers.columns import Bad, Cell, Rupiah, Text
from cblp.importers.format import Format, Reading
from cblp.importers.formats import mapped
from cblp.importers.problems import NoDates
from cblp.importers.records import Goods

EXAMPLE: Final = "CONTOH"
_WORDS: Final = "words"


class _Number(Rupiah):
    """A number with a dot before decimals; the row that explains the columns has words there."""

    def __init__(self, field: str, *headers: str) -> None:
        super().__init__(field, *headers, style="decimal", rounded=True, required=False, empty=None)

    def read(self, cell: Cell, seen: str) -> Any:
        try:
            return super().read(cell, seen)
        except Bad:
            return _WORDS


def good(
    reading: Reading, sku: str, product_name: str, cost: Any, price: Any, stock: Any, category: str
) -> Goods | None:
    """One row: a product. Goods sold by weight have a stock with decimals, kept in whole units."""
    first = not reading.state.get("started")
    reading.state["started"] = True
    for field, number in {"cost": cost, "price": price, "stock": stock}.items():
        if number is _WORDS:
            if first:
                return None
            raise Bad("count" if field == "stock" else "money", field)
    if EXAMPLE in sku or EXAMPLE in product_name:
        return None
    if not product_name:
        # the row of explanations may explain the codes only
        if first:
            return None
        raise Bad("blank", "product_name")
    return Goods("kasir_pintar", sku, product_name, "", category, price, cost, stock)


def with_days(reading: Reading) -> None:
    """Refuse the report that sums up a period: its sales belong to no day."""
    if not reading.has("date"):
        raise NoDates(name=reading.book.name)


GOODS: Final = Format(
    id="kasir_pintar.goods",
    source="kasir_pintar",
    kind="goods",
    label=N_("a Kasir Pintar list of goods"),
    columns=(
        Text("sku", "data_kode_barang", empty="", limit=100),
        Text("product_name", "data_nama_barang", empty=""),
        _Number("cost", "data_harga_beli"),
        _Number("price", "data_harga_jual"),
        _Number("stock", "data_stok"),
        Text("category", "kategori", required=False, empty="", limit=100),
    ),
    row=good,
    signature=("sku", "product_name", "price"),
    since=(("2023", ""),),
    ignored=(
        "alasan_gagal", "data_barang_jasa", "data_show_toko", "minimum_stok", "tipe_diskon", "diskon", "berat_dan_satuan",
        "berat", "letak_rak", "keterangan", "gambar",
    ),
)  # fmt: skip

PRODUCTS: Final = Format(
    id="kasir_pintar.products",
    source="kasir_pintar",
    kind="orders",
    label=N_("a Kasir Pintar report of sold products"),
    columns=mapped.columns(
        {
            "date": ("Tanggal", "Tgl", "Tanggal Transaksi"), "order": ("No Transaksi", "Kode Transaksi", "No Struk"),
            "item": ("Nama",), "sku": ("Kode Barang", "Kode"), "quantity": ("Jumlah Barang",),
            "amount": ("Total Penjualan", "Total Harga", "Pendapatan", "Total"), "price": ("Harga Jual", "Harga"),
        },
        {"item", "quantity"},
    ),
    row=mapped.sold,
    signature=("item", "quantity"),
    since=(("2023", ""),),
    drops=(*mapped.DROPS, ("item", "Total Semua")),
    prepare=with_days,
    finish=mapped.finish,
)  # fmt: skip

FORMATS: Final = (GOODS, PRODUCTS)
