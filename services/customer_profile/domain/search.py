"""Finding people whose names and phones are sealed: only keyed hashes of these texts are stored."""

import phonenumbers

HOME_REGION = "CN"
SHORTEST, LONGEST = 2, 12


def normal_phone(text: str) -> str | None:
    """The number in E.164, as identity keeps it; None for what is no phone number."""
    try:
        number = phonenumbers.parse(text, HOME_REGION)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def normal_name(text: str) -> str:
    return "".join(text.split()).casefold()


def name_pieces(name: str) -> frozenset[str]:
    """What a name is found by: the whole, and of each word every beginning (Latin) or every part (Chinese), from two
    characters on, since a single one would tell the surnames' frequencies.
    """
    pieces = {normal_name(name)}
    for word in name.casefold().split():
        starts = range(1) if word.isascii() else range(len(word))
        pieces |= {word[start:end] for start in starts for end in range(start + SHORTEST, min(len(word), LONGEST) + 1)}
    return frozenset(piece for piece in pieces if piece)
