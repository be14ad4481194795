"""A button that copies a text (Streamlit's own carries an English name), also where the page came without encryption."""

from __future__ import annotations

from html import escape

import streamlit as st

from cblp.i18n import _
from cblp.ui.components.frame import BUTTON

_SCRIPT = """
for (const button of document.querySelectorAll("button[data-copies]:not([data-ready])")) {
  button.dataset.ready = "yes";
  button.addEventListener("click", async () => {
    const text = button.dataset.copies;
    let done = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      done = document.execCommand("copy");
      area.remove();
    }
    button.textContent = done ? button.dataset.done : button.dataset.failed;
  });
}
"""


def button(text: str, label: str = "") -> None:
    """Copies ``text`` when pressed, and says so; ``label`` names what is copied."""
    st.html(
        f'<button type="button" data-copies="{escape(text)}" data-done="{escape(_("Copied"))}" '
        f'data-failed="{escape(_("Hold the text and copy it"))}" style="{BUTTON}">'
        f"{escape(label or _('Copy the text'))}</button><script>{_SCRIPT}</script>", width="content", unsafe_allow_javascript=True,
    )
