"""Check digits of the two countries' tax numbers."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.by import unp

_BIN_FIRST_WEIGHTS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
_BIN_SECOND_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)


def validate_unp(number: str) -> None:
    """Raises ``ValidationError`` unless ``number`` is a Belarusian УНП: nine characters, the last a check digit."""
    # The check itself would allow spaces and a prefix.
    if len(number) != 9 or not number.isascii() or not unp.is_valid(number):
        raise ValidationError(_("This is not a valid UNP: nine digits, the last of which is a check digit."))


def bin_check_digit(first_eleven: str) -> int | None:
    """The twelfth digit of a Kazakh БИН, or None if the eleven digits can have none.

    Weighted sum modulo 11; a remainder of 10 asks for the second row of weights (Government of the
    Republic of Kazakhstan, resolution No 406 of 22 May 2007, rules of forming identification numbers).
    """
    for weights in (_BIN_FIRST_WEIGHTS, _BIN_SECOND_WEIGHTS):
        remainder = sum(int(digit) * weight for digit, weight in zip(first_eleven, weights, strict=True)) % 11
        if remainder != 10:
            return remainder
    return None


def validate_bin(number: str) -> None:
    """Raises ``ValidationError`` unless ``number`` is a Kazakh БИН: twelve digits, the last a check digit."""
    digits = number.isascii() and number.isdigit() and len(number) == 12
    if not digits or bin_check_digit(number[:11]) != int(number[11]):
        raise ValidationError(_("This is not a valid BIN: twelve digits, the last of which is a check digit."))
