"""Income and balance reports: every rupiah released is in one group of one entry, and the files of a shop agree."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cblp.demo import samples
from cblp.demo.files import lazada, seller_center_money, shopee, shopee_money, tokopedia
from cblp.demo.files.facts import Charges, Order
from cblp.demo.files.shopee_money import Move, income_moves
from cblp.demo.files.workbook import Sheet, workbook
from cblp.importers import Options
from cblp.importers.amounts import FIRST, GROUPS, group_of, numbered
from cblp.importers.format import claim, extract
from cblp.importers.formats import FORMATS
from cblp.importers.formats.lazada_income import FEES
from cblp.importers.formats.shopee_income import RULES
from cblp.importers.problems import NearlyRecognised, TooManyBadRows
from cblp.importers.records import BalanceMove, Extract, OrderLine, Settlement
from cblp.importers.tables import load


def read(data: bytes, container: str = "xlsx") -> Extract:
    """The extract, without the child, so that many made-up files can be read."""
    book = load(data, container, "file")
    return extract(book, claim(book, FORMATS), Options())


def entries(data: bytes, container: str = "xlsx") -> list[Settlement]:
    return [Settlement(*row) for row in read(data, container).rows]


def net(rows: list[Any]) -> dict[str, int]:
    """Order number → money released."""
    found: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        found[row.order_no] += sum(row[FIRST:])
    return dict(found)


def released(orders: list[Order]) -> list[Order]:
    return [order for order in orders if order.released]


amounts = st.integers(-500_000, 0)
charges = st.builds(Charges, *[amounts] * 7)


@st.composite
def settled(draw: st.DrawFn) -> list[Order]:
    """A few sample orders with any charges, vouchers and days of release."""
    days = st.dates(date(2026, 7, 1), date(2026, 8, 31))
    return [
        replace(order, charges=draw(charges), seller_voucher=draw(st.integers(0, 60_000)),
                released=draw(st.none() | days if number else days))
        for number, order in enumerate(samples.shopee_orders()[1:5])
    ]  # fmt: skip


# -- Shopee income -----------------------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(settled(), st.sampled_from("DEFG"), st.booleans())
def test_shopee_income_gives_what_was_released_in_both_layouts(orders: list[Order], category: str, vat: bool) -> None:
    expected = {order.number: order.net for order in released(orders)}
    new = read(shopee_money.income(orders, "toko", category, padded=60))
    old = read(shopee_money.income_2025(orders, "toko", vat))
    for found in (new, old):
        assert net([Settlement(*row) for row in found.rows]) == expected
        assert not found.problems
        assert not found.notes
        assert found.controls == {"released": sum(expected.values())}
    assert [row[FIRST:] for row in new.rows] == [row[FIRST:] for row in old.rows]


def test_shopee_groups_are_those_of_the_facts() -> None:
    fees = Charges(-13_200, -1_250, -6_600, -7_425, -9_570, -825, -4_000)
    order = replace(samples.shopee_orders()[3], charges=fees, seller_voucher=5_000)
    (entry,) = entries(shopee_money.income([order], "toko"))
    assert entry._asdict() == {
        "marketplace": "shopee", "order_no": order.number, "entry_key": str(order.released), "released_on": str(order.released),
        "product": 190_000, "refund": -95_000, "seller_voucher": -5_000, "shipping": -4_000,
        "platform_fee": -13_200 - 1_250 - 6_600 - 7_425, "affiliate": -9_570, "tax": -825, "other": 0,
    }  # fmt: skip


def test_the_files_of_a_shop_agree() -> None:
    """Subtotals of the order file = Harga Produk; money released = what came into the balance."""
    orders = samples.shopee_orders()
    lines = [OrderLine(*row) for row in read(shopee.orders(orders)).rows]
    subtotals: Counter[str] = Counter()
    for line in lines:
        subtotals[line.order_no] += line.gross - line.discount
    income = entries(shopee_money.income(orders, "toko"))
    moves = [BalanceMove(*row) for row in read(shopee_money.balance(income_moves(orders), "toko")).rows]
    assert len(income) == 5
    assert {entry.order_no: entry.product for entry in income} == {e.order_no: subtotals[e.order_no] for e in income}
    assert net(income) == {move.order_no: move.amount for move in moves}
    assert {move.kind for move in moves} == {"income"}


def test_an_order_can_be_released_again() -> None:
    first = replace(samples.shopee_orders()[0], charges=Charges(-1_000))
    again = replace(first, charges=Charges(-2_000))
    later = replace(first, charges=Charges(-3_000), released=date(2026, 8, 9))
    found = entries(shopee_money.income([first, again, later], "toko"))
    assert len({entry.entry_key for entry in found}) == 3
    assert sum(sum(entry[FIRST:]) for entry in found) == first.net + again.net + later.net
    # the keys do not depend on where in the file a row stands
    turned = entries(shopee_money.income([later, again, first], "toko"))
    assert sorted(found) == sorted(turned)


def test_rows_of_single_products_are_not_money_again() -> None:
    orders = samples.shopee_orders()
    found = read(shopee_money.income(orders, "toko"))
    assert len(found.rows) == len(released(orders)) == found.rows_read


INCOME = [
    "Lihat berdasarkan", "No. Pesanan", "Tanggal Dana Dilepaskan", "Harga Produk", "Biaya Administrasi", "Username (Pembeli)",
]  # fmt: skip


def test_a_summary_that_says_another_total_is_noted() -> None:
    rows = [INCOME, ["Order", "260701AAAAAAAA", "2026-07-07", 100_000, -8_000, "x"]]
    data = workbook(Sheet("Summary", [["3. Total yang Dilepas", "", "93.000"]]), Sheet("Penghasilan", [[], [], *rows]))
    found = read(data)
    assert [(note.code, note.values) for note in found.notes] == [("control_total", ("Rp93.000", "Rp92.000"))]


def test_a_fee_never_seen_before_is_part_of_the_money_and_named() -> None:
    header = [
        "Lihat berdasarkan", "No. Pesanan", "Tanggal Dana Dilepaskan", "Harga Produk", "Biaya Serba Baru", "Bonus Baru", "PPh 22",
        "Username (Pembeli)",
    ]  # fmt: skip
    rows = [header, ["Order", "260701AAAAAAAA", "2026-07-07", 100_000, -8_000, 500, -250, "x"]]
    found = read(workbook(Sheet("Penghasilan", [[], [], *rows])))
    (entry,) = (Settlement(*row) for row in found.rows)
    assert (entry.product, entry.platform_fee, entry.other, entry.tax) == (100_000, -8_000, 500, -250)
    assert [note.values for note in found.notes] == [("Bonus Baru",)]


def test_a_block_name_above_the_header_places_a_column_without_a_known_name() -> None:
    above = ["", "", "", "Rincian", "", "Biaya Promosi", ""]
    header = ["Lihat berdasarkan", "No. Pesanan", "Tanggal Dana Dilepaskan", "Harga Produk", "X", "Y", "Username (Pembeli)"]
    rows = [["Order", "260701AAAAAAAA", "2026-07-07", 100_000, 1, -8_000, "x"]]
    (entry,) = entries(workbook(Sheet("Penghasilan", [[], above, header, *rows])))
    assert (entry.platform_fee, entry.other) == (-8_000, 1)


@pytest.mark.parametrize(("amount", "code"), [("12,5,3", "money"), ("murah", "money")])
def test_an_unreadable_amount_rejects_its_row_and_names_its_column(amount: str, code: str) -> None:
    rows = [["Order", f"260701AAAAAA{n:02}", "2026-07-07", 100_000, -8_000 if n else amount, "x"] for n in range(10)]
    found = read(workbook(Sheet("Penghasilan", [[], [], INCOME, *rows])))
    assert len(found.rows) == 9
    assert [(p.line, p.column, p.code, p.value) for p in found.problems] == [(4, "Biaya Administrasi", code, "")]


def test_until_2025_amounts_that_miss_the_printed_sum_are_a_problem() -> None:
    header = ["No. Pesanan", "Tanggal Dana Dilepaskan", "Harga Asli Produk", "Biaya Administrasi", "Total Penghasilan"]
    rows = [[f"240701AAAAAA{n:02}", "2024-07-07", 100_000, -8_000, 92_000 + (n == 3)] for n in range(10)]
    found = read(workbook(Sheet("Income", [*[[]] * 5, header, *rows])))
    assert len(found.rows) == 9
    assert [(p.line, p.column, p.code) for p in found.problems] == [(10, "Total Penghasilan", "sum")]
    with pytest.raises(TooManyBadRows):
        read(workbook(Sheet("Income", [header, *([*row[:4], 1] for row in rows)])))


def test_what_the_buyer_is_called_never_leaves_the_reader() -> None:
    for data in (
        shopee_money.income(samples.shopee_orders(), "toko"),
        shopee_money.income_2025(samples.shopee_orders(), "toko"),
    ):
        assert "kanari" not in repr(read(data)).casefold()


@pytest.mark.parametrize(
    ("header", "group"),
    [
        ("Harga Produk", "product"), ("Total Diskon Produk", "product"),
        ("Jumlah Pengembalian Dana ke Pembeli", "refund"),
        ("Penyesuaian Penjual - 2", "seller_voucher"), ("Cashback Koin Co-fund disponsori Penjual", "seller_voucher"),
        ("Voucher co-fund disponsor oleh Penjual", "seller_voucher"),
        ("Diskon Produk dari Shopee", "other"), ("Biaya Isi Saldo Otomatis (dari Penghasilan)", "other"),
        ("Gratis Ongkir dari Shopee", "shipping"), ("Return to Seller Fee", "shipping"), ("Pengembalian Biaya Kirim", "shipping"),
        ("Kembali ke Biaya Pengiriman Pengirim", "shipping"),
        ("Biaya Gratis Ongkir XTRA - Ukuran Khusus (Kategori G)", "platform_fee"), ("FBS Fee", "platform_fee"),
        ("Biaya Program Hemat Biaya Kirim", "platform_fee"), ("Biaya Layanan (termasuk PPN 11%)", "platform_fee"),
        ("AMS Service Fee", "affiliate"), ("Biaya Komisi AMS", "affiliate"),
        ("PPh 22", "tax"), ("Bea Masuk, PPN & PPh", "tax"),
    ],
)  # fmt: skip
def test_shopee_columns_find_their_group(header: str, group: str) -> None:
    assert group_of(header, RULES) == group


# -- Seller Center income ----------------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(settled(), st.sampled_from(["en", "id"]))
def test_seller_center_income_gives_what_was_settled(orders: list[Order], language: Any) -> None:
    orders = [replace(order, seller_voucher=0) for order in orders]
    found = read(seller_center_money.income(orders, (), language))
    assert net([Settlement(*row) for row in found.rows]) == {order.number: order.net for order in released(orders)}
    assert not found.notes
    for order, row in zip(released(orders), found.rows, strict=True):
        entry = Settlement(*row)
        c = order.charges
        platform = c.commission + c.processing + c.free_shipping + c.promotion
        assert entry[FIRST:] == (order.subtotal, -order.refund, 0, c.shipping, platform, c.affiliate, c.tax, 0)


def test_both_languages_say_the_same() -> None:
    orders = samples.seller_center_orders()
    english, indonesian = (read(seller_center_money.income(orders, (), language)) for language in ("en", "id"))  # type: ignore[arg-type]
    assert english.rows == indonesian.rows
    assert {row[0] for row in english.rows} == {"tiktok_shop", "tokopedia"}


def seller_center(*rows: dict[str, str]) -> bytes:
    header = [
        "Order/adjustment ID  ", "Type ", "Order settled time", "Total settlement amount", "Total Revenue",
        "Subtotal after seller discounts", "Refund subtotal after seller discounts", "Total Fees", "Platform commission fee",
        "Shipping cost", "Shipping cost subsidy", "Affiliate Commission", "A fee of tomorrow", "Article 22 Income Tax withheld",
        "Ajustment amount", "Related order ID", "Order Source",
    ]  # fmt: skip
    plain = dict.fromkeys(header, "0") | {
        "Order/adjustment ID  ": "582200000000000001\t", "Type ": "Order", "Order settled time": "2026/08/19",
        "Related order ID": "/", "Order Source": "/",
    }  # fmt: skip
    return workbook(Sheet("Order details", [header, *([{**plain, **row}[name] for name in header] for row in rows)]))


def test_subtotals_are_never_added_to_what_they_sum() -> None:
    (entry,) = entries(
        seller_center(
            {
                "Total settlement amount": "25858", "Total Revenue": "49300", "Subtotal after seller discounts": "49300",
                "Total Fees": "-23442", "Platform commission fee": "-4000", "Shipping cost": "-9000",
                "Shipping cost subsidy": "-9000", "Affiliate Commission": "-5000", "A fee of tomorrow": "-5000",
                "Article 22 Income Tax withheld": "-442",
            }
        )
    )  # fmt: skip
    assert entry.order_no == "582200000000000001"
    assert entry.marketplace == ""
    assert entry[FIRST:] == (49_300, 0, 0, -9_000, -9_000, -5_000, -442, 0)
    assert sum(entry[FIRST:]) == 25_858


def test_money_without_an_order_is_counted_and_money_of_an_order_is_its() -> None:
    found = read(
        seller_center(
            {"Total settlement amount": "25000", "Subtotal after seller discounts": "25000"},
            {
                "Order/adjustment ID  ": "7559", "Type ": "Logistics reimbursement", "Total settlement amount": "9000",
                "Ajustment amount": "9000", "Related order ID": "582200000000000001",
            },
            {"Order/adjustment ID  ": "7560", "Type ": "GMV payment for TikTok Ads", "Total settlement amount": "-75000"},
        )
    )  # fmt: skip
    rows = [Settlement(*row) for row in found.rows]
    assert net(rows) == {"582200000000000001": 34_000}
    assert [entry.other for entry in rows] == [0, 9_000]
    assert len({entry.entry_key for entry in rows}) == 2
    assert [(note.code, note.values) for note in found.notes] == [("no_order", ("1", "−Rp75.000"))]


# -- Lazada income -----------------------------------------------------------------------------------------------------


@settings(max_examples=15, deadline=None)
@given(settled())
def test_lazada_fee_lines_become_one_entry_per_order(orders: list[Order]) -> None:
    found = read(lazada.income(orders))
    rows = [Settlement(*row) for row in found.rows]
    assert net(rows) == {order.number: order.net for order in released(orders)}
    assert len(rows) == len(released(orders)) == found.rows_read
    by_order = {order.number: order for order in orders}
    for entry in rows:
        order, c = by_order[entry.order_no], by_order[entry.order_no].charges
        platform = c.commission + c.processing + c.free_shipping + c.promotion
        assert entry[FIRST:] == (
            order.subtotal, -order.refund, -order.seller_voucher, c.shipping, platform, c.affiliate, c.tax, 0,
        )  # fmt: skip


def test_lazada_income_is_what_came_into_the_balance() -> None:
    orders = samples.lazada_orders()
    moves = [BalanceMove(*row) for row in read(lazada.balance(orders)).rows]
    assert sorted(net(entries(lazada.income(orders))).values()) == sorted(move.amount for move in moves)


def lazada_lines(*rows: tuple[str, str, str, str]) -> bytes:
    header = ["Fee Name", "Amount(Include Tax)", "Transaction Date", "Release Status", "Release Date", "Order Number"]
    said = {True: "Released", False: "Not released"}
    lines = [[name, amount, "15 Jul 2026", said[bool(day)], day, order] for name, amount, day, order in rows]
    return workbook(Sheet("Income Overview", [header, *lines]))


def test_lazada_money_that_is_not_released_or_of_no_order_is_said() -> None:
    found = read(
        lazada_lines(
            ("Item Price Credit", "158,750.00", "20 Jul 2026", "5235"), ("Commission", "-3174.50", "20 Jul 2026", "5235"),
            ("Item Price Credit", "99000.00", "", "5236"), ("Sponsored Discovery", "-25000.00", "20 Jul 2026", ""),
        )
    )  # fmt: skip
    (entry,) = (Settlement(*row) for row in found.rows)
    assert (entry.product, entry.platform_fee) == (158_750, -3_175)
    assert {(note.code, note.values) for note in found.notes} == {("not_released", ("1",)), ("no_order", ("1", "−Rp25.000"))}


def test_an_order_of_which_an_amount_cannot_be_read_is_left_out_whole() -> None:
    lines = [("Item Price Credit", "100000.00", "20 Jul 2026", f"52{n}") for n in range(8)]
    lines += [("Commission", "?", "20 Jul 2026", "523"), ("Payment Fee", "-500.00", "20 Jul 2026", "523")]
    found = read(lazada_lines(*lines))
    assert {row[1] for row in found.rows} == {f"52{n}" for n in range(8)} - {"523"}
    assert [(problem.line, problem.code) for problem in found.problems] == [(10, "money")]
    assert [(note.code, note.values) for note in found.notes] == [("broken_orders", ("1",))]


@pytest.mark.parametrize(
    ("fee", "group"),
    [
        ("Item Price Credit", "product"), ("Reversal Item Price", "refund"), ("Pengembalian Dana Harga Produk", "refund"),
        ("Commission", "platform_fee"), ("Reversal Commission", "platform_fee"), ("Payment Fee", "platform_fee"),
        ("Free Shipping Max Fee", "platform_fee"), ("Biaya Program Gratis Ongkir", "platform_fee"),
        ("Shipping Fee (Paid By Customer)", "shipping"), ("Biaya Pengiriman Ditanggung Penjual", "shipping"),
        ("Promotional Charges Flexi-Combo", "seller_voucher"), ("Voucher Penjual", "seller_voucher"),
        ("Sponsored Affiliates", "affiliate"), ("Komisi Affiliate", "affiliate"), ("PPh 22", "tax"), ("Sesuatu", None),
    ],
)  # fmt: skip
def test_lazada_fees_find_their_group(fee: str, group: str | None) -> None:
    assert group_of(fee, FEES) == group


# -- balances ----------------------------------------------------------------------------------------------------------

START = datetime.fromisoformat("2026-07-01 00:00")
moves = st.lists(
    st.builds(
        Move,
        st.integers(0, 5 * 86_400).map(lambda seconds: START + timedelta(seconds=seconds)),
        st.sampled_from([shopee_money.ADS_MOVE, shopee_money.ADJUSTMENT_MOVE, shopee_money.WITHDRAWAL_MOVE, "Sesuatu yang baru"]),
        st.just("x"),
        st.integers(-900_000, 900_000).filter(bool),
    ),
    min_size=1,
    max_size=30,
)


@settings(max_examples=40, deadline=None)
@given(moves, st.integers(0, 10**7))
def test_balance_moves_add_up_to_what_the_balance_changed(given_moves: list[Move], opening: int) -> None:
    found = read(shopee_money.balance(given_moves, "toko", opening))
    rows = [BalanceMove(*row) for row in found.rows]
    assert sorted(row.amount for row in rows) == sorted(move.amount for move in given_moves)
    assert len({row.entry_key for row in rows}) == len(rows)
    assert not found.notes
    assert found.shop_hint == "toko"


def test_a_balance_with_a_row_missing_is_noted() -> None:
    header = ["Tanggal Transaksi", "Tipe Transaksi", "No. Pesanan", "Jenis Transaksi", "Jumlah", "Status", "Saldo Akhir"]
    out, done = "Transaksi Keluar", "Transaksi Selesai"
    rows = [
        ["2026-08-06 10:28:29", "Penarikan Dana", "-", out, -50_000.0, done, 30_000.0],
        ["2026-08-05 10:28:29", "Penarikan Dana", "-", out, -10_000.0, "Transaksi Dibatalkan", 80_000.0],
        ["2026-08-04 10:28:29", "Penghasilan dari Pesanan", "260801AAAAAAAA", "Transaksi Masuk", 20_000.0, done, 70_000.0],
    ]
    found = read(workbook(Sheet("Transaction Report", [header, *rows])))
    assert [row[5] for row in found.rows] == [-50_000, 20_000]
    assert [(note.code, note.values) for note in found.notes] == [("balance_gap", ("Rp10.000",))]


def test_the_older_csv_keeps_the_order_number_and_no_account_number() -> None:
    lines = [
        "Laporan Saldo,,", "Tanggal,Deskripsi,Jumlah Dana", "2022-08-06 10:28:29,Penghasilan dari Pesanan #220801AAAAAAAA,25000",
        "2022-08-07 10:28:29,Penarikan Dana ke rekening 12345678901234,-25000",
    ]  # fmt: skip
    found = read("\n".join(lines).encode(), "csv")
    assert [(row[3], row[4], row[5]) for row in found.rows] == [("income", "220801AAAAAAAA", 25_000), ("withdrawal", "", -25_000)]
    assert "12345678901234" not in repr(found)


def test_the_advertising_bill_tells_spending_from_topping_up() -> None:
    start = date(2026, 7, 7)
    spent = [(start + timedelta(days=n // 2), "Iklan Pencarian", -1_500) for n in range(6)]
    found = read(shopee_money.ads_bill([*spent, (start, "Isi Saldo", 111_000)], "toko"), "csv")
    rows = [BalanceMove(*row) for row in found.rows]
    assert Counter(row.kind for row in rows) == {"ads": 6, "other": 1}
    assert sum(row.amount for row in rows if row.kind == "ads") == -9_000
    assert len({row.entry_key for row in rows}) == 7
    assert (found.period, found.shop_hint) == (("2026-07-07", "2026-07-09"), "toko")
    part = read(shopee_money.ads_bill(spent[2:], "toko"), "csv")
    assert {row[1] for row in part.rows} <= {row.entry_key for row in rows}  # a shorter period gives the same keys


def test_the_old_tokopedia_balance_names_its_orders() -> None:
    orders = [replace(order, number=f"INV/20240701/MPL/{n:08}") for n, order in enumerate(samples.shopee_orders())]
    rows = [BalanceMove(*row) for row in read(tokopedia.balance(orders)).rows]
    by_order: Counter[str] = Counter()
    for row in rows:
        if row.kind == "income":
            by_order[row.order_no] += row.amount
    assert by_order == {order.number: order.net for order in released(orders)}
    assert [row.amount for row in rows if row.kind == "withdrawal"] == [-250_000]


# -- keys --------------------------------------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xy"), st.integers(0, 3)), max_size=12), st.randoms())
def test_keys_are_unique_and_do_not_depend_on_the_order_of_rows(rows: list[tuple[str, str, int]], random: Any) -> None:
    fields = ("order_no", "entry_key", "amount")
    shuffled = list(rows)
    random.shuffle(shuffled)
    once, again = (numbered(list(given_rows), fields, "entry_key", "order_no") for given_rows in (rows, shuffled))
    assert sorted(once) == sorted(again)
    assert len({row[:2] for row in once}) == len(rows)


def test_the_groups_are_those_of_the_record() -> None:
    assert GROUPS == ("product", "refund", "seller_voucher", "shipping", "platform_fee", "affiliate", "tax", "other")


def test_an_income_file_without_its_total_is_refused_by_name() -> None:
    header = ["No. Pesanan", "Tanggal Dana Dilepaskan", "Harga Asli Produk", "Biaya Administrasi"]
    with pytest.raises(NearlyRecognised) as refused:
        read(workbook(Sheet("Income", [header, ["240701AAAAAAAA", "2024-07-07", 1, 1]])))
    assert "Total Penghasilan" in refused.value.text("en")
    assert "file penghasilan Shopee sampai 2025" in refused.value.text("id")
