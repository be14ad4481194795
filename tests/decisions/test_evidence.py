"""Photos of papers: kept once, read by the office and by the member whose matter it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cblp.bootstrap import App
from cblp.db.actor import LIAISON, MENTOR, Actor
from cblp.decisions.reports import evidence as reports
from cblp.decisions.services import evidence
from cblp.errors import Missing, NotAllowed
from tests.decisions.making import businesses, coordinator, member, photo, treasurer


def test_a_paper_is_kept_once_and_read_by_whose_matter_it_is(app: App, actor: Actor) -> None:
    mine, other = businesses(app, actor, 2)
    picture = photo()
    about_all = app.act(coordinator(actor), evidence.add, picture=picture)
    assert app.act(treasurer(actor), evidence.add, picture=picture) == about_all
    paid = app.act(treasurer(actor), evidence.add, picture=picture, business_id=mine)
    assert paid != about_all
    assert app.read(member(actor, mine), reports.picture, evidence_id=paid) == picture.content
    for who, paper in ((member(actor, other), paid), (member(actor, mine), about_all), (replace(actor, role=LIAISON), about_all),
                       (replace(actor, role=MENTOR, mentee_businesses=frozenset({mine})), paid)):
        with pytest.raises(Missing):
            app.read(who, reports.picture, evidence_id=paper)


def test_a_member_sends_papers_about_the_own_business_only(app: App, actor: Actor) -> None:
    mine, other = businesses(app, actor, 2)
    sent = app.act(member(actor, mine), evidence.add, picture=photo(), business_id=mine)
    assert app.read(treasurer(actor), reports.picture, evidence_id=sent)
    for about in (other, None):
        with pytest.raises(NotAllowed):
            app.act(member(actor, mine), evidence.add, picture=photo(), business_id=about)
