"""The server: ``streamlit run app.py`` or ``uvicorn app:app``; every page, route and job of the product hangs here."""

from __future__ import annotations

import os
import sys
from dataclasses import replace

import streamlit as st
from streamlit import config

from cblp import bootstrap, routine
from cblp.commands.serving import RESTART, SUPERVISED
from cblp.settings import ROOT, SettingsError
from cblp.ui import menu, warmup
from cblp.web import log, server
from cblp.web.middleware import stack
from cblp.web.precompress import Store
from cblp.web.routes import routes

try:
    running = bootstrap.running()
    options = server.streamlit_options(running.settings)
    log.configure(running.settings, options["server.cookieSecret"])
    if running.database.sqlite:
        bootstrap.migrate(running.settings)
    server.check(running, config.get_option("server.address") or running.settings.host)
except (SettingsError, server.Refused) as refusal:
    print(refusal, file=sys.stderr)
    raise SystemExit(2) from None

for option, value in options.items():
    config.set_option(option, value)
own = replace(running.settings, demo=False)
may_leave = running.settings.demo and not running.settings.database_url and SUPERVISED in os.environ
restart = server.Restart(RESTART, lambda: bootstrap.migrate(own)) if may_leave else None
store = Store.of_streamlit(running.settings.data_dir)
app = st.App(
    ROOT / "cblp" / "ui" / "shell.py",
    routes=routes(running, start_own=restart),
    middleware=stack(running, [entry.path for entry in menu.ENTRIES], store),
    lifespan=server.lifespan(running, store, routine.jobs(running), restart=restart, warm_up=warmup.start),
    secrets=server.streamlit_secrets(running.settings),
)
