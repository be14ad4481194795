"""From raw material to finished product, what the next step would add, and the three strengths told as the product's story."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from cblp.catalogue.services import products
from cblp.growth.reports import superior as reports
from cblp.growth.reports.superior import Told
from cblp.growth.rules import superior as rules
from cblp.growth.services import superior as services
from cblp.i18n import N_, _, formats
from cblp.ui import page, reads
from cblp.ui.components import catalogue, fields, superior, tables
from cblp.ui.components.fields import Field
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

NEEDS: Final = {
    "research": N_("Trying out recipes"), "machines": N_("Machines and tools"), "skill": N_("More skill"), "capital": N_("Money to start"),
}
STRENGTHS: Final = (
    Field("authentic", N_("Authentic: what is real and only from here?"), fields.LONG, most=600),
    Field("tradition", N_("Tradition: what custom does it come from?"), fields.LONG, most=600),
    Field("attractive", N_("Attractive: why do people like it?"), fields.LONG, most=600),
)


def show(visit: Visit) -> None:
    """All products with their stage; then one of them with its next step and its story."""
    some: list[Told] = reads.ask(reports.stages, today=visit.today)
    st.write(_("A product is worth more the further it is processed here. Offices call this hilirisasi."))
    tables.show(
        [_("Product"), _("Stage"), _("Next step of processing"), tables.Number(_("Adds for one"))],
        [(one.product, _(catalogue.STAGES[one.stage]), one.next_step or formats.UNKNOWN, _added(one)) for one in some],
        key="superior_stages", size=12,
    )
    by_id = {one.product_id: one for one in some}
    chosen = st.selectbox(_("Product"), list(by_id), format_func=lambda one: f"{by_id[one].product} · {by_id[one].business}",
                          key="superior_told", placeholder=_("Choose"))
    one = by_id[chosen]
    left, right = st.columns(2)
    with left.container(border=True):
        _step(visit, one)
    with right.container(border=True):
        _strengths(visit, one)


def _added(one: Told) -> str:
    return formats.money_change(one.step.adds) if one.step.adds is not None else formats.UNKNOWN


def _step(visit: Visit, one: Told) -> None:
    st.subheader(_("Next step of processing"), anchor=False)
    path = [_(catalogue.STAGES[stage]) for stage in rules.STAGES]
    here = rules.STAGES.index(one.stage)
    st.markdown(" → ".join(f"**{stage}**" if at == here else stage for at, stage in enumerate(path)))
    if not rules.following(one.stage):
        st.caption(_("It is finished already. A further step makes it finer, or makes a new product."))
    wanted = (
        Field("next_step", N_("What would be made of it?"), fields.LONG, most=600),
        Field("next_price", N_("Price of that, for one"), fields.MONEY), Field("next_cost", N_("Cost of that, for one"), fields.MONEY),
        Field("needs", N_("What does it need?"), fields.SEVERAL, {code: _(label) for code, label in NEEDS.items()}),
    )
    if not fields.is_open(f"step_{one.product_id}"):
        fields.card((Field("price", N_("Price now, for one"), fields.MONEY), Field("cost", N_("Cost now, for one"), fields.MONEY), *wanted),
                    _values(one))
        st.markdown(_outcome(one))
    _edit(visit, one, "step", wanted)


def _outcome(one: Told) -> str:
    step = one.step
    if step.now is None:
        return _("Write down the price and the cost of the product first. They stand under Products & shops.")
    if step.then is None:
        return _("Now {now} is left of each. Write the next price and cost; then the difference stands here.", now=formats.money(step.now))
    told = _("Now {now} is left of each, then {then}.", now=formats.money(step.now), then=formats.money(step.then))
    return f"{told} **{_('That is {change} for each.', change=formats.money_change(step.adds))}**"


def _strengths(visit: Visit, one: Told) -> None:
    st.subheader(_("Three strengths"), anchor=False)
    if not fields.is_open(f"strengths_{one.product_id}"):
        fields.card(STRENGTHS, _values(one))
    _edit(visit, one, "strengths", STRENGTHS)
    story = "\n\n".join(text for text in (one.authentic, one.tradition, one.attractive) if text)
    st.markdown(f"**{_('Story of the product')}**")
    if one.story:
        st.text(one.story)
    else:
        st.write(_("No story yet. The three strengths make one."))
    if story and story != one.story and superior.may_change(visit):
        _tell(one, story)


def _tell(one: Told, story: str) -> None:
    label = _("Tell it with these strengths")
    sure = fields.confirm(
        f"story_{one.product_id}", label, _("Write a new story for “{product}”?", product=one.product), _("It replaces the story above."),
    ) if one.story else st.button(label, icon=":material/auto_stories:", key=f"story_{one.product_id}")
    if sure and page.action(products.edit_product, product_id=one.product_id, version=one.product_version, changes={"story": story}):
        page.say(_("The story of {product} is told.", product=esc(one.product)))
        st.rerun()


def _edit(visit: Visit, one: Told, part: str, wanted: tuple[Field, ...]) -> None:
    if superior.may_change(visit):
        fields.edit(visit, f"{part}_{one.product_id}", wanted, one.version, _values(one), lambda version, changes: page.action(
            services.tell, product_id=one.product_id, version=version, changes=changes,
        ))


def _values(one: Told) -> dict[str, Any]:
    names = ("price", "cost", *services.TEXTS, *services.MONEY)
    return {name: getattr(one, name) for name in names} | {"needs": list(one.needs)}
