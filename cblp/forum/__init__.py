"""The monthly meeting: one frozen look at the month, what was said, what was promised."""
