"""Visits at homes: who is asked to go, and the way there."""
