"""The guarded child: what leaves it, what kills it, and that many files can share one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from cblp import i18n
from cblp.demo.files import canaries
from cblp.importers import FileRefused, Options, Reader, child, headers, identify, read
from cblp.importers import reader as reader_module
from cblp.importers.problems import Damaged, NearlyRecognised, TooManyBadRows
from tests.importers.files import SHOPEE, lines, sheet, shopee, table, zipped

SAMPLES = Path(__file__).parent / "samples"
BUYER = {
    "Username (Pembeli)": canaries.USERNAME, "Nama Penerima": canaries.NAME, "No. Telepon": canaries.PHONE,
    "Alamat Pengiriman": canaries.ADDRESS, "Catatan dari Pembeli": canaries.NOTE, "No. Resi": canaries.TRACKING,
}  # fmt: skip


def leaks(answer: object) -> list[str]:
    return [canary for canary in canaries.CANARIES if canary.casefold() in repr(answer).casefold()]


def test_one_child_serves_many_files(reader: Reader) -> None:
    reader.read(shopee(), "a.xlsx")
    first = reader._child
    reader.read(shopee({}, {"Nomor Referensi SKU": "BTK-02"}), "b.xlsx")
    with pytest.raises(NearlyRecognised):
        reader.read(sheet([{k: v for k, v in SHOPEE.items() if k != "Harga Awal"}]), "c.xlsx")
    assert reader._child is first


def test_what_is_said_about_a_file() -> None:
    extract = read(shopee(), "Order.all.xlsx")
    assert (extract.source, extract.kind, extract.format, extract.since) == ("shopee", "orders", "shopee.orders", "2026")
    assert (extract.rows_read, extract.rejected, extract.period) == (1, 0, ("2026-08-01", "2026-08-01"))
    assert extract.as_of == "2026-08-05T03:00:00Z"
    assert extract.marketplaces == ("shopee",)
    identity = identify(shopee(), "Order.all.xlsx")
    assert (identity.format, identity.period, identity.needs_year) == ("shopee.orders", extract.period, False)


def test_nothing_of_a_buyer_leaves_the_child(reader: Reader) -> None:
    answers = [
        reader.read(shopee({**BUYER, "Kota/Kabupaten": canaries.ADDRESS}), "x.xlsx"),
        reader.read(sheet([{**SHOPEE, "Kolom baru": canaries.EMAIL}]), "x.xlsx"),
        reader.headers(sheet([{**SHOPEE, **BUYER}]), "x.xlsx"),
        # a row problem shows no value, and a refusal only headers that the format knows
        reader.read(shopee(*[{}] * 5, {"Harga Awal": canaries.PHONE, "Jumlah": canaries.NIK + "x"}), "x.xlsx"),
    ]
    for refused in (
        sheet([{canaries.NAME: canaries.PHONE, canaries.EMAIL: canaries.ADDRESS}] * 3),
        sheet([{**{k: v for k, v in SHOPEE.items() if k != "Harga Awal"}, canaries.NAME: canaries.NIK}]),
        shopee({**BUYER, "Harga Awal": canaries.NAME}),
        table([{canaries.NAME: canaries.PHONE}]),
    ):
        with pytest.raises(FileRefused) as caught:
            reader.read(refused, "x.xlsx")
        answers.append(caught.value.text("en"))
    assert [found for answer in answers for found in leaks(answer)] == []


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*/*.*")), ids=lambda p: p.name)
def test_no_sample_leaks_a_buyer(reader: Reader, path: Path) -> None:
    if path.name.endswith(".jsonl"):
        assert leaks(path.read_text(encoding="utf-8")) == []
        return
    answers: list[object] = [reader.headers(path, "x")]
    try:
        answers.append(reader.read(path, "x", Options(year=2026)))
    except FileRefused as refused:
        answers.append(refused.text("en"))
    assert [found for answer in answers for found in leaks(answer)] == []


def test_the_mapping_page_sees_headers_and_shapes_only(reader: Reader) -> None:
    data = sheet([{"Tanggal": "01/08/2026", "Barang": "Kopi 250 g", "Uang": 15_000.0}], banner=[["Toko Kita"], []])
    (found,) = headers(data, "x.xlsx", reader=reader)
    assert found.headers == ("Tanggal", "Barang", "Uang")
    assert found.header_row == 3
    assert found.shapes == (("99/99/9999", "xxxx 999 x", "99999"),)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_a_child_that_dies_is_a_plain_refusal_and_is_replaced() -> None:
    with Reader() as reader:
        reader.read(shopee(), "a.xlsx")
        assert reader._child is not None
        os.kill(reader._child.pid, signal.SIGKILL)
        reader._child.wait()
        assert reader.read(shopee(), "b.xlsx").rows_read == 1
        os.kill(reader._child.pid, signal.SIGSTOP)
        reader.wall_seconds = 0.3
        started = time.monotonic()
        with pytest.raises(Damaged):
            reader.read(shopee(), "c.xlsx")
        assert time.monotonic() - started < 10
        reader.wall_seconds = 30
        assert reader.read(shopee(), "d.xlsx").rows_read == 1


def test_a_broken_installation_is_not_blamed_on_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_module, "_START", "import no_such_module")
    with Reader() as reader, pytest.raises(RuntimeError, match="does not start"):
        reader.read(shopee(), "a.xlsx")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the address space")
def test_memory_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many far apart cells that the door lets pass would need gigabytes as a dense sheet: the child gives up, not the server."""
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="APH{n}"><v>1</v></c></row>' for n in range(1, 150_000))
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    data = _replaced(f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'.encode())
    with Reader() as reader, pytest.raises(Damaged):
        reader.read(data, "lebar.xlsx")


def _replaced(part: bytes) -> bytes:
    with ZipFile(BytesIO(shopee())) as good:
        return zipped({**{name: good.read(name) for name in good.namelist()}, "xl/worksheets/sheet1.xml": part})


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_the_child_has_no_files_to_write() -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(Path.cwd())!r}); from cblp.importers import child; child.limit();\n"
        "import resource; print([resource.getrlimit(getattr(resource, n))[1] for n in ('RLIMIT_FSIZE', 'RLIMIT_NOFILE')])"
    )
    done = subprocess.run([sys.executable, "-I", "-B", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"[0, {child.OPEN_FILES}]"


def test_rows_that_cannot_be_read_are_listed_and_a_fifth_of_them_refuses(reader: Reader) -> None:
    bad = {"Harga Awal": "seratus", "Waktu Pesanan Dibuat": "kemarin"}
    extract = reader.read(shopee(*[{}] * 8, bad, {"Status Pesanan": "Diproses kilat"}), "x.xlsx")
    assert (extract.rows_read, extract.rejected, len(extract.rows)) == (10, 2, 8)
    assert [tuple(problem) for problem in extract.problems] == [
        (10, "Waktu Pesanan Dibuat", "when", ""),
        (10, "Harga Awal", "money", ""),
        (11, "Status Pesanan", "choice", "Diproses kilat"),
    ]
    with pytest.raises(TooManyBadRows) as caught:
        reader.read(shopee(*[{}] * 7, bad, bad), "x.xlsx")
    assert caught.value.text("id").startswith("2 dari 9 baris file x.xlsx tidak terbaca, mulai dari baris 9")


def test_refusals_speak_both_languages(reader: Reader) -> None:
    with pytest.raises(NearlyRecognised) as caught:
        reader.read(sheet([{k: v for k, v in SHOPEE.items() if k != "Harga Awal"}]), "x.xlsx")
    assert "looks like a Shopee order file" in caught.value.text("en")
    assert 'mirip file pesanan Shopee, tetapi kolom "Harga Awal" tidak ada' in caught.value.text("id")
    i18n.use(lambda: "en")
    assert "Harga Awal" in caught.value.text()


def test_new_columns_are_noted_by_name_and_blank_rows_are_nothing(reader: Reader) -> None:
    plain = {**SHOPEE, "Jumlah Produk di Pesan": "2"}
    rows = [
        {**plain, "Biaya Baru": "1"},
        dict.fromkeys(SHOPEE, ""),
        {**plain, "Nama Variasi": "Biru"},
        dict.fromkeys(SHOPEE, "\t"),
    ]
    extract = reader.read(sheet(rows), "x.xlsx")
    assert (extract.rows_read, extract.rejected) == (2, 0)
    assert [tuple(note) for note in extract.notes] == [("unknown_column", ("Biaya Baru",))]


def test_an_empty_month_is_a_report_too(reader: Reader) -> None:
    data = table([SHOPEE]).splitlines()[0] + b"\r\n"
    extract = reader.read(data, "x.csv")
    assert (extract.rows, extract.period, extract.as_of) == ([], None, None)
    assert extract.notes[-1].code == "no_rows"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_texts_in_any_dress(reader: Reader, delimiter: str, encoding: str) -> None:
    data = table([{**SHOPEE, "Nama Produk": "Café, „kecil“; 1 | 2"}], delimiter, encoding)
    extract = reader.read(data, "x.csv")
    assert extract.rows[0][5] == "Café, „kecil“; 1 | 2"
    assert [note.code for note in extract.notes] == (["encoding"] if encoding == "cp1252" else [])


def test_a_line_that_names_the_delimiter(reader: Reader) -> None:
    extract = reader.read(b"sep=;\r\n" + table([SHOPEE, {**SHOPEE, "Jumlah": "x"}, *[SHOPEE] * 5], ";"), "x.csv")
    assert extract.problems[0].line == 4


def test_the_header_is_found_below_a_banner(reader: Reader) -> None:
    found = lines(reader, sheet([SHOPEE], banner=[["Laporan"], [], ["Periode", "Agustus"]]))
    assert found[0].order_no == "260801AAAAAAAA"
