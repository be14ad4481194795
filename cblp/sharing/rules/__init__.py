"""The rules of sharing: dividing a pool, how even a result is, and what the books allow; pure."""
