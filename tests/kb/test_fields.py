"""Fields that several models share."""

import pytest
from django.core.exceptions import ValidationError

from kb.fields import TextLengthValidator


def test_tags_do_not_count_against_the_length() -> None:
    TextLengthValidator(5)("<p><b>12345</b></p>")
    with pytest.raises(ValidationError):
        TextLengthValidator(5)("<p>123456</p>")


@pytest.mark.parametrize("text", ["5&nbsp;000", "5\u00a0000", "R&lt;0,8", "Q&amp;A 1"])
def test_a_character_that_html_writes_in_letters_counts_once(text: str) -> None:
    TextLengthValidator(5)(f"<p>{text}</p>")
    with pytest.raises(ValidationError):
        TextLengthValidator(4)(f"<p>{text}</p>")
