"""Coba hitung: up to three rules side by side over the same figures and the same money, moved until the meeting agrees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from fractions import Fraction
from html import escape
from typing import Any, Final
from uuid import UUID

import streamlit as st

from cblp.campaigns.reports import campaigns
from cblp.campaigns.states import OPENED
from cblp.charts import Panel, sorted_bars
from cblp.days import Span, last_months, month, periods
from cblp.decisions.presets import PRESETS
from cblp.decisions.reports.sharing_rules import RuleVersion
from cblp.decisions.rules.sharing import CAPITAL, EQUAL, HOURS, SALES, WHOLE, Component
from cblp.i18n import _, formats, ngettext
from cblp.sharing.reports import simulate
from cblp.sharing.reports.simulate import Simulation, Start
from cblp.sharing.rules.dividing import WithoutBase
from cblp.sharing.services import proposing
from cblp.sharing.services.proposing import Candidate
from cblp.ui import page, reads, state
from cblp.ui.components import sharing_mix as mix
from cblp.ui.components import sharing_rules, tables
from cblp.ui.components import sharing_words as words
from cblp.ui.components.papers import drawn
from cblp.ui.components.sharing_mix import Piece
from cblp.ui.page import Visit

SCREEN: Final = "layar"
"""Query parameter of the view for the projector."""
LETTERS: Final = ("A", "B", "C")
MONTHS: Final = 6
"""So many months that are over can be counted with, beside the campaigns."""
EXAMPLE: Final = 1_000_000
"""What is shared for a try where the books have no money for it yet."""
OWN, NONE = "own", ""
MIXED: Final = "B"
"""The rule that stands open first: of those that a meeting begins with it has something to move."""
FIRST: Final = {"A": "equal", "B": "hybrid", "C": NONE}
TRIAL: state.Key[dict[str, Any]] = state.Key("sharing_trial", {})
"""What is compared: figures of what, how much money, and by letter the rule it starts from with its pieces."""


@dataclass(frozen=True)
class Figures:
    """Whose figures are counted with: those of a campaign, or of some days."""

    key: str
    label: str
    campaign_id: UUID | None = None
    span: Span | None = None


@dataclass(frozen=True)
class Tried:
    """One of the rules side by side, with what came of it."""

    letter: str
    name: str
    components: tuple[Component, ...]
    version: RuleVersion | None
    result: Simulation
    instead: str
    """What was assumed for a part that nobody has a base for, in words."""

    @property
    def title(self) -> str:
        """``A · Dibagi rata``."""
        return f"{self.letter} · {self.name}"


def on_screen() -> bool:
    """Whether the view for the projector is open."""
    return SCREEN in st.query_params


# -- the page ----------------------------------------------------------------------------------------------------------


def show(visit: Visit) -> None:
    """The money, the three rules, and what each of us gets."""
    st.write(_("Move the parts and see at once what each of us would get. Nothing is decided or paid here."))
    left, right = st.columns(2)
    with left:
        figures = _choose_figures(visit)
    begun = _begun(visit, figures)
    with right:
        pool = _choose_pool(figures, begun)
    if not begun.inputs.members:
        st.info(_("Nobody could be paid from these figures yet. Choose other days, or another campaign."))
    elif pool:
        _compare(visit, figures, begun, pool)


def screen(visit: Visit) -> None:
    """The same for a hall: large, without names, nothing to press but the way back."""
    kept = TRIAL.get()
    choices = {one.key: one for one in _all_figures(visit)}
    figures = choices.get(kept.get("figures", ""), next(iter(choices.values())))
    begun = _begun(visit, figures)
    if st.button(_("Back"), icon=":material/arrow_back:", type="tertiary", key="screen_back"):
        st.query_params.pop(SCREEN)
        st.rerun()
    pool = int(kept.get("pool", 0)) or begun.pool or EXAMPLE
    tried = _tried(begun, pool)
    st.header(_("We share {pool}", pool=formats.money(pool)), anchor=False)
    _picture(tried, height=620)
    st.subheader(_around(figures, begun), anchor=False)


@page.fragment
def _compare(visit: Visit, figures: Figures, begun: Start, pool: int) -> None:
    left, right = st.columns([5, 2])
    with right.container(border=True):
        _mixer()
    tried = _tried(begun, pool)
    with left:
        _picture(tried, height=760)
        st.caption(_around(figures, begun))
    with st.container(horizontal=True):
        if st.button(_("Show on the big screen"), icon=":material/present_to_all:", key="trial_screen"):
            st.query_params[SCREEN] = "1"
            st.rerun(scope="app")
        _put_to_vote(visit, tried)
    _how_even(tried, begun)
    _each(tried, begun)


# -- what is counted with ----------------------------------------------------------------------------------------------


def _all_figures(visit: Visit) -> list[Figures]:
    """Campaigns that have run, the newest first, then months that are over."""
    run = sorted((row for row in reads.ask(campaigns.listing) if row.state in OPENED and row.starts_on <= visit.today),
                 key=lambda row: row.ends_on, reverse=True)
    closed = periods(last_months(visit.today, MONTHS + 1), "month")[:-1]
    return [
        *(Figures(row.id.hex, row.name, campaign_id=row.id) for row in run),
        *(Figures(f"{first:%Y-%m}", formats.month(first), span=month(first)) for first in reversed(closed)),
    ]


def _choose_figures(visit: Visit) -> Figures:
    choices = {one.key: one for one in _all_figures(visit)}
    kept = TRIAL.get().get("figures", "")
    order = list(choices)
    chosen = st.selectbox(
        _("Count with the figures of"), order, index=order.index(kept) if kept in choices else 0,
        format_func=lambda key: choices[key].label, key="trial_figures", placeholder=_("Choose"),
    )
    _remember(figures=chosen)
    return choices[chosen or order[0]]


def _begun(visit: Visit, figures: Figures) -> Start:
    found: Start = reads.ask(simulate.start, campaign_id=figures.campaign_id, span=figures.span, now=_today(visit.now))
    return found


def _today(now: datetime) -> datetime:
    # Only the day counts for who may be paid; the same instant for an hour lets the answer be kept.
    return now.replace(minute=0, second=0, microsecond=0)


def _choose_pool(figures: Figures, begun: Start) -> int:
    """The money that is shared for the try, as typed; 0 while it cannot be read."""
    kept = TRIAL.get()
    before = int(kept.get("pool", 0)) if kept.get("pool_of") == figures.key else 0
    suggested = before or (begun.pool if begun.pool > 0 else EXAMPLE)
    typed = st.text_input(_("Money to share"), formats.money(suggested), key=f"trial_pool_{figures.key}", autocomplete="off") or ""
    pool = formats.parse_rupiah(typed) or 0
    if not pool:
        st.markdown(f":red[:material/error: {_('Write the amount with digits only, for example 25.000.')}]")
    elif pool == begun.pool:
        st.caption(_("This is what stands in the cash book for it: {amount}.", amount=formats.in_words(pool)))
    else:
        st.caption(_("Only to try out: {amount}.", amount=formats.in_words(pool)))
    _remember(pool=pool if pool != begun.pool else 0, pool_of=figures.key)  # what the books say is read again each time
    return pool


def _around(figures: Figures, begun: Start) -> str:
    told = [ngettext("{count} member, figures of {figures}.", "{count} members, figures of {figures}.", len(begun.inputs.members),
                     figures=figures.label)]
    if begun.inputs.unmatched:
        told.append(_("Sales of {amount} belong to nobody yet.", amount=formats.money(begun.inputs.unmatched)))
    if begun.inputs.unconfirmed:
        told.append(_("{hours} are not confirmed yet and do not count.", hours=words.hours(begun.inputs.unconfirmed)))
    return " ".join(told)


# -- the rules side by side --------------------------------------------------------------------------------------------


def _starts() -> dict[str, tuple[str, tuple[Component, ...]]]:
    """Rules to start from, the association's own first, by key: name and components."""
    own = {str(rule.id): (f"{rule.name} ({rule.number})", rule.components) for rule in sharing_rules.known()}
    presets = {code: (_(preset.name), preset.components) for code, preset in PRESETS.items()}
    return {**own, **presets, OWN: (_("Our own mix"), _own())}


def _own() -> tuple[Component, ...]:
    return (
        Component("members", _("For the members"), WHOLE, bases=((EQUAL, WHOLE), (SALES, 0), (CAPITAL, 0), (HOURS, 0))),
        Component("solidarity", _("Solidarity fund"), 0, fund="solidarity"),
    )


def _mixer() -> None:
    """One of the rules at a time: what it starts from, and a slider for each piece; what one takes the others give."""
    letter = st.pills(_("Change rule"), LETTERS, default=MIXED, required=True, key="trial_letter") or MIXED
    starts = _starts()
    begun_with, now = _kept(letter, starts)
    order = list(starts) if letter == LETTERS[0] else [NONE, *starts]
    chosen = st.selectbox(
        _("Start from"), order, index=order.index(begun_with), format_func=lambda key: starts[key][0] if key else _("Not used"),
        key=f"trial_start_{letter}", placeholder=_("Choose"),
    ) or NONE
    if chosen != begun_with:
        begun_with, now = chosen, mix.pieces(starts[chosen][1]) if chosen else []
    boxes = [state.Key(f"trial/{letter}/{begun_with}/{place}", piece.points) for place, piece in enumerate(now)]
    moved = next((place for place, box in enumerate(boxes) if box.get() != now[place].points), None)
    if moved is not None:
        now = mix.moved(now, moved, boxes[moved].get())
    _remember(**{letter: {"start": begun_with, "pieces": [asdict(piece) for piece in now]}})
    if len(now) == 1:
        st.markdown(words.percent(now[0].points) + " " + _(words.BASE_NAMES[now[0].base]))
        return
    for piece, box in zip(now, boxes, strict=True):
        box.set(piece.points)
        steps = sorted({*range(0, WHOLE + 1, mix.STEP), *(one.points for one in now)})
        st.select_slider(_piece(piece), steps, format_func=words.percent, key=box.name)


def _kept(letter: str, starts: dict[str, tuple[str, tuple[Component, ...]]]) -> tuple[str, list[Piece]]:
    kept = TRIAL.get().get(letter)
    if kept and (kept["start"] in starts or not kept["start"]):
        return kept["start"], [Piece(**one) for one in kept["pieces"]]
    first = FIRST[letter]
    return first, mix.pieces(starts[first][1]) if first else []


def _piece(piece: Piece) -> str:
    name = _(words.FUND_NAMES[piece.fund]) if piece.fund else _(words.BASE_NAMES[piece.base])
    return name[:1].upper() + name[1:]


def _tried(begun: Start, pool: int) -> list[Tried]:
    starts = _starts()
    versions = {str(rule.id): rule for rule in sharing_rules.known()}
    found = []
    for letter in LETTERS:
        key, now = _kept(letter, starts)
        if not key:
            continue
        name, template = starts[key]
        components = template if now == mix.pieces(template) and key != OWN else mix.rule(template, now)
        same = components == template
        result, instead = _simulated(begun, components, pool)
        found.append(Tried(letter, name if same else _("Our own mix"), components, versions.get(key) if same else None, result, instead))
    return found


def _simulated(begun: Start, components: Sequence[Component], pool: int) -> tuple[Simulation, str]:
    """What comes of it; a part that nobody has a base for is shared equally, for the try, and that is said."""
    try:
        return begun.simulate(components, pool), ""
    except WithoutBase as missing:
        codes = {code for code, _base in missing.values["missing"]}
        bases = dict.fromkeys(_(words.BASE_NAMES[base]) for _code, base in missing.values["missing"])
        told = _("Nothing to count {bases} yet: shared equally here.", bases=words.listed(list(bases)))
        return begun.simulate(components, pool, dict.fromkeys(codes, EQUAL)), told


# -- what comes of it --------------------------------------------------------------------------------------------------


def _picture(tried: Sequence[Tried], *, height: int) -> None:
    panels = []
    for one in tried:
        spread = one.result.spread
        even = _("How even: {number}", number=words.evenness(spread.gini if spread else None))
        panels.append(Panel(
            one.title, [receiver.amount for receiver in one.result.receivers], spread.median if spread else None,
            (even, *_short(one.components)),
        ))
    drawn(sorted_bars(panels, unit="rupiah", label=_("What everybody gets, from the smallest to the largest"), height=height))
    for one in tried:
        if one.instead:
            st.caption(f":material/info: {escape(one.letter)}. {one.instead}")


def _short(components: Sequence[Component]) -> tuple[str, str]:
    """A rule in two lines: its parts, or what goes to members and what to funds where it has many."""
    told = [said for one in components for said in words.component(one)]
    if len(told) <= 2:
        return told[0], told[1] if len(told) == 2 else ""
    funds = sum(one.basis_points for one in components if one.fund)
    if funds:
        return (_("{percent} to the members", percent=words.percent(WHOLE - funds)), _("{percent} to funds", percent=words.percent(funds)))
    return f"{told[0]} · {told[1]}", " · ".join(told[2:])


def _how_even(tried: Sequence[Tried], begun: Start) -> None:
    """The least, the middle, the most, how even; beside the last time."""
    spreads = [one.result.spread for one in tried]
    heads = [_("In rupiah"), *(tables.Number(one.title) for one in tried)]
    before = tried[0].result.spread_before
    if before:
        spreads.append(before)
        heads.append(tables.Number(_("Last time, no. {number}", number=begun.last_number)))
    rows = [
        [_("Smallest"), *(formats.money(one.smallest if one else None) for one in spreads)],
        [_("Middle"), *(formats.money(one.median if one else None) for one in spreads)],
        [_("Largest"), *(formats.money(one.largest if one else None) for one in spreads)],
        [_("Largest against smallest"), *(_times(one.ratio if one else None) for one in spreads)],
        [_("How even"), *(words.evenness(one.gini if one else None) for one in spreads)],
        [_("To funds"), *(formats.money(sum(one.result.funds.values())) for one in tried), *([formats.UNKNOWN] if before else [])],
    ]
    if before:
        rows.append([_("Members with more, with less than last time"), *(_moved(one.result) for one in tried), formats.UNKNOWN])
    tables.draw(heads, rows)
    with st.expander(_("How it is calculated")):
        st.write(_("100 of 100 means that everybody gets the same. It is 1 less the Gini coefficient."))
        st.write(" · ".join(
            f"{one.letter}: Gini {formats.number(one.result.spread.gini, 4)}"
            for one in tried if one.result.spread and one.result.spread.gini is not None
        ))
        for one in tried:
            st.write(f"{one.title}: {words.rule(one.components)}")


def _times(ratio: Fraction | None) -> str:
    return formats.UNKNOWN if ratio is None else _("{number} times", number=formats.number(ratio))


def _moved(result: Simulation) -> str:
    moves = [one.amount - one.before for one in result.receivers if one.before is not None]
    return f"▲ {formats.count(sum(move > 0 for move in moves))} · ▼ {formats.count(sum(move < 0 for move in moves))}"


def _each(tried: Sequence[Tried], begun: Start) -> None:
    """Everybody by name, for the coordinator's own screen: never in the order of what they get."""
    amounts = [{one.business_id: one.amount for one in each.result.receivers} for each in tried]
    last = begun.last_number is not None
    st.subheader(_("What each of us gets"), anchor=False)
    heads = [_("Member"), *(tables.Number(one.letter) for one in tried), *([tables.Number(_("Last time"))] if last else [])]
    people = sorted(tried[0].result.receivers, key=lambda one: (one.name.lower(), one.business_id))
    rows = [
        [one.name, *(formats.money(found[one.business_id]) for found in amounts), *([formats.money(one.before)] if last else [])]
        for one in people
    ]
    tables.show(heads, rows, key="trial_each", size=50)


# -- to the vote -------------------------------------------------------------------------------------------------------


def _put_to_vote(visit: Visit, tried: Sequence[Tried]) -> None:
    """One rule as yes or no, or all of them as a choice; what is new gets a name first."""
    with st.popover(_("Put it to the vote"), icon=":material/how_to_vote:", key="trial_vote"):
        kinds = {one.letter: _("Only {rule}", rule=one.title) for one in tried}
        if len(tried) > 1:
            kinds["all"] = _("Choose one of {rules}", rules=words.listed([one.letter for one in tried]))
        chosen = st.radio(_("What do the members vote on?"), list(kinds), format_func=kinds.__getitem__, key="trial_what")
        wanted = [one for one in tried if chosen in (one.letter, "all")]
        candidates = [_candidate(one) for one in wanted]
        if len(wanted) == 1 and wanted[0].version and wanted[0].version.frozen:
            st.info(_("The members passed this rule already. Change it, or choose another one."))
        elif st.button(_("Make the proposal"), type="primary", key="trial_propose"):
            made = page.action(proposing.propose, candidates=candidates, now=visit.now)
            if made:
                page.say(_("The proposal is ready under Decisions. Open the vote there."))
                st.rerun(scope="app")


def _candidate(one: Tried) -> Candidate:
    said = words.rule(one.components)
    if one.version:
        return Candidate(sharing_rules.plain_name(one.version), one.components, said, one.version.id)
    name = st.text_input(_("Name of rule {letter}", letter=one.letter), one.name, max_chars=100, key=f"trial_name_{one.letter}") or ""
    return Candidate(name, tuple(_translated(part) for part in one.components), said)


def _translated(part: Component) -> Component:
    return Component(
        part.code, _(part.label), part.basis_points, fund=part.fund, bases=part.bases, limits=part.limits, without_base=part.without_base,
    )


def _remember(**changed: Any) -> None:
    TRIAL.set({**TRIAL.get(), **changed})
