"""The guarded child: one process with hard limits that parses files and hands back whitelisted fields as JSON lines.

It says ``ready`` once, is told a length, some options and the bytes, and answers each request with one line
``{"extract": …}``, lines of rows, and ``{"end": …}``; or with ``{"refused": …}``. It has no files to write, few to open, and
no buyer's data in any message: what it prints about a failure is a class name.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import fields
from typing import Any, Final

import orjson

from cblp.importers import formats, mapping_preview, picking, tables
from cblp.importers.format import claim, extract
from cblp.importers.options import Options
from cblp.importers.problems import Damaged, FileRefused, YearNeeded
from cblp.importers.records import Extract

MEMORY: Final = 1024**3
CPU_SECONDS: Final = 45  # the largest genuine file takes 5 on a quiet machine, and 4 times that on a village laptop
OPEN_FILES: Final = 32
BATCH: Final = 500

Answer = dict[str, Any] | list[Any]


def main() -> None:
    """Serve requests until the input ends."""
    source, target = sys.stdin.buffer, sys.stdout.buffer
    limit()
    target.write(b"ready\n")
    target.flush()
    gc.disable()  # rows are tuples of texts and numbers: there are no cycles to look for
    while line := source.readline():
        request = orjson.loads(line)
        allow_cpu()
        data = source.read(request["size"])
        try:
            for answer in serve(request, data):
                target.write(orjson.dumps(answer) + b"\n")
        except FileRefused as refused:
            target.write(orjson.dumps(_refusal(refused)) + b"\n")
        except MemoryError:
            # after this the heap is in pieces: leave, and let the parent say why
            sys.exit(1)
        except Exception as fault:  # noqa: BLE001, RUF100 - any bug met by a strange file is that file's refusal
            target.write(orjson.dumps(_refusal(Damaged(name=request["name"]), type(fault).__name__)) + b"\n")
        target.flush()
        del data
        gc.collect()


def serve(request: dict[str, Any], data: bytes) -> Iterator[Answer]:
    """The answers to one request; raises FileRefused."""
    book = tables.load(data, request["container"], request["name"])
    del data
    if request["op"] == "pick":
        yield {"picked": list(map(tuple, picking.pick(book, request["columns"])))}
        return
    options = Options.from_json(request["options"])
    if request["op"] == "headers":
        yield {"sheets": list(map(tuple, mapping_preview.preview(book)))}
        return
    found = claim(book, formats.choose(options))
    try:
        result = extract(book, found, options)
    except YearNeeded as needed:
        if request["op"] != "identify":
            raise
        form = found.format
        result = Extract(book.name, form.source, form.kind, form.id, form.since[0][0], form.version, [], 0)
        yield {"extract": _head(result), "last_day": needed.values["last"], "leap": needed.values.get("leap")}
        return
    yield {"extract": _head(result)}
    if request["op"] == "read":
        for start in range(0, len(result.rows), BATCH):
            yield list(map(tuple, result.rows[start : start + BATCH]))  # orjson takes no named tuples
        yield {"end": len(result.rows)}


def _head(result: Extract) -> dict[str, Any]:
    head = {entry.name: getattr(result, entry.name) for entry in fields(result) if entry.name != "rows"}
    head["problems"] = list(map(tuple, result.problems))
    head["notes"] = list(map(tuple, result.notes))
    return head


def _refusal(refused: FileRefused, fault: str = "") -> Answer:
    return {"refused": type(refused).__name__, "values": refused.values, "fault": fault}


def limit() -> None:
    """Take away what parsing a report does not need. Windows has no such limits: there only the parent's clock counts."""
    with suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with suppress(ValueError, OSError):  # macOS knows no limit of the address space
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def allow_cpu() -> None:
    """Twenty more seconds of computing, for the next file."""
    with suppress(ImportError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        wanted = int(used.ru_utime + used.ru_stime) + CPU_SECONDS + 1
        resource.setrlimit(resource.RLIMIT_CPU, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


