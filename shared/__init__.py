"""The small common language of all services: bus, errors, values, contracts. No business rule."""

import warnings

# Nameko stands on eventlet; docs/decisions/0002 says why we accept that. No user need be told at every start.
warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
