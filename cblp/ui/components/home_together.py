"""What members decide, run and share together, as far as it waits for somebody: the treasurer's first block, and things to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from cblp.campaigns import states as steps
from cblp.campaigns.reports import campaigns, effort
from cblp.campaigns.reports.campaigns import Row as Campaign
from cblp.db.actor import COORDINATOR, TREASURER
from cblp.decisions.reports import decisions
from cblp.decisions.reports.decisions import Row as Decision
from cblp.i18n import _, formats, ngettext
from cblp.sharing import states
from cblp.sharing.reports import aid, distributions
from cblp.sharing.reports.aid import Waiting
from cblp.sharing.reports.distributions import Summary
from cblp.ui import menu, reads
from cblp.ui.components import campaigns as campaign_page
from cblp.ui.components import decisions as decision_page
from cblp.ui.components import home_next
from cblp.ui.components import sharing as sharing_page
from cblp.ui.components.frame import esc
from cblp.ui.components.home_next import Task
from cblp.ui.page import Visit

SOON: Final = timedelta(3)
"""So long before its end a vote, and before its answers or its first day a campaign, is something to do."""
SHOWN: Final = 4


def money(visit: Visit) -> None:
    """The treasurer's home begins with what waits to be approved and paid."""
    home_next.show_tasks(to_approve_and_pay(visit), title=_("Profit sharing"))


def tasks(visit: Visit) -> list[Task]:
    """What waits for coordinator or treasurer, in the order in which it helps: what ends by itself first."""
    own = [] if visit.actor.role == TREASURER else to_approve_and_pay(visit)
    made = [*_votes(visit), *own, *_help(visit), *_hours(), *_campaigns(visit)]
    return [task for task in made if visit.actor.role in menu.BY_ID[task.page].roles]


def to_approve_and_pay(visit: Visit) -> list[Task]:
    """The runs of sharing that wait for a step, and help that waits to be paid (a treasurer's)."""
    runs: Sequence[Summary] = reads.ask(distributions.listing)
    found = [task for run in reversed(runs) if (task := _run(visit, run))]
    if visit.actor.role == TREASURER:
        waits: Waiting = reads.ask(aid.waiting, today=visit.today, account=visit.actor.account)
        if waits.to_pay:
            found.append(Task(ngettext(
                "{count} help that was approved waits to be paid.", "{count} helps that were approved wait to be paid.",
                waits.to_pay), _("Solidarity fund"), "safety_net"))
    return found


def _run(visit: Visit, run: Summary) -> Task | None:
    over = run.state == states.OBJECTION and run.objections_until is not None and run.objections_until < visit.today
    name = _("Profit sharing no. {number}", number=run.number)
    if run.objections:
        text, button = ngettext("{name}: {count} objection is not settled.", "{name}: {count} objections are not settled.",
                                run.objections, name=name), _("See objections")
    elif over:
        text, button = _("{name} of {pool} waits for approval.", name=name, pool=formats.money(run.pool)), _("See profit sharing")
    elif run.state in states.BINDING and run.shares > run.paid:
        text = ngettext("{name}: {count} share of {amount} is not paid yet.", "{name}: {count} shares of {amount} are not paid yet.",
                        run.shares - run.paid, name=name, amount=formats.money(run.owed))
        button = _("See shares")
    elif run.state == states.CALCULATED:
        text, button = _("{name} is calculated. Look at it, then show it to the members.", name=name), _("See profit sharing")
    else:
        return None
    return Task(text, button, "sharing", {sharing_page.RUN: str(run.number)})


def _votes(visit: Visit) -> Iterator[Task]:
    rows: Sequence[Decision] = reads.ask(decisions.listing, state="open")
    for row in rows:
        if row.closes_at is None or row.closes_at > visit.now + SOON:
            continue
        title, query = f"**{esc(row.title)}**", {decision_page.OPENED: str(row.number)}
        if row.closes_at <= visit.now:
            yield Task(_("The vote on {title} is over and waits to be counted.", title=title), _("Count votes"), "decisions", query)
        elif (row.voted or 0) < row.voters:
            yield Task(_(
                "The vote on {title} closes {day}. {voted} of {voters} votes are in.", title=title,
                day=formats.full_day(visit.actor.day(row.closes_at)), voted=formats.count(row.voted), voters=formats.count(row.voters),
            ), _("See who is missing"), "decisions", query)


def _help(visit: Visit) -> Iterator[Task]:
    """Counts only: who asks is said on the page itself."""
    waits: Waiting = reads.ask(aid.waiting, today=visit.today, account=visit.actor.account)
    if waits.to_assess and visit.actor.role == COORDINATOR:
        yield Task(ngettext(
            "{count} request for help waits to be assessed.", "{count} requests for help wait to be assessed.", waits.to_assess,
        ), _("Solidarity fund"), "safety_net")
    if waits.to_decide:
        yield Task(ngettext(
            "{count} request for help waits for your answer.", "{count} requests for help wait for your answer.", waits.to_decide,
        ), _("Solidarity fund"), "safety_net")


def _hours() -> Iterator[Task]:
    if claimed := reads.ask(effort.waiting):
        yield Task(ngettext(
            "{count} entry of hours waits to be confirmed.", "{count} entries of hours wait to be confirmed.", claimed,
        ), _("Look at hours"), "campaigns")


def _campaigns(visit: Visit) -> Iterator[Task]:
    rows: Sequence[Campaign] = reads.ask(campaigns.listing)
    shown = 0
    for row in sorted(rows, key=lambda one: one.starts_on):
        if shown < SHOWN and (said := _needs(visit, row)):
            shown += 1
            yield Task(said[0], said[1], "campaigns", {campaign_page.OPENED: row.code})


def _needs(visit: Visit, row: Campaign) -> tuple[str, str] | None:
    """What a campaign waits for, and the word on the button; the most pressing only."""
    name, near = f"**{esc(row.name)}**", visit.today + SOON
    if row.state == steps.OPEN and row.ends_on < visit.today:
        return _("{name} has ended. Close it.", name=name), _("See the promotion")
    if row.state == steps.CLOSED:
        return _("{name} is closed. Match its figures when all files are in.", name=name), _("See the promotion")
    if row.state == steps.VOTED and row.starts_on <= near:
        return _("{name} begins on {day} and is not opened yet.", name=name, day=formats.day(row.starts_on)), _("See the promotion")
    if row.joinable and row.invited and row.answer_by and visit.today <= row.answer_by <= near:
        return ngettext(
            "{name}: {count} business has not answered yet, until {day}.", "{name}: {count} businesses have not answered yet, until {day}.",
            row.invited, name=name, day=formats.day(row.answer_by),
        ), _("See who is missing")
    return None
