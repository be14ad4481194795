"""Hostile and foreign files are turned away quickly, with a plain reason, and the next file is read as if nothing was."""

from __future__ import annotations

import struct
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_BZIP2, ZipFile, ZipInfo

import pytest

from cblp.importers import FileRefused, Reader, door
from cblp.importers.problems import (
    Damaged,
    EmptyFile,
    NotATable,
    NotRecognised,
    OldExcel,
    TooLarge,
    Unsafe,
    WebPage,
)  # fmt: skip
from tests.importers.files import shopee, table, zipped

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def with_part(name: str, content: bytes) -> bytes:
    """A good workbook in which one part is replaced."""
    with ZipFile(BytesIO(shopee())) as good:
        return zipped({**{member: good.read(member) for member in good.namelist()}, name: content})


def with_sheet(rows: bytes) -> bytes:
    return with_part(
        "xl/worksheets/sheet1.xml", b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (MAIN.encode(), rows)
    )


def cell(reference: str) -> bytes:
    return f'<row r="1"><c r="A1"><v>1</v></c><c r="{reference}"><v>1</v></c></row>'.encode()


def named(*names: str) -> bytes:
    return zipped({"xl/workbook.xml": b"<workbook/>", **dict.fromkeys(names, b"x")})


def twice() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", b"<a/>")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("xl/workbook.xml", b"<b/>")
    return out.getvalue()


def packed_otherwise() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_BZIP2) as archive:
        archive.writestr("xl/workbook.xml", b"<a/>")
    return out.getvalue()


def symlink() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", b"<a/>")
        link = ZipInfo("xl/worksheets/sheet1.xml")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


def encrypted() -> bytes:
    data = bytearray(named("a.xml"))
    place = data.rfind(b"PK\x01\x02")
    struct.pack_into("<H", data, place + 8, 1)
    return bytes(data)


def overlapping() -> bytes:
    """Two entries of the directory that point at the same bytes."""
    data = bytearray(named("a.xml", "b.xml"))
    first = data.find(b"PK\x01\x02")
    second = data.find(b"PK\x01\x02", first + 4)
    third = data.find(b"PK\x01\x02", second + 4)
    data[third + 42 : third + 46] = data[second + 42 : second + 46]
    return bytes(data)


def billion_laughs() -> bytes:
    entities = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    return with_part(
        "xl/worksheets/sheet1.xml",
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">%s]><worksheet>&l9;</worksheet>' % entities,
    )


def lying_size() -> bytes:
    """The directory says ten bytes, the member unpacks to a megabyte."""
    data = bytearray(with_part("xl/worksheets/sheet1.xml", b"a" * 1_000_000))
    place = data.rfind(b"PK\x01\x02", 0, data.rfind(b"xl/worksheets/sheet1.xml"))
    struct.pack_into("<L", data, place + 24, 10)
    return bytes(data)


HOSTILE: dict[str, tuple[Callable[[], bytes], type[FileRefused]]] = {
    "far row": (lambda: with_sheet(cell("A1048576")), TooLarge),
    "far column": (lambda: with_sheet(cell("XFD1")), TooLarge),
    "just too far down": (lambda: with_sheet(cell("A150002")), TooLarge),
    "just too far right": (lambda: with_sheet(cell("API1")), TooLarge),
    "billion laughs": (billion_laughs, Unsafe),
    "external entity": (
        lambda: with_part("xl/workbook.xml", b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>'), Unsafe),
    "utf-16 part": (lambda: with_part("xl/workbook.xml", "<!DOCTYPE r>".encode("utf-16")), Unsafe),
    "huge sheet from little": (lambda: with_sheet(b"<row></row>" * 6_000_000), TooLarge),
    "way out": (lambda: named("../../etc/passwd"), Unsafe),
    "absolute": (lambda: named("/etc/passwd"), Unsafe),
    "windows way out": (lambda: named("..\\x.xml"), Unsafe),
    "drive": (lambda: named("C:/x.xml"), Unsafe),
    "same name twice": (twice, Unsafe),
    "other compression": (packed_otherwise, Unsafe),
    "symlink": (symlink, Unsafe),
    "encrypted": (encrypted, Unsafe),
    "overlapping": (overlapping, Unsafe),
    "lying size": (lying_size, Damaged),
    "too many members": (lambda: named(*(f"{n}.xml" for n in range(2_100))), TooLarge),
    "cut off": (lambda: shopee()[:-40], Damaged),
    "zip in zip": (lambda: zipped({"a.csv": shopee()}), NotATable),
    "zip of pictures": (lambda: zipped({"a.png": b"x"}), NotATable),
    "old excel": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, OldExcel),
    "web page": (lambda: b"\xef\xbb\xbf  <HTML><table><tr><td>No. Pesanan</td></tr></table>", WebPage),
    "excel 2003 xml": (lambda: b'<?xml version="1.0"?><Workbook/>', WebPage),
    "pdf": (lambda: b"%PDF-1.7 ...", NotATable),
    "nothing": (lambda: b"", EmptyFile),
    "blanks": (lambda: b" \r\n\r\n", EmptyFile),
    "too big": (lambda: b"a,b\n" * 7_000_000, TooLarge),
    "endless line": (lambda: b"a" * 2_000_000, TooLarge),
    "too many lines": (lambda: b"a,b\n" * 200_001, TooLarge),
    "too many columns": (lambda: b",".join([b"a"] * 300), TooLarge),
    "nul": (lambda: b"No. Pesanan,\x00\n", NotATable),
    "broken utf-16": (lambda: b"\xff\xfea", Damaged),
    "bytes that are no text": (lambda: bytes(range(1, 256)) * 4, Damaged),
    "a poem": (lambda: b"Berburu ke padang datar,\ndapat rusa belang kaki;\n", NotRecognised),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_with_their_reason(reader: Reader, name: str) -> None:
    make, expected = HOSTILE[name]
    data = make()
    started = time.monotonic()
    with pytest.raises(FileRefused) as caught:
        reader.read(data, "kiriman.xlsx")
    assert type(caught.value) is expected
    assert "kiriman.xlsx" in caught.value.text("id")
    assert time.monotonic() - started < 5  # each takes well under a second; this only tells a hang
    assert len(reader.read(shopee(), "baik.xlsx").rows) == 1


@pytest.mark.parametrize("make", [lambda: with_sheet(cell("A150001")), lambda: with_sheet(cell("APH1"))])
def test_the_widest_and_longest_real_report_would_pass(make: Callable[[], bytes]) -> None:
    data = make()
    door.scan(data, door.check(data, "x"), "x")


def test_content_decides_not_the_name(tmp_path: Path, reader: Reader) -> None:
    path = tmp_path / "pesanan.xls"
    path.write_bytes(shopee())
    assert reader.identify(path, path.name).format == "shopee.orders"


def test_a_large_file_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    with path.open("wb") as file:
        file.truncate(door.MAX_BYTES + 10)
        file.write(b"a")
    with pytest.raises(TooLarge):
        door.load(path, "x.csv")


@pytest.mark.parametrize(
    ("cap", "data"),
    [
        ("MAX_CELLS", with_sheet(b"".join(b"<row>%s</row>" % (b"<c><v>1</v></c>" * 10) for _ in range(11)))),
        ("MAX_STRINGS", with_part("xl/sharedStrings.xml", b"<sst>%s</sst>" % (b"<si><t>a</t></si>" * 101))),
    ],
)
def test_cells_and_strings_are_counted(monkeypatch: pytest.MonkeyPatch, cap: str, data: bytes) -> None:
    door.scan(data, "xlsx", "x")
    monkeypatch.setattr(door, cap, 100)
    with pytest.raises(TooLarge):
        door.scan(data, "xlsx", "x")


def test_empty_cells_are_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "MAX_CELLS", 100)
    door.scan(with_sheet(b"<row>%s<c><v>1</v></c></row>" % (b"<c/>" * 1000)), "xlsx", "x")


def test_a_seam_between_two_chunks_hides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "_CHUNK", 7)
    for data, expected in ((with_sheet(cell("XFD1")), TooLarge), (billion_laughs(), Unsafe)):
        with pytest.raises(expected):
            door.scan(data, "xlsx", "x")


def test_archives_of_csv_files_are_looked_into() -> None:
    data = zipped({"a.csv": table([{"a": "1"}]), "__MACOSX/a.csv": b"\x00"})
    assert door.check(data, "x") == "zip"
    door.scan(data, "zip", "x")
    with pytest.raises(NotATable):
        door.scan(zipped({"a.csv": b"\x00\x01"}), "zip", "x")


def test_an_archive_with_a_nameless_member_is_refused_in_words() -> None:
    """Found by moving bytes about: zipfile looks at the last letter of a name that has none."""
    archive = bytearray(zipped({"a": b"x" * 64}))
    entry, end = archive.rfind(b"PK\x01\x02"), archive.rfind(b"PK\x05\x06")
    size = struct.unpack("<I", archive[end + 12 : end + 16])[0]
    archive[end + 12 : end + 16] = struct.pack("<I", size - 1)
    archive[entry + 28 : entry + 30] = struct.pack("<H", 0)
    del archive[entry + 46]
    with pytest.raises(FileRefused):
        door.check(bytes(archive), "rusak.zip")
