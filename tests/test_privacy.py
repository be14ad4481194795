"""No buyer is ever kept: every sample file comes in, and nothing of its made-up buyers is found in any byte that is left."""

from __future__ import annotations

import hashlib
import logging
import tempfile
import zlib
from collections.abc import Iterable
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from cblp.bootstrap import App
from cblp.commands.files import shops_for
from cblp.db import backup
from cblp.db.actor import Actor
from cblp.demo.files import canaries
from cblp.importers import Extract, FileRefused, Mapping, NotRecognised, Options, Reader, suggest
from cblp.intake import services as intake
from cblp.intake.models import CHECKED, ImportBatch
from cblp.intake.shops import wanted
from tests.conftest import NOW
from tests.importers.expect import YEAR, samples
from tests.intake.making import shop

SAMPLES = samples()
HEAVY = 15
"""At least so many of the samples carry buyers; fewer would prove nothing."""


def leaks(blob: bytes | str) -> list[str]:
    """The canaries in a text or in bytes, in the encodings that anything here writes."""
    data = blob.encode() if isinstance(blob, str) else blob
    lowered = data.lower()
    return [c for c in canaries.CANARIES if c.encode() in lowered or c.encode("utf-16-le") in lowered]


def cells(sample: Path) -> str:
    """Everything that a sample says, read without our importers."""
    data = sample.read_bytes()
    if data[:2] != b"PK" or sample.suffix == ".zip":
        return data.decode("utf-16" if data[:2] == b"\xff\xfe" else "utf-8", "ignore")
    book = CalamineWorkbook.from_path(str(sample))
    return "\n".join(str(row) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python())


def carrying() -> list[Path]:
    found = []
    for sample in SAMPLES:
        try:
            said = cells(sample)
        except Exception:  # a sample that nobody can read is one of the samples
            continue
        if leaks(said):
            found.append(sample)
    return found


def read(reader: Reader, sample: Path) -> Extract | str:
    """As a person would, what no format knows by the columns that are proposed; or why it is refused."""
    try:
        return reader.read(sample, sample.name, Options(year=YEAR))
    except NotRecognised:
        columns = suggest(reader.headers(sample, sample.name)[0].headers)
        return reader.read(sample, sample.name, Options(mapping=Mapping(columns=columns, marketplace="majoo", shop="toko")))
    except FileRefused as refused:
        return refused.text("id")


def come_in(app: App, actor: Actor, reader: Reader, files: Iterable[Path]) -> dict[str, Extract]:
    """Bring samples in, each into the one shop of its marketplace, and leave a second reading of each waiting for a yes."""
    came: dict[str, Extract] = {}
    made: set[str] = set()
    for sample in files:
        extract = read(reader, sample)
        if isinstance(extract, str):
            assert not leaks(extract), sample.name
            continue
        named, possible = wanted(extract)
        for code in {*(named or possible or {"shopee"})} - made:
            shop(app, actor, code, "toko")
            made.add(code)
        with app.database.reading(actor.association) as session:
            chosen = shops_for(session, actor, extract, "toko", "", now=NOW)
        size, digest = sample.stat().st_size, hashlib.sha256(sample.read_bytes()).digest()
        app.act(actor, intake.bring_in, extract, size=size, sha256=digest, shops=chosen)
        app.act(actor, intake.check, extract, size=size, sha256=digest[::-1], shops=chosen)
        came[sample.name] = extract
    return came


def test_the_samples_are_full_of_buyers() -> None:
    assert len(carrying()) >= HEAVY


def test_nothing_of_a_buyer_is_kept_anywhere(
    app: App, actor: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    caplog.set_level(logging.DEBUG)
    with Reader() as reader:
        came = come_in(app, actor, reader, SAMPLES)
    stayed_out = {sample.name for sample in carrying()} - came.keys()
    assert stayed_out == {"resaved in a spreadsheet.xlsx"}, "each sample with buyers comes in, but the one that lost figures"

    with app.database.reading(actor.association) as session:
        waiting = session.scalars(select(ImportBatch).where(ImportBatch.status == CHECKED)).all()
        assert len(waiting) == len(came)
        for batch in waiting:
            assert not leaks(zlib.decompress(batch.waiting or b"")), batch.name
        assert not leaks(stored(app)), "in the database"
    if app.database.sqlite:  # the other engine's is a dump of the rows that were just looked through
        backup.backup(app.database, tmp_path / "backups", NOW)
    found = [path for path in tmp_path.rglob("*") if path.is_file() and leaks(path.read_bytes())]
    assert found == []
    assert not leaks(caplog.text)
    said = capfd.readouterr()
    assert not leaks(said.out + said.err)


def stored(app: App) -> bytes:
    """Every byte of a SQLite database with its journal, or every row of a PostgreSQL one."""
    if app.database.sqlite:
        base = Path(app.database.url.database or "")
        return b"".join(path.read_bytes() for path in base.parent.glob(base.name + "*"))
    with app.database.engine.connect() as connection:
        connection.exec_driver_sql("RESET ROLE")
        tables = connection.exec_driver_sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").scalars().all()
        return "\n".join(
            str(row) for table in tables for row in connection.exec_driver_sql(f'SELECT t::text FROM "{table}" t').scalars()
        ).encode()


@pytest.mark.parametrize("sample", carrying(), ids=lambda p: f"{p.parent.name}/{p.name}")
def test_a_preview_of_columns_shows_no_value(sample: Path, reader: Reader) -> None:
    previews = reader.headers(sample, sample.name)
    assert previews
    assert not leaks(repr(previews))


def test_a_mapped_sheet_keeps_the_chosen_columns_only(reader: Reader) -> None:
    head = "Tanggal,Barang,Jumlah,Total,Pembeli,Telepon,Alamat\n"
    row = f'2026-10-01,Kain,2,90000,{canaries.NAME},{canaries.PHONE},"{canaries.ADDRESS}"\n'
    mapping = Mapping(
        columns={"date": "Tanggal", "item": "Barang", "quantity": "Jumlah", "amount": "Total"}, marketplace="majoo", shop="toko"
    )
    extract = reader.read((head + row).encode(), "catatan.csv", Options(mapping=mapping))
    assert len(extract.rows) == 1
    assert not leaks(repr(extract))


@pytest.fixture(scope="module")
def reader() -> Iterable[Reader]:
    with Reader() as one:
        yield one
