"""Money is an integer number of fen (分). No floats, no currency but the shop's own."""

FEN_PER_YUAN = 100


def percent_of(fen: int, percent: int) -> int:
    """`percent` of an amount, rounded half up to the fen."""
    return (fen * percent + 50) // 100


def yuan(fen: int) -> str:
    """The amount as people read it: `¥198`, `¥198.50`."""
    sign = "-" if fen < 0 else ""
    whole, rest = divmod(abs(fen), FEN_PER_YUAN)
    return f"{sign}¥{whole}.{rest:02d}" if rest else f"{sign}¥{whole}"
