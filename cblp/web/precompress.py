"""Streamlit's own files, compressed once for each version of it: a phone on a weak network waits half as long.

Gzip for all first (seconds), then brotli; each file is written beside its place and moved there, so that several processes
can build the same folder while they serve from it.
"""

from __future__ import annotations

import gzip
import logging
import os
import threading
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import brotli

log = logging.getLogger("cblp.static")

COMPRESSIBLE: Final = frozenset({".js", ".css", ".json", ".svg", ".html", ".map", ".txt", ".wasm", ".ttf"})
SMALLEST: Final = 1024


def streamlit_folder() -> Path:
    """Where Streamlit keeps what a browser loads (found without importing it)."""
    found = find_spec("streamlit")
    if found is None or not found.submodule_search_locations:
        raise RuntimeError("Streamlit is not installed")
    return Path(found.submodule_search_locations[0]) / "static"


class Store:
    """The compressed copies of a folder: ``<target>/<relative path>.br`` and ``.gz``."""

    def __init__(self, source: Path, target: Path) -> None:
        self.source = source
        self.target = target
        self._stop = threading.Event()
        self._builder: threading.Thread | None = None

    @classmethod
    def of_streamlit(cls, data_dir: Path) -> Store:
        """The store of the installed Streamlit, in the data folder under its version."""
        return cls(streamlit_folder(), data_dir / f"static-{version('streamlit')}")

    def find(self, relative: str, encoding: str) -> Path | None:
        """The compressed copy of a file, if it is there by now."""
        path = self.target / f"{relative}.{'br' if encoding == 'br' else 'gz'}"
        return path if path.is_file() else None

    def start(self) -> None:
        """Build what is missing in the background."""
        self._builder = threading.Thread(target=self._build_or_log, name="cblp-precompress", daemon=True)
        self._builder.start()

    def stop(self) -> None:
        """Stop building after the file at hand."""
        self._stop.set()
        if self._builder:
            self._builder.join(timeout=5)

    def build(self) -> None:
        """Build what is missing, here and now."""
        files = [
            path for path in sorted(self.source.rglob("*"))
            if path.is_file() and path.suffix in COMPRESSIBLE and path.stat().st_size >= SMALLEST
        ]
        for ending in ("gz", "br"):
            for path in files:
                if self._stop.is_set():
                    return
                self._one(path, ending)

    def _build_or_log(self) -> None:
        try:
            self.build()
        except OSError as error:
            # Without the copies everything still works, only slower.
            log.warning("static files stay uncompressed: %s", error)

    def _one(self, path: Path, ending: str) -> None:
        place = self.target / f"{path.relative_to(self.source).as_posix()}.{ending}"
        if place.exists():
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        data = path.read_bytes()
        packed = brotli.compress(data, quality=10) if ending == "br" else gzip.compress(data, 9, mtime=0)
        temporary = place.with_name(f".{place.name}.{os.getpid()}.{threading.get_ident()}")
        temporary.write_bytes(packed)
        stamp = path.stat()
        # The same time as the source: processes then agree on the ETag.
        os.utime(temporary, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
        os.replace(temporary, place)
