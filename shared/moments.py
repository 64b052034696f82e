"""Which instants and days a request may name. Python's calendar ends soon before year 1 and after 9999, so that the
first step beyond (a zone, the next day) would overflow; a shop's calendar needs far less.
"""

from datetime import date

from marshmallow import ValidationError

FIRST_YEAR, LAST_YEAR = 2000, 2200


def within_reach(moment: date) -> None:
    """For `validate=` of a field that loads a date or a datetime."""
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValidationError(f"Must be between the years {FIRST_YEAR} and {LAST_YEAR}.")
