"""Reads about people: who is signed in and may do what, the register, the audit trail."""
