"""Bekal digital: how well members can use phone and internet for selling, who needs which help, and what changed."""

from cblp.ui import page
from cblp.ui.components import capital

visit = page.open("digital_capital")
capital.show(visit)
