"""Bagi hasil: what waits for whom, the runs with every number, rules, and trying rules out before the vote."""

from cblp.ui import page
from cblp.ui.components import sharing, sharing_begin, sharing_editor, sharing_rules, sharing_run, sharing_trial

visit = page.open("sharing")
run = sharing.opened(visit)
sheet = sharing_editor.opened()

if run:
    sharing_run.show(visit, run)
elif sharing_trial.on_screen():
    sharing_trial.screen(visit)
elif sheet:
    sharing_editor.show(visit, sheet)
else:
    sharing.sentence(visit)
    part = sharing.choice(visit)
    if part == sharing.TRIAL:
        sharing_trial.show(visit)
    elif part == sharing.RULES:
        sharing_rules.show(visit)
    else:
        sharing_begin.show(visit)
        sharing.show(visit)
