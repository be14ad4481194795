"""Serving: what the server process is started with."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from cblp.commands import serving
from cblp.settings import Settings


@pytest.mark.parametrize(("outside", "most"), [(None, 64 * 1024), ("100000", 100_000)])
def test_a_socket_opens_with_the_cookies_of_a_large_sign_in(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, outside: str | None, most: int
) -> None:
    started: list[dict[str, str]] = []

    class Process:
        def __init__(self, _command: list[str], *, env: dict[str, str], **_more: Any) -> None:
            started.append(env)

        def wait(self) -> int:
            return 0

    monkeypatch.setattr(subprocess, "Popen", Process)
    monkeypatch.setattr(serving.signal, "signal", lambda *_: None)
    monkeypatch.delenv("WEBSOCKETS_MAX_LINE_LENGTH", raising=False)
    if outside:
        monkeypatch.setenv("WEBSOCKETS_MAX_LINE_LENGTH", outside)
    assert serving._streamlit(Settings(data_dir=tmp_path)) == 0
    assert int(started[0]["WEBSOCKETS_MAX_LINE_LENGTH"]) == most
