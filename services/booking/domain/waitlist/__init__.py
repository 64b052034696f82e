"""The waitlist 候补: who waits for time that is taken, and what they are offered when it becomes free."""
