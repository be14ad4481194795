"""The shared memory of a community-based local product association."""

__version__ = "0.1.0"
