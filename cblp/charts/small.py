"""Small SVG pictures for phone pages, where plotly would cost more than the whole page (show them with st.image)."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from cblp.charts.theme import INK, PALETTE, QUIET, SAND, Unit, Value, exact, short


def sparkline(values: Sequence[Value], *, label: str, width: int = 160, height: int = 40, tone: str = PALETTE[0]) -> str:
    """A line without axes, with its last point; a value that is not known leaves a gap. ``label`` is read aloud."""
    known = [float(value) for value in values if value is not None]
    top, bottom = max(known, default=1.0), min(0.0, *known) if known else 0.0
    reach = (top - bottom) or 1.0
    step = (width - 8) / max(len(values) - 1, 1)
    runs: list[list[str]] = [[]]
    last = ""
    for position, value in enumerate(values):
        if value is None:
            runs.append([])
            continue
        x, y = 4 + position * step, height - 4 - (float(value) - bottom) / reach * (height - 8)
        runs[-1].append(f"{x:.1f},{y:.1f}")
        last = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{tone}"/>'
    drawn = "".join(
        f'<polyline points="{" ".join(run)}" fill="none" stroke="{tone}" stroke-width="2" stroke-linejoin="round"/>'
        for run in runs if len(run) > 1
    )
    return svg(width, height, label, drawn + last)


def small_bars(
    rows: Sequence[tuple[str, Value]], *, unit: Unit, label: str, width: int = 340, tones: Sequence[str] = (),
) -> str:
    """Horizontal bars, each with its name and value above it; made for a screen 390 pixels wide. ``label`` is read aloud."""
    top = max((float(value) for _, value in rows if value is not None), default=0.0) or 1.0
    parts = []
    for position, (name, value) in enumerate(rows):
        y = position * 44
        tone = tones[position] if position < len(tones) else PALETTE[0]
        long = 0.0 if value is None else max(0.0, float(value)) / top * width
        parts.append(
            f'<text x="0" y="{y + 16}" font-size="16" fill="{INK}">{escape(_cut(name))}</text>'
            f'<text x="{width}" y="{y + 16}" font-size="16" fill="{QUIET}" text-anchor="end">{escape(short(value, unit))}</text>'
            f'<rect x="0" y="{y + 23}" width="{width}" height="10" rx="5" fill="{SAND}"/>'
            f'<rect x="0" y="{y + 23}" width="{long:.1f}" height="10" rx="5" fill="{tone}"/>'
        )
    told = "; ".join(f"{name}: {exact(value, unit)}" for name, value in rows)
    return svg(width, max(1, len(rows) * 44 - 8), f"{label}: {told}" if told else label, "".join(parts))


def svg(width: int, height: int, label: str, content: str) -> str:
    """A picture of this size with ``content`` in it; ``label`` is read aloud."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'font-family="sans-serif" aria-label="{escape(label)}"><title>{escape(label)}</title>{content}</svg>'
    )


def _cut(text: str) -> str:
    return text if len(text) <= 26 else text[:25].rstrip() + "…"
