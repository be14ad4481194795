"""Program & mitra: what outside help promised, brought and left behind; partners, financing, and what was asked of government."""

from cblp.ui import page
from cblp.ui.components import programmes

programmes.show(page.open("programmes"))
