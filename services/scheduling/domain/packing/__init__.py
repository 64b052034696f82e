"""Which start serves the most people in the long run: what a gap is still worth, and what to suggest."""
