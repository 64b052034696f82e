"""Everything on one machine: the command line, the embedded profile, the supervision of processes, the servers."""

import shared  # noqa: F401 - before eventlet, whose notice at every start it silences
