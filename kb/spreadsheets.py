"""What people typed, in the tables that editors download: Wagtail writes it as it is."""

import re

from wagtail.admin.views.mixins import SpreadsheetExportMixin

_FORMULA = tuple("=+-@\t\r")
# XML 1.0 knows no other signs below the space than the ends of lines and the tabulator.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def writable(text: str) -> str:
    """``text`` without the signs for which a table could not be written at all."""
    return _UNWRITABLE.sub("", text)


def harmless(text: str) -> str:
    """``text``, which no spreadsheet takes for a formula: anybody can name an enterprise ``=HYPERLINK(…)``."""
    text = writable(text)
    return f"'{text}" if text.startswith(_FORMULA) else text


def protect() -> None:
    """Lets every table of the admin be written so, Wagtail's own reports too."""
    formats = {SpreadsheetExportMixin.FORMAT_CSV: harmless, SpreadsheetExportMixin.FORMAT_XLSX: writable}
    SpreadsheetExportMixin.custom_value_preprocess[str] = formats
