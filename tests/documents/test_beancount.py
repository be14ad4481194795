"""The books as beancount text: the real ``bean-check`` accepts them whatever people typed, and refuses them once tampered with."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cblp.bootstrap import App
from cblp.db.actor import Actor
from cblp.documents import beancount
from cblp.sharing.reports import ledger as reports
from cblp.sharing.services import cash, ledger, savings
from tests.sharing.people import people

HOSTILE = 'Kata "kutip" \\ garis\nbaru ; komentar * 2026 {x} ^link #tag \x07 ünï 電'


def check(folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    file = folder / "kas.beancount"
    file.write_text(text, encoding="utf-8")
    program = Path(sys.executable).with_name("bean-check")
    return subprocess.run([program, "--no-cache", file], capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def book(sqlite_app: App, sqlite_actor: Actor) -> str:
    """A book with every kind of account, a correction, a count, and texts that would break a careless writer."""
    them = people(sqlite_app, sqlite_actor, "A-1", "A 1", "é/…")
    owners = list(them.businesses.values())

    def do(service: Any, **given: Any) -> Any:
        return sqlite_app.act(them.treasurer, service, **given)

    def post(key: str, *postings: tuple[str, int]) -> None:
        do(ledger.post, key=key, day=date(2026, 11, 9), kind="x", postings=postings, text=HOSTILE)

    do(cash.receive, into="equity:opening", amount=5_000_000, day=date(2026, 11, 1), text=HOSTILE, key="open")
    do(cash.carry, out_of="cash", amount=2_000_000, day=date(2026, 11, 2), key="carry")
    for n, owner in enumerate(owners):
        for kind in ("principal", "mandatory", "voluntary"):
            do(savings.deposit, business_id=owner, kind=kind, amount=10_000 + n, day=date(2026, 11, 3), key=f"{kind}{n}", text=HOSTILE)
        post(f"r{n}", (f"receivable:{owner}", 7_000), ("pool:general", -7_000))
        post(f"p{n}", ("pool:general", 3_000), (f"payable:{owner}", -2_000), ("fund:solidarity", -1_000))
        post(f"l{n}", (f"loan:{owner}", 500), ("cash", -500))
    do(cash.receive, into="income:gift-kind", amount=90_000, day=date(2026, 11, 5), text="hadiah", key="gift", place="bank")
    wrong = do(cash.spend, out_of="expense:office", amount=40_000, day=date(2026, 11, 6), text="ongkos", key="cost")
    do(cash.correct, transfer_id=wrong, why=HOSTILE)
    do(cash.count, place="cash", amount=1, day=date(2026, 11, 7))
    moves = sqlite_app.read(them.treasurer, reports.transfers, size=0).rows
    return beancount.text(HOSTILE, moves, sqlite_app.read(them.treasurer, reports.counted))


def test_bean_check_accepts_the_book(book: str, tmp_path: Path) -> None:
    done = check(tmp_path, book)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    assert book.count(" balance ") == len(set(re.findall(r"open (\S+)", book))) == 7 + 3 * 6, "every account's end is proven"


@pytest.mark.parametrize(("pattern", "changed"), [
    (r"(Assets:Bank  )2000000 IDR", r"\g<1>2000001 IDR"), (r"balance Assets:Bank (\d+)", "balance Assets:Bank 1"),
    (r"\n2026-11-01 open Assets:Cash IDR", "\n"),
])
def test_bean_check_refuses_a_book_that_was_changed(book: str, tmp_path: Path, pattern: str, changed: str) -> None:
    tampered, times = re.subn(pattern, changed, book, count=1)
    assert times == 1
    assert check(tmp_path, tampered).returncode != 0


def test_the_book_does_not_say_who_has_a_loan(book: str) -> None:
    loans = re.findall(r"open (Assets:Loan\S*) IDR\n(?=(.*))", book)
    assert [name for name, _below in loans] == ["Assets:Loan", "Assets:Loan-2", "Assets:Loan-3"]
    assert not [below for _name, below in loans if below.startswith("  ")]
    assert "loan:" not in book


def test_an_empty_book_is_a_legal_one(tmp_path: Path) -> None:
    document = beancount.document("kas jambi", "Asosiasi", ())
    assert document.filename == "kas-jambi.beancount"
    assert check(tmp_path, document.content.decode()).returncode == 0
