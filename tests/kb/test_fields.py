"""Fields that several models share."""

import pytest
from django.core.exceptions import ValidationError

from kb.fields import TextLengthValidator


def test_tags_do_not_count_against_the_length() -> None:
    TextLengthValidator(5)("<p><b>12345</b></p>")
    with pytest.raises(ValidationError):
        TextLengthValidator(5)("<p>123456</p>")
