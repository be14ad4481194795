"""The files of the demo association agree with each other and are the same in every process."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections import defaultdict
from datetime import date

import pytest

from cblp.demo.downloads import DemoFile, build_files
from cblp.demo.recipe import recipe
from tests.demo.sheets import records, rupiah, sheets

END = date(2026, 11, 21)


@pytest.fixture(scope="module")
def files() -> list[DemoFile]:
    return list(build_files(7, END))


def of(files: list[DemoFile], business: str, marketplace: str, begins: str) -> list[DemoFile]:
    return [
        file for file in files if (file.business, file.marketplace) == (business, marketplace) and file.name.startswith(begins)
    ]


def test_every_shop_has_files(files: list[DemoFile]) -> None:
    have = {(file.business, file.marketplace) for file in files}
    for business in recipe().businesses:
        for marketplace in business.shops:
            source = "tokopedia_tiktok" if marketplace in {"tokopedia", "tiktok_shop"} else marketplace
            assert (business.code, source) in have
        assert all((business.code, platform) in have for platform in business.social)
    assert ("", "moka") in have
    assert len({(file.business, file.marketplace, file.name) for file in files}) == len(files)


@pytest.mark.parametrize("code", ["A01", "A14"])
def test_shopee_orders_and_income_agree(files: list[DemoFile], code: str) -> None:
    subtotals: dict[object, int] = {}
    for file in of(files, code, "shopee", "Order.all"):
        mine: dict[object, int] = defaultdict(int)
        for line in records(sheets(file.content)["orders"]):
            mine[line["No. Pesanan"]] += rupiah(line.get("Subtotal Pesanan", line.get("Total Harga Produk")))
        assert all(subtotals.get(number, amount) == amount for number, amount in mine.items())
        subtotals |= mine
    settled = 0
    for file in of(files, code, "shopee", "Income"):
        book = sheets(file.content)
        if "Penghasilan" in book:
            rows = [row for row in book["Penghasilan"][3:] if row[1] == "Order"]
            assert sum(sum(row[10:37]) for row in rows) == book["Summary"][8][2]  # type: ignore[arg-type]
            found = {row[2]: row[10] for row in rows}
        else:
            lines = records(book["Income"], 5)
            found = {line["No. Pesanan"]: line["Harga Asli Produk"] + line["Total Diskon Produk"] for line in lines}  # type: ignore[operator]
        settled += len(found)
        for number, price in found.items():
            if number in subtotals:
                assert price == subtotals[number]
    assert settled > 0.75 * len(subtotals)


def test_balance_pays_out_the_income(files: list[DemoFile]) -> None:
    income = sheets(of(files, "A01", "shopee", "Income")[-1].content)["Penghasilan"]
    net = {row[2]: sum(row[10:37]) for row in income[3:] if row[1] == "Order"}  # type: ignore[arg-type]
    [report] = of(files, "A01", "shopee", "my_balance")
    moves = records(sheets(report.content)["Transaction Report"], 17)
    paid = {move["No. Pesanan"]: move["Jumlah"] for move in moves if move["Tipe Transaksi"] == "Penghasilan dari Pesanan"}
    assert len(paid) > 100
    assert all(net[number] == amount for number, amount in paid.items())


def test_later_file_tells_how_open_orders_ended(files: list[DemoFile]) -> None:
    first, second = of(files, "A01", "shopee", "Order.all")[:2]
    before = {line["No. Pesanan"]: line for line in records(sheets(first.content)["orders"])}
    after = {line["No. Pesanan"]: line for line in records(sheets(second.content)["orders"])}
    common = before.keys() & after.keys()
    assert len(common) > 10
    assert any(before[number]["Status Pesanan"] != after[number]["Status Pesanan"] for number in common)
    assert {after[number]["Status Pesanan"] for number in common} == {"Selesai", "Batal"}


def test_seller_center_files_hold_both_shops(files: list[DemoFile]) -> None:
    channels = {
        record["Purchase Channel"]
        for file in of(files, "A01", "tokopedia_tiktok", "Semua pesanan")
        for record in records(sheets(file.content)["OrderSKUList"])[1:]
    }
    assert channels == {"TikTok", "Tokopedia"}


def test_some_businesses_have_not_sent_last_month(files: list[DemoFile]) -> None:
    behind = {business.code for business in recipe().businesses if business.behind}
    last = {
        file.business: file.name[-13:-5] for file in files if file.name.startswith("Order.all") and file.marketplace == "shopee"
    }
    assert behind
    assert {code for code, day in last.items() if day == "20260930"} == behind
    assert {day for code, day in last.items() if code not in behind} == {"20261121"}


def test_files_are_the_same_in_every_process(files: list[DemoFile]) -> None:
    """Sets of texts are ordered differently in each process; no file may depend on it."""
    code = (
        "import hashlib, datetime, itertools; from cblp.demo.downloads import build_files\n"
        f"for file in itertools.islice(build_files(7, datetime.date({END.year}, {END.month}, {END.day})), 40):\n"
        "    print(hashlib.sha256(file.content).hexdigest(), file.name)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONHASHSEED": "12345", "PYTHONPATH": "."},
    )
    mine = [f"{hashlib.sha256(file.content).hexdigest()} {file.name}" for file in files[:40]]
    assert ran.stdout.splitlines() == mine
