"""Arithmetic on dates: months, the lunar and the solar year, feasts."""
