"""Dana sosial: what the fund can give, who asks for help, what was decided, paid and paid back."""

from cblp.ui import page
from cblp.ui.components import aid, aid_case

visit = page.open("safety_net")
request = aid.opened()

if request:
    aid_case.show(visit, request)
else:
    aid.lead(visit)
    aid.waits(visit)
    if not aid.ask(visit):
        aid.reminders(visit)
        aid.listed(visit)
