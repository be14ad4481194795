"""Making content is learning: a posted text becomes a piece of content in Belajar, and asking AI knowingly is counted."""

from __future__ import annotations

import streamlit as st

from cblp.db.actor import MEMBER
from cblp.growth.reports import cycles
from cblp.growth.rules import rubric
from cblp.growth.services import pieces
from cblp.i18n import _, formats, ngettext
from cblp.outreach.reports import studio as reports
from cblp.outreach.reports.studio import Drafted
from cblp.outreach.rules import captions
from cblp.ui import page, reads, runtime
from cblp.ui.components import studio_words
from cblp.ui.page import Outcome, Visit

LONGEST = 600
"""Letters of a step in a piece of content."""


def note(visit: Visit, draft: Drafted) -> Outcome[object]:
    """Write a posted text down as a piece of content, its three steps as they were made, in the round that runs now."""
    running = next(iter(reads.ask(cycles.running_of, business_id=draft.business_id)), None)
    shown = reads.ask(reports.best, channel=draft.channel, product_id=draft.product_id, today=visit.today).shown
    seen = [one.text for one in shown if one.id in draft.seen and one.text]
    return page.action(
        pieces.add, business_id=draft.business_id, title=f"{draft.product} · {studio_words.channel(draft.channel)}"[:160],
        made_on=visit.today, cycle_id=running.id if running else None,
        wave=rubric.wave_at(running.stage, running.first, visit.today) if running else rubric.DURING, piece_id=draft.id,
        details={
            "seen": captions.shortened(" / ".join(seen), LONGEST), "followed": captions.shortened(draft.drafted, LONGEST),
            "added": draft.added, "product_id": draft.product_id, "evidence_id": draft.evidence_id,
        },
    )


def spending(visit: Visit) -> None:
    """What AI took of the association's month, where there is one."""
    settings = runtime.app().settings
    if not settings.ai or visit.actor.role == MEMBER:
        return
    found: reports.Spent = reads.ask(reports.spent, today=visit.today)
    st.subheader(_("AI this month"), anchor=False)
    st.write(_(
        "{cost} of {most} used. AI was asked {asked} times, {drafted} drafts came of it.", cost=formats.money(found.cost),
        most=formats.money(settings.ai_monthly_rupiah), asked=formats.count(found.asked), drafted=formats.count(found.drafted),
    ))
    if found.capped:
        st.write(ngettext(
            "{count} question was not sent: the month's money would not have been enough.",
            "{count} questions were not sent: the month's money would not have been enough.",
            found.capped, count=formats.count(found.capped),
        ))


def practice() -> None:
    """How AI is used, for who helps people to know it: never whose text it was."""
    found: reports.Practice = reads.ask(reports.practice)
    if found.asked:
        st.caption(" ".join((
            ngettext("{count} business asked AI for a draft, knowing that it is AI.",
                     "{count} businesses asked AI for a draft, knowing that it is AI.", found.businesses,
                     count=formats.count(found.businesses)),
            _("Of {asked} drafts, {completed} got a sentence of their own.", asked=formats.count(found.asked),
              completed=formats.count(found.completed)),
        )))
