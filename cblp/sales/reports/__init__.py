"""What was sold: base measures by time, place, member and product, and the rows behind them.

Every figure is one statement (two where typed sales belong to it): over the small daily table when the actor sees all and
asks for days and marketplaces only, else over the indexed order lines that the actor may see. Results hold ids and numbers,
never translated text, so that they may be cached.
"""

from cblp.days import TIMES, periods
from cblp.sales.reports.details import (
    Choices,
    Line,
    Page,
    RefundDifference,
    choices,
    first_day,
    refund_differences,
    rows,
    typed_rows,
)
from cblp.sales.reports.figures import (
    Comparison,
    Group,
    Hour,
    Movement,
    association_months,
    best,
    compare,
    grouped,
    month_headline,
    rising,
    total,
    weekday_hours,
)
from cblp.sales.reports.selection import GROUPS, Selection

__all__ = [
    "GROUPS", "TIMES", "Choices", "Comparison", "Group", "Hour", "Line", "Movement", "Page", "RefundDifference", "Selection",
    "association_months", "best", "choices", "compare", "first_day", "grouped", "month_headline", "periods",
    "refund_differences", "rising", "rows", "total", "typed_rows", "weekday_hours",
]
