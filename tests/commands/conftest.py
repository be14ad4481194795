"""The command line as somebody at a terminal uses it: arguments in; exit code, lines and JSON out."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cblp.__main__ import main


@dataclass(frozen=True)
class Answer:
    """What a command printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Its output as JSON."""
        return json.loads(self.out)


@dataclass
class Terminal:
    """Runs commands on a database of its own; ``association`` is the one that most commands speak of."""

    capture: pytest.CaptureFixture[str]
    folder: Path
    association: str = "jambi"

    def __call__(self, *arguments: object) -> Answer:
        """Run a command."""
        self.capture.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        said = self.capture.readouterr()
        return Answer(code, said.out, said.err)

    def json(self, *arguments: object) -> Any:
        """Run a command that must work, for its JSON."""
        answer = self(*arguments, "--json")
        assert answer.code == 0, answer.err
        return answer.json

    def bring_in(self, *files: Path, shop: str = "batikkito", more: tuple[str, ...] = ()) -> Any:
        """Import files into a shop; what is told of each."""
        return self.json("import", *files, "--association", self.association, "--shop", shop, *more)

    def sales(self, by: str = "month") -> Any:
        """The sales of July 2026."""
        return self.json(
            "report", "sales", "--association", self.association, "--from", "2026-07-01", "--to", "2026-07-31", "--by", by
        )

    def file(self, name: str, content: bytes) -> Path:
        """A file on the disk."""
        path = self.folder / name
        path.write_bytes(content)
        return path


@pytest.fixture
def empty(capsys: pytest.CaptureFixture[str], sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal before a migrated database without an association."""
    data = tmp_path / "var"
    data.mkdir()
    shutil.copy(sqlite_template, data / "cblp.sqlite")
    monkeypatch.setenv("CBLP_DATA_DIR", str(data))
    for name in ("CBLP_LANG", "CBLP_DATABASE_URL", "CBLP_DEMO"):
        monkeypatch.delenv(name, raising=False)
    return Terminal(capsys, tmp_path)


@pytest.fixture
def cli(empty: Terminal) -> Terminal:
    """A terminal before an association with a Shopee shop."""
    assert empty("association", "new", "--name", "Batik Jambi", "--slug", "jambi").code == 0
    assert empty("shop", "add", "--association", "jambi", "--marketplace", "shopee", "--handle", "batikkito").code == 0
    return empty
