"""Training and judging what the chat understands, for `mingyitang nlu train|eval`."""
