"""The office's part of Kemajuan: a quarter that is over is published once; again only with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import streamlit as st

from cblp.db.actor import COORDINATOR
from cblp.i18n import N_, _
from cblp.programmes import progress_words as words
from cblp.programmes.reports import progress as reports
from cblp.programmes.reports.progress import Published
from cblp.programmes.services import publishing
from cblp.ui import page, reads
from cblp.ui.components import fields, tables
from cblp.ui.components.fields import Field
from cblp.ui.page import Outcome, Visit

SHOWN: Final = 8
"""Published quarters that stand in the list."""


def show(visit: Visit, published: Sequence[Published]) -> None:
    """What waits to be published, and what was."""
    waiting: list[str] = reads.ask(reports.to_publish, today=visit.today)
    if visit.actor.role != COORDINATOR:
        if waiting:
            st.caption(_("{quarter} is over and not published yet. The coordinator does that.", quarter=words.quarter(waiting[0])))
        return
    with st.container(border=True):
        st.markdown(f"**{_('Waiting to be published')}**")
        if not waiting:
            st.write(_("Every quarter that is over is published."))
        for period in waiting:
            _publish(period)
    if not published:
        return
    with st.container(border=True):
        st.markdown(f"**{_('Published')}**")
        tables.show([_("Quarter"), _("When"), _("Why again")], [
            (words.quarter(one.period), words.edition(one.edition, one.published_at, visit.actor.timezone), one.reason)
            for one in published[:SHOWN]
        ])
        _again(published[:SHOWN])


def _publish(period: str) -> None:
    quarter = words.quarter(period)
    sure = fields.confirm(
        f"publish_{period}", _("Publish {quarter}", quarter=quarter), _("Publish the figures of {quarter}?", quarter=quarter),
        _("The liaison officer reads them from then on. What is published stays; figures of too few businesses are left out."),
        icon=":material/publish:",
    )
    if sure and page.action(publishing.publish, period=period):
        page.say(_("{quarter} is published.", quarter=quarter))
        st.rerun()


def _again(published: Sequence[Published]) -> None:
    """A correction: it needs a reason, and as members those of before or 5 others at least."""
    wanted = (
        Field("period", N_("Quarter"), fields.CHOICE, {one.period: words.quarter(one.period) for one in published}, needed=True),
        Field("reason", N_("Why again?"), hint=N_("For example: 6 members were recorded late"), most=200, needed=True),
    )

    def again(typed: dict[str, Any]) -> Outcome[int]:
        return page.action(publishing.publish, **typed)

    if made := fields.create("publish_again", wanted, {"period": published[0].period}, again, label=_("Publish again"),
                             icon=":material/history:"):
        page.say(_("Published again as version {number}.", number=made.value))
        st.rerun()
