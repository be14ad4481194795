"""Campaigns that members run together: plan, readiness, participation, effort, effect."""
