"""Laporan triwulan: who may see it, a report written, sent, returned and approved by presses, and its files."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from streamlit.testing.v1 import AppTest

from cblp import i18n
from cblp.bootstrap import App
from cblp.db.actor import COORDINATOR, LIAISON, MEMBER, MENTOR, TREASURER, Actor
from cblp.documents import deck_pptx, period_report, period_report_deck
from cblp.documents.tables import HEADER_ROW
from cblp.forum.slides import Deck
from cblp.i18n import _
from cblp.people.services import licences
from cblp.programmes.reports import period_reports as reports
from cblp.programmes.reports.period_reports import Content, Detail
from cblp.programmes.services import period_reports as services
from cblp.programmes.services import targets
from tests.pages.conftest import Screen, press, texts
from tests.programmes.counting import Q2, Q3, Town, town


@pytest.fixture
def jambi(screen: Screen) -> Town:
    """21 members, some of them with licences, the third quarter published."""
    return screen.begin(licensed, screen.app, screen.system)


def licensed(app: App, system: Actor) -> Town:
    made = town(app, system)
    for kind, owners in (("pirt", made.businesses[2:16]), ("halal", made.businesses[3:18])):
        for owner in owners:
            app.act(system, licences.add_licence, business_id=owner, kind=kind, number=f"{kind}-{owner.hex[-6:]}")
    made.publish()
    return made


def begun(jambi: Town) -> dict[str, object]:
    """The id of a draft with a summary."""
    report = {"report_id": jambi.app.act(jambi.wati, services.draft, period=Q3)}
    jambi.app.act(jambi.wati, services.write, version=1, changes={"summary": "Ramai *sekali*.", "plan": "Foto produk."}, **report)
    return report


def sent(jambi: Town) -> dict[str, object]:
    report = begun(jambi)
    jambi.app.act(jambi.wati, services.submit, **report)
    return report


def tables(test: AppTest) -> str:
    """What stands in the tables of a page, cell after cell."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", " ".join(element.proto.body for element in test.get("html"))))


def state(screen: Screen) -> list[tuple[str, str]]:
    return [(row.period, row.state) for row in screen.ask(reports.listed)]


# -- who may see it ------------------------------------------------------------------------------------------------------


def test_nobody_signed_in_sees_nothing(screen: Screen, jambi: Town) -> None:
    sent(jambi)
    said = texts(screen.leave().open("period_reports", triwulan=Q3))
    assert "Ramai" not in said and "Waktu masuk habis" in said


@pytest.mark.parametrize("role", [MEMBER, MENTOR])
def test_other_roles_are_sent_back(screen: Screen, jambi: Town, role: str) -> None:
    sent(jambi)
    said = texts(screen.sit(role).open("period_reports", triwulan=Q3))
    assert "Ramai" not in said and "Halaman ini untuk peran lain" in said


@pytest.mark.parametrize(("role", "language", "expected"), [
    (COORDINATOR, "id", "Setiap triwulan ada satu laporan"), (COORDINATOR, "en", "Each quarter one report"),
    (TREASURER, "id", "Setiap triwulan ada satu laporan"), (LIAISON, "id", "setelah asosiasi mengirimnya"),
    (LIAISON, "en", "Reports that the association sends"),
])
def test_before_there_is_any(screen: Screen, role: str, language: str, expected: str) -> None:
    test = screen.sit(role, language=language).open("period_reports")
    assert expected in texts(test)
    assert bool([button for button in test.button if "III 2026" in button.label]) == (role == COORDINATOR)


def test_a_liaison_does_not_learn_of_a_draft(screen: Screen, jambi: Town) -> None:
    begun(jambi)
    said = texts(screen.sit(LIAISON).open("period_reports", triwulan=Q3))
    assert "Belum ada laporan triwulan ini." in said and "Ramai" not in said


@pytest.mark.parametrize(("role", "language", "expected"), [
    (LIAISON, "en", "Quarter III 2026: 21 active members."), (TREASURER, "id", "Petugas dinas sedang membacanya"),
    (COORDINATOR, "en", "The liaison officer reads it."),
])
def test_a_sent_report_is_read(screen: Screen, jambi: Town, role: str, language: str, expected: str) -> None:
    sent(jambi)
    test = screen.sit(role, language=language).open("period_reports", triwulan=Q3)
    assert expected in texts(test)
    assert "Ramai \\*sekali\\*\\." in texts(test), "as typed, never as markup"
    assert re.search(r"(Anggota aktif|Active members) 21", tables(test))


def test_the_list_tells_of_the_newest_quarter_not_of_an_old_one(screen: Screen, jambi: Town) -> None:
    sent(jambi)
    test = screen.sit(TREASURER).open("period_reports")
    assert "Laporan Triwulan III 2026 sudah dikirim, menunggu jawaban." in texts(test)
    assert "Tulis Triwulan II 2026" in {button.label for button in screen.sit().open("period_reports").button}


# -- its life ------------------------------------------------------------------------------------------------------------


def test_the_office_writes_and_sends(screen: Screen, jambi: Town) -> None:
    test = press(screen.sit().open("period_reports"), "Tulis Triwulan III 2026")
    assert state(screen) == [(Q3, "draft")]
    test = press(test, "Tulis")
    test.text_area(key="report_words_summary").input("Tiga promo bersama berjalan.")
    test = press(test, "Simpan")
    test = press(press(test, "Kirim laporan"), "Kirim laporan")
    assert "Laporan sudah dikirim." in texts(test) and state(screen) == [(Q3, "submitted")]
    assert not [button for button in test.button if button.label in {"Tulis", "Kirim laporan"}]


def test_a_quarter_without_figures_cannot_be_sent(screen: Screen, jambi: Town) -> None:
    jambi.app.act(jambi.wati, services.draft, period=Q2)
    test = screen.sit().open("period_reports", triwulan=Q2)
    assert "Angka Triwulan II 2026 belum diterbitkan" in texts(test)
    assert "Kirim laporan" not in [button.label for button in test.button]


def test_the_liaison_returns_it_with_a_comment(screen: Screen, jambi: Town) -> None:
    sent(jambi)
    test = screen.sit(LIAISON).open("period_reports")
    assert "1 laporan menunggu jawaban Anda." in texts(test)
    test = press(press(test, "Buka"), "Kembalikan")
    test = press(test, "Simpan")
    assert state(screen) == [(Q3, "submitted")], "not without a word"
    test.text_area(key="return_report_comment").input("Tulis kendalanya.")
    press(test, "Simpan")
    assert state(screen) == [(Q3, "returned")]
    said = texts(screen.sit().open("period_reports"))
    assert "Laporan Triwulan III 2026 dikembalikan dengan komentar." in said
    said = texts(screen.open("period_reports", triwulan=Q3))
    assert "Tulis kendalanya" in said and "Petugas dinas" in said


def test_the_liaison_approves_and_it_is_locked(screen: Screen, jambi: Town) -> None:
    sent(jambi)
    test = screen.sit(LIAISON).open("period_reports", triwulan=Q3)
    test = press(press(test, "Setujui"), "Setujui")
    assert state(screen) == [(Q3, "approved")]
    for role in (LIAISON, COORDINATOR, TREASURER):
        test = screen.sit(role).open("period_reports", triwulan=Q3)
        assert "Sudah disetujui. Isinya tidak berubah lagi." in texts(test)
        labels = {button.label for button in test.button}
        assert not labels & {"Setujui", "Kembalikan", "Tulis", "Kirim laporan", "Tulis komentar"}


def test_both_sides_comment(screen: Screen, jambi: Town) -> None:
    sent(jambi)
    for role, said in ((LIAISON, "Apa itu promo bersama?"), (TREASURER, "Diskon pada hari yang sama.")):
        test = press(screen.sit(role).open("period_reports", triwulan=Q3), "Tulis komentar")
        test.text_area(key="comment_report_text").input(said)
        press(test, "Simpan")
    detail: Detail = screen.ask(reports.one, report_id=screen.ask(reports.listed)[0].id)
    assert [(one.role, one.text) for one in detail.comments] == [
        (LIAISON, "Apa itu promo bersama?"), (TREASURER, "Diskon pada hari yang sama."),
    ]


# -- its files -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def report(jambi: Town) -> tuple[Detail, Content]:
    jambi.app.act(jambi.wati, targets.set_target, period=Q3, indicator="internet_use", least=5000, good=6000, excellent=8000)
    detail: Detail = jambi.app.read(jambi.amir, reports.one, **sent(jambi))
    assert detail.content
    return detail, detail.content


@pytest.fixture(params=["id", "en"])
def speak(request: pytest.FixtureRequest) -> str:
    i18n.use(lambda: request.param)
    return str(request.param)


def test_the_register_has_its_columns_in_order(report: tuple[Detail, Content], speak: str) -> None:
    made = period_report.workbook(*report, association="Asosiasi Contoh")
    sheet = load_workbook(BytesIO(made.content)).worksheets[0]
    rows = list(sheet.iter_rows(min_row=HEADER_ROW + 1, values_only=True))
    heads = [_(one.header) for one in period_report.REGISTER]
    assert list(rows[0]) == heads and len(rows) == 1 + len(report[1].figures)
    members, online = (dict(zip(heads, next(row for row in rows if row[6] == name), strict=True)) for name in (
        {"id": "Anggota aktif", "en": "Active members"}[speak], {"id": "Memakai internet", "en": "Use the internet"}[speak],
    ))
    assert (members[_("Achievement")], members[_("Denominator")]) == (21, None)
    assert (online[_("Numerator")], online[_("Denominator")], online[_("Unit")], online[_("Target: good")]) == (11, 21, "%", 60)
    assert online[_("Achievement")] == pytest.approx(52.38) and online[_("Against the target")] == _("Least reached")
    hidden = [row for row, (_place, figure) in zip(rows[1:], report[1].figures, strict=True) if figure.hidden]
    assert hidden and all(row[8] is None and row[11] is None and row[17] == _("Not shown: too few businesses.") for row in hidden)


def test_the_slides_are_few_and_their_charts_native(report: tuple[Detail, Content], speak: str) -> None:
    detail, content = report
    deck: Deck = period_report_deck.deck(detail, content, association="Asosiasi Contoh", colour="#2F4B7C", timezone="Asia/Jakarta")
    assert len(deck.slides) <= 12 and deck.language == speak
    assert deck.slides[0].figures[0].value == "21"
    assert [line.text for line in deck.slides[-1].lines] == ["Foto produk."]
    shown = Presentation(BytesIO(deck_pptx.document(deck).content))
    assert len(shown.slides) == len(deck.slides)
    charts = [shape.chart for slide in shown.slides for shape in slide.shapes if shape.has_chart]
    assert len(charts) == sum(slide.chart is not None for slide in deck.slides) > 0


def test_the_paper_says_what_was_written_escaped(report: tuple[Detail, Content], speak: str) -> None:
    detail, content = report
    told = replace(content, sections={"summary": "<b>Ramai</b>"})
    page = period_report.paper(detail, told, association="Asosiasi Contoh", timezone="Asia/Jakarta").content.decode()
    assert "&lt;b&gt;Ramai" in page and "<b>" not in page
    assert _("Requests to government") not in page and "52.38%" in page.replace(",", ".")


def test_the_files_are_handed_out(screen: Screen, jambi: Town) -> None:
    sent(jambi)
    test = screen.sit(LIAISON).open("period_reports", triwulan=Q3)
    for label in ("Daftar capaian (XLSX)", "Bahan tayang (PPTX)", "Halaman untuk dicetak"):
        assert "/unduh/" in " ".join(one.proto.body for one in press(test, label).get("html")), label
