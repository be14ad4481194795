"""How digital capital is calculated: the formula with its figures, the statistics, and the optional weights with what they need."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

import streamlit as st

from cblp.growth import questionnaire
from cblp.growth.reports import capital as reports
from cblp.growth.reports.capital import Averages, Comparison, WaveRow, Weighing
from cblp.growth.rules import paired
from cblp.growth.rules.capital import APART, Condition
from cblp.growth.services import assessments
from cblp.i18n import _, formats
from cblp.ui import page, reads
from cblp.ui.components import capital_member, fields, tables
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

MET: Final = ":green[:material/check_circle:]"
LEAST_SHOWN: Final = 0.0001
UNMET: Final = ":material/radio_button_unchecked:"


def show(visit: Visit, wave: WaveRow, before: WaveRow | None, found: Averages, compared: Comparison | None) -> None:
    """The whole panel of a wave; ``before`` is the baseline that it is compared with."""
    _index(wave, found)
    baseline = wave if wave.kind == assessments.PRE else before
    model: Weighing | None = reads.ask(reports.model, wave_id=baseline.id, today=visit.today) if baseline else None
    if compared and before:
        _change(wave, before, compared, model)
    if baseline and model:
        _model(baseline, model)


# -- the figure ----------------------------------------------------------------------------------------------------------


def _index(wave: WaveRow, found: Averages) -> None:
    st.markdown(f"**{_('The figure from 0 to 100')}**")
    st.write(_("Each answer counts 1 to 5. Figure = 50 × (mean of phone and internet − 1) ÷ 4 + 50 × (mean of skills − 1) ÷ 4."))
    access, competence = found.halves
    if access is not None and competence is not None and found.index is not None:
        means = [formats.number(1 + value / 25, 2) for value in (access, competence)]
        st.write(_(
            "Here the mean of phone and internet is {access}, of skills {skills}: {first} + {second} = {figure}. "
            "{count} members answered every question.", access=means[0], skills=means[1], first=formats.number(access / 2, 2),
            second=formats.number(competence / 2, 2), figure=formats.number(found.index, 2), count=formats.count(found.whole),
        ))
    asked = questionnaire.load(wave.questions)
    st.write(_(
        "Both parts weigh the same, because nothing shows that one matters more. The idea is that of Ragnedda (2018) and of Ragnedda, Ruiu "
        "and Addeo (2020). The questions are our own (version {version}), so the figure can't be compared with that of their studies.",
        version=formats.count(asked.version),
    ))


# -- before and after ----------------------------------------------------------------------------------------------------


def _change(wave: WaveRow, before: WaveRow, compared: Comparison, model: Weighing | None) -> None:
    if compared.change.gain is None:
        return
    st.markdown(f"**{_('Before and after')}**")
    columns = [(_("All parts weigh the same"), compared)]
    if model and model.frozen_at:
        columns.append((_("Weighed by the answers"), reads.ask(reports.compare, before_id=before.id, after_id=wave.id, weighed=True)))
    told = [_figures(one) for _name, one in columns]
    tables.show([_("About"), *(tables.Number(name) for name, _one in columns)],
                [(line[0], *(some[place][1] for some in told)) for place, line in enumerate(told[0])])
    st.write(_(
        "The chance is that of an exact two-sided signed-rank test; where changes are equal or zero, all patterns of their signs are tried "
        "instead. Below 5% we call it more than chance. Fewer than {fewest} members are not tested. Without a group that was not trained, "
        "it stays open what brought it about.", fewest=formats.count(paired.FEWEST),
    ))


def _figures(one: Comparison) -> list[tuple[str, str]]:
    def number(value: Fraction | float | None, digits: int) -> str:
        return formats.number(None if value is None else Fraction(value).limit_denominator(10**9), digits)

    change = one.change
    return [
        (_("Members who answered both times"), formats.count(change.pairs)),
        (_("Mean before"), number(one.before, 2)), (_("Mean after"), number(one.after, 2)),
        (_("Mean change, in points"), number(change.gain, 2)), (_("Spread of the changes (sd)"), number(change.spread, 2)),
        (_("Size of the effect (d_z = change ÷ spread)"), number(change.size, 2)),
        (_("Chance alone gives as much (p)"), chance(change.p)),
    ]


def chance(p: float | None) -> str:
    """How often chance alone gives as much; never nought, which no test can show."""
    if p is None:
        return _("not tested")
    if p < LEAST_SHOWN:
        return _("below {share}", share=formats.percent(Fraction(LEAST_SHOWN).limit_denominator(10**4), 2))
    return formats.percent(Fraction(p).limit_denominator(10**9), 2)


# -- the optional weights ------------------------------------------------------------------------------------------------


def _model(wave: WaveRow, model: Weighing) -> None:
    st.markdown(f"**{_('Weights from the answers (optional)')}**")
    st.write(_(
        "A principal component analysis (PCA) in two stages gives more weight to questions that go with the others. It is drawn once, "
        "from “{name}”, and frozen. Drawn again later, it would hide what was gained.", name=esc(wave.name),
    ))
    if model.frozen_at:
        _frozen(wave, model)
        return
    for name, one in ((_("Phone and internet"), model.access), (_("Skills"), model.competence)):
        st.markdown("  \n".join([f"{name}:", *_conditions(one)]))
    if model.why_not == APART:
        st.write(_("Members with more of one part have less of the other here. No weights can stand for both."))
    if not model.over:
        st.write(_("The questions still run. Weights can be drawn once their last day is over."))
    if model.why_not:
        st.write(_("Until all of this is met, all parts keep weighing the same."))
    elif model.over and fields.confirm(
        f"freeze_{wave.id}", _("Freeze these weights"), _("Freeze the weights from “{name}” for good?", name=wave.name),
        _("They can't be drawn again or taken back. The figure in which all parts weigh the same stays the main one."),
        icon=":material/ac_unit:",
    ) and page.action(assessments.freeze_model, wave_id=wave.id):
        page.say(_("The weights are frozen. The second figure stands beside the first one."))
        st.rerun()


def _conditions(one: Condition) -> list[str]:
    factors = formats.UNKNOWN if one.factors is None else formats.count(one.factors)
    return [f"{MET if met else UNMET} {said}" for met, said in (
        (one.people >= one.needed, _("{count} of at least {needed} members answered all {items} questions", count=formats.count(one.people),
                                     needed=formats.count(one.needed), items=formats.count(one.items))),
        (not one.same and one.people > 0, _("each question has different answers") if not one.same else
         _("{count} questions have the same answer from everybody", count=formats.count(one.same))),
        (one.factors == 1, _("one common factor is needed; eigenvalues above 1: {count}", count=factors)),
    )]


def _frozen(wave: WaveRow, model: Weighing) -> None:
    asked, names = questionnaire.load(wave.questions), capital_member.areas(wave.questions)
    equal = {code: Fraction(sum(item.area == code for item in asked.of(area.kind)), 2 * len(asked.of(area.kind)))
             for code, area in asked.areas.items()}
    tables.show(
        [_("Subject"), tables.Number(_("All parts weigh the same")), tables.Number(_("Weighed by the answers"))],
        [(names[code], formats.percent(equal[code]), formats.percent(Fraction(part).limit_denominator(10**9)))
         for code, part in model.shares.items()],
    )
    st.caption(_(
        "Frozen from the answers of {count} members. Largest eigenvalues: phone and internet {access}, skills {skills}. "
        "The two go together with r = {r}. Everybody at 1 gives 0, everybody at 5 gives 100.", count=formats.count(model.people),
        access=_exact(model.factors[0], 4), skills=_exact(model.factors[1], 4), r=_exact(model.together, 3),
    ))


def _exact(value: float, digits: int) -> str:
    return formats.number(Fraction(value).limit_denominator(10**9), digits)
