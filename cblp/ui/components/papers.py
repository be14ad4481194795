"""Pictures in the page itself (Streamlit's own carry an English button): photos of papers, drawings as SVG."""

from __future__ import annotations

from base64 import b64encode
from html import escape

import streamlit as st


def shown(content: bytes, name: str) -> None:
    """A WebP photo, as wide as its place but not wider than it can be read; ``name`` is read aloud."""
    _image("image/webp", content, escape(name), "width:100%;max-width:32rem;border-radius:.6rem;display:block")


def drawn(picture: str, *, least: int = 0) -> None:
    """An SVG of ``cblp.charts``, as wide as its place; its own title is read aloud.

    In a place narrower than ``least`` pixels it keeps that width and moves inside its own frame.
    """
    name = picture.split("<title>")[1].split("</title>")[0]
    _image("image/svg+xml", picture.encode(), name, f"width:100%;min-width:{least}px;display:block")


def _image(kind: str, content: bytes, alt: str, look: str) -> None:
    image = f'<img src="data:{kind};base64,{b64encode(content).decode()}" alt="{alt}" style="{look}">'
    st.html(f'<div style="overflow-x:auto">{image}</div>')
