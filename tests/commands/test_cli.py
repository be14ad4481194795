"""The command line as a whole: help for everything, quick to start, without the server's weight; set up, keep, check."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cblp.bootstrap import build
from cblp.people.reports import seals
from cblp.routine import seal_changes, system_actors
from cblp.settings import ROOT, load
from tests.commands.conftest import Terminal
from tests.commands.test_files import ORDERS

COMMANDS = (
    ("serve",), ("migrate",), ("demo",), ("identify",), ("import",), ("revert",), ("pull",), ("report", "sales"), ("report", "reach"),
    ("reconcile",), ("association", "new"), ("user", "add"), ("shop", "add"), ("backup",), ("restore",), ("verify",), ("shard",),
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_command_explains_itself(empty: Terminal, command: tuple[str, ...], language: str) -> None:
    answer = empty("--lang", language, *command, "--help")
    assert answer.code == 0
    assert answer.out.startswith("usage: python -m cblp")
    assert len(answer.out.splitlines()) > 3


def test_a_command_never_loads_the_server(tmp_path: Path) -> None:
    """Nor pandas and plotly: a script may call it a thousand times."""
    program = (
        "import sys, cblp.__main__ as cli\n"
        f"code = cli.main(['identify', {str(ORDERS)!r}])\n"
        "heavy = {'streamlit', 'pandas', 'plotly', 'numpy', 'scipy'} & sys.modules.keys()\n"
        "assert code == 0 and not heavy, (code, heavy)\n"
    )
    environ = {**os.environ, "CBLP_DATA_DIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", program], env=environ, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_it_starts_quickly(tmp_path: Path) -> None:
    """Processor time, because other tests run beside this one."""
    environ = {**os.environ, "CBLP_DATA_DIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    spent = []
    for _ in range(2):
        before = os.times()
        subprocess.run([sys.executable, "-m", "cblp", "--help"], env=environ, cwd=tmp_path, capture_output=True, check=True)
        after = os.times()
        spent.append(after.children_user - before.children_user + after.children_system - before.children_system)
    assert min(spent) < 2.5, spent


def test_without_a_database_it_says_what_to_run(empty: Terminal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CBLP_DATA_DIR", str(tmp_path / "new"))
    answer = empty("report", "sales", "--association", "x", "--from", "2026-07-01", "--to", "2026-07-31")
    assert (answer.code, len(answer.err.splitlines())) == (1, 1)
    assert "python -m cblp migrate" in answer.err
    assert empty("migrate").code == 0
    assert empty("migrate").code == 0, "a second time changes nothing"


def test_a_wrong_setting_is_named(empty: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CBLP_PROT", "8501")
    answer = empty("migrate")
    assert answer.code == 1
    assert "CBLP_PROT" in answer.err
    assert "Traceback" not in answer.err


def test_somebody_new_gets_a_pin(cli: Terminal) -> None:
    told = cli.json("user", "add", "--association", "jambi", "--name", "Wati", "--role", "coordinator", "--username", "wati")
    assert told["role"] == "coordinator"
    assert len(told["pin"]) == 6
    taken = cli("user", "add", "--association", "jambi", "--name", "Wati", "--role", "member", "--username", "wati")
    assert (taken.code, len(taken.err.splitlines())) == (1, 1)


def test_a_copy_brings_back_what_was(cli: Terminal) -> None:
    cli.bring_in(ORDERS)
    before = cli.sales()
    answer = cli("backup", "--to", cli.folder / "copies")
    assert answer.code == 0
    copy = next((cli.folder / "copies").iterdir())
    batch = cli.bring_in(ORDERS)[0]["batch"]
    assert cli("revert", batch).code == 0
    assert cli.sales() != before
    assert cli("restore", copy).code == 0
    assert cli.sales() == before
    spoilt = cli.file("spoilt.sqlite", b"SQLite format 3\0" + b"x" * 4000)
    refused = cli("restore", spoilt)
    assert (refused.code, len(refused.err.splitlines())) == (1, 1)
    assert cli.sales() == before


def test_verify_finds_nothing_wrong_and_then_what_is(cli: Terminal) -> None:
    import sqlite3

    cli.bring_in(ORDERS)
    told = cli.json("verify")
    assert all(row["wrong"] == 0 for row in told)
    assert {row["association"] for row in told} == {"", "jambi"}
    with sqlite3.connect(Path(os.environ["CBLP_DATA_DIR"]) / "cblp.sqlite") as connection:
        connection.execute("UPDATE daily_sales SET gross = gross + 1")
    connection.close()
    answer = cli("verify", "--json")
    assert answer.code == 1
    assert any(row["wrong"] for row in answer.json)


def test_verify_names_what_was_edited_in_the_history_and_looks_a_seal_up(cli: Terminal) -> None:
    import sqlite3

    cli.bring_in(ORDERS)
    app = build(load())
    (actor,) = system_actors(app)
    seal_changes(app)
    head = app.read(actor, seals.last)
    app.database.dispose()
    assert head
    assert cli.json("verify", "--seal", head.code.lower())["intact"] is True
    assert cli("verify", "--seal", "no seal").err.startswith("Segel terdiri dari")
    other = cli("--lang", "en", "verify", "--seal", "0000-0000-0000")
    assert (other.code, other.out.startswith("No such seal")) == (1, True)
    with sqlite3.connect(Path(os.environ["CBLP_DATA_DIR"]) / "cblp.sqlite") as connection:
        connection.execute("DROP TRIGGER audit_entry_no_update")
        connection.execute("UPDATE audit_entry SET action = 'given' WHERE entity = 'import_batch'")
    connection.close()
    answer = cli("verify")
    assert answer.code == 1 and "import_batch given: catatan ini diubah sesudah ditulis" in answer.out
    assert cli("verify", "--seal", head.code).code == 1


def test_the_schema_can_be_spread(empty: Terminal) -> None:
    answer = empty("shard", "--dry-run")
    assert answer.code == 0
    assert "create_distributed_table('order_line'" in answer.out


def test_pull_without_an_address(cli: Terminal) -> None:
    assert cli.json("pull") == []


def test_a_closed_pipe_is_no_error(cli: Terminal) -> None:
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = f"{sys.executable} -m cblp shard --dry-run | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], env=environ, cwd=cli.folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


def test_the_example_is_built_into_an_empty_database_only(cli: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CBLP_DATABASE_URL", f"sqlite:///{cli.folder / 'var' / 'cblp.sqlite'}")
    start = time.perf_counter()
    refused = cli("demo")
    assert (refused.code, len(refused.err.splitlines())) == (1, 1)
    assert time.perf_counter() - start < 30
