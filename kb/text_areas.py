"""Form widgets for texts of several lines."""

from collections.abc import Mapping
from typing import Any

from django import forms


class LinesTextarea(forms.Textarea):
    """A line break is one character, as it is for ``maxlength``: browsers send two."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        return value.replace("\r\n", "\n") if isinstance(value, str) else value
