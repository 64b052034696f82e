"""Another time, proposed by who gives the visit and decided by who gets it."""
