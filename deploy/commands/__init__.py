"""The commands, one module per subject; each lists its own in COMMANDS."""
