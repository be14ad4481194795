"""What waits in learning, for the coordinator's home: questions, training days, mentoring, members without a mentor, a wave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from cblp.db.actor import COORDINATOR
from cblp.growth import states
from cblp.growth.reports import capital, clinic, mentors, trainings
from cblp.growth.reports.capital import WaveRow
from cblp.growth.reports.clinic import Summary
from cblp.growth.reports.mentors import AssignmentRow, Profile
from cblp.growth.reports.trainings import Row as Training
from cblp.growth.services.trainings import PLANNED
from cblp.i18n import _, formats, ngettext
from cblp.ui import reads
from cblp.ui.components import home_next, mentoring, training_one, training_words
from cblp.ui.components.frame import esc
from cblp.ui.components.home_next import Task
from cblp.ui.page import Visit

SOON: Final = timedelta(7)
"""So long before its day a training is something to look at."""


def show(visit: Visit) -> None:
    """The block of what waits in learning; nothing where nothing waits."""
    if waiting := tasks(visit):
        home_next.show_tasks(waiting, title=_("Learning"))


def tasks(visit: Visit) -> list[Task]:
    """What waits for the coordinator, in the order in which it helps: first the members who wait for an answer."""
    if visit.actor.role != COORDINATOR:
        return []
    return [*_questions(visit), *_trainings(visit), *_mentoring(visit), *_answers(visit)]


def _questions(visit: Visit) -> Iterator[Task]:
    found: Summary = reads.ask(clinic.summary, today=visit.today)
    if found.open and found.oldest:
        yield Task(ngettext(
            "{count} question waits for an answer, the oldest {ago}.", "{count} questions wait for an answer, the oldest {ago}.",
            found.open, count=formats.count(found.open), ago=formats.ago(visit.actor.day(found.oldest), visit.today),
        ), _("See questions"), "clinic")


def _trainings(visit: Visit) -> Iterator[Task]:
    """What took place and was not written down, and the next one while it is near."""
    planned: Sequence[Training] = [row for row in reads.ask(trainings.listing) if row.state == PLANNED]
    for row in planned:
        title, opened = f"**{esc(row.title)}**", {training_one.OPENED: row.code}
        if row.starts_at <= visit.now:
            yield Task(_("Training {title} is over. Write down who was there.", title=title), _("Who was there?"), "trainings", opened)
    following = next((row for row in planned if row.starts_at > visit.now), None)
    if following and following.starts_at <= visit.now + SOON:
        yield Task(ngettext(
            "Training {title}, {when}: {coming} of {count} invited business is coming.",
            "Training {title}, {when}: {coming} of {count} invited businesses are coming.", following.invited,
            title=f"**{esc(following.title)}**", when=training_words.when(visit, following.starts_at),
            coming=formats.count(following.coming), count=formats.count(following.invited),
        ), _("See who is coming"), "trainings", {training_one.OPENED: following.code})


def _mentoring(visit: Visit) -> Iterator[Task]:
    people: Sequence[Profile] = reads.ask(mentors.profiles, today=visit.today)
    rows: Sequence[AssignmentRow] = reads.ask(mentors.assignments, today=visit.today)
    running = {mentoring.PART: mentoring.RUNNING}
    if offered := sum(one.state == states.SUBMITTED for one in people):
        yield Task(ngettext(
            "{count} mentor offered to help and waits for your answer.", "{count} mentors offered to help and wait for your answer.",
            offered, count=formats.count(offered)), _("See mentors"), "mentoring", {mentoring.PART: mentoring.PEOPLE})
    if quiet := sum(row.stalled for row in rows):
        yield Task(ngettext(
            "Mentoring of {count} business: 21 days without news.", "Mentoring of {count} businesses: 21 days without news.", quiet,
            count=formats.count(quiet)), _("See mentoring"), "mentoring", running)
    if ending := sum(row.ending for row in rows):
        yield Task(ngettext(
            "Mentoring of {count} business ends soon.", "Mentoring of {count} businesses ends soon.", ending,
            count=formats.count(ending)), _("See mentoring"), "mentoring", running)
    alone = len(reads.ask(mentors.without_mentor, today=visit.today))
    if alone and any(one.state == states.APPROVED and one.standing.eligible and one.free for one in people):
        yield Task(ngettext(
            "{count} member has no mentor yet.", "{count} members have no mentor yet.", alone, count=formats.count(alone)),
            _("Match mentors"), "mentoring", {mentoring.PART: mentoring.MATCH})


def _answers(visit: Visit) -> Iterator[Task]:
    waves: Sequence[WaveRow] = reads.ask(capital.waves, today=visit.today)
    for wave in waves:
        if wave.open and wave.finished < wave.asked:
            yield Task(_(
                "Digital capital, {name}: {finished} of {asked} members answered, until {day}.", name=f"**{esc(wave.name)}**",
                finished=formats.count(wave.finished), asked=formats.count(wave.asked), day=formats.day(wave.closes_on),
            ), _("See who is missing"), "digital_capital")
