"""Panduan: short answers with pictures, for each role its own."""

import streamlit as st

from cblp.i18n import _
from cblp.ui import page
from cblp.ui.components import guide, guide_helping

visit = page.open("guide")
st.write(_("Each answer has one picture and a few steps."))
guide.show(visit)
guide_helping.helping_hand(visit, "guide")
