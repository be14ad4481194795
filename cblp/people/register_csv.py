"""The register as a sheet: its columns in their order, written as csv or xlsx, and read back from sheets kept by hand.

No database here: ``services.register_import`` says what a sheet would change and changes it.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from cblp.errors import UserError
from cblp.i18n import LANGUAGES, N_, _, formats, translate
from cblp.importers import Reader, areas
from cblp.importers.picking import Picked
from cblp.people import phones
from cblp.people import rules_register as rules
from cblp.people.services.register import ADDRESS_FORMS


class Unreadable(ValueError):
    """A cell that is not what its column holds; ``code`` is one of PROBLEMS."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


PROBLEMS: Final = {
    "name": N_("Row {line}: there is no name of the business."),
    "phone": N_("Row {line}: the phone number can't be read. Write it like 0812-3456-7890."),
    "choice": N_("Row {line}: the word under {column} is not known. Use the words of the downloaded sheet."),
    "date": N_("Row {line}: the date under {column} can't be read. Write it like 21 Nov 2026."),
    "number": N_("Row {line}: the number under {column} can't be read."),
    "nib": N_("Row {line}: a NIB has 13 digits."),
    "kbli": N_("Row {line}: a KBLI code has 5 digits."),
    "area": N_("Row {line}: the place under {column} is not known. Write it like Kota Jambi."),
    "long": N_("Row {line}: the text under {column} is too long."),
    "twice": N_("Row {line}: this business stands in another row too."),
    "nib_taken": N_("Row {line}: this NIB already belongs to another business."),
    "dates": N_("Row {line}: the last day is before the first day."),
    "status": N_("Row {line}: this step does not fit the present membership state."),
    "licence": N_("Row {line}: write the number of the licence under {column}, beside its date."),
    "erased": N_("Row {line}: this personal data was erased, and nothing more is written here."),
    "changed": N_("Row {line}: this could not be kept. Look at the business itself."),
}
"""Codes of row problems → msgid with the fields line and column (the heading, translated)."""


# -- what a cell holds -------------------------------------------------------------------------------------------------

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january", "feb februari february peb pebruari", "mar maret march mrt", "apr april", "mei may",
            "jun juni june", "jul juli july", "agu agustus august ags aug agt", "sep september sept", "okt oktober october oct",
            "nov november nop nopember", "des desember december dec",
        ), 1,
    )
    for name in names.split()
}  # fmt: skip


def read_day(cell: str) -> date | None:
    """A day as people write it: 2026-11-21, 21/11/2026, 21-11-2026, 21 Nov 2026, 21 November 2026; raises Unreadable."""
    if not cell:
        return None
    found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", cell)
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3]))
        found = re.fullmatch(r"(\d{1,2})[\s./-]+(\d{1,2}|[A-Za-z]+)[\s./-]+(\d{4})", cell)
        if found:
            month = int(found[2]) if found[2].isdecimal() else _MONTHS[found[2].casefold()]
            return date(int(found[3]), month, int(found[1]))
    except (ValueError, KeyError) as error:
        raise Unreadable("date") from error
    raise Unreadable("date")


def _read_number(cell: str) -> int | None:
    if not cell:
        return None
    found = re.fullmatch(r"(\d{1,5})(\s*(orang|people|persons?))?", cell, re.IGNORECASE)
    if not found:
        raise Unreadable("number")
    return int(found[1])


def _read_phone(cell: str) -> str:
    try:
        return phones.normalise(cell)
    except UserError as error:
        raise Unreadable("phone") from error


def _read_area(cell: str) -> str:
    if not cell or re.fullmatch(r"\d{2}(\.\d{2}){0,2}(\.\d{4})?", cell):
        return cell
    found = areas.code(cell)
    if not found:
        raise Unreadable("area")
    return found


def _read_nib(cell: str) -> str:
    if not cell:
        return ""
    digits = rules.nib_digits(cell)
    if digits is None:
        raise Unreadable("nib")
    return digits


def _read_kbli(cell: str) -> str:
    found = re.match(r"(\d{5})\b", cell)  # "10794 Industri …" is how it is shown
    if cell and not found:
        raise Unreadable("kbli")
    return found[1] if found else ""


def _text(most: int) -> Callable[[str], str]:
    def read(cell: str) -> str:
        kept = rules.clean(cell)
        if len(kept) > most:
            raise Unreadable("long")
        return kept

    return read


def _choice(values: Mapping[Any, Sequence[str]], blank: Any) -> Callable[[str], Any]:
    """``values``: value → msgid and further words for it."""
    words: dict[str, Any] = {}
    for value, names in values.items():
        for name in names:
            for said in (name, *(translate(name, lang) for lang in LANGUAGES)):
                words[said.casefold()] = value

    def read(cell: str) -> Any:
        if not cell:
            return blank
        try:
            return words[cell.casefold().rstrip(".")]
        except KeyError as error:
            raise Unreadable("choice") from error

    return read


YES_NO: Final[dict[bool, tuple[str, ...]]] = {
    True: (N_("Yes"), "ya", "y", "ada", "1", "true", "v", "✓"),
    False: (N_("No"), "tidak", "t", "n", "tidak ada", "0", "false", "x"),
}
SECTOR_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "batik": (N_("Batik"), "batik", "kain"), "food": (N_("Food"), "food", "kuliner", "pangan", "makanan ringan"),
    "drink": (N_("Drink"), "drink"), "craft": (N_("Craft"), "craft", "kriya", "kerajinan tangan"),
    "other": (N_("Other"), "other", "lain", "lain-lain"),
}
STATUS_NAMES: Final[dict[str, tuple[str, ...]]] = {
    rules.APPLIED: (N_("Application in"), "applied", "mendaftar", "calon"),
    rules.ACTIVE: (N_("Active member"), "active", "anggota"),
    rules.SUSPENDED: (N_("Suspended for a time"), "suspended"),
    rules.LEFT: (N_("Left the association"), "left", "tidak aktif", "berhenti", "mundur"),
    rules.REJECTED: (N_("Application rejected"), "rejected"),
}
LICENCE_NAMES: Final = {"nib": N_("NIB"), "pirt": N_("PIRT"), "halal": N_("Halal"), "bpom": N_("BPOM"), "merek": N_("Trademark")}
IN_PROGRESS: Final = N_("In progress")
"""What stands instead of the number of a licence that is being processed."""


def _read_licence(cell: str) -> str:
    said = rules.clean(cell)
    if said.casefold() in {translate(IN_PROGRESS, lang).casefold() for lang in LANGUAGES} | {"proses", "dalam proses", "diurus"}:
        return IN_PROGRESS
    if len(said) > 60:
        raise Unreadable("long")
    return said


def _read_address_form(cell: str) -> str:
    short = {"bu": "Ibu", "pak": "Bapak", "bpk": "Bapak", "kakak": "Kak", "abang": "Bang"}
    said = short.get(cell.casefold().rstrip("."), cell.capitalize())
    if said not in ADDRESS_FORMS:
        raise Unreadable("choice")
    return said


# -- the columns -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Column:
    """A column: the field it fills, its heading (msgid), other headings under which people keep it, and how a cell is read."""

    field: str
    heading: str
    also: tuple[str, ...]
    read: Callable[[str], Any]
    write: Callable[[Any], str] = lambda value: "" if value is None else str(value)

    @property
    def headings(self) -> tuple[str, ...]:
        """Every heading under which this column is found."""
        return (*(translate(self.heading, lang) for lang in LANGUAGES), *self.also)


def _said(names: Mapping[Any, Sequence[str]]) -> Callable[[Any], str]:
    return lambda value: translate(names[value][0]) if value in names else ""


def _columns() -> Iterable[Column]:
    yield Column("code", N_("Business code"), (
        "kode", "kode anggota", "no anggota", "nomor anggota", "code", "member no"), _text(20))
    yield Column("name", N_("Business name"), (
        "usaha", "nama umkm", "nama ukm", "nama toko", "nama merek usaha", "umkm", "name", "business"), _text(120))
    yield Column("owner", N_("Owner's name"), (
        "nama", "pemilik", "nama lengkap", "nama anggota", "owner", "nama pelaku usaha", "pelaku usaha"), _text(120))
    yield Column("address_form", N_("Form of address"), ("panggilan", "title"), _read_address_form)
    yield Column("phone", N_("Phone number"), (
        "no hp", "no. hp", "hp", "nomor wa", "no wa", "no. wa", "whatsapp", "wa", "telepon", "no telepon", "no. telepon",
        "nomor telepon", "no telp", "no. telp", "phone", "mobile"), _read_phone, formats.phone)
    yield Column("sector", N_("Kind of business"), ("sektor", "jenis produk", "bidang usaha", "sector"),
                 _choice(SECTOR_NAMES, ""), _said(SECTOR_NAMES))
    yield Column("kbli", N_("KBLI"), ("kode kbli",), _read_kbli)
    yield Column("area_code", N_("Area code"), (
        "wilayah", "kabupaten/kota", "kab/kota", "kabupaten", "kota", "area", "regency", "kode daerah"), _read_area)
    yield Column("address", N_("Address"), ("alamat lengkap", "alamat usaha"), _text(300))
    yield Column("women_led", N_("Led by a woman"), ("perempuan", "dipimpin wanita"), _choice(YES_NO, None), _said(YES_NO))
    yield Column("workers", N_("Workers"), ("tenaga kerja", "jumlah tenaga kerja", "karyawan", "jumlah karyawan"), _read_number)
    yield Column("internet", N_("Has internet"), ("internet", "akses internet"), _choice(YES_NO, None), _said(YES_NO))
    yield Column("status", N_("Membership"), ("status", "status anggota"), _choice(STATUS_NAMES, ""), _said(STATUS_NAMES))
    yield Column("since", N_("Member since"), (
        "tanggal masuk", "tanggal bergabung", "tgl masuk", "mulai", "bergabung", "start date", "joined"), read_day)
    yield Column("until", N_("Left on"), ("tanggal berhenti", "tgl keluar", "sampai", "anggota sampai", "end date"), read_day)
    for kind, name in LICENCE_NAMES.items():
        read = _licence_reader(kind)
        also = {"nib": ("no nib", "nomor nib", "nomor induk berusaha"), "pirt": ("p-irt", "no pirt", "nomor pirt", "spp-irt"),
                "halal": ("sertifikat halal", "no halal", "nomor halal"), "bpom": ("bpom md", "no bpom"),
                "merek": ("haki", "merk", "brand")}[kind]  # fmt: skip
        yield Column(kind, name, also, read, lambda value: translate(value) if value == IN_PROGRESS else value or "")
        heading = {"nib": N_("NIB holds until"), "pirt": N_("PIRT holds until"), "halal": N_("Halal holds until"),
                   "bpom": N_("BPOM holds until"), "merek": N_("Trademark holds until")}[kind]  # fmt: skip
        yield Column(f"{kind}_until", heading, (f"{kind} s.d.", f"masa berlaku {kind}", f"{kind} expires"), read_day)
    yield Column("decree", N_("Decree no."), ("no sk", "nomor sk", "sk produk unggulan"), _text(80))
    yield Column("decree_on", N_("Decree date"), ("tgl sk",), read_day)


def _licence_reader(kind: str) -> Callable[[str], str]:
    def read(cell: str) -> str:
        said = _read_licence(cell)
        return _read_nib(said) if kind == rules.NIB and said != IN_PROGRESS else said

    return read


COLUMNS: Final = tuple(_columns())
"""The register's columns in their order. The needs-help flag is not among them: files travel."""
BY_FIELD: Final = {column.field: column for column in COLUMNS}


# -- reading -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    """A row of a sheet: the values of the columns that the sheet has and that are not blank, and (column, code) problems."""

    line: int
    values: Mapping[str, Any]
    problems: tuple[tuple[str, str], ...] = field(default=())


def read(source: Path | bytes, name: str, *, reader: Reader | None = None) -> list[Entry]:
    """The rows of a csv or xlsx file, parsed in the guarded child; raises FileRefused."""
    headings = {column.field: column.headings for column in COLUMNS}
    if reader:
        return [entry(row) for row in reader.pick(source, name, headings)]
    with Reader() as own:
        return [entry(row) for row in own.pick(source, name, headings)]


def entry(row: Picked) -> Entry:
    """One row, each cell read by its column. A blank cell says nothing; it never empties what is known."""
    values: dict[str, Any] = {}
    problems = []
    for name, cell in row.cells.items():
        said = "" if rules.clean(cell) == "" else unicodedata.normalize("NFC", cell).strip()
        if not said:
            continue
        try:
            values[name] = BY_FIELD[name].read(said)
        except Unreadable as bad:
            problems.append((name, bad.code))
    return Entry(row.line, {name: value for name, value in values.items() if value not in ("", None)}, tuple(problems))


def problem_text(line: int, column: str, code: str) -> str:
    """A row problem in the language in use."""
    heading = translate(BY_FIELD[column].heading) if column in BY_FIELD else ""
    return _(PROBLEMS[code], line=line, column=f"“{heading}”")


# -- writing -----------------------------------------------------------------------------------------------------------


def headings() -> list[str]:
    """The first row of the sheet in the language in use."""
    return [translate(column.heading) for column in COLUMNS]


def cells(values: Mapping[str, Any]) -> list[str]:
    """A business (field → value) as the cells of its row in the language in use."""
    return [column.write(values.get(column.field)) for column in COLUMNS]


def to_csv(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """The register as csv (UTF-8 with its mark, so that Excel knows), safe to open: no cell can be a formula."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(headings())
    writer.writerows([_harmless(cell) for cell in cells(values)] for values in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def to_xlsx(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """The register as xlsx; every cell is a text, so that Excel keeps phone numbers, codes and days as they stand."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(_("Members"))
        bold = book.add_format({"bold": True, "bottom": 1})
        for index, (column, heading) in enumerate(zip(COLUMNS, headings(), strict=True)):
            sheet.write_string(0, index, heading, bold)
            sheet.set_column(index, index, 28 if column.field in {"name", "owner", "address"} else 16)
        sheet.freeze_panes(1, 2)
        for line, values in enumerate(rows, 1):
            for index, cell in enumerate(cells(values)):
                if cell:
                    sheet.write_string(line, index, "'" + cell if cell.startswith("'") else cell)
    return out.getvalue()


def _harmless(cell: str) -> str:
    start = unicodedata.normalize("NFKC", cell.lstrip("\ufeff\u200b \t")[:1])
    return "'" + cell if start in set("=+-@|'\t\r\n") and start else cell
