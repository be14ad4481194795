"""An import that is killed at any moment: its file is in whole or not at all, and the next try succeeds."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from cblp.bootstrap import App
from cblp.catalogue.services import shops
from cblp.db.actor import Actor
from cblp.intake import services
from cblp.intake.models import POSTED, ImportBatch
from cblp.sales.models import OrderLine
from cblp.sales.verify import verify

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "tests/importers/samples/shopee/Order.all.20260701_20260731.xlsx"
KILLS = 30


def state(app: App, actor: Actor) -> tuple[int, int]:
    """(posted files, current order lines)."""
    with app.database.reading(actor.association) as session:
        posted = select(func.count()).select_from(ImportBatch).where(ImportBatch.status == POSTED)
        lines = select(func.count()).select_from(OrderLine).where(OrderLine.is_current)
        return session.scalar(posted) or 0, session.scalar(lines) or 0


def take_out(app: App, actor: Actor) -> None:
    with app.database.reading(actor.association) as session:
        batches = session.scalars(select(ImportBatch.id).where(ImportBatch.status == POSTED)).all()
    for batch in batches:
        app.act(actor, services.revert, batch_id=batch, reason="")


@pytest.mark.long
def test_a_killed_import_is_whole_or_absent(app: App, actor: Actor) -> None:
    app.act(actor, shops.add_shop, marketplace="shopee", handle="toko")
    command = [sys.executable, "-m", "cblp", "import", str(SAMPLE), "--association", "jambi", "--shop", "toko", "--yes"]
    environ = {
        **os.environ, "PYTHONPATH": str(ROOT), "CBLP_DATABASE_URL": app.database.url.render_as_string(hide_password=False),
    }
    began = time.monotonic()
    subprocess.run([*command, "--dry-run"], env=environ, check=True, capture_output=True, cwd=ROOT)
    whole_run = time.monotonic() - began
    rng, outcomes = random.Random(599), set()
    for _ in range(KILLS):
        importing = subprocess.Popen(command, env=environ, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(rng.uniform(0.2, 1.0) * whole_run)
        importing.kill()
        importing.wait()
        outcomes.add(state(app, actor))
        take_out(app, actor)  # where the kill came too late
    assert (0, 0) in outcomes, "no kill came before the end"
    again = subprocess.run(command, env=environ, check=False, capture_output=True, text=True, cwd=ROOT)
    assert again.returncode == 0, again.stderr
    files, lines = state(app, actor)
    assert files == 1
    assert lines > 0
    assert outcomes <= {(0, 0), (1, lines)}
    assert not [check for check in app.read(actor, verify) if check.wrong]
