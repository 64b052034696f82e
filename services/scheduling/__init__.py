"""Scheduling: rosters, calendars, claims on time, availability and assignment. The only writer of time."""
