"""Every sample file turns into what stands beside it; real files, where a folder of them is given, are all recognised."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from cblp.importers import FileRefused, Options, Reader
from cblp.importers.formats import FORMATS
from cblp.importers.problems import ResavedByExcel
from tests.importers.expect import YEAR, beside, outcome, samples

REAL = os.environ.get("CBLP_TEST_SAMPLES", "")
REAL_FILES = sorted(
    path for path in Path(REAL).glob("**/*") if path.suffix.casefold() in {".xlsx", ".xls", ".csv", ".zip"}
) if REAL else []  # fmt: skip


@pytest.mark.parametrize("sample", samples(), ids=lambda p: f"{p.parent.name}/{p.name}")
def test_sample(sample: Path, reader: Reader) -> None:
    target = beside(sample)
    if not target.exists():
        pytest.fail(f"no expectation: run `make expect` and read {target.name} before committing it")
    expected, found = target.read_text(encoding="utf-8").splitlines(), outcome(sample, reader).splitlines()
    about = json.loads(found[0])
    if "refused" in about and "refused" not in json.loads(expected[0]):
        pytest.fail(f"not identified any more: {about['text']}")
    for number, (want, have) in enumerate(zip(expected, found, strict=False), start=1):
        assert json.loads(have) == json.loads(want), f"different in line {number} of {target.name}"
    assert len(found) == len(expected), "different number of records"


def test_every_source_has_samples_of_its_formats(reader: Reader) -> None:
    """A format without a sample would be a promise that nobody checks."""
    seen = {json.loads(beside(sample).read_text(encoding="utf-8").split("\n", 1)[0]).get("format") for sample in samples()}
    assert {form.id for form in FORMATS} - seen <= {"bukalapak.orders"}  # closed since 2025: no report of it can be made any more


@pytest.mark.parametrize("path", REAL_FILES, ids=lambda p: p.name)
def test_real_files_are_recognised_or_refused_for_what_excel_did(path: Path, reader: Reader) -> None:
    try:
        extract = reader.read(path, path.name, Options(year=YEAR))
    except ResavedByExcel:
        return
    except FileRefused as refused:
        pytest.fail(refused.text("en"))
    assert extract.rows
    assert extract.rejected == 0
