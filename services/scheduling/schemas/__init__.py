"""The shapes of this service's requests and answers."""
