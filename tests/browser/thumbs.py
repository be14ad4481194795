"""Can everything on the page be hit by a thumb: 44 px high, and 8 px from whatever else can be pressed."""

from __future__ import annotations

from tests.browser.conftest import Tab

FAULTS = r"""
() => {
    const PRESSED = 'a[href], button, input:not([type=hidden]), textarea, summary, [role=button], [role=tab]'
    const FIELD = '[data-testid=stTextInputRootElement], [data-testid=stNumberInputContainer], [data-testid=stTextAreaRootElement],'
        + ' [data-testid=stDateInputField], [data-testid=stSelectbox] [role=group]'
    const LAYER = '[data-testid=stBottom], [data-testid=stHeader], [data-testid=stMain]'
    // What is pressed: of a choice its whole row, of a field its frame.
    const pressed = e => e.closest(e.matches('[type=radio], [type=checkbox]') ? 'label' : FIELD) || e
    const seen = e => e.checkVisibility({checkOpacity: true, checkVisibilityCSS: true}) && e.getBoundingClientRect().width > 1
    const inText = e => e.matches('a') && getComputedStyle(e).display === 'inline'
        && e.parentElement.textContent.trim() !== e.textContent.trim()
    const text = e => (e.innerText || e.ariaLabel || '').replace(/\s+/g, ' ').trim().slice(0, 40)
    const name = e => `${e.closest('[data-testid]')?.dataset.testid} "${text(e)}"`
    const found = [...new Set([...document.querySelectorAll(PRESSED)].map(pressed))].filter(e => seen(e) && !inText(e))
    const all = found.map(e => {
        const box = e.getBoundingClientRect(), framed = parseFloat(getComputedStyle(e).borderTopWidth) > 0
        return {e, box, layer: e.closest(LAYER), large: framed && Math.min(box.width, box.height) >= 44}
    })
    const faults = all.filter(({box}) => box.height < 43.9).map(({e, box}) => `${name(e)} is ${Math.round(box.height)} px high`)
    const gap = (a, b) => Math.max(a.left - b.right, b.left - a.right, a.top - b.bottom, b.top - a.bottom)
    all.forEach((a, i) => all.slice(i + 1).forEach(b => {
        const apart = gap(a.box, b.box)
        const together = a.layer !== b.layer || a.e.contains(b.e) || b.e.contains(a.e)
        if (apart < 7.9 && !together && !(a.large && b.large)) {
            faults.push(`${name(a.e)} and ${name(b.e)} are ${Math.round(apart)} px apart`)
        }
    }))
    return all.length ? faults : ['nothing can be pressed']
}
"""
"""Two that touch are well if each has a frame of its own and is 44 px in both directions; links within a text are left out."""


def faults(tab: Tab) -> list[str]:
    """What a thumb would miss on the page as it stands, each named."""
    return [str(fault) for fault in tab.page.evaluate(FAULTS)]
