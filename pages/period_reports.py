"""Laporan triwulan: written by the office, sent, answered by the liaison; the words and figures of each, and its files."""

from cblp.ui import page
from cblp.ui.components import period_report, period_reports

visit = page.open("period_reports")
report = period_reports.opened()

if report:
    period_report.show(visit, report)
else:
    period_reports.listed(visit)
