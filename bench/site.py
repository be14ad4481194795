"""Real servers to measure pages on: the product with its example association, and an app of one blank page."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx2

from bench.harness import NotHere
from bench.place import own_folder
from cblp.settings import ROOT
from cblp.web.precompress import Store

PATIENCE: Final = 60.0
_FIELD: Final = re.compile(r'name="(\w+)" value="([^"]*)"')


@dataclass(frozen=True)
class Site:
    """A running server at ``http://{host}``, and the cookies of somebody who is signed in to it (none on the blank one)."""

    host: str
    cookies: dict[str, str]

    def at(self, path: str) -> str:
        """The address of a page."""
        return f"http://{self.host}/{path}"

    def as_persona(self, role: str) -> Site:
        """The same server for the first persona of ``role`` in the example."""
        with httpx2.Client(base_url=f"http://{self.host}", headers={"origin": f"http://{self.host}"}) as browser:
            forms = [dict(_FIELD.findall(form)) for form in browser.get("/contoh").text.split("<form")[1:]]
            browser.post("/contoh", data=next(form for form in forms if form.get("role") == role))
            return Site(self.host, dict(browser.cookies))


def ready(data: Path | None) -> Path:
    """The data folder to serve: ``data`` if it is given, else the example of its own, built once."""
    folder = data or own_folder() / "site"
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "demo.sqlite").exists():
        environ = {**os.environ, "CBLP_DATA_DIR": str(folder)}
        subprocess.run([sys.executable, "-m", "cblp", "demo"], cwd=ROOT, env=environ, check=True, stdout=sys.stderr)
    Store.of_streamlit(folder).build()  # else the first visitor would be measured while the server compresses
    return folder


@contextmanager
def product(data: Path) -> Iterator[Site]:
    """The product, serving the example in ``data``."""
    with _server("app.py", {"CBLP_DATA_DIR": str(data), "CBLP_DEMO": "1", "CBLP_JOBS": "0"}) as site:
        yield site


@contextmanager
def blank(data: Path) -> Iterator[Site]:
    """The app of one blank page, with the compressed files in ``data``; garbage is collected as Streamlit does it if nobody says else."""
    with _server("bench/empty.py", {"CBLP_DATA_DIR": str(data), "STREAMLIT_RUNNER_POST_SCRIPT_GC": "true"}) as site:
        yield site


@contextmanager
def _server(entry: str, settings: dict[str, str]) -> Iterator[Site]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environ = {name: value for name, value in os.environ.items() if not name.startswith("CBLP_")}
    environ |= {**settings, "PYTHONPATH": str(ROOT)}
    if entry == "app.py":
        environ["CBLP_PORT"] = str(port)
    command = [
        sys.executable, "-m", "streamlit", "run", str(ROOT / entry), "--server.address=127.0.0.1", f"--server.port={port}",
    ]
    server = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    site = Site(f"127.0.0.1:{port}", {})
    try:
        _await(site, server)
        yield site
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _await(site: Site, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            if httpx2.get(site.at("_stcore/health")).status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.2)
    raise NotHere("the server did not start")
