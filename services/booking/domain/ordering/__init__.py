"""From a request to an appointment."""
