"""Places, how long the road between them takes at that hour, and where a technician is meanwhile."""
