"""Who takes a visit: hard rules first, then a weighted score that is kept and can be explained."""
