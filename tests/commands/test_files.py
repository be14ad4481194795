"""Files by the command line: identify, import, revert, reconcile; the shapes of the JSON are what scripts rely on."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from cblp.demo import samples
from cblp.demo.files import seller_center, shopee, shopee_money
from cblp.demo.files.facts import Order
from tests.commands.conftest import Terminal
from tests.importers.expect import SAMPLES

ORDERS = SAMPLES / "shopee" / "Order.all.20260701_20260731.xlsx"
EARLY = SAMPLES / "shopee" / "Order.all.20260701_20260714.xlsx"
INCOME = SAMPLES / "shopee" / "Income.sudah dilepas.id.20260701_20260731.xlsx"
RESAVED = SAMPLES / "shopee" / "resaved in a spreadsheet.xlsx"
MEASURES = (
    "orders", "quantity", "returned", "gross", "discount", "refunds", "sales", "vouchers", "fees", "net", "settled_orders",
)


def test_identify_says_what_files_are(empty: Terminal) -> None:
    found = empty.json("identify", ORDERS, INCOME)
    assert [(row["source"], row["kind"]) for row in found] == [("shopee", "orders"), ("shopee", "settlement")]
    assert found[0]["marketplaces"] == ["shopee"]
    assert found[0]["period"][0].startswith("2026-07")


def test_identify_needs_no_database(empty: Terminal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CBLP_DATA_DIR", str(tmp_path / "nothing here"))
    assert empty("identify", ORDERS).code == 0


def test_identify_tells_known_from_unknown(empty: Terminal) -> None:
    strange = empty.file("surat.csv", b"Yth,Ibu\nsatu,dua\n")
    answer = empty("identify", ORDERS, strange, "--json")
    assert answer.code == 1
    assert [sorted(row) for row in answer.json][1] == ["error", "file"]
    assert "surat.csv" in answer.err


def test_a_file_comes_in_and_is_told_in_numbers(cli: Terminal) -> None:
    (told,) = cli.bring_in(ORDERS)
    assert {"source", "kind", "rows", "new", "changed", "known", "rejected", "problems"} <= told.keys()
    assert (told["source"], told["kind"]) == ("shopee", "orders")
    assert told["rows"] == told["new"] + told["changed"] + told["known"] + told["rejected"] > 0
    assert told["problems"] == []
    assert cli.sales()[0]["orders"] > 0


def test_problems_name_the_line_the_column_and_the_reason(cli: Terminal) -> None:
    sheet = SAMPLES / "handmade" / "catatan jualan.csv"
    cli("shop", "add", "--association", "jambi", "--marketplace", "majoo", "--handle", "warung")
    broken = cli.file("catatan.csv", sheet.read_bytes() + b"32/13/2026;Kain;1;Rp 5.000;;\n")
    columns = ("--columns", "date=Tgl,item=Barang,quantity=Jml,amount=Uang masuk")
    (told,) = cli.bring_in(broken, shop="warung", more=columns)
    assert told["rejected"] == len({problem["line"] for problem in told["problems"]}) >= 1
    assert {"line", "column", "code", "message"} <= told["problems"][-1].keys()
    assert told["problems"][-1]["column"] == "Tgl"


def test_a_dry_run_keeps_nothing(cli: Terminal) -> None:
    (dry,) = cli.bring_in(ORDERS, more=("--dry-run",))
    assert dry["batch"] is None
    assert cli.sales()[0]["orders"] == 0
    (real,) = cli.bring_in(ORDERS)
    assert [dry[name] for name in ("rows", "new", "changed", "known", "rejected")] == [
        real[name] for name in ("rows", "new", "changed", "known", "rejected")
    ]


def test_overlapping_files_count_each_order_once_in_any_order(cli: Terminal) -> None:
    (first,) = cli.bring_in(EARLY)
    (second,) = cli.bring_in(ORDERS)
    assert first["new"] == first["rows"]
    assert second["known"] + second["changed"] == first["rows"]
    assert second["new"] == second["rows"] - first["rows"]
    both = cli.sales()
    for batch in (first["batch"], second["batch"]):
        assert cli.json("revert", batch) == {"batch": batch, "reverted": True}
    cli.bring_in(ORDERS, EARLY)
    assert cli.sales() == both


def test_a_revert_restores_what_was_before(cli: Terminal) -> None:
    cli.bring_in(EARLY)
    before = cli.sales("day"), cli.sales("product")
    (second,) = cli.bring_in(ORDERS)
    assert cli.sales("day") != before[0]
    assert cli("revert", second["batch"]).code == 0
    assert (cli.sales("day"), cli.sales("product")) == before
    again = cli("revert", second["batch"])
    assert (again.code, len(again.err.splitlines())) == (1, 1)


def test_the_same_file_twice_is_known_and_no_error(cli: Terminal) -> None:
    (first,) = cli.bring_in(ORDERS)
    (again,) = cli.bring_in(ORDERS)
    assert (again["new"], again["changed"], again["known"]) == (0, 0, first["rows"])


def test_one_refused_file_does_not_stop_the_others(cli: Terminal) -> None:
    answer = cli("import", RESAVED, ORDERS, "--association", "jambi", "--shop", "batikkito", "--json")
    assert answer.code == 1
    refused, kept = answer.json
    assert "error" in refused
    assert kept["new"] > 0
    assert len(answer.err.splitlines()) == 1


def test_a_seller_centre_file_fills_a_shop_on_each_marketplace(cli: Terminal) -> None:
    cli("shop", "add", "--association", "jambi", "--marketplace", "tokopedia_tiktok", "--handle", "batikkito")
    cli.bring_in(cli.file("Semua pesanan.csv", seller_center.orders_csv(samples.seller_center_orders())))
    assert {"tokopedia", "tiktok_shop"} <= {row["key"] for row in cli.sales("marketplace") if row["orders"]}


@pytest.mark.parametrize("arguments", [
    ("import", ORDERS, "--association", "tidak-ada", "--shop", "batikkito"),
    ("import", ORDERS, "--association", "jambi", "--shop", "tidak.ada"),
    ("import", "/tidak/ada.xlsx", "--association", "jambi", "--shop", "batikkito"),
    ("import", RESAVED, "--association", "jambi", "--shop", "batikkito"),
    ("identify", "/tidak/ada.xlsx"),
    ("revert", "bukan-nomor"),
    ("revert", "01a20155-0000-7000-8000-000000000000"),
    ("report", "sales", "--association", "jambi", "--from", "2026-13-01", "--to", "2026-07-31"),
    ("report", "sales", "--association", "jambi", "--from", "2026-07-31", "--to", "2026-07-01"),
    ("reconcile", "--association", "jambi", "--shop", "tidak.ada"),
    ("shop", "add", "--association", "jambi", "--marketplace", "pasar", "--handle", "x"),
    ("shop", "add", "--association", "jambi", "--marketplace", "shopee", "--handle", "batikkito"),
    ("association", "new", "--name", "Batik Jambi", "--slug", "jambi"),
    ("user", "add", "--association", "jambi", "--name", "Sari", "--role", "member"),
    ("verify", "--association", "tidak-ada"),
])
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_mistake_is_one_line_and_exit_code_1(cli: Terminal, arguments: tuple[object, ...], language: str) -> None:
    answer = cli("--lang", language, *arguments)
    assert answer.code == 1
    assert len(answer.err.splitlines()) == 1
    assert "Traceback" not in answer.err
    assert answer.out == ""


def test_the_language_is_chosen(cli: Terminal) -> None:
    assert "File /x tidak ada" in cli("identify", "/x").err
    assert "There is no file /x" in cli("--lang", "en", "identify", "/x").err
    assert "rows:" in cli("--lang", "en", "import", ORDERS, "--association", "jambi", "--shop", "batikkito").out


# -- orders and income together ----------------------------------------------------------------------------------------


def completed() -> list[Order]:
    """Orders of one shop whose money has been released, as the two files of a month show them."""
    return [order for order in samples.shopee_orders() if order.released and order.completed]


@pytest.mark.parametrize("income_first", [False, True])
def test_orders_and_income_tie_to_the_rupiah(cli: Terminal, income_first: bool) -> None:
    orders = completed()
    files = [
        cli.file("Order.all.20260701_20260731.xlsx", shopee.orders(orders)),
        cli.file("Income.sudah dilepas.xlsx", shopee_money.income(orders, "batikkito")),
    ]
    cli.bring_in(*(files[::-1] if income_first else files))
    told = cli.json("reconcile", "--association", "jambi", "--shop", "batikkito")
    assert told["matched"] == told["equal"] == len(orders)
    assert told["differing"] == []
    assert told["total_income"] == sum(order.net for order in orders)
    for by in ("month", "day", "marketplace", "product", "member"):
        rows = cli.sales(by)
        assert sum(row["net"] or 0 for row in rows) == told["total_income"], by
        assert sum(row["sales"] for row in rows) == sum(order.subtotal - order.refund for order in orders), by
        assert sum(row["vouchers"] for row in rows) == sum(order.seller_voucher for order in orders), by


def test_the_samples_of_a_month_tie(cli: Terminal) -> None:
    cli.bring_in(ORDERS, INCOME)
    told = cli.json("reconcile", "--association", "jambi", "--shop", "batikkito")
    assert {"matched", "equal", "differing", "total_income"} <= told.keys()
    assert told["matched"] == told["equal"] > 0
    assert told["differing"] == []


def test_an_order_that_differs_is_named(cli: Terminal) -> None:
    from dataclasses import replace

    orders = completed()
    item = orders[0].items[0]
    dearer = replace(orders[0], items=(replace(item, price=item.price + 1_000), *orders[0].items[1:]))
    cli.bring_in(
        cli.file("Order.all.xlsx", shopee.orders(orders)),
        cli.file("Income.xlsx", shopee_money.income([dearer, *orders[1:]], "batikkito")),
    )
    told = cli.json("reconcile", "--association", "jambi", "--shop", "batikkito")
    assert told["matched"] == len(orders) == told["equal"] + 1
    assert [row["order_no"] for row in told["differing"]] == [orders[0].number]


@pytest.mark.parametrize("by", ["month", "day", "marketplace", "member", "product"])
def test_a_report_has_a_key_and_every_measure(cli: Terminal, by: str) -> None:
    cli.bring_in(ORDERS)
    rows = cli.sales(by)
    assert rows
    for row in rows:
        assert {"key", *MEASURES} <= row.keys()
        assert all(row[name] is None or isinstance(row[name], int) for name in MEASURES)
        assert row["sales"] == row["gross"] - row["discount"] - row["refunds"]
    assert any(row["fees"] is None and row["net"] is None for row in rows if row["orders"]), "unknown is null, not zero"
    if by == "month":
        assert [row["key"] for row in rows] == ["2026-07"]
    if by == "day":
        assert all(datetime.fromisoformat(row["key"]) for row in rows)


def test_a_report_of_reach(cli: Terminal) -> None:
    cli("shop", "add", "--association", "jambi", "--marketplace", "instagram", "--handle", "batikkito")
    posts = next(path for path in sorted((SAMPLES / "instagram").glob("*.csv")) if "posts" in _kind(cli, path))
    cli.bring_in(posts)
    rows = cli.json(
        "report", "reach", "--association", "jambi", "--from", "2026-01-01", "--to", "2026-12-31", "--by", "marketplace"
    )
    assert [row["key"] for row in rows] == ["instagram"]
    assert rows[0]["reach"] > 0


def _kind(cli: Terminal, path: Path) -> str:
    found = cli("identify", path, "--json")
    return str(json.loads(found.out)[0].get("kind", ""))
