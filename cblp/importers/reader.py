"""The parent's side of the guarded child: sends checked bytes, takes rows, and turns its death into a plain refusal."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import Any, Final, Self

import orjson

from cblp.importers import door
from cblp.importers.options import Options
from cblp.importers.picking import Picked
from cblp.importers.problems import REFUSALS, Damaged
from cblp.importers.records import RECORDS, Extract, Identity, Note, Problem, SheetPreview
from cblp.settings import ROOT

WALL_SECONDS: Final = 90.0  # twice the child's own limit: a busy machine must not make a good file look broken
LIMITED: Final = os.name == "posix"
"""Whether the system holds the child to its limits; where it does not, a file is looked through before the child sees it."""
READY: Final = b"ready\n"
_START: Final = "import sys; sys.path.insert(0, sys.argv[1]); from cblp.importers.child import main; main()"


class Reader:
    """Reads files in a child process; keep one open to read many. Not for use by two threads at once.

    A child that dies (of a limit, of a file made to kill it) is replaced for the next file.
    """

    def __init__(self, *, wall_seconds: float = WALL_SECONDS) -> None:
        self.wall_seconds = wall_seconds
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child."""
        child, self._child = self._child, None
        if child is None:
            return
        assert child.stdin is not None
        assert child.stdout is not None
        with suppress(BrokenPipeError):
            child.stdin.close()
        child.stdout.close()
        try:
            child.wait(1)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()

    def read(self, source: Path | bytes, name: str, options: Options = Options()) -> Extract:  # noqa: B008 - frozen
        """All rows of a file; raises FileRefused."""
        answers = self._ask("read", source, name, options)
        head = next(answers)
        record = RECORDS[head["extract"]["kind"]]
        width = len(record._fields)
        rows: list[tuple[Any, ...]] = []
        for batch in answers:
            if isinstance(batch, dict):
                if batch.get("end") != len(rows) or any(len(row) != width for row in rows):
                    raise Damaged(name=name)
                return _extract(head["extract"], rows)
            rows.extend(map(tuple, batch))
        raise Damaged(name=name)

    def identify(self, source: Path | bytes, name: str, options: Options = Options()) -> Identity:  # noqa: B008
        """What a file is; raises FileRefused."""
        head = next(self._ask("identify", source, name, options))
        found = _extract(head["extract"], [])
        return Identity(
            name=name, source=found.source, kind=found.kind, format=found.format, since=found.since, period=found.period,
            shop_hint=found.shop_hint, marketplaces=found.marketplaces, last_day=head.get("last_day", ""), leap=head.get("leap"),
        )  # fmt: skip

    def headers(self, source: Path | bytes, name: str) -> list[SheetPreview]:
        """Headers and shapes of each sheet, for the mapping page; raises FileRefused."""
        found = next(self._ask("headers", source, name, Options()))["sheets"]
        return [SheetPreview(n, row, tuple(headers), tuple(map(tuple, shapes))) for n, row, headers, shapes in found]

    def pick(self, source: Path | bytes, name: str, columns: Mapping[str, Sequence[str]]) -> list[Picked]:
        """The columns of a list kept by hand, as texts: see ``picking.pick``; raises FileRefused."""
        wanted = {field: list(headers) for field, headers in columns.items()}
        found = next(self._ask("pick", source, name, Options(), wanted))["picked"]
        return [Picked(line, cells) for line, cells in found]

    def _ask(
        self, op: str, source: Path | bytes, name: str, options: Options, columns: dict[str, list[str]] | None = None
    ) -> Iterator[Any]:
        """The child's answers. While it unpacks the file, the parent looks through the same bytes and may still refuse."""
        data = door.load(source, name)
        container = door.check(data, name)
        request = {
            "op": op, "name": name, "size": len(data), "container": container, "options": options.to_json(), "columns": columns,
        }  # fmt: skip
        if not LIMITED:
            door.scan(data, container, name)
        child = self._running()
        assert child.stdin is not None
        assert child.stdout is not None
        clock = Timer(self.wall_seconds, child.kill)
        clock.start()
        finished = False
        try:
            child.stdin.write(orjson.dumps(request) + b"\n")
            child.stdin.write(data)
            child.stdin.flush()
            if LIMITED:
                door.scan(data, container, name)
            del data
            while line := child.stdout.readline():
                answer = orjson.loads(line)
                if isinstance(answer, dict):
                    finished = op != "read" or "extract" not in answer
                    if "refused" in answer:
                        raise REFUSALS[answer["refused"]](**answer["values"])
                yield answer
                if finished:
                    return
        except (BrokenPipeError, orjson.JSONDecodeError):
            pass
        finally:
            clock.cancel()
            if not finished:
                self._end()
        raise Damaged(name=name)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is not None:
            self._end()
        if self._child is None:
            self._child = subprocess.Popen(
                [sys.executable, "-I", "-B", "-c", _START, str(ROOT)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # a traceback could quote a cell
                cwd=ROOT,
            )
            assert self._child.stdout is not None
            if self._child.stdout.readline() != READY:
                # no file has been sent: it is the installation that is broken, and a file must not be blamed for it
                self._end()
                raise RuntimeError("the guarded reader does not start; try: python -c 'import cblp.importers.child'")
        return self._child

    def _end(self) -> None:
        child = self._child
        if child is not None:
            child.kill()
        self.close()


def _extract(head: dict[str, Any], rows: list[tuple[Any, ...]]) -> Extract:
    head["rows"] = rows
    head["problems"] = [Problem(*problem) for problem in head["problems"]]
    head["notes"] = [Note(code, tuple(values)) for code, values in head["notes"]]
    head["period"] = tuple(head["period"]) if head["period"] else None
    head["marketplaces"] = tuple(head["marketplaces"])
    return Extract(**head)
