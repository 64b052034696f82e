"""How much of the time that people work is taken."""
