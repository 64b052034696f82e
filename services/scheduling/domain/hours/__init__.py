"""Time as it is counted: five-minute cells, windows on a wall clock, the days of the year that are special."""
