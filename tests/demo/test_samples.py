"""Every sample has the layout that its source prints, canaries where buyers stand, and is the file in the repository."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from cblp.demo.files.canaries import CANARIES
from cblp.demo.files.facts import State
from cblp.demo.samples import Sample, samples, shopee_orders, write
from tests.demo.sheets import records, rupiah, sheets

GOLDEN = Path(__file__).parents[1] / "importers" / "samples"
WITHOUT_BUYERS = {"instagram", "facebook", "tiktok", "youtube", "x", "kasir_pintar"}


@cache
def all_samples() -> dict[str, Sample]:
    return {f"{sample.source}/{sample.name}": sample for sample in samples()}


def opened(name: str) -> dict[str, list[list[object]]]:
    return sheets(all_samples()[name].content)


def shown(content: bytes) -> str:
    """All that can be read in a file, packed or not."""
    if content[:2] == b"PK":
        archive = ZipFile(BytesIO(content))
        return "".join(archive.read(name).decode("utf-8-sig") for name in archive.namelist())
    return content.decode("utf-16" if content[:2] == b"\xff\xfe" else "cp1252")


# name, sheet, header row (from 1), columns, first and last header
_LAST = "Pro-rated Shopee Payment Channel Promotion  for return refund Items"
LAYOUTS = [
    ("shopee/Order.all.20260701_20260731.xlsx", "orders", 1, 50, "No. Pesanan", "Waktu Pesanan Selesai"),
    ("shopee/Order.all.20240701_20240731.xlsx", "orders", 1, 48, "No. Pesanan", "Waktu Pesanan Selesai"),
    ("shopee/nomor-pesanan.xlsx", "orders", 1, 50, "Nomor Pesanan", "Waktu Pesanan Selesai"),
    ("shopee/Order.cancellation.20260701_20260731.xlsx", "orders", 1, 49, "No. Pesanan", "Waktu Pesanan Selesai"),
    ("shopee/Order.failed_delivery.20260701_20260731.xlsx", "orders", 1, 55, "No. Pesanan", "Waktu Pesanan Selesai"),
    ("shopee/Order.return_refund.20260701_20260731.xls", "Sheet1", 1, 46, "No. Pengembalian",
     "Penyesuaian Alasan Pengembalian"),
    ("shopee/Income.sudah dilepas.id.20260701_20260731.xlsx", "Penghasilan", 3, 52, "No.", _LAST),
    ("shopee/Income.2024.xlsx", "Income", 6, 43, "No.", _LAST),
    ("shopee/my_balance_transaction_report.shopee.20260701_20260731.xlsx", "Transaction Report", 18, 8,
     "Tanggal Transaksi", "Saldo Akhir"),
    ("shopee/batikkito.shopee-shop-stats.20260701-20260707.xlsx", "Pesanan Dibuat", 1, 16, "Tanggal",
     "Tingkat Pembelian Berulang"),
    ("shopee/chat-20260701-20260707.xlsx", "Chat", 1, 16, "Periode Waktu", "Tingkat Konversi (Chat Dibalas)"),
    ("shopee/daftar-streaming-202607.xlsx", "Daftar Streaming", 1, 7, "Informasi Streaming",
     "Penjualan (Pesanan Siap Dikirim)(Rp)"),
    ("tokopedia_tiktok/Semua pesanan-2026-08-01-08_00.xlsx", "OrderSKUList", 1, 61, "Order ID", "Tokopedia Invoice Number"),
    ("tokopedia_tiktok/All order-2026-08-01-08_00.xlsx", "OrderSKUList", 1, 65, "Order ID", "Creator Handle"),
    ("tokopedia_tiktok/Semua pesanan-2024-08-01-54.xlsx", "OrderSKUList", 1, 54, "Order ID", "Checked Marked by"),
    ("tokopedia_tiktok/income_20260801080000(UTC+7).xlsx", "Order details", 1, 65, "Order/adjustment ID  ", "Order Source"),
    ("tokopedia_tiktok/income_20260801080100(UTC+7).xlsx", "Detail pesanan", 1, 79, "ID Pesanan/Penyesuaian  ", "Sumber pesanan"),
    ("tokopedia_tiktok/Live-Performance-20260701-20260731.xlsx", "Sheet1", 3, 21, "ID Kreator", "CTR"),
    ("tokopedia_tiktok/Video-Performance-20260701-20260731.xlsx", "Sheet1", 3, 30, "Nama Kreator", "Diagnosis"),
    ("tokopedia/Laporan Penjualan 202407.xlsx", "Laporan Penjualan", 5, 48, "Nomor", "Diskon Penawaran Terpakai (IDR)"),
    ("lazada/lazada-orders-20260801.xlsx", "sheet1", 1, 76, "orderItemId", "sellerNote"),
    ("lazada/Income Overview 20260801.xlsx", "Income Overview", 1, 19, "Periode Laporan", "Short Code"),
    ("kasir_pintar/barang.xlsx", "barang", 1, 17, "alasan_gagal", "gambar"),
    ("majoo/Detail Penjualan Juli 2026.xlsx", "Detail Penjualan", 13, 13, "No Transaksi", "Jumlah Refund (Rp)"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "sheet", "row", "columns", "first", "last"), LAYOUTS)
def test_header(name: str, sheet: str, row: int, columns: int, first: str, last: str) -> None:
    header = opened(name)[sheet][row - 1]
    assert (len(header), header[0], header[-1]) == (columns, first, last)


TEXTS = [
    ("tokopedia_tiktok/Semua pesanan-2026-08-01-08_00.csv", '\ufeff"Order ID","Order Status",'),
    ("lazada/lazada-orders-2023.csv", "Order Item Id;Lazada Id;"),
    ("blibli/Order-202607.csv", "No. Order,No. Order Item,"),
    ("moka/item_details_202607.csv", "Outlet,Receipt Number,Date,Time,"),
    ("instagram/Jul-01-2026_Jul-31-2026_id.csv", "\ufeffID Postingan,ID Akun,"),
    ("instagram/Jul-01-2026_Jul-31-2026_en.csv", "\ufeffPost ID,Account ID,"),
    ("instagram/Jangkauan.csv", '\ufeffsep=,\r\n"Jangkauan"\r\n"Tanggal","Primary"\r\n"2026-07-01T00:00:00","193"'),
    ("facebook/Jul-01-2026_Jul-31-2026.csv", "\ufeffPost ID,Page ID,Page name,"),
    ("tiktok/Overview.csv", '\ufeff"Date","Video Views","Profile Views","Likes","Comments","Shares"\n"December 29",'),
    ("tiktok/Overview_id.csv", '\ufeff"Date","Video Views","Profile Views","Likes","Comments","Shares"\n"29 Desember",'),
    ("youtube/Table data.csv", "Content,Video title,Video publish time,"),
    ("x/account_analytics_content_2026-07-01_2026-07-31.csv", "Post id,Date,Post text,Post Link,"),
]


@pytest.mark.parametrize(("name", "begins"), TEXTS)
def test_text_file_begins(name: str, begins: str) -> None:
    content = all_samples()[name].content
    text = content.decode("utf-16-le" if content[:2] == b"\xff\xfe" else "utf-8")
    assert text.startswith(begins)


def test_shopee_orders_are_text_and_one_row_per_item() -> None:
    rows = opened("shopee/Order.all.20260701_20260731.xlsx")["orders"]
    assert all(isinstance(cell, str) for row in rows for cell in row)
    lines = records(rows)
    assert len(lines) == sum(len(order.items) for order in shopee_orders())
    for line in lines:
        assert rupiah(line["Subtotal Pesanan"]) == rupiah(line["Harga Setelah Diskon"]) * int(str(line["Jumlah"]))
        assert rupiah(line["Total Diskon"]) == rupiah(line["Diskon Dari Penjual"])
    assert {str(line["Status Pesanan"]).split(",")[0] for line in lines} == {
        "Selesai", "Batal", "Sedang Dikirim", "Telah Dikirim", "Perlu Dikirim", "Belum Bayar", "Pembatalan diajukan",
        "Pesanan diterima",
    }  # fmt: skip


def test_shopee_income_repeats_the_money_in_sku_rows_and_adds_up() -> None:
    book = opened("shopee/Income.sudah dilepas.id.20260701_20260731.xlsx")
    rows = book["Penghasilan"]
    assert [str(name) for name in rows[1] if name][3:6] == ["Biaya Platform", "Biaya Gratis Ongkir XTRA", "Biaya Layanan"]
    header = rows[2]
    assert header.count("Biaya Gratis Ongkir XTRA - Ukuran Biasa (Kategori F)") == 2
    assert (header[10], header[36]) == ("Harga Produk", "PPh 22")
    orders = [row for row in rows[3:] if row[1] == "Order"]
    skus = [row for row in rows[3:] if row[1] == "Sku"]
    assert len(skus) > len(orders)
    net = {order.number: order.net for order in shopee_orders() if order.released}
    assert {row[2]: sum(row[10:37]) for row in orders} == net  # type: ignore[arg-type]
    assert sum(row[10] for row in skus) == sum(row[10] for row in orders)  # type: ignore[misc]
    assert book["Summary"][8][2] == sum(net.values())


def test_shopee_orders_income_and_balance_agree() -> None:
    lines = records(opened("shopee/Order.all.20260701_20260731.xlsx")["orders"])
    subtotal: dict[object, int] = {}
    for line in lines:
        number = line["No. Pesanan"]
        subtotal[number] = subtotal.get(number, 0) + rupiah(line["Subtotal Pesanan"])
    income = [row for row in opened("shopee/Income.sudah dilepas.id.20260701_20260731.xlsx")["Penghasilan"] if row[1] == "Order"]
    balance = records(opened("shopee/my_balance_transaction_report.shopee.20260701_20260731.xlsx")["Transaction Report"], 17)
    moved = {row["No. Pesanan"]: row["Jumlah"] for row in balance if row["Tipe Transaksi"] == "Penghasilan dari Pesanan"}
    assert len(income) == 5
    for row in income:
        assert row[10] == subtotal[row[2]]
        assert sum(row[10:37]) == moved[row[2]]  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["income_20260801080000(UTC+7).xlsx", "income_20260801080100(UTC+7).xlsx"])
def test_seller_center_income_adds_up(name: str) -> None:
    rows = next(iter(opened(f"tokopedia_tiktok/{name}").values()))
    orders = [row for row in rows[1:] if row[1] in {"Order", "Pesanan"}]
    assert len(orders) == 5
    assert all(str(row[0]).endswith("\t") for row in rows[1:])
    for row in orders:
        settled, revenue, fees = int(str(row[5])), int(str(row[6])), int(str(row[14]))
        assert settled == revenue + fees


def test_lazada_income_sums_to_the_money_released() -> None:
    lines = records(opened("lazada/Income Overview 20260801.xlsx")["Income Overview"])
    total = sum(float(str(line["Jumlah (Termasuk Pajak)"])) for line in lines)
    assert total == sum(order.net + order.seller_voucher for order in shopee_orders() if order.released) - 43_000
    # Lazada has no seller voucher, and one of three coffees (43,000) was cancelled


def test_tokopedia_leaves_follow_up_cells_empty() -> None:
    lines = records(opened("tokopedia/Laporan Penjualan 202407.xlsx")["Laporan Penjualan"], 4)
    follow = [line for line in lines if line["Nomor Invoice"] == ""]
    assert follow
    assert all(line["Status Terakhir"] == "" and line["Nama Produk"] and line["Harga Jual (IDR)"] != "" for line in follow)


def test_every_state_is_among_the_orders() -> None:
    assert {order.state for order in shopee_orders()} == set(State)


def test_earlier_file_knows_less() -> None:
    name = "shopee/Order.all.202607{}.xlsx"
    early = {row["No. Pesanan"]: row for row in records(opened(name.format("01_20260714"))["orders"])}
    late = {row["No. Pesanan"]: row for row in records(opened(name.format("01_20260731"))["orders"])}
    assert set(early) <= set(late)
    changed = [number for number, row in early.items() if row["Status Pesanan"] != late[number]["Status Pesanan"]]
    assert changed


MONEY_AND_FIGURES = (
    "income", "balance", "saldo", "account transactions", "bill", "stats", "metrik utama", "chat", "streaming", "performance",
)
"""Words in the names of files in which the real ones have no buyer either."""


@pytest.mark.parametrize("name", sorted(all_samples()))
def test_buyers_are_canaries(name: str) -> None:
    sample = all_samples()[name]
    text = shown(sample.content).lower()
    if sample.source in WITHOUT_BUYERS or any(word in sample.name.lower() for word in MONEY_AND_FIGURES):
        return
    assert any(canary in text for canary in CANARIES)


def test_samples_in_the_repository_are_those_of_the_generator(tmp_path: Path) -> None:
    count = write(tmp_path)
    assert count == len(all_samples())
    for made in sorted(tmp_path.rglob("*.*")):
        golden = GOLDEN / made.relative_to(tmp_path)
        assert golden.read_bytes() == made.read_bytes(), f"run `python -m cblp.demo.samples {GOLDEN}`"
