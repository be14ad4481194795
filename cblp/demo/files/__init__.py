"""Synthetic export files: structured facts in, the bytes that a marketplace, till or platform would have given out.

One module per source; every function is pure. They reproduce the layouts and the oddities of the real files, and fill
the buyers' columns with the canaries of ``canaries.py``.
"""
