"""The outside made real: tables, calendars under locks, replicas of the catalogue, the question to booking."""
