"""The editor of a sharing rule: parts in percent on the screen, basis points inside, and always by how much they miss 100%.

What is typed is a draft in the database at each step; nothing of the rule changes before Simpan.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final
from uuid import UUID

import streamlit as st

from cblp.decisions.rules.sharing import ASK, BASES, EQUAL, FUNDS, HOURS, MOST_COMPONENTS, WHOLE, Component
from cblp.decisions.services import sharing_rules as services
from cblp.errors import Stale
from cblp.i18n import N_, _, formats
from cblp.people.services import drafts
from cblp.ui import page, runtime, state, visitor
from cblp.ui.components import sharing_words as words
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

FORM: Final = "sharing/rule"
NEW, VERSION, NEXT = "new", "version", "next"
"""What is edited: a new rule, a draft version, or the next version of a rule."""
MEMBERS: Final = "members"
ROUND: state.Key[int] = state.Key("sharing_editor_round", 0)
"""Moved on whenever the editor opens: no widget remembers an earlier sheet."""
BASE_LABELS: Final = {
    EQUAL: N_("Equal parts"), "sales": N_("Sales"), "capital": N_("Savings of each"), HOURS: N_("Hours worked"), "role": N_("Tasks"),
}
TARGETS: Final = {
    MEMBERS: N_("The members"), "reserve": N_("Reserve fund"), "education": N_("Education fund"), "solidarity": N_("Solidarity fund"),
}


@dataclass
class Part:
    """One part as it stands in the editor, percentages as typed. ``target`` is the members or a fund."""

    code: str
    label: str
    percent: str
    target: str
    bases: dict[str, str]
    hours: str
    without: str

    @classmethod
    def of(cls, one: Component) -> Part:
        """A component, to be edited."""
        bases = {} if one.fund else {base: words.percent(share) for base, share in one.bases}
        limit = one.limits.get(HOURS)
        return cls(
            one.code, _(one.label), words.percent(one.basis_points), one.fund or MEMBERS, bases, "" if limit is None else str(limit),
            one.without_base,
        )

    @property
    def points(self) -> int | None:
        """Its basis points; None when the percentage cannot be read."""
        return words.read_percent(self.percent)

    def component(self) -> Component | None:
        """What it means; None while a number cannot be read."""
        bases = [(base, words.read_percent(self.bases[base])) for base in BASES if base in self.bases]
        if len(bases) == 1:
            bases = [(bases[0][0], WHOLE)]
        known = [(base, share) for base, share in bases if share is not None]
        limited = HOURS in self.bases and self.hours.strip()
        if self.points is None or len(known) < len(bases) or (limited and not self.hours.strip().isdecimal()):
            return None
        if self.target != MEMBERS:
            return Component(self.code, self.label.strip(), self.points, fund=self.target, bases=())
        return Component(
            self.code, self.label.strip(), self.points, bases=tuple(known), limits={HOURS: int(self.hours)} if limited else {},
            without_base=self.without,
        )


@dataclass
class Sheet:
    """The editor that is open: what it edits, the version that its save starts from, and what was typed."""

    what: str
    subject: str
    version: int
    name: str
    note: str
    parts: list[Part]
    theirs: dict[str, str] | None = None

    def keep(self) -> None:
        """Write it down as it is."""
        _jot(drafts.keep, form=FORM, content=asdict(self), now=runtime.app().clock())


def opened() -> Sheet | None:
    """The editor that is open, as it was left."""
    if not state.EDITING.get().startswith(FORM):
        return None
    return unsaved()


def unsaved() -> Sheet | None:
    """What was typed and neither saved nor dropped."""
    kept = runtime.app().read(visitor.known().actor, drafts.find, form=FORM)
    if kept is None:
        return None
    content = dict(kept.content)
    return Sheet(**{**content, "parts": [Part(**one) for one in content["parts"]]})


def begin(what: str, subject: UUID | str, name: str, components: Sequence[Component], *, version: int = 0, note: str = "") -> None:
    """Open the editor on these components."""
    Sheet(what, str(subject), version, name, note, [Part.of(one) for one in components]).keep()
    take_up()


def take_up() -> None:
    """Go on with what was typed before."""
    ROUND.set(ROUND.get() + 1)
    state.EDITING.set(FORM)
    st.rerun()


def close(*, forget: bool = True) -> None:
    """Close the editor; what was typed is dropped unless told to keep it."""
    if forget:
        _jot(drafts.drop, form=FORM)
    state.EDITING.set("")


def show(visit: Visit, sheet: Sheet) -> None:
    """The editor."""
    before = asdict(sheet)
    titles = {NEW: _("New rule"), VERSION: _("Change the draft of “{name}”", name=sheet.name),
              NEXT: _("New version of “{name}”", name=sheet.name)}
    st.subheader(esc(titles[sheet.what]), anchor=False)
    st.caption(_("What you type is kept. Members see nothing of it before it is put to the vote."))
    if sheet.what == NEW:
        sheet.name = st.text_input(_("Name of the rule"), sheet.name, max_chars=120, key=_key("name")) or ""
    for position, part in enumerate(list(sheet.parts)):
        with st.container(border=True):
            _part(sheet, position, part)
    if len(sheet.parts) < MOST_COMPONENTS and st.button(_("Add a part"), icon=":material/add:", key=_key("add")):
        sheet.parts.append(Part(_free_code(sheet.parts), "", "", MEMBERS, {EQUAL: words.percent(WHOLE)}, "", ASK))
        sheet.keep()
        st.rerun()
    sheet.note = st.text_input(
        _("Why this rule?"), sheet.note, max_chars=400, key=_key("note"), placeholder=_("One sentence for the members"),
    ) or ""
    _sum(sheet.parts)
    if asdict(sheet) != before:
        sheet.keep()
    if sheet.theirs:
        _both(visit, sheet)
        return
    with st.container(horizontal=True):
        save = st.button(_("Save"), type="primary", key=_key("save"))
        cancel = st.button(_("Cancel"), key=_key("cancel"))
    if cancel:
        close()
        st.rerun()
    if save:
        _save(visit, sheet)


def _part(sheet: Sheet, position: int, part: Part) -> None:
    name, share, away = st.columns([6, 2, 1], vertical_alignment="bottom")
    part.label = name.text_input(_("Name of the part"), part.label, max_chars=120, key=_key(part.code, "label")) or ""
    part.percent = share.text_input(
        _("Part in percent"), part.percent, key=_key(part.code, "percent"), live="400ms", placeholder="12,5%",
    ) or ""
    if away.button(_("Take off"), key=_key(part.code, "away"), disabled=len(sheet.parts) == 1):
        del sheet.parts[position]
        sheet.keep()
        st.rerun()
    if part.percent and part.points is None:
        st.markdown(f":red[:material/error: {_('Write a percentage, for example 12,5%.')}]")
    part.target = st.pills(
        _("For whom?"), [MEMBERS, *FUNDS], default=part.target, required=True, format_func=lambda to: _(TARGETS[to]),
        key=_key(part.code, "target"),
    ) or MEMBERS
    if part.target == MEMBERS:
        _bases(part)


def _bases(part: Part) -> None:
    """What the members' part is counted by; several together need their own percentages."""
    chosen = st.pills(
        _("Counted by"), BASES, selection_mode="multi", default=[base for base in BASES if base in part.bases],
        format_func=lambda base: _(BASE_LABELS[base]), key=_key(part.code, "bases"),
    )
    part.bases = {base: part.bases.get(base, "") for base in BASES if base in chosen}
    if len(part.bases) > 1:
        for column, base in zip(st.columns(len(BASES)), part.bases, strict=False):
            part.bases[base] = column.text_input(
                _(BASE_LABELS[base]), part.bases[base], key=_key(part.code, base), live="400ms", placeholder="50%",
            ) or ""
        known = [words.read_percent(typed) for typed in part.bases.values()]
        told = words.off(sum(points or 0 for points in known))
        if told:
            st.caption(f":material/error: {told}")
    if set(part.bases) - {EQUAL}:
        with st.expander(_("Limit, and what if nobody has it")):
            _more(part)


def _more(part: Part) -> None:
    if HOURS in part.bases:
        part.hours = st.text_input(
            _("At most so many hours of one member count"), part.hours, key=_key(part.code, "hours"), placeholder=_("No limit"),
        ) or ""
    choices = {ASK: _("Ask first"), EQUAL: _("Share it equally"), **{fund: _(TARGETS[fund]) for fund in FUNDS}}
    part.without = st.radio(
        _("Who gets it when nobody has any?"), list(choices), index=list(choices).index(part.without), format_func=choices.__getitem__,
        horizontal=True, key=_key(part.code, "without"),
    ) or ASK


def _sum(parts: Sequence[Part]) -> None:
    told = words.off(sum(part.points or 0 for part in parts))
    if told:
        st.warning(told, icon=":material/balance:")
    else:
        st.success(_("The parts add up to 100%."), icon=":material/check:")


def _save(visit: Visit, sheet: Sheet) -> None:
    made = [part.component() for part in sheet.parts]
    components = tuple(one for one in made if one)
    if len(components) < len(made):
        st.error(_("Some numbers cannot be read yet. Look at the parts marked above."))
        return
    send: Mapping[str, Callable[[], page.Outcome[Any]]] = {
        NEW: lambda: page.action(services.create, name=sheet.name, components=components, note=sheet.note, now=visit.now),
        NEXT: lambda: page.action(
            services.new_version, rule_id=UUID(sheet.subject), components=components, note=sheet.note, now=visit.now,
        ),
        VERSION: lambda: page.action(
            services.edit_version, version_id=UUID(sheet.subject), version=sheet.version, components=components, note=sheet.note,
            now=visit.now,
        ),
    }
    kept = send[sheet.what]()
    if kept:
        close()
        page.say(_("The rule is saved as a draft. Put it to the vote when everybody agrees on the wording."))
        st.rerun()
    if isinstance(kept.error, Stale):
        found = kept.error.values
        at = formats.clock(found["at"], visit.actor.timezone) if found["at"] else ""
        sheet.theirs = {"who": found["who"], "when": at, "version": str(found["version"])}
        sheet.keep()
        st.rerun()


def _both(visit: Visit, sheet: Sheet) -> None:
    """Somebody saved this draft meanwhile: two equal buttons."""
    theirs = sheet.theirs or {}
    with st.container(border=True):
        who = f"**{esc(theirs['who'] or _('Somebody else'))}**"
        st.markdown(f":material/sync_problem: {_('{who} changed this {when}.', who=who, when=theirs['when'])}")
        with st.container(horizontal=True):
            mine = st.button(_("Use what I typed"), key=_key("mine"))
            other = st.button(_("Leave theirs"), key=_key("theirs"))
    if other:
        close()
        st.rerun()
    if mine:
        sheet.version, sheet.theirs = int(theirs["version"]), None
        sheet.keep()
        _save(visit, sheet)


def _free_code(parts: Sequence[Part]) -> str:
    taken = {part.code for part in parts}
    return next(code for number in range(1, len(taken) + 2) if (code := f"part-{number}") not in taken)


def _key(*words_: str) -> str:
    return "/".join([FORM, str(ROUND.get()), *words_])


def _jot(service: Callable[..., Any], **kwargs: Any) -> None:
    runtime.app().jot(visitor.require().actor, service, **kwargs)
