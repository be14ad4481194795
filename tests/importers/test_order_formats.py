"""What the columns of each marketplace's order report mean: money, statuses, returns, keys, and whose row it is."""

from __future__ import annotations

from typing import Any

import pytest

from cblp.importers import Reader
from cblp.importers.problems import ResavedByExcel
from cblp.importers.records import CANCELLED, COMPLETED, PAID, RETURNED, SHIPPED, UNPAID, OrderLine, OrderReturn
from tests.importers.files import SHOPEE, lines, sheet, shopee, table

# ── Shopee ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_shopee_money_ties_to_the_printed_subtotal(reader: Reader) -> None:
    (line,) = lines(reader, shopee({
        "Jumlah": "3", "Subtotal Pesanan": "288.000", "Diskon Dari Penjual": "7.500", "Voucher Ditanggung Penjual": "5.000",
        "Jumlah Produk di Pesan": "3",
    }))  # fmt: skip
    assert (line.list_price, line.unit_price, line.gross, line.discount) == (103_500, 96_000, 310_500, 22_500)
    assert line.gross - line.discount == 288_000
    assert line.order_voucher == 5_000


def test_shopee_subtotal_wins_over_price_times_quantity(reader: Reader) -> None:
    """The income report is built on the subtotal, whatever a bundle did to the unit price."""
    (line,) = lines(reader, shopee({"Jumlah": "2", "Subtotal Pesanan": "150.000"}))
    assert (line.gross, line.discount) == (207_000, 57_000)
    (dearer,) = lines(reader, shopee({"Harga Awal": "90.000"}))
    assert (dearer.list_price, dearer.gross, dearer.discount) == (96_000, 96_000, 0)


@pytest.mark.parametrize(
    ("printed", "status"),
    [
        ("Belum Bayar", UNPAID), ("Perlu Dikirim", PAID), ("Sedang Dikirim", SHIPPED), ("Telah Dikirim", SHIPPED),
        ("Pesanan diterima, namun Pembeli masih dapat mengajukan pengembalian hingga 2026-08-21.", SHIPPED),
        ("Selesai", COMPLETED), ("Batal", CANCELLED), ("Completed", COMPLETED),
    ],
)  # fmt: skip
def test_shopee_statuses(reader: Reader, printed: str, status: int) -> None:
    (line,) = lines(reader, shopee({"Status Pesanan": printed}))
    assert (line.status_raw, line.status) == (printed, status)


def test_shopee_asked_for_cancellation_keeps_the_rank_before_it(reader: Reader) -> None:
    arranged, waiting = lines(reader, shopee(
        {"Status Pesanan": "Pembatalan diajukan"},
        {"Status Pesanan": "Pembatalan diajukan", "Waktu Pengiriman Diatur": "", "No. Pesanan": "260801BBBBBBBB"},
    ))  # fmt: skip
    assert (arranged.status, waiting.status) == (SHIPPED, PAID)


def test_shopee_returns(reader: Reader) -> None:
    approved = {"Jumlah": "2", "Subtotal Pesanan": "192.000", "Status Pembatalan/ Pengembalian": "Permintaan Disetujui"}
    part, whole, pending = lines(reader, shopee(
        {**approved, "Returned quantity": "1", "No. Pesanan": "1"},
        {**approved, "Returned quantity": "2", "No. Pesanan": "2"},
        {**approved, "Returned quantity": "2", "No. Pesanan": "3", "Status Pembatalan/ Pengembalian": "Pengembalian Diproses"},
    ))  # fmt: skip
    assert [(x.status, x.returned_quantity) for x in (part, whole, pending)] == [(COMPLETED, 1), (RETURNED, 2), (COMPLETED, 2)]
    extract = reader.read(shopee(*[{}] * 5, {"Returned quantity": "2"}), "x.xlsx")
    assert [problem.code for problem in extract.problems] == ["returned"]


def test_shopee_paying_at_the_door_is_no_payment_yet(reader: Reader) -> None:
    online, cod, never = lines(reader, shopee(
        {"No. Pesanan": "1"}, {"No. Pesanan": "2", "Metode Pembayaran": "COD (Bayar di Tempat)"},
        {"No. Pesanan": "3", "Status Pesanan": "Batal", "Waktu Pembayaran Dilakukan": "-"},
    ))  # fmt: skip
    assert [x.paid_at for x in (online, cod, never)] == ["2026-07-31T22:12:00Z", None, None]


def test_shopee_day_is_the_printed_one_and_instants_are_utc(reader: Reader) -> None:
    (line,) = lines(reader, shopee({}))
    assert (line.sales_day, line.ordered_at, line.completed_at) == ("2026-08-01", "2026-07-31T22:11:00Z", "2026-08-05T03:00:00Z")
    assert line.regency == "15.71"


def test_shopee_keys(reader: Reader) -> None:
    found = lines(reader, shopee(
        {}, {"Nama Variasi": "Biru"}, {"Nomor Referensi SKU": "", "SKU Induk": "INDUK"}, {"Nomor Referensi SKU": ""},
        {"Harga Setelah Diskon": "90.000", "Subtotal Pesanan": "90.000"},
    ))  # fmt: skip
    assert [line.line_key for line in found] == [
        "btk-01|merah#2",
        "btk-01|biru",
        "induk|merah",
        "kain batik|merah",
        "btk-01|merah",
    ]


def test_shopee_order_amounts_repeat_and_counts_are_checked(reader: Reader) -> None:
    whole = {"Diskon Dari Shopee": "3.000", "Jumlah Produk di Pesan": "3"}
    rows = [whole, {**whole, "Nama Variasi": "Biru"}]
    extract = reader.read(shopee(*rows), "x.xlsx")
    assert sum(OrderLine(*row).platform_discount for row in extract.rows) == 3_000
    assert [tuple(note) for note in extract.notes] == [("order_count", ("1",))]


def test_shopee_older_names_and_tools_that_rewrite_the_header(reader: Reader) -> None:
    renamed = {
        "No. Pesanan": "Nomor Pesanan", "Harga Awal": "Harga Sebelum Diskon", "Returned quantity": "Jumlah Dikembalikan",
        "Subtotal Pesanan": "Total Harga Produk", "Waktu Pembayaran Dilakukan": "Dibayar Pembeli",
    }  # fmt: skip
    extract = reader.read(sheet([{renamed.get(key, key): value for key, value in SHOPEE.items()}]), "x.xlsx")
    assert extract.since == "2024"
    assert extract.rows == reader.read(shopee(), "x.xlsx").rows
    needed = (
        "No. Pesanan",
        "Status Pesanan",
        "Waktu Pesanan Dibuat",
        "Nama Produk",
        "Harga Awal",
        "Harga Setelah Diskon",
        "Jumlah",
    )
    (oldest,) = lines(reader, sheet([{key: SHOPEE[key] for key in needed}]))
    assert (oldest.gross, oldest.discount, oldest.returned_quantity, oldest.paid_at) == (103_500, 7_500, 0, None)


def test_shopee_saved_again_in_excel_is_refused(reader: Reader) -> None:
    saved: dict[str, Any] = {"Harga Awal": 89.0, "Harga Setelah Diskon": 89.0, "Subtotal Pesanan": 89.0}
    for data in (
        shopee(saved),
        shopee({**saved, "Harga Awal": 93.06}, saved),
        # above a million Excel leaves the dots alone, because two of them are no decimal point
        shopee(saved, {"Harga Awal": "1.343.500", "Harga Setelah Diskon": "1.250.000", "Subtotal Pesanan": "1.250.000"}),
        table([{**SHOPEE, **dict.fromkeys(saved, "89")}]),
    ):
        with pytest.raises(ResavedByExcel):
            reader.read(data, "x.xlsx")


def test_shopee_numbers_that_are_true_rupiah_are_read(reader: Reader) -> None:
    (line,) = lines(
        reader, shopee({"Harga Awal": 103_500, "Harga Setelah Diskon": 96_000, "Subtotal Pesanan": 96_000, "Jumlah": 1.0})
    )
    assert (line.gross, line.quantity) == (103_500, 1)
    (cheap,) = lines(reader, shopee({"Harga Awal": "500", "Harga Setelah Diskon": "500", "Subtotal Pesanan": "500"}))
    assert cheap.gross == 500


SHOPEE_RETURN = {
    "No. Pengembalian": "R1", "No. Pesanan": "A", "Nama Produk": "Kain", "SKU Induk": "", "Variasi": "Merah",
    "Kode Variasi": "BTK-01",
    "Harga Satuan": "RP 91.081\n", "Waktu Pengembalian Diajukan": "2026-07-07 10:04",
    "Status Pembatalan/ Pengembalian": "Dana Dikembalikan ke Pembeli", "Jumlah Produk Dikembalikan": 1,
    "Alasan Pengembalian": "Produk tidak lengkap", "Total Pengembalian Dana": "RP 364.325\n",
    "Waktu Pengembalian Dana Selesai": "2026-07-08 11:11",
}  # fmt: skip


def test_shopee_refund_of_a_return_is_split_over_its_rows(reader: Reader) -> None:
    rows = [SHOPEE_RETURN, {**SHOPEE_RETURN, "Jumlah Produk Dikembalikan": 2}, {**SHOPEE_RETURN, "Harga Satuan": "RP 91.082\n"}]
    given_up = {
        **SHOPEE_RETURN,
        "No. Pengembalian": "R2",
        "Status Pembatalan/ Pengembalian": "Pengembalian Barang/Dana Dibatalkan",
    }
    extract = reader.read(sheet([*rows, given_up], "Sheet1"), "Order.return_refund.xls")
    returns = [OrderReturn(*row) for row in extract.rows]
    assert [found.refund for found in returns] == [91_081, 182_162, 91_082, 0]
    assert (extract.kind, returns[0].requested_on, returns[0].completed_on) == ("returns", "2026-07-07", "2026-07-08")


# ── Tokopedia & TikTok Shop ──────────────────────────────────────────────────────────────────────────────────────────

CENTER = {
    "Order ID": "582200000000000001", "Order Status": "Selesai", "SKU ID": "1731476307833751360", "Seller SKU": "BTK-01",
    "Product Name": "Kain", "Variation": "Merah", "Quantity": "2", "Sku Quantity of return": "0",
    "SKU Unit Original Price": "80000", "SKU Subtotal Before Discount": "160000", "SKU Platform Discount": "5000",
    "SKU Seller Discount": "40000", "Created Time": "22/01/2026 15:03:10", "Paid Time": "22/01/2026 15:04:00", "RTS Time": "",
    "Shipped Time": "", "Delivered Time": "25/01/2026 09:00:00", "Cancelled Time": "", "Regency and City": "Kab. Bandung",
    "Purchase Channel": "TikTok",
}  # fmt: skip
EXPLAINED = dict.fromkeys(CENTER, "") | {"Order ID": "Platform unique order ID.", "Quantity": "SKU sold quantity in the order."}


def center(*changes: dict[str, str]) -> bytes:
    return sheet([{**CENTER, "Order ID": f"58{n}", **change} for n, change in enumerate(changes or ({},))], "OrderSKUList")


def test_center_money_is_before_what_the_platform_pays(reader: Reader) -> None:
    (line,) = lines(reader, center())
    assert (line.gross, line.discount, line.platform_discount, line.unit_price) == (160_000, 40_000, 5_000, 60_000)
    assert (line.line_key, line.item_id, line.sku) == (CENTER["SKU ID"], CENTER["SKU ID"], "BTK-01")
    assert (line.sales_day, line.paid_at) == ("2026-01-22", "2026-01-22T08:04:00Z")


def test_center_channel_decides_the_marketplace(reader: Reader) -> None:
    extract = reader.read(center({}, {"Purchase Channel": "Tokopedia"}, {"Purchase Channel": ""}), "x.xlsx")
    assert [row[0] for row in extract.rows] == ["tiktok_shop", "tokopedia", "tiktok_shop"]
    assert (extract.source, extract.marketplaces) == ("tokopedia_tiktok", ("tiktok_shop", "tokopedia"))
    (old,) = lines(reader, sheet([{key: value for key, value in CENTER.items() if key != "Purchase Channel"}]))
    assert old.marketplace == "tiktok_shop"


def test_center_statuses_in_both_languages(reader: Reader) -> None:
    words = {
        "Belum dibayar": UNPAID, "To ship": PAID, "Perlu dikirim": PAID, "Dikirim": SHIPPED, "Shipped": SHIPPED,
        "Completed": COMPLETED, "Dibatalkan": CANCELLED, "Canceled": CANCELLED,
    }  # fmt: skip
    found = lines(reader, center(*({"Order Status": word} for word in words)))
    assert {line.status_raw: line.status for line in found} == words


def test_center_cancelled_rows_are_no_refund(reader: Reader) -> None:
    cancelled, part, whole = lines(reader, center(
        {"Order Status": "Dibatalkan", "Sku Quantity of return": "2", "Paid Time": ""}, {"Sku Quantity of return": "1"},
        {"Sku Quantity of return": "2"},
    ))  # fmt: skip
    assert [(x.status, x.returned_quantity) for x in (cancelled, part, whole)] == [(CANCELLED, 0), (COMPLETED, 1), (RETURNED, 2)]


def test_center_explanations_are_dropped_wherever_they_stand(reader: Reader) -> None:
    for rows in ([EXPLAINED, CENTER], [CENTER, EXPLAINED]):
        extract = reader.read(sheet(rows), "x.xlsx")
        assert (extract.rows_read, extract.rejected) == (1, 0)


def test_center_csv_cells_end_with_tabs_and_early_files_name_the_currency(reader: Reader) -> None:
    tabbed = {key: f"{value}\t" for key, value in CENTER.items()}
    early = {**CENTER, "SKU Subtotal Before Discount": "IDR 160.000", "SKU Unit Original Price": "IDR 80.000"}
    plain = reader.read(sheet([CENTER]), "x.xlsx").rows
    assert reader.read(table([tabbed], encoding="utf-8-sig"), "x.csv").rows == plain
    assert reader.read(sheet([early]), "x.xlsx").rows == plain


# ── Tokopedia before ─────────────────────────────────────────────────────────────────────────────────────────────────

TOKOPEDIA = {
    "Nomor": "1", "Nomor Invoice": "INV/20230809/MPL/00000001", "Tanggal Pembayaran": "09-08-2023 10:11:12",
    "Status Terakhir": "Pesanan Selesai", "Tanggal Pesanan Selesai": "12-08-2023", "Nama Produk": "Kain", "Nomor SKU": "BTK-01",
    "Jumlah Produk Dibeli": 2, "Harga Awal (IDR)": 100_000, "Harga Jual (IDR)": "Rp 90.000", "Jumlah Subsidi Tokopedia (IDR)": 0,
    "Nilai Kupon Toko Terpakai (IDR)": 5_000, "Kota": "Kota Jambi", "Jumlah Produk Yang Dikurangkan": 0,
    "Diskon Penawaran Terpakai (IDR)": 1_000,
}  # fmt: skip
FOLLOWS = {
    **TOKOPEDIA, **dict.fromkeys(("Nomor", "Nomor Invoice", "Tanggal Pembayaran", "Status Terakhir", "Tanggal Pesanan Selesai",
    "Nilai Kupon Toko Terpakai (IDR)", "Kota"), ""), "Nama Produk": "Kopi", "Nomor SKU": "KOP-01", "Jumlah Produk Dibeli": 1,
}  # fmt: skip


def tokopedia(*rows: dict[str, Any]) -> bytes:
    return sheet(rows, "Laporan Penjualan", banner=[["Laporan Penjualan"], ["Toko"], ["Periode"], []])


def test_tokopedia_follow_up_rows_belong_to_the_invoice_above(reader: Reader) -> None:
    first, second = lines(reader, tokopedia(TOKOPEDIA, FOLLOWS))
    assert (second.order_no, second.status, second.sales_day, second.regency) == (
        first.order_no,
        COMPLETED,
        "2023-08-09",
        "15.71",
    )
    assert (first.gross, first.discount, first.unit_price) == (200_000, 20_000, 90_000)
    assert first.order_voucher == second.order_voucher == 7_000


def test_tokopedia_statuses_begin_with_the_word(reader: Reader) -> None:
    words = {
        "Dibatalkan Penjual -\nStok habis": CANCELLED, "Dibatalkan Sistem": CANCELLED, "Pesanan Dikembalikan": RETURNED,
        "Menunggu Pickup": PAID, "Transaksi selesai..\nDana akan diteruskan ke penjual.": COMPLETED,
        "Pesanan Dikomplain": SHIPPED,
    }  # fmt: skip
    rows = [{**TOKOPEDIA, "Nomor Invoice": f"INV/20230809/MPL/{n}", "Status Terakhir": word} for n, word in enumerate(words)]
    found = lines(reader, tokopedia(*rows))
    assert [line.status for line in found] == list(words.values())
    assert [line.returned_quantity for line in found] == [0, 0, 2, 0, 0, 0]


def test_tokopedia_invoice_prints_the_day_where_the_payment_does_not(reader: Reader) -> None:
    (line,) = lines(reader, tokopedia({**TOKOPEDIA, "Tanggal Pembayaran": ""}))
    assert (line.sales_day, line.ordered_at) == ("2023-08-09", None)


def test_tokopedia_version_1(reader: Reader) -> None:
    row = {
        "Count": 1, "Order ID": "9", "Invoice": "INV/20190304/XIX/III/1", "Payment Date": "04-03-2019 10:00:00",
        "Order Status": "Transaksi selesai..\nDana akan diteruskan ke penjual.", "Product Name": "Kain", "Quantity": 3,
        "Stock Keeping Unit (SKU)": "BTK-01", "Price (Rp.)": 50_000, "Discount Amount (Rp.)": 5_000, "Subsidi Amount (Rp.)": 0,
        "Harga Jual (Rp.)": 45_000, "Customer Name": "x",
    }  # fmt: skip
    extract = reader.read(sheet([row], banner=[["a"], [], []]), "x.xlsx")
    assert (extract.format, extract.since) == ("tokopedia.orders", "v1")
    line = OrderLine(*extract.rows[0])
    assert (line.gross, line.discount, line.status) == (150_000, 15_000, COMPLETED)


# ── Lazada, Blibli, Bukalapak ────────────────────────────────────────────────────────────────────────────────────────

LAZADA = {
    "orderItemId": "523500000000001", "orderNumber": "523593768236442", "status": "delivered", "sellerSku": "BTK-01",
    "lazadaSku": "315_ID-150", "createTime": "25 Mar 2026 06:28", "updateTime": "25 Mei 2026 10:07", "paidPrice": "158750.00",
    "unitPrice": "180000.00", "sellerDiscountTotal": "-20000.00", "shippingFee": "14750.00", "itemName": "Kain",
    "variation": "Merah",
}  # fmt: skip


def test_lazada_one_of_two_units_can_come_back(reader: Reader) -> None:
    extract = reader.read(sheet([LAZADA, {**LAZADA, "orderItemId": "523500000000002", "status": "Package Returned"}]), "x.xlsx")
    kept, back = (OrderLine(*row) for row in extract.rows)
    assert (kept.line_key, kept.quantity, kept.gross, kept.discount, kept.unit_price) == (
        "523500000000001",
        1,
        180_000,
        20_000,
        160_000,
    )
    assert [(x.status, x.returned_quantity) for x in (kept, back)] == [(COMPLETED, 0), (RETURNED, 1)]
    assert extract.as_of == "2026-05-25T03:07:00Z"


def test_lazada_gift_is_worth_nothing(reader: Reader) -> None:
    (gift,) = lines(
        reader, sheet([{**LAZADA, "unitPrice": "500000.00", "sellerDiscountTotal": "-500000.00", "paidPrice": "14750.00"}])
    )
    assert gift.gross - gift.discount == 0


def test_lazada_statuses(reader: Reader) -> None:
    words = {
        "unpaid": UNPAID, "pending": PAID, "ready_to_ship": PAID, "shipped": SHIPPED, "In Transit: Returning to seller": SHIPPED,
        "Lost by 3PL": SHIPPED, "delivery failed": SHIPPED, "confirmed": COMPLETED, "returned": RETURNED, "canceled": CANCELLED,
    }  # fmt: skip
    found = lines(reader, sheet([{**LAZADA, "orderItemId": str(n), "status": word} for n, word in enumerate(words)]))
    assert {line.status_raw: line.status for line in found} == words


def test_lazada_older_names(reader: Reader) -> None:
    old = {
        "Order Item Id": "1", "Order Number": "2", "Status": "delivered", "Seller SKU": "BTK-01", "Lazada SKU": "3",
        "Item Name": "Kain",
        "Variation": "", "Created at": "2020-01-05 10:11:12", "Updated at": "2020-01-06 10:11:12", "Unit Price": "50000.00",
    }  # fmt: skip
    extract = reader.read(table([old], ";"), "x.csv")
    assert (extract.format, extract.since, OrderLine(*extract.rows[0]).gross) == ("lazada.orders", "2020", 50_000)


BLIBLI = {
    "No. Order": '="12345"', "No. Order Item": '="678"', "Tanggal Order": "01/08/2026 07:30", "Kode SKU Blibli": "CBL-1",
    "SKU Merchant": "BTK-01", "Nama Produk": "Kain", "Total Barang": "2", "Order Status": "Order Selesai", "Kota": "Kota Jambi",
    "Harga item pesanan": "100000", "Total harga item pesanan": "200000", "Diskon": "10000", "Voucher seller": "-5000",
}  # fmt: skip


def test_blibli(reader: Reader) -> None:
    (line,) = lines(reader, table([BLIBLI]))
    assert (line.order_no, line.line_key, line.sales_day) == ("12345", "678", "2026-08-01")
    assert (line.gross, line.discount, line.order_voucher, line.unit_price) == (200_000, 10_000, 5_000, 95_000)
    extract = reader.read(table([BLIBLI] * 5 + [{**BLIBLI, "Total harga item pesanan": "7"}]), "x.csv")
    assert [problem.code for problem in extract.problems] == ["sum"]


def test_bukalapak(reader: Reader) -> None:
    row = {
        "ID Transaksi": "201", "Tanggal": "2022-05-06 07:08", "Pembeli": "x", "SKU": "BTK-01", "Nama Produk": "Kain",
        "Jumlah Produk": "3", "Harga Produk": "25000", "Status": "Diterima & Selesai",
    }  # fmt: skip
    (line,) = lines(reader, sheet([row]))
    assert (line.marketplace, line.gross, line.status, line.line_key) == ("bukalapak", 75_000, COMPLETED, "btk-01|")
