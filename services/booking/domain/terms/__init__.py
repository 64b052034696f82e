"""The rules in force, and what they say of money and deadlines."""
