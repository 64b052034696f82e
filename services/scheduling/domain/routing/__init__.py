"""Who drives where, in what order: a day's visits at places, and the people who travel between them."""
