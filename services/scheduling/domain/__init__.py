"""Time as integers, and the rules that say who can take which start. Pure: the present is always an argument."""
