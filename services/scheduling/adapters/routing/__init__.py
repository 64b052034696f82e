"""Routes by PyVRP (docs/decisions/0009): `model` writes the problem, `solving` solves it, `process` apart."""
