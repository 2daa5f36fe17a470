"""Free keywords."""

import pytest

from kb.models import Tag

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["-", "—", "+", "…"])
def test_a_tag_of_signs_alone_has_an_address(name: str) -> None:
    first, second = Tag.objects.create(name=name), Tag.objects.create(name=name * 2)
    assert first.slug and second.slug and first.slug != second.slug
    assert first.get_absolute_url() != second.get_absolute_url()
