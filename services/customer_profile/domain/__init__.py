"""The archive, who may see it, and how it is found. Pure."""
