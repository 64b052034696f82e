"""Where a visit takes place."""

STORE, HOME = "store", "home"
ANYWHERE = frozenset({STORE, HOME})
