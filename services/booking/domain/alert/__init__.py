"""Calls for help from visits at homes."""
