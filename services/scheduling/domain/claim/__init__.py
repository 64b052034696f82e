"""Time that is taken: claims and their changes, and what is decided when working time is taken from under them."""
