"""Writes about people: associations, accounts and sessions, roles, the register, consent, the audit trail."""
