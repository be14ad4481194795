"""Tables and downloads, which all pages share."""

from __future__ import annotations

import functools
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from cblp.people.services import tickets
from cblp.ui.components import frame
from tests.pages.conftest import Screen, press, texts

TABLE = """
from cblp.i18n import _
from cblp.ui.components import tables
rows = [(f"*{n}* | <b>", n) for n in range(1, 121)]
tables.show(["Nama", tables.Number("Jumlah")], rows, key="t")
"""
FILE = """
from cblp.people.services.tickets import Document
from cblp.ui.components import downloads
downloads.download("Unduh", lambda: Document("daftar.csv", "text/csv", b"a;b"), key="d")
"""


def test_a_table_shows_texts_as_typed_and_one_page_at_a_time() -> None:
    test = AppTest.from_string(TABLE).run()
    table = test.get("html")[0].proto.body
    assert "*1* | &lt;b&gt;</td>" in table
    assert table.count("<tr>") == 51
    assert "1–50 dari 120" in texts(test)
    press(press(test, "Berikutnya"), "Berikutnya")
    assert ">101</td>" in test.get("html")[0].proto.body
    assert [b.disabled for b in test.button] == [False, True]


@pytest.mark.parametrize(
    ("name", "said"), [("Ibu Sari Dewi", "Ibu Sari"), ("Sari Dewi", "Sari"), ("Sari", "Sari"), ("Ibu", "Ibu"), ("Pak Budi", "Pak Budi")],
)
def test_people_are_called_by_their_form_of_address(name: str, said: str) -> None:
    assert frame.called(name) == said


def test_a_download_is_a_ticket_for_this_session_only(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    issued: list[str] = []
    issue = tickets.issue

    @functools.wraps(issue)
    def watched(*args: Any, **kwargs: Any) -> str:
        issued.append(issue(*args, **kwargs))
        return issued[-1]

    monkeypatch.setattr(tickets, "issue", watched)
    test = press(AppTest.from_string(FILE).run(), "Unduh")
    assert f"/unduh/{issued[0]}" in texts(test)
    found = screen.app.read(screen.actor, tickets.open_ticket, ticket=issued[0])
    assert found.content == b"a;b"
    assert screen.ask(tickets.open_ticket, ticket=issued[0]) is None
