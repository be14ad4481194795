"""The whole example, built up to days of every kind: whatever day it is opened on, it holds together."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from cblp.bootstrap import build as build_app
from cblp.bootstrap import migrate
from cblp.db.actor import SYSTEM, Actor
from cblp.demo.build import build
from cblp.demo.recipe import recipe
from cblp.growth.models import Cycle, SuperiorRun
from cblp.growth.rules.vikor import CRITERIA
from cblp.outreach.reports import storefront
from cblp.people.models import AssociationDirectory
from cblp.settings import Settings
from cblp.sharing.verify import verify


@pytest.mark.long
@pytest.mark.parametrize("end", [date(2026, 1, 31), date(2026, 11, 21), date(2027, 3, 9), date(2028, 2, 29)], ids=str)
def test_the_whole_example_holds_together(tmp_path: Path, end: date) -> None:
    settings = Settings(data_dir=tmp_path)
    migrate(settings)
    app = build_app(settings)
    app.database.relax()
    build(app, end=end)
    with app.globally() as session:
        known = select(AssociationDirectory.id).where(AssociationDirectory.slug == recipe().association["slug"])
        actor = Actor(None, session.scalars(known).one(), SYSTEM)
    assert [check for check in app.read(actor, verify) if check.wrong] == []
    with app.database.reading(actor.association) as session:
        opened = end + timedelta(1)
        runs = [one for one in storefront.promos(session, actor.association, today=opened) if one.starts_on <= opened]
        assert any(card.promo for one in runs for card in storefront.promo_shelf(session, actor.association, promo=one, today=opened))
        kept = session.scalars(select(SuperiorRun)).one()
        assert kept.decision_id
        assert set(kept.weights) == set(CRITERIA)
        assert kept.result["places"]
        assert {row.stage for row in session.scalars(select(Cycle))} == {"closed", "discussion"}
    app.database.dispose()
