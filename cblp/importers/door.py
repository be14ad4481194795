"""The door: looks at the bytes of an upload before any parser does, and turns away what no shop report can be.

Caps come from real reports with room to spare (the widest is padded to 1,000 columns). What passes is still parsed only in
the limited child process; the door keeps the known traps from getting that far and gives each a plain reason.
"""

from __future__ import annotations

import re
import stat
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from cblp.importers.problems import Damaged, EmptyFile, NotATable, OldExcel, TooLarge, Unsafe, WebPage

MAX_BYTES: Final = 25 * 1024 * 1024
MAX_MEMBERS: Final = 2_000
MAX_MEMBER: Final = 300 * 1024 * 1024
MAX_TOTAL: Final = 400 * 1024 * 1024
MAX_RATIO: Final = 250  # counted only above RATIO_FROM: small repetitive parts compress further
RATIO_FROM: Final = 1024 * 1024
MAX_CELLS: Final = 8_000_000  # that say something: a padded report has twenty times as many empty ones
MAX_STRINGS: Final = 2_000_000
MAX_LINE: Final = 1024 * 1024
MAX_LINES: Final = 200_000
MAX_CSV_COLUMNS: Final = 256  # counted by the parser, see tables

_CHUNK: Final = 1024 * 1024
_OVERLAP: Final = 64  # a tag split between two chunks is seen whole in the next
# A cell beyond row 150,001 or column 1,100 (APH).
_FAR: Final = re.compile(
    rb' r="(?:'
    rb"[A-Z]{0,3}+(?:\d{7,}|[2-9]\d{5}|1(?:[6-9]\d{4}|5(?:[1-9]\d{3}|0(?:[1-9]\d{2}|0(?:[1-9]\d|0[2-9])))))"
    rb"|A(?:P[I-Z]|[Q-Z][A-Z])|[B-Z][A-Z]{2}|[A-Z]{4}"
    rb")"
)
_DTD: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_WEB: Final = re.compile(rb"\s*(?:<!doctype html|<html|<head|<table|<meta|<\?xml|<script)", re.IGNORECASE)
_FOREIGN: Final = (
    b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"MZ", b"\x7fELF", b"SQLite format",
    b"RIFF", b"BZh", b"\xfd7zXZ",
)  # fmt: skip


def load(source: Path | bytes, name: str) -> bytes:
    """The bytes of ``source``, at most MAX_BYTES of them."""
    if isinstance(source, bytes):
        data = source
    else:
        with source.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    if not data.strip(b"\x00 \t\r\n"):
        raise EmptyFile(name=name)
    if len(data) > MAX_BYTES:
        raise TooLarge(name=name)
    return data


def check(data: bytes, name: str) -> str:
    """What the bytes are: ``xlsx``, ``zip`` (of csv files) or ``csv``, whatever the file is called; raises FileRefused.

    Looks at the outside only, in a few milliseconds; ``scan`` looks through the content.
    """
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise OldExcel(name=name)
    if data[:2] == b"PK":
        with _opened(data, name) as archive:
            members = _members(archive)
            _check_members(members, len(data), name)
            if any(member.filename == "xl/workbook.xml" for member in members):
                return "xlsx"
            if any(is_report(member.filename) for member in members):
                return "zip"
        raise NotATable(name=name)
    if _WEB.match(data[:512].removeprefix(b"\xef\xbb\xbf")):
        raise WebPage(name=name)
    if data.startswith(_FOREIGN):
        raise NotATable(name=name)
    return "csv"


def scan(data: bytes, container: str, name: str) -> None:
    """Stream through everything once and refuse the known traps; raises FileRefused.

    Costs about as much as unpacking the file, so the reader lets the limited child begin meanwhile.
    """
    if container == "csv":
        _check_lines(data, name)
        return
    with _opened(data, name) as archive:
        if container == "xlsx":
            _check_workbook(archive, name)
            return
        for member in _members(archive):
            if is_report(member.filename):
                content = archive.read(member)
                if content.startswith(b"PK"):
                    raise NotATable(name=name)
                _check_lines(content, name)


BROKEN: Final = (
    BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError, LookupError, OverflowError, struct.error, zlib.error,
)
"""What zipfile raises over a damaged archive: it trusts lengths that the archive states."""


@contextmanager
def _opened(data: bytes, name: str) -> Iterator[ZipFile]:
    try:
        with ZipFile(BytesIO(data)) as archive:
            yield archive
    except BROKEN as error:
        raise Damaged(name=name) from error


def _members(archive: ZipFile) -> list[ZipInfo]:
    return [member for member in archive.infolist() if not member.is_dir()]


def is_report(member: str) -> bool:
    """True for the csv members of an archive; a Mac adds a shadow of each that is none."""
    return member.casefold().endswith((".csv", ".txt", ".tsv")) and not member.startswith("__MACOSX/")


def _check_members(members: list[ZipInfo], size: int, name: str) -> None:
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_TOTAL:
        raise TooLarge(name=name)
    if len({member.filename for member in members}) != len(members):
        raise Unsafe(name=name)
    end = 0
    for member in sorted(members, key=lambda m: m.header_offset):
        parts = member.filename.replace("\\", "/").split("/")
        unsafe = (
            member.flag_bits & 0x1
            or member.compress_type not in (ZIP_STORED, ZIP_DEFLATED)
            or stat.S_ISLNK(member.external_attr >> 16)
            or ".." in parts
            or parts[0] == ""
            or ":" in parts[0]
            or member.header_offset < end
        )
        if unsafe:
            raise Unsafe(name=name)
        end = member.header_offset + 30 + member.compress_size
        packed = max(member.compress_size, 1)
        if member.file_size > MAX_MEMBER or (
            member.file_size > RATIO_FROM and member.file_size / packed > MAX_RATIO
        ):
            raise TooLarge(name=name)
    if end > size:
        raise Damaged(name=name)


def _check_workbook(archive: ZipFile, name: str) -> None:
    """Every XML part is read; what the parts claim about their size in cells is worth nothing."""
    cells = strings = 0
    for member in _members(archive):
        if not member.filename.casefold().endswith((".xml", ".rels")):
            continue
        tail = b""
        with archive.open(member) as part:
            while chunk := part.read(_CHUNK):
                window = tail + chunk
                # NUL bytes are UTF-16, which would hide everything below
                if b"\x00" in chunk or (b"!" in window and _DTD.search(window)):
                    raise Unsafe(name=name)
                if _FAR.search(window):
                    raise TooLarge(name=name)
                # a tag on the seam of two chunks may count twice: the caps are far above any report
                found = window.count(b"<v") + window.count(b"<is")
                cells += found
                strings += 0 if found else window.count(b"<si")
                if cells > MAX_CELLS or strings > MAX_STRINGS:
                    raise TooLarge(name=name)
                tail = window[-_OVERLAP:]


def _check_lines(data: bytes, name: str) -> None:
    """Line lengths, line count and NUL bytes of a text, before anything decodes it."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            data = data.decode("utf-16").encode()
        except UnicodeDecodeError as error:
            raise Damaged(name=name) from error
    if b"\x00" in data:
        raise NotATable(name=name)
    if data.count(b"\n") > MAX_LINES or data.count(b"\r") > MAX_LINES:
        raise TooLarge(name=name)
    start = 0
    while len(data) - start > MAX_LINE:
        stop = start + MAX_LINE
        line_end = max(data.rfind(b"\n", start, stop), data.rfind(b"\r", start, stop))
        if line_end < 0:
            raise TooLarge(name=name)
        start = line_end + 1
