"""Recurring appointments: which dates they are on, and what became of each."""
