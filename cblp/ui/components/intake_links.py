"""Links from which a shop's files are fetched by themselves, and the columns of own sheets that are remembered."""

from __future__ import annotations

import streamlit as st

from cblp import routine
from cblp.i18n import _, formats
from cblp.importers import Reader
from cblp.intake import mappings, pulls
from cblp.intake.pulls import Address
from cblp.ui import page, reads, runtime, visitor
from cblp.ui.components import intake_shops
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit


def show(visit: Visit) -> None:
    """Automatic links of shops: fetch now, remove, add."""
    known = reads.ask(pulls.addresses)
    with st.expander(_("Automatic file links"), icon=":material/link:", key="automatic_links"):
        st.write(_(
            "Is the shop's report in Google Sheets, Google Drive or Dropbox? Put its link here. It is fetched once a day."
        ))
        for address in known:
            _row(visit, address)
        if known and st.button(_("Fetch all now"), icon=":material/sync:", key="fetch_all"):
            fetch(None)
        _add(visit)


def saved_columns(visit: Visit) -> None:
    """Own sheets whose columns are remembered; nothing where there are none."""
    known = reads.ask(mappings.saved)
    if not known:
        return
    names = intake_shops.marketplaces()
    with st.expander(_("Remembered columns"), icon=":material/view_column:", key="remembered_columns"):
        for one in known:
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                place = names.get(one.marketplace, one.marketplace)
                st.write(f"**{place} · {esc(one.handle)}**: {esc(', '.join(one.columns.values()))}")
                away = st.button(_("Forget"), key=f"forget_{one.id}")
            if away and page.action(mappings.forget, mapping_id=one.id, now=visit.now):
                st.rerun()


def fetch(address: Address | None) -> None:
    """Fetch one link, or all; what came of it is said at the top."""
    app = runtime.app()
    with st.spinner(_("Fetching. This can take a minute.")), Reader() as reader:
        pulled = routine.pull(
            app, visitor.require().actor, reader, address_id=address.id if address else None, everything=address is None,
        )
    for one in pulled:
        page.say(f"{esc(one.address.handle)}: {esc(pulls.outcome_text(one.outcome))}", "success" if one.worked else "warning")
    st.rerun()


def _row(visit: Visit, address: Address) -> None:
    names = intake_shops.marketplaces()
    with st.container(border=True):
        st.markdown(f"**{names.get(address.marketplace, address.marketplace)} · {esc(address.handle)}**  \n{esc(address.url)}")
        when = formats.moment(address.fetched_at, visit.actor.timezone) if address.fetched_at else _("not fetched yet")
        st.caption(f"{when}. {esc(pulls.outcome_text(address.outcome))}")
        with st.container(horizontal=True):
            now = st.button(_("Fetch now"), icon=":material/sync:", key=f"fetch_{address.id}")
            away = st.button(_("Remove link"), key=f"remove_{address.id}")
    if now:
        fetch(address)
    if away and page.action(pulls.remove, address_id=address.id, now=visit.now):
        page.say(_("The link is gone. Files that came by it stay."))
        st.rerun()


def _add(visit: Visit) -> None:
    shops = {shop.id: f"{shop.place.name} · {intake_shops.named(shop)}" for shop in intake_shops.all_shops(visit)}
    with st.form("new_link", enter_to_submit=False, clear_on_submit=False):
        shop = st.selectbox(_("Shop"), list(shops), index=None, format_func=shops.__getitem__, placeholder=_("Choose the shop"))
        url = st.text_input(_("Link"), placeholder="https://docs.google.com/spreadsheets/…")
        if not st.form_submit_button(_("Save link")):
            return
    if shop is None:
        st.warning(_("Choose the shop of this link too."))
        return
    kept = page.action(pulls.add, shop_id=shop, url=url, fetcher=routine.may_fetch(runtime.app()), now=visit.now)
    if kept:
        page.say(_("The link is saved. Press Fetch now to try it."))
        st.rerun()
