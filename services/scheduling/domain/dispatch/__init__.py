"""A day of technicians on the road: where they are expected when, who is late for whom, and who had better go."""
