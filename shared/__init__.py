"""The small common language of all services: bus, errors, values, contracts. No business rule."""
