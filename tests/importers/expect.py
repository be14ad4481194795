"""What each sample file is expected to turn into, beside it: ``python -m tests.importers.expect`` writes it anew.

The first line is what the reader says about the file (or why it refused it), each further line is a record. Read the diff
before committing it: it is what changes for every file of that kind. The samples are made by ``python -m cblp.demo.samples``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from cblp.importers import Extract, FileRefused, Options, Reader
from cblp.importers.records import RECORDS

SAMPLES = Path(__file__).parent / "samples"
YEAR = 2026
"""The year a person would give for samples that print none."""


def samples() -> list[Path]:
    """Every sample file, without the expectations."""
    return sorted(path for path in SAMPLES.glob("*/*") if path.is_file() and not path.name.endswith(".expected.jsonl"))


def beside(sample: Path) -> Path:
    """Where a sample's expectation is."""
    return sample.with_name(sample.name + ".expected.jsonl")


def outcome(sample: Path, reader: Reader) -> str:
    """What the sample turns into now, as the text of an expectation."""
    try:
        extract = reader.read(sample, sample.name, Options(year=YEAR))
    except FileRefused as refused:
        return _line({"refused": type(refused).__name__, "text": refused.text("en")})
    return "".join(map(_line, (_about(extract), *_records(extract))))


def _about(extract: Extract) -> dict[str, Any]:
    about = {entry.name: getattr(extract, entry.name) for entry in fields(extract) if entry.name not in {"rows", "name"}}
    return {name: value for name, value in about.items() if value not in ([], {}, (), "", None)}


def _records(extract: Extract) -> Iterator[dict[str, Any]]:
    names = RECORDS[extract.kind]._fields
    return (dict(zip(names, row, strict=True)) for row in extract.rows)


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"


def main() -> None:
    """Write all expectations; name those that changed, and delete those whose sample is gone."""
    wanted = {beside(sample) for sample in samples()}
    for stray in set(SAMPLES.glob("*/*.expected.jsonl")) - wanted:
        stray.unlink()
    with Reader() as reader:
        for sample in samples():
            text, target = outcome(sample, reader), beside(sample)
            if not target.exists() or target.read_text(encoding="utf-8") != text:
                target.write_text(text, encoding="utf-8")
                sys.stdout.write(f"{target.relative_to(SAMPLES)}\n")


if __name__ == "__main__":
    main()
