"""A sheet of the register: read as people keep it, previewed before anything is written, and the same when it comes back."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cblp import i18n
from cblp.bootstrap import App
from cblp.db.actor import MEMBER, Actor
from cblp.errors import NotAllowed
from cblp.importers import FileRefused, Reader
from cblp.importers.picking import Picked
from cblp.people import register_csv as sheet
from cblp.people import rules_register as rules
from cblp.people.reports import register as reports
from cblp.people.reports.register_sheet import lines
from cblp.people.services import register, register_import
from cblp.people.services.register_import import CHANGED, NEW, PROBLEM, SAME, RegisterChanged

TODAY = date(2026, 11, 21)

BY_HAND = """DAFTAR ANGGOTA ASOSIASI;;;;;;
;;;;;;
No;Nama Pemilik;Nama UMKM;No. HP;Kabupaten/Kota;NIB;Tgl Masuk
1;Ibu Sari;Batik Sari;81234567890;KOTA JAMBI;9120102030405;5 Jan 2025
2;Rina;Dodol Rina;0813-9999-0000;Kab. Kerinci;;05/03/2025
3;Budi;;0813;Kota Ajaib;123;kemarin
;;;;;;
"""


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as one:
        yield one


def take(app: App, actor: Actor, entries: list[sheet.Entry]) -> register_import.Preview:
    """Preview and confirm."""
    shown = app.read(actor, register_import.preview, entries=entries, today=TODAY)
    assert app.act(actor, register_import.confirm, entries=entries, digest=shown.digest, today=TODAY) == shown.counts
    return shown


def states(preview: register_import.Preview) -> list[str]:
    return [row.state for row in preview.rows]


def test_a_list_kept_by_hand_is_understood(app: App, actor: Actor, reader: Reader) -> None:
    entries = sheet.read(BY_HAND.encode("cp1252"), "anggota.csv", reader=reader)
    assert [e.line for e in entries] == [4, 5, 6]
    assert entries[0].values == {
        "owner": "Ibu Sari", "name": "Batik Sari", "phone": "+6281234567890", "area_code": "15.71", "nib": "9120102030405",
        "since": date(2025, 1, 5),
    }
    shown = app.read(actor, register_import.preview, entries=entries, today=TODAY)
    assert shown.counts == {NEW: 2, CHANGED: 0, SAME: 0, PROBLEM: 1}
    assert app.read(actor, reports.businesses, today=TODAY) == []  # nothing is written before somebody says yes
    said = [sheet.problem_text(6, column, code) for column, code in shown.rows[2].problems]
    assert said == [
        "Baris 6: nomor HP tidak terbaca. Tulis seperti 0812-3456-7890.",
        "Baris 6: tempat di kolom “Kode wilayah” belum dikenali. Tulis seperti Kota Jambi.",
        "Baris 6: NIB terdiri dari 13 angka.",
        "Baris 6: tanggal di kolom “Anggota sejak” tidak terbaca. Tulis seperti 21 Nov 2026.",
        "Baris 6: nama usaha belum ada.",
    ]
    app.act(actor, register_import.confirm, entries=entries, digest=shown.digest, today=TODAY)
    rows = app.read(actor, reports.businesses, today=TODAY)
    assert [(r.code, r.name, r.owner, r.status, r.since, r.area) for r in rows] == [
        ("A001", "Batik Sari", "Ibu Sari", "active", date(2025, 1, 5), "Kota Jambi"),
        ("A002", "Dodol Rina", "Rina", "active", date(2025, 3, 5), "Kabupaten Kerinci"),
    ]
    again = app.read(actor, register_import.preview, entries=entries, today=TODAY)
    assert states(again) == [SAME, SAME, PROBLEM]


def test_changes_are_shown_with_before_and_after_and_kept(app: App, actor: Actor) -> None:
    take(app, actor, [entry(
        2, code="A001", name="Batik Sari", owner="Sari", phone="081234567890", since="2025-01-05", women_led="ya",
    )])
    changed = [entry(2, code="a001", owner="Sari Dewi", workers="3 orang", women_led="Tidak", since="1 Feb 2025",
                     pirt="2061571010001-29", pirt_until="31-12-2027", halal="Sedang diurus"),
               entry(3, name="Kopi Tungkal", status="Mendaftar")]
    shown = take(app, actor, changed)
    assert states(shown) == [CHANGED, NEW]
    assert {f: (b, a) for f, b, a in shown.rows[0].changes} == {
        "code": ("A001", "a001"), "owner": ("Sari", "Sari Dewi"), "workers": (None, 3), "women_led": (True, False),
        "since": (date(2025, 1, 5), date(2025, 2, 1)), "pirt": (None, "2061571010001-29"),
        "pirt_until": (None, date(2027, 12, 31)), "halal": (None, sheet.IN_PROGRESS),
    }
    assert {line.values["name"]: line.values["women_led"] for line in app.read(actor, lines)} == {
        "Batik Sari": False, "Kopi Tungkal": None,
    }
    assert states(app.read(actor, register_import.preview, entries=changed, today=TODAY)) == [SAME, SAME]
    gone = [entry(2, code="a001", until="20/11/2026")]
    take(app, actor, gone)
    assert app.read(actor, reports.counts, today=TODAY) == {"left": 1, "applied": 1}
    assert states(app.read(actor, register_import.preview, entries=gone, today=TODAY)) == [SAME]


def test_what_cannot_be_kept_is_a_problem_of_its_row_alone(sqlite_app: App, sqlite_actor: Actor) -> None:
    app, actor = sqlite_app, sqlite_actor
    known = [entry(2, code="A001", name="Batik Sari", nib="9120102030405"), entry(3, code="A002", name="Dodol Rina")]
    take(app, actor, known)
    shown = app.read(actor, register_import.preview, today=TODAY, entries=[
        entry(2, code="A002", nib="9120102030405"),
        entry(3, code="A001", status="Ditolak"),
        entry(4, code="A003", name="X Baru", since="2026-02-01", until="2026-01-01"),
        entry(5, code="A004", name="Y Baru", halal_until="2027-01-01"),
        entry(6, code="A005", name="Z Baru"),
        entry(7, code="a005", name="Z Lagi"),
    ])
    assert [row.problems for row in shown.rows] == [
        (("nib", "nib_taken"),), (("status", "status"),), (("until", "dates"),), (("halal", "licence"),), (),
        (("code", "twice"),),
    ]


def test_a_preview_that_is_out_of_date_is_refused_whole(app: App, actor: Actor) -> None:
    entries = [entry(2, code="A001", name="Batik Sari")]
    shown = app.read(actor, register_import.preview, entries=entries, today=TODAY)
    app.act(actor, register.add_business, name="Lain", code="A001", since=TODAY)
    with pytest.raises(RegisterChanged):
        app.act(actor, register_import.confirm, entries=entries, digest=shown.digest, today=TODAY)
    assert [row.name for row in app.read(actor, reports.businesses, today=TODAY)] == ["Lain"]
    member = Actor(None, actor.association, MEMBER)
    for call in (register_import.preview, lines):
        with pytest.raises(NotAllowed):
            app.read(member, call, **({"entries": entries, "today": TODAY} if call is register_import.preview else {}))


def test_a_sheet_without_its_columns_is_refused(reader: Reader) -> None:
    with pytest.raises(FileRefused):
        sheet.read(b"a,b,c\n1,2,3\n", "x.csv", reader=reader)


def test_only_the_columns_of_the_register_leave_the_child(reader: Reader) -> None:
    content = b"Nama usaha,NIK,Kode usaha\nBatik,1571010101010001,A1\n"
    rows = reader.pick(content, "x.csv", {"name": ["Nama usaha"], "code": ["kode usaha"]})
    assert rows == [Picked(2, {"name": "Batik", "code": "A1"})]


@pytest.mark.parametrize(("typed", "day"), [
    ("2026-11-21", date(2026, 11, 21)), ("21/11/2026", date(2026, 11, 21)), ("1-2-2026", date(2026, 2, 1)),
    ("21 Nov 2026", date(2026, 11, 21)), ("5 Agustus 2025", date(2025, 8, 5)), ("5 Mei 2025", date(2025, 5, 5)), ("", None),
])
def test_days_as_people_write_them(typed: str, day: date | None) -> None:
    assert sheet.read_day(typed) == day


@pytest.mark.parametrize("typed", ["31/02/2026", "21 Foo 2026", "2026", "21/11/26", "kemarin"])
def test_days_that_say_too_little_are_refused(typed: str) -> None:
    with pytest.raises(sheet.Unreadable):
        sheet.read_day(typed)


# -- round trip --------------------------------------------------------------------------------------------------------

words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Co", "Cn")), max_size=30).map(rules.clean)
names = st.one_of(words, st.sampled_from(["=1+1", "+62 812", "@SUM(A1)", "-Batik", "'Aisyiyah", "\uff1dcmd", "Tab\tBatik"])).map(
    lambda text: rules.clean(text + " x"))
days = st.dates(date(2015, 1, 1), TODAY)
optional_day = st.none() | days


@st.composite
def businesses(draw: st.DrawFn) -> dict[str, Any]:
    since = draw(days)
    status = draw(st.sampled_from([*rules.STEPS]).filter(bool))
    licence = st.one_of(st.none(), st.just(sheet.IN_PROGRESS), st.from_regex(r"[A-Z0-9]{2,20}", fullmatch=True))
    found: dict[str, Any] = {
        "name": draw(names), "owner": draw(names), "address_form": draw(st.sampled_from(register.ADDRESS_FORMS)),
        "phone": draw(st.sampled_from(["", "+6281234567890", "+6281399990000"])),
        "sector": draw(st.sampled_from(register.SECTORS)), "kbli": draw(st.sampled_from(["", "10794", "01234"])),
        "area_code": draw(st.sampled_from(["", "15", "15.71", "15.01.02"])),
        "address": draw(words), "women_led": draw(st.none() | st.booleans()), "workers": draw(st.none() | st.integers(0, 99999)),
        "internet": draw(st.none() | st.booleans()), "decree": draw(words), "decree_on": draw(optional_day), "status": status,
        "since": since, "until": draw(st.dates(since, TODAY)) if status == rules.LEFT else None,
    }
    for kind in rules.LICENCE_KINDS[1:]:
        number = draw(licence)
        found |= {kind: number, f"{kind}_until": draw(optional_day) if number else None}
    return found


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(businesses(), min_size=1, max_size=4), language=st.sampled_from(i18n.LANGUAGES))
def test_what_goes_out_comes_back_the_same(
    sqlite_app: App, sqlite_actor: Actor, reader: Reader, kind: str, rows: list[dict[str, Any]], language: str,
) -> None:
    i18n.use(lambda: language)
    taken = len(sqlite_app.read(sqlite_actor, lines))
    given_rows = [{**row, "code": f"T{taken + number}"} for number, row in enumerate(rows)]
    write = sheet.to_csv if kind == "csv" else sheet.to_xlsx
    entries = sheet.read(write(given_rows), f"anggota.{kind}", reader=reader)
    assert [e.problems for e in entries] == [()] * len(rows)
    for entry_, row in zip(entries, given_rows, strict=True):
        assert entry_.values == {field: value for field, value in row.items() if value not in ("", None)}
    shown = take(sqlite_app, sqlite_actor, entries)
    assert states(shown) == [NEW] * len(rows)
    kept = sqlite_app.read(sqlite_actor, lines)
    back = sheet.read(write(line.values for line in kept), f"anggota.{kind}", reader=reader)
    assert set(states(sqlite_app.read(sqlite_actor, register_import.preview, entries=back, today=TODAY))) == {SAME}


def test_no_cell_is_a_formula_and_phones_read_as_phones() -> None:
    rows = [{"code": "A001", "name": "=HYPERLINK(\"x\")", "owner": "+cmd", "address": "\uff1d1+1", "phone": "+6281234567890"}]
    table = list(csv.reader(StringIO(sheet.to_csv(rows).decode("utf-8-sig"))))
    assert table[0][:5] == ["Kode usaha", "Nama usaha", "Nama pemilik", "Sapaan", "Nomor HP"]
    assert table[1][1:5] == ["'=HYPERLINK(\"x\")", "'+cmd", "", "0812-3456-7890"]
    assert table[1][8] == "'\uff1d1+1"
    cells = [cell for row in openpyxl.load_workbook(BytesIO(sheet.to_xlsx(rows))).active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert all(cell.data_type != "n" or cell.value is None for cell in cells)


def entry(line: int, **cells: str) -> sheet.Entry:
    return sheet.entry(Picked(line, cells))
