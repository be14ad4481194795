"""Pages to print stand alone and contain names as text only."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from cblp import i18n
from cblp.documents import printed
from cblp.documents.tables import Column, Table


class Reader(HTMLParser):
    """The tags and the texts of a page."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.feed(content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40))
def test_no_text_becomes_markup(text: str) -> None:
    table = Table(text, [Column("Sales")], [[text]])
    content = printed.page(text, printed.heading(text), printed.paragraph(text), printed.points([text]), printed.table(table),
                           under=text, signed_by=[text])
    plain = printed.page("x", printed.heading("x"), printed.paragraph("x"), printed.points(["x"]),
                         printed.table(Table("x", [Column("Sales")], [["x"]])), under="x", signed_by=["x"])
    assert Reader(content).tags == Reader(plain).tags
    assert Reader(content).texts.count(text) == 9


def test_a_page_stands_alone_in_its_language() -> None:
    content = printed.page("Catatan rapat", "Isi").decode()
    assert '<html lang="id">' in content
    assert "<script" not in content
    assert "http" not in content
    i18n.use(lambda: "en")
    assert '<html lang="en">' in printed.page("Minutes").decode()


def test_amounts_stand_at_the_right_as_people_read_them() -> None:
    table = Table("Bagi hasil", [Column("Sales"), Column("Income", "rupiah")], [["Sari", 326_000], ["Ilham", None]], "Oktober")
    made = printed.document("bagi-hasil.html", "Bagi hasil", printed.table(table))
    content = made.content.decode()
    assert '<td class="n">Rp326.000</td>' in content
    assert '<td class="n">–</td>' in content
    assert '<th class="n">Penghasilan</th>' in content
