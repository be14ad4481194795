"""``streamlit run app.py`` as a process: it answers on its port, and refuses to start where that would be unsafe."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from cblp.settings import ROOT


def command(address: str, port: int) -> list[str]:
    return [
        sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.headless=true", f"--server.address={address}",
        f"--server.port={port}",
    ]


def environ(folder: Path, given: Mapping[str, str] = {}) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CBLP_", "STREAMLIT_"))}
    return {**kept, "CBLP_DATA_DIR": str(folder), "PYTHONPATH": str(ROOT), **given}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_a_fresh_start_answers_and_asks_for_the_first_code(tmp_path: Path) -> None:
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    with (tmp_path / "log").open("wb") as log:
        running = subprocess.Popen(command("127.0.0.1", port), cwd=ROOT, env=environ(tmp_path), stdout=log, stderr=subprocess.STDOUT)
    try:
        for _ in range(300):
            try:
                with urlopen(f"{base}/healthz", timeout=2) as answer:
                    assert answer.read() == b'{"status":"ok"}'
                break
            except OSError:
                assert running.poll() is None, (tmp_path / "log").read_text()
                time.sleep(0.2)
        with urlopen(f"{base}/mulai", timeout=10) as answer:
            assert answer.status == 200
        with pytest.raises(HTTPError, match="403"):
            urlopen(f"{base}/media/x", timeout=10)
        with socket.socket() as other:  # nobody but this machine is listened to
            other.settimeout(2)
            host = socket.gethostbyname(socket.gethostname())
            if not host.startswith("127."):
                assert other.connect_ex((host, port)) != 0
    finally:
        running.terminate()
        assert running.wait(20) is not None
    assert (tmp_path / "cblp.sqlite").exists(), "the schema was made on the way"


@pytest.mark.parametrize(("address", "given", "said"), [
    ("0.0.0.0", {"CBLP_DEMO": "1"}, "127.0.0.1"),
    ("0.0.0.0", {}, "CBLP_ALLOWED_HOSTS"),
    ("127.0.0.1", {"CBLP_NONSENSE": "1"}, "CBLP_NONSENSE"),
])
def test_an_unsafe_start_is_refused_in_words(tmp_path: Path, address: str, given: dict[str, str], said: str) -> None:
    done = subprocess.run(
        command(address, free_port()), cwd=ROOT, env=environ(tmp_path, given), capture_output=True, text=True, timeout=60, check=False,
    )
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
