"""Pictures in the page itself (Streamlit's own carry an English button): photos of papers, drawings as SVG."""

from __future__ import annotations

from base64 import b64encode
from html import escape

import streamlit as st


def shown(content: bytes, name: str) -> None:
    """A WebP photo, as wide as its place but not wider than it can be read; ``name`` is read aloud."""
    _image("image/webp", content, escape(name), "width:100%;max-width:32rem;border-radius:.6rem;display:block")


def drawn(picture: str) -> None:
    """An SVG of ``cblp.charts``, as wide as its place; its own title is read aloud."""
    _image("image/svg+xml", picture.encode(), picture.split("<title>")[1].split("</title>")[0], "width:100%;display:block")


def _image(kind: str, content: bytes, alt: str, look: str) -> None:
    st.html(f'<img src="data:{kind};base64,{b64encode(content).decode()}" alt="{alt}" style="{look}">')
