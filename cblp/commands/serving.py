"""The command behind ``make run``: set everything up that is missing, start the server, start it again when it asks."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from dataclasses import replace
from typing import Any, Final

from cblp.bootstrap import chosen, migrate
from cblp.commands import Desk
from cblp.commands.demo import ensure_demo
from cblp.errors import UserError
from cblp.i18n import N_, _
from cblp.settings import PREFIX, ROOT, Settings

RESTART: Final = 75
"""Exit code of a server that wants to be started again (EX_TEMPFAIL): its own association was set up."""
SUPERVISED: Final = "_CBLP_SUPERVISED"
"""Set for the server process, so that it knows that somebody starts it again."""


class PortTaken(UserError):
    """Another program listens there."""

    message = N_("Port {port} is in use. Stop the other program, or choose another: CBLP_PORT=8502 make run")


def register(commands: Any) -> None:
    """Add the command to the parser."""
    commands.add("serve", run_serve, _("start the server, with the example association on the first start"), ready=False)


def run_serve(desk: Desk, _arguments: argparse.Namespace) -> int:
    """Serve until stopped; the first start builds the example association."""
    given = desk.app.settings
    ensure_demo(desk, given)
    while True:
        settings = chosen(given)
        if settings.url.startswith("sqlite"):
            migrate(settings)
        _check_port(settings)
        desk.say(_("Open {address} in the browser. Ctrl+C stops.", address=settings.address))
        code = _streamlit(settings)
        if code != RESTART:
            return code
        given = replace(given, demo=False)


def _streamlit(settings: Settings) -> int:
    environ = {**os.environ, SUPERVISED: "1", PREFIX + "DEMO": "1" if settings.demo else "0"}
    # A sign-in through OpenID with large tokens is more than the 8 KB of cookies with which a socket is opened otherwise.
    environ.setdefault("WEBSOCKETS_MAX_LINE_LENGTH", str(64 * 1024))
    environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), *filter(None, [environ.get("PYTHONPATH")])])
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(ROOT / "app.py"),
        "--server.headless=true",
        f"--server.address={settings.host}",
        f"--server.port={settings.port}",
        f"--server.baseUrlPath={settings.base_path.strip('/')}",
    ]
    server = subprocess.Popen(command, cwd=ROOT, env=environ)
    # Whoever stops us means the server: it must not stay behind and hold the port.
    for stop in (signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])):
        signal.signal(stop, lambda *_: server.terminate())
    try:
        return server.wait()
    except KeyboardInterrupt:
        server.terminate()
        return server.wait()


def _check_port(settings: Settings) -> None:
    import socket

    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError:
            raise PortTaken(port=settings.port) from None
