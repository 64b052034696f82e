"""The queue in the store 到店排队: tickets of guests who came without an appointment."""
