"""Files that were checked and wait: what each would change, which shop it goes into, and the one button."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import streamlit as st
from sqlalchemy.orm import Session

from cblp.catalogue.intake import Unmatched
from cblp.db.actor import Actor
from cblp.i18n import _, formats, ngettext
from cblp.intake import reports, services
from cblp.intake.rules import family
from cblp.intake.services import Checked
from cblp.intake.shops import twin
from cblp.ui import page, reads, runtime, state, visitor
from cblp.ui.components import intake_shops, intake_words, tables
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

SHOWN: Final = 10
"""So many names stand in a sentence before "and 5 more"."""

Ready = tuple[Checked, list[Unmatched]]
"""A file that may come in, with the confirmed products."""


def waiting(visit: Visit) -> list[Checked]:
    """The files that wait, also those of before the page was loaded again."""
    app = runtime.app()
    found = app.read(visitor.known().actor, reports.waiting)
    known = state.CHECKED.get()
    lost = [(filed, shops) for filed, shops in found if filed.batch_id not in known]
    place = st.empty()
    for number, (filed, shops) in enumerate(lost, 1):
        place.progress((number - 1) / len(lost), text=_(
            "Reading file {number} of {total}: {name}", number=number, total=len(lost), name=esc(filed.name)
        ))
        again = page.action(services.recheck, batch_id=filed.batch_id, shops=shops, now=visit.now)
        if again.value:
            known = {**known, filed.batch_id: again.value}
    place.empty()
    state.CHECKED.set({filed.batch_id: known[filed.batch_id] for filed, _shops in found if filed.batch_id in known})
    return [known[filed.batch_id] for filed, _shops in found if filed.batch_id in known]


def show(visit: Visit, files: Sequence[Checked]) -> None:
    """Check first, then bring in: a card for each file, and the button below them."""
    if not files:
        return
    st.subheader(_("Waiting to come in"), anchor=False)
    ready = [done for checked in files if (done := _card(visit, checked))]
    if ready and st.button(
        ngettext("Bring in", "Bring in {count} files", len(ready)), type="primary", icon=":material/input:", key="bring_in"
    ):
        _bring_in(visit, ready)
    if len(ready) < len(files):
        st.caption(_("A file comes in once its shop is chosen."))


def _card(visit: Visit, checked: Checked) -> Ready | None:
    with st.container(border=True):
        st.markdown(f"**{esc(intake_words.what(checked.format))}**, {intake_words.period(checked.period)}  \n{esc(checked.name)}")
        settled = _shops(visit, checked)
        if settled:
            figures(checked)
        matches = _products(checked)
        details(checked)
        if st.button(_("Leave this file"), key=f"drop_{checked.batch_id}"):
            page.action(services.drop, batch_id=checked.batch_id, now=visit.now)
            st.rerun()
    return (checked, matches) if settled else None


def figures(counts: intake_words.Counts) -> None:
    """The four counts and that they add up."""
    labels = (
        (_("New"), counts.new), (_("Changed"), counts.changed), (_("Already there"), counts.known),
        (_("Not readable"), counts.rejected),
    )
    with st.container(horizontal=True):
        for label, value in labels:
            st.metric(label, formats.count(value), width=150)
    st.caption(intake_words.counted(counts))


def details(checked: Checked) -> None:
    """Rows to check and what the reader noted."""
    for note in intake_words.notes(checked.notes):
        st.caption(f":material/info: {esc(note)}")
    if checked.issues:
        total = len(checked.issues)
        label = ngettext("{count} place to check", "{count} places to check", total, count=formats.count(total))
        with st.expander(label, icon=":material/rule:"):
            rows = [[intake_words.issue(issue)] for issue in checked.issues]
            tables.show([_("To check")], rows, key=f"issues_{checked.batch_id}")


# -- the shop --------------------------------------------------------------------------------------------------------


def _shops(visit: Visit, checked: Checked) -> bool:
    """Ask into which shop the rows of each marketplace go; true when that is settled."""
    every, names = intake_shops.all_shops(visit), intake_shops.marketplaces()
    picked: dict[str, UUID] = {}
    for marketplace, proposals in checked.proposals.items():
        likely = {one.shop_id: place for place, one in enumerate(proposals)}
        found = [shop for shop in every if shop.place.code == marketplace]
        found.sort(key=lambda shop: likely.get(shop.id, len(likely)))
        chosen = intake_shops.pick(
            visit, intake_shops.asked(marketplace), found, chosen=checked.shops.get(marketplace), marketplace=marketplace,
            key=f"shop_{checked.batch_id}_{marketplace}", reasons=intake_shops.reasons(proposals),
        ) or _same_shop(visit, checked, marketplace, names)
        if chosen:
            picked[marketplace] = chosen
    if picked != checked.shops and not _again(visit, checked, picked):
        return False
    return not checked.needed and bool(checked.shops)


def _again(visit: Visit, checked: Checked, picked: dict[str, UUID]) -> bool:
    outcome = page.action(services.recheck, batch_id=checked.batch_id, shops=picked, now=visit.now)
    if outcome.value:
        state.CHECKED.set({**state.CHECKED.get(), checked.batch_id: outcome.value})
        st.rerun()
    return False


def _same_shop(visit: Visit, checked: Checked, marketplace: str, names: dict[str, str]) -> UUID | None:
    """Offer the sibling of a shop whose seller centre serves this marketplace too."""
    other = next((shop for code, shop in checked.shops.items() if code in family(marketplace)), None)
    handle = next((shop.handle for shop in intake_shops.all_shops(visit) if shop.id == other), None)
    if other is None or handle is None:
        return None
    label = _("The same shop: {handle} on {marketplace}", handle=esc(handle), marketplace=names.get(marketplace, marketplace))
    if not st.button(label, key=f"twin_{checked.batch_id}_{marketplace}"):
        return None
    return page.action(_twin, shop_id=other, marketplace=marketplace, now=visit.now).value


def _twin(session: Session, actor: Actor, *, shop_id: UUID, marketplace: str, now: datetime) -> UUID:
    return twin(session, actor, shop_id=shop_id, marketplace=marketplace, now=now).id


# -- products nobody matched yet -------------------------------------------------------------------------------------


def _products(checked: Checked) -> list[Unmatched]:
    """Products that the catalogue does not know in this shop yet; those with a proposal can be confirmed."""
    proposed = [one for one in checked.unmatched if one.product_id]
    unknown = [one for one in checked.unmatched if not one.product_id]
    if not checked.unmatched:
        return []
    total = len(checked.unmatched)
    label = ngettext("{count} product not known yet", "{count} products not known yet", total, count=formats.count(total))
    if proposed:
        label += ", " + ngettext("{count} with a proposal", "{count} with a proposal", len(proposed))
    confirmed = []
    with st.expander(label, icon=":material/sell:"):
        if proposed:
            st.caption(_("The same product code. Take the tick away where it is another product."))
        for one in proposed:
            key = f"match_{checked.batch_id}_{one.shop_id}_{one.sku}_{one.variation}"
            if st.checkbox(f"{_called(one)} → {esc(one.product_name)}", value=True, key=key):
                confirmed.append(one)
        if unknown:
            st.write(_("Not known yet: {names}.", names=", ".join(map(_called, unknown[:SHOWN]))) + _more(len(unknown)))
            st.caption(_("Their sales count. Match them later in Products & shops."))
    return confirmed


def _called(one: Unmatched) -> str:
    parts = [one.sku, one.title if one.title != one.sku else "", one.variation]
    return esc(" · ".join(part for part in parts if part))


def _more(count: int) -> str:
    return " " + _("And {count} more.", count=formats.count(count - SHOWN)) if count > SHOWN else ""


# -- bringing in -----------------------------------------------------------------------------------------------------


def _bring_in(visit: Visit, ready: Sequence[Ready]) -> None:
    place = st.progress(0.0)
    for number, (checked, matches) in enumerate(ready, 1):
        place.progress((number - 1) / len(ready), text=_(
            "Bringing in file {number} of {total}: {name}. If you leave the page, the rest keeps waiting here.",
            number=number, total=len(ready), name=esc(checked.name),
        ))
        done = page.action(services.post, batch_id=checked.batch_id, matches=matches, now=visit.now)
        if done.value:
            receipt = reads.ask(reports.one, batch_id=done.value.batch_id).filed
            state.RECEIPTS.set((*state.RECEIPTS.get(), receipt))
        elif done.error:
            page.say(esc(done.error.text()), "warning")
    st.rerun()
