"""Numbers as the language of the interface writes them."""

from typing import Any

from django.utils.formats import number_format


def number(value: Any, decimals: int | None = None) -> str:
    """A number as the language of the interface writes it, thousands apart."""
    if isinstance(value, int) and -1000 < value < 1000:
        return str(value)
    return number_format(value, decimal_pos=decimals, use_l10n=True, force_grouping=True)


def percent(change: Any, language: str) -> str:
    """A change with its sign, such as "−18,4 %"."""
    rounded = round(float(change), 1)
    figure = number(abs(rounded), 0 if rounded == int(rounded) else 1)
    sign = "−" if rounded < 0 else "+" if rounded > 0 else ""
    return f"{sign}{figure}%" if language == "en" else f"{sign}{figure}\u00a0%"
