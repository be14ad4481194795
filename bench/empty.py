"""An app of one blank page whose static files are served compressed, as the product serves them."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from cblp.settings import ROOT
from cblp.web.middleware.static import Precompressed
from cblp.web.precompress import Store

store = Store.of_streamlit(Path(os.environ["CBLP_DATA_DIR"]))
app = st.App(ROOT / "bench" / "blank.py", middleware=[Middleware(Precompressed, base="", store=store)])
