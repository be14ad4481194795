"""What erasing somebody does to sales: nothing, but for a note that was typed beside one."""

from __future__ import annotations

from cblp.db.erasure import declare
from cblp.sales.models import BalanceMove, DailySales, OrderLine, OrderReturn, SettlementEntry, TypedSale

# Numbers of orders and names of goods as the files gave them: no buyer is in them, and no seller.
declare(OrderLine, kept="order_no line_key status_raw regency")
declare(SettlementEntry, kept="order_no entry_key")
declare(OrderReturn, kept="return_no line_key order_no reason status_raw")
declare(BalanceMove, kept="entry_key kind order_no")
declare(DailySales, kept="marketplace")
declare(
    TypedSale, kept="marketplace", scrubbed="note", whose=lambda gone: TypedSale.business_id.in_(gone.businesses), cleared={"note": ""},
)
