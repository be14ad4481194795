"""The cash book as a workbook, and a member's statement on paper."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from cblp import i18n
from cblp.bootstrap import App
from cblp.days import Span
from cblp.db.actor import Actor
from cblp.documents import ledger as documents
from cblp.i18n import translate
from cblp.sharing.reports import contributions, ledger, savings
from cblp.sharing.services import cash
from cblp.sharing.services import savings as saving
from tests.sharing.people import People, people

SPAN = Span(date(2026, 11, 1), date(2026, 11, 30))


@pytest.fixture
def them(sqlite_app: App, sqlite_actor: Actor) -> People:
    made = people(sqlite_app, sqlite_actor)
    owner = made.businesses["A001"]
    for key, service, given in (
        ("1", cash.receive, {"into": "fund:education", "amount": 500_000, "text": "=1+1", "day": date(2026, 11, 2)}),
        ("2", saving.deposit, {"business_id": owner, "kind": "voluntary", "amount": 80_000, "day": date(2026, 10, 9)}),
        ("3", saving.withdraw, {
            "business_id": owner, "kind": "voluntary", "amount": 30_000, "day": date(2026, 11, 9), "text": "<b>beli kain</b>",
        }),
    ):
        sqlite_app.act(made.treasurer, service, key=key, **given)
    return made


def test_the_workbook_holds_balances_notes_savings_and_contributions(sqlite_app: App, them: People) -> None:
    def ask(report: Any, **given: Any) -> Any:
        return sqlite_app.read(them.treasurer, report, **given)

    made = documents.workbook(
        "kas", accounts=list(ask(ledger.balances).values()), moves=ask(ledger.transfers, size=0).rows,
        saved=ask(savings.members, today=date(2026, 11, 21)), invoices=ask(contributions.listing), note="sampai 21 Nov 2026",
    )
    book = load_workbook(BytesIO(made.content))
    assert book.sheetnames == ["Saldo", "Catatan", "Simpanan", "Iuran"]
    balances = {row[0]: row[1] for row in book["Saldo"].iter_rows(min_row=5, values_only=True)}
    assert balances == {"Uang tunai": 550_000, "Dana pendidikan": 500_000, "Simpanan sukarela, Usaha A001": 50_000}
    notes = list(book["Catatan"].iter_rows(min_row=5, values_only=True))
    assert len(notes) == 6
    assert notes[2][3] == "=1+1", "a text, not a formula"
    assert sum(row[5] or 0 for row in notes) == sum(row[6] or 0 for row in notes) == 610_000


def test_a_statement_on_paper_runs_from_before_to_the_end_and_is_escaped(sqlite_app: App, them: People) -> None:
    parts = sqlite_app.read(them.member("A001"), ledger.statement, business_id=them.businesses["A001"], span=SPAN)
    page = documents.statement("Batik <Ayu>", "Asosiasi", SPAN, parts, today="21 Nov 2026").content.decode()
    assert "Batik &lt;Ayu&gt;" in page and "&lt;b&gt;beli kain" in page and "<b>" not in page
    for said in ("Rp80.000", "Rp30.000", "Rp50.000", "Simpanan sukarela", "Pengambilan simpanan"):
        assert said in page, said


def test_every_account_and_every_kind_of_note_has_a_word_in_both_languages() -> None:
    for msgid in (*documents.KINDS.values(), *documents.WORDS.values(), *documents.MOVES.values()):
        assert translate(msgid, "en") == msgid
        assert translate(msgid, "id") != msgid or msgid in {"Bank"}, msgid
    i18n.use(lambda: "en")
    assert documents.move_name("deposit") == "Savings brought"
