"""Buat konten: begin a text for a product, take up one that was begun, and see what is planned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

import streamlit as st

from cblp.catalogue import reports as catalogue
from cblp.db.actor import MEMBER
from cblp.db.ids import uuid7
from cblp.i18n import _, formats, ngettext
from cblp.outreach.reports import studio as reports
from cblp.outreach.reports.studio import Drafted
from cblp.outreach.rules import captions
from cblp.outreach.services import drafts
from cblp.people.reports import register
from cblp.ui import menu, page, reads, state
from cblp.ui.components import fields, frame, my_shop, studio_words
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

PREFIX: Final = "studio/"
LOOK, FOLLOW, ADD, CHECK = "look", "follow", "add", "check"
STEPS: Final = (LOOK, FOLLOW, ADD, CHECK)
FEW: Final = 5
LISTED: Final = 10
MOST: Final = 500


def choose_business(visit: Visit) -> UUID | None:
    """A member's own business; a coordinator says whom they help."""
    return my_shop.choose_for(visit, key="studio_member", without=lambda: frame.empty(
        _("There are no active members yet. Their texts for posts stand here."), _("Members"), "members",
    ))


def way() -> None:
    """The way here from Toko saya: four pages stand in the member's menu, and this is not one of them."""
    entry = menu.BY_ID["studio"]
    st.page_link(entry.file, label=_("Write a text for a post"), icon=entry.icon, width="stretch")


def opened(business_id: UUID) -> Drafted | None:
    """The text that is being worked on, if it is one of this business and can still change."""
    name = state.EDITING.get()
    if not name.startswith(PREFIX):
        return None
    draft_id = UUID(name.split("/")[1])
    return next((one for one in _all(business_id) if one.id == draft_id and not one.posted_at), None)


def step(draft: Drafted) -> tuple[str, int]:
    """Which step is on the screen, and which of the proposals."""
    _prefix, _draft, where, seed = state.EDITING.get().split("/")
    return (where if where in STEPS else _reached(draft)), int(seed)


def go(draft_id: UUID, where: str = "", seed: int = 0) -> None:
    """Open a text at a step."""
    state.EDITING.set(f"{PREFIX}{draft_id.hex}/{where}/{seed}")
    st.rerun()


def _reached(draft: Drafted) -> str:
    return CHECK if draft.ready else ADD if draft.drafted and (draft.added or draft.seen) else LOOK


def _all(business_id: UUID) -> list[Drafted]:
    found: list[Drafted] = reads.ask(reports.drafts, business_id=business_id)
    return found


# -- the list ----------------------------------------------------------------------------------------------------------


def sentence(business_id: UUID) -> None:
    """One sentence on what waits here."""
    waiting = [one for one in _all(business_id) if not one.posted_at]
    if waiting:
        st.write(ngettext("{count} text is not posted yet.", "{count} texts are not posted yet.", len(waiting),
                          count=formats.count(len(waiting))))
    else:
        st.write(_("Look at a good example, follow it, then add your own. A text is ready in 5 minutes."))


def together(visit: Visit) -> None:
    """One sentence on the texts of all members, for who helps them."""
    if visit.actor.role == MEMBER or not reads.ask(register.names, today=visit.today):
        return
    waiting: list[Drafted] = [one for one in reads.ask(reports.drafts, limit=MOST) if not one.posted_at]
    if waiting:
        businesses = len({one.business_id for one in waiting})
        st.write(ngettext("{count} text of {businesses} is not posted yet.", "{count} texts of {businesses} are not posted yet.",
                          len(waiting), count=formats.count(len(waiting)),
                          businesses=ngettext("{count} business", "{count} businesses", businesses, count=formats.count(businesses))))
    else:
        st.write(_("No text waits to be posted. Choose a member to begin one together."))


def begin(visit: Visit, business_id: UUID) -> None:
    """What to write about, and where it goes."""
    products = {row.id: row.name for row in reads.ask(catalogue.products, today=visit.today, business_id=business_id, status="active")}
    if not products:
        st.info(_("There is no product yet. Texts are written about products."))
        return
    st.subheader(_("A new text"), anchor=False)
    product_id = _product(products)
    channels = {code: studio_words.channel(code) for code in captions.CHANNELS}
    channel = st.radio(_("Where will it stand?"), list(channels), format_func=channels.__getitem__, key="studio_channel")
    running = reads.ask(reports.campaigns, business_id=business_id, today=visit.today)
    campaign_id = _campaign(running)
    if not st.button(_("Begin"), type="primary", icon=":material/edit_square:", key="studio_begin", width="stretch"):
        return
    if product_id is None or channel is None:
        st.markdown(f":red[:material/error: {_('Choose a product.')}]")
        return
    made = page.action(drafts.begin, business_id=business_id, channel=channel, product_id=product_id, campaign_id=campaign_id,
                       draft_id=uuid7())
    if made and made.value:
        go(made.value)


def listed(visit: Visit, business_id: UUID) -> None:
    """The texts there are, those that wait first."""
    found = _all(business_id)
    waiting = [one for one in found if not one.posted_at][:LISTED]
    if waiting:
        st.subheader(_("Not posted yet"), anchor=False)
    for one in waiting:
        with st.container(border=True):
            st.markdown(studio_words.head(one))
            if one.planned_for:
                st.caption(_("Planned for {day}", day=formats.moment(one.planned_for, visit.actor.timezone)))
            if st.button(_("Continue"), key=f"studio_open_{one.id.hex}"):
                go(one.id)
            sure = fields.confirm(
                f"studio_remove_{one.id.hex}", _("Remove from the list"), _("Remove this text about {product}?", product=one.product),
                _("Your own sentence in it is then gone, too.") if one.added else "",
            )
            if sure and page.action(drafts.remove, draft_id=one.id):
                page.say(_("The text is off the list."))
                st.rerun()
    posted = [one for one in found if one.posted_at][:LISTED]
    if posted:
        with st.expander(_("Posted")):
            for one in posted:
                st.markdown(f"{studio_words.head(one)} · {formats.day(visit.actor.day(one.posted_at)) if one.posted_at else ''}")


def _product(names: Mapping[UUID, str]) -> UUID | None:
    if len(names) <= FEW:
        return st.radio(_("Which product?"), list(names), format_func=lambda id_: esc(names[id_]), key="studio_product")
    return st.selectbox(
        _("Which product?"), list(names), index=None, format_func=names.__getitem__, placeholder=_("Choose one"), key="studio_product",
    )


def _campaign(running: Sequence[tuple[UUID, str]]) -> UUID | None:
    if not running:
        return None
    names: dict[UUID | None, str] = {None: _("Without a campaign"), **dict(running)}
    return st.radio(_("For which campaign?"), list(names), format_func=lambda id_: esc(names[id_]), key="studio_campaign")
