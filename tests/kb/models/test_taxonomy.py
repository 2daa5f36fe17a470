"""Areas, indicators and tags."""

import pytest
from django.core.exceptions import ValidationError

from kb.models import Tag, TechnologyArea
from tests.factories.kb import build_entry

pytestmark = pytest.mark.django_db


def test_tree_of_areas_has_two_levels():
    second = TechnologyArea.objects.get(code="01.1")
    with pytest.raises(ValidationError) as caught:
        TechnologyArea(code="01.1.1", slug="third", name_ru="Третий", parent=second).full_clean()
    assert "parent" in caught.value.message_dict


def test_area_is_not_below_itself():
    area = TechnologyArea.objects.get(code="01")
    area.parent = area
    with pytest.raises(ValidationError):
        area.full_clean()


def test_area_is_not_merged_into_itself():
    area = TechnologyArea.objects.get(code="01")
    area.merged_into = area
    with pytest.raises(ValidationError):
        area.full_clean()


@pytest.mark.parametrize(
    ("typed", "name"),
    [("Энергоэффективность", "энергоэффективность"), ("  Частотный   привод ", "частотный привод"), ("CNC", "cnc")],
)
def test_name_of_a_tag_is_folded(typed, name):
    assert Tag.objects.create(name=typed).name == name


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("частотный привод", "частотный-привод"),
        ("өңдеу қондырғысы", "өңдеу-қондырғысы"),
        ("ўшчыльненне", "ўшчыльненне"),
        ("cnc", "cnc"),
    ],
)
def test_address_of_a_tag_keeps_its_letters(name, slug):
    assert Tag.objects.create(name=name).slug == slug


def test_tag_typed_in_capitals_is_the_tag_that_exists():
    tag = Tag.objects.create(name="экономия газа")
    entry = build_entry(tags=["Экономия ГАЗА"])
    assert [known.pk for known in entry.tags.all()] == [tag.pk]
