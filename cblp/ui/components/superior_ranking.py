"""The ranking: who is put forward and where each is weakest, whether that holds, how it is calculated, and keeping it for good."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

import streamlit as st

from cblp.charts import steady
from cblp.decisions.reports import decisions as votes
from cblp.decisions.rules import counting
from cblp.decisions.services import decisions as voting
from cblp.documents import superior as paper
from cblp.growth import superior_words as words
from cblp.growth.reports import superior as reports
from cblp.growth.reports.superior import Comparison, Kept, Run
from cblp.growth.rules import superior as rules
from cblp.growth.rules import vikor
from cblp.growth.services import superior as services
from cblp.i18n import N_, _, formats
from cblp.ui import page, reads
from cblp.ui.components import address, decisions, downloads, fields, papers, superior, tables
from cblp.ui.components.fields import Field
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

OPENED: Final = "no"
"""Query parameter: the number of the kept ranking that is open."""
WIDE: Final = 8
"""So many points stand side by side in a picture."""
READABLE: Final = 900
"""Wider than this a picture's letters would be larger than the page's."""
LETTERS: Final = 640
"""Narrower than this they could not be read; there the picture moves inside its frame."""


# -- as it stands ------------------------------------------------------------------------------------------------------


def show(visit: Visit) -> None:
    """The ranking as it stands today, its weights, and the rankings that were kept."""
    _weights(visit)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.pills(
            _("What counts more?"), list(words.BALANCE), default=50, required=True, key=superior.WEIGHED.name,
            format_func=lambda v: _(words.BALANCE[v]),
        )
        superior.wider()
    comparison = superior.compared(visit)
    _missing(visit)
    if comparison.ranking.places:
        drawn(comparison)
        if superior.may_change(visit):
            _keep(visit)
    _kept(visit)


def _weights(visit: Visit) -> None:
    found: reports.Weights = reads.ask(reports.weights, day=visit.today)
    if found.number is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.write(_("The members decided how much each point weighs."))
            decisions.link(found.number)
        return
    if found.since is not None:
        st.write(_("How much each point weighs was written down on {day}.", day=formats.day(found.since)))
    else:
        st.write(_("Nobody decided yet how much each point weighs. Until then all weigh the same."))
    waiting = [row for row in reads.ask(votes.listing) if row.kind == counting.WEIGHTS and row.state in {"draft", "open"}]
    if waiting:
        decisions.link(waiting[0].number)
    elif superior.may_change(visit) and st.button(_("Put the weights to the vote"), icon=":material/how_to_vote:", key="superior_vote"):
        made = page.action(
            voting.draft, kind=counting.WEIGHTS, parameter=reports.WEIGHTS, title=_("Weights for the superior product"),
            proposal=_("How much should each point weigh when we choose our superior product?"),
            consequence=_("The ranking of our products follows these weights."),
        )
        if made:
            page.say(_("The draft is kept. Open the vote when the members may read it."))
            st.rerun()


def _missing(visit: Visit) -> None:
    wanted = superior.criteria()
    lacking = [(row, row.missing(wanted)) for row in superior.rows(visit) if row.missing(wanted)]
    if not lacking:
        return
    with st.container(border=True):
        st.markdown(f"**{_('Not in the ranking yet')}**")
        for row, missing in lacking:
            names = ", ".join(_(words.LABELS[one]) for one in missing[:3])
            more = len(missing) - 3
            rest = " " + _("and {count} more", count=formats.count(more)) if more > 0 else ""
            st.markdown(_("{product} lacks: {points}.", product=f"**{esc(row.product)}**", points=names + rest))


def _keep(visit: Visit) -> None:
    made = fields.create(
        "superior_run", (Field("minutes", N_("Who was there and what was said"), fields.LONG, most=services.MINUTES),), {},
        lambda typed: page.action(services.run, v=superior.WEIGHED.get() or 0, further=superior.WIDER.get(), minutes=typed["minutes"]),
        label=_("Keep this ranking"), icon=":material/lock:", primary=True,
    )
    if fields.is_open("superior_run"):
        st.caption(_("A kept ranking stays as it is, with its points and weights. Later points make a new one."))
    if made and made.value:
        kept: Kept = reads.ask(reports.run, run_id=made.value)
        page.say(_("The ranking is kept."))
        address.open_one(OPENED, kept.run.number)


# -- any ranking -------------------------------------------------------------------------------------------------------


def drawn(comparison: Comparison) -> None:
    """The places, whether the choice holds, and how it was calculated."""
    found = comparison.ranking
    tables.show(
        [tables.Number(_("Rank")), _("Product"), _("Put forward"), _("Weakest at")],
        [(formats.count(place), comparison.names[one.name], _("Yes") if one.name in found.compromise else "",
          _(words.LABELS[one.weakest]) if one.weakest else _("best in everything"))
         for place, one in enumerate(found.places, 1)],
        key="superior_places", size=12,
    )
    _holds(comparison)
    with st.expander(_("How it is calculated"), icon=":material/calculate:"):
        _how(comparison)


def _holds(comparison: Comparison) -> None:
    st.subheader(_("Does it hold?"), anchor=False)
    first = comparison.ranking.compromise[0]
    st.write(_("We calculated in {tries} ways. {name} is put forward in {held} of them.", tries=formats.count(comparison.tries),
               name=f"**{esc(comparison.names[first])}**", held=formats.count(comparison.held(first))))
    shown = [one.name for one in comparison.ranking.places if comparison.held(one.name)]
    by_v = [(comparison.names[name], [[name in sets] for sets in comparison.by_v.values()]) for name in shown]
    heads = [_(words.BALANCE[round(v * 100)]) for v in comparison.by_v]
    st.caption(_("A filled dot: put forward. An empty dot: not. Products that are never put forward are left out."))
    with st.container(border=True, width=READABLE):
        st.markdown(f"**{_('When something else counts more')}**")
        papers.drawn(steady(heads, by_v, label=_("Put forward when something else counts more")), least=LETTERS)
    with st.container(border=True, width=READABLE):
        st.markdown(f"**{_('When one point weighs half (½) or double (2×)')}**")
        for some in _parts(comparison.criteria):
            rows = [
                (comparison.names[name], [[name in one for one in comparison.by_weight[criterion]] for criterion in some])
                for name in shown
            ]
            heads = [_(words.LABELS[one]) for one in some]
            papers.drawn(
                steady(heads, rows, tries=("½", "2×"), label=_("Put forward when one point weighs half or double")), least=LETTERS,
            )
    other = words.otherwise(comparison)
    if not other:
        st.write(_("In every way the same is put forward."))
        return
    with st.expander(_("When something else is put forward ({count})", count=formats.count(len(other)))):
        tables.show([_("Way"), _("Put forward")],
                    [(way, ", ".join(comparison.names[name] for name in names)) for way, names in other])


def _parts(criteria: Sequence[str]) -> list[Sequence[str]]:
    return [criteria[start : start + WIDE] for start in range(0, len(criteria), WIDE)]


def _how(comparison: Comparison) -> None:
    found = comparison.ranking
    st.write(_(
        "The method is called VIKOR. For each point the best product loses nothing, the last one loses the whole weight. "
        "S adds up what a product loses. R is its largest single loss. Q weighs both: {share} for S, the rest for R. "
        "The smallest Q stands first.", share=formats.percent(Fraction(round(comparison.v * 100), 100)),
    ))
    tables.show(
        [_("Product"), *(tables.Number(head) for head in ("S", "R", "Q"))],
        [(comparison.names[one.name], *(formats.decimals(Fraction(value), 4) for value in (one.s, one.r, one.q))) for one in found.places],
        key="superior_sums", size=12,
    )
    for reason in words.reasons(comparison):
        st.write(reason)
    st.markdown(f"**{_('Points and weights')}**")
    names = [one.name for one in found.places] + list(found.left_out)
    for some in _parts(comparison.criteria):
        weighed = [formats.percent(Fraction(comparison.weights[one], rules.WHOLE), 2) for one in some]
        tables.show(
            [_("Product"), *(tables.Number(_(words.LABELS[one])) for one in some)],
            [(_("Weight"), *weighed), *((comparison.names[name], *(words.figure(one, comparison.matrix[name][one]) for one in some))
                                        for name in names)],
        )
    if len(comparison.criteria) > len(vikor.CRITERIA):
        st.caption(_("Each further point weighs as much as the first six do on average."))


# -- kept --------------------------------------------------------------------------------------------------------------


def opened(visit: Visit) -> Kept | None:
    """The kept ranking that the address names; one that is not there is said and forgotten."""
    found = address.find(OPENED, _every, lambda one: one.number, N_("There is no kept ranking with this number."))
    kept: Kept | None = reads.ask(reports.run, run_id=found.id) if found else None
    return kept


def kept(visit: Visit, one: Kept) -> None:
    """A kept ranking, exactly as it was."""
    if st.button(_("All rankings"), icon=":material/arrow_back:", type="tertiary", key="back"):
        address.leave(OPENED)
    st.header(_("Ranking no. {number}", number=one.run.number), anchor=False)
    st.write(superior.said(one.comparison))
    st.caption(_line(visit, one.run))
    if one.decision is not None:
        decisions.link(one.decision)
    else:
        st.write(_("The weights came from no vote."))
    if one.minutes:
        with st.container(border=True):
            st.markdown(f"**{_('Minutes of the talk')}**")
            st.text(one.minutes)
    downloads.download(_("Minutes to print"), lambda: paper.minutes(
        one, association=visit.visitor.association_name, timezone=visit.actor.timezone,
    ), key=f"superior_paper_{one.run.number}")
    drawn(one.comparison)


def _kept(visit: Visit) -> None:
    found = _every()
    if not found:
        return
    st.subheader(_("Kept rankings"), anchor=False)
    first = tables.start(len(found), "superior_runs", 8)
    for one in found[first : first + 8]:
        with st.container(border=True, horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            number = _("Ranking no. {number}", number=one.number)
            names = ", ".join(map(esc, one.forward))
            st.markdown(f"**{number}** · {names}  \n{_line(visit, one)}", width="stretch")
            if st.button(_("Open"), key=f"superior_run_{one.number}"):
                address.open_one(OPENED, one.number)
    tables.pager(len(found), "superior_runs", 8)


def _line(visit: Visit, one: Run) -> str:
    when = formats.moment(one.made_at, visit.actor.timezone)
    return _("{when}, kept by {who}", when=when, who=esc(one.made_by)) if one.made_by else when


def _every() -> list[Run]:
    found: list[Run] = reads.ask(reports.runs)
    return found
