"""Courses 疗程: so many sessions of a treatment bought at once, and what became of each."""
