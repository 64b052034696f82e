"""The nouns of the catalogue and what must always hold of them. Pure."""
