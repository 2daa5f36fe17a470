"""Names that change reach the rows that hold them."""

import pytest

from kb.models import AlternativeLabel, Tag, TechnologyArea
from search import signals
from search.models import SearchDocument
from tests.factories.kb import make_image

pytestmark = pytest.mark.django_db


def test_a_renamed_area_is_found_by_its_new_name(publish, titles, area, django_capture_on_commit_callbacks):
    publish(title="Линия")
    with django_capture_on_commit_callbacks(execute=True):
        area.name_ru = "Вездеходы"
        area.save()
    assert titles("вездеход") == ["Линия"]


def test_a_new_alternative_label_is_found(publish, titles, area, django_capture_on_commit_callbacks):
    publish(title="Линия")
    with django_capture_on_commit_callbacks(execute=True):
        AlternativeLabel.objects.create(area=area, language="ru", text="тягачи")
    assert titles("тягач") == ["Линия"]


def test_a_deleted_alternative_label_is_no_longer_found(publish, titles, area, django_capture_on_commit_callbacks):
    label = AlternativeLabel.objects.create(area=area, language="ru", text="тягачи")
    publish()
    with django_capture_on_commit_callbacks(execute=True):
        label.delete()
    assert titles("тягач") == []


def test_a_renamed_enterprise_is_found_by_its_new_name(
    publish, titles, shared_enterprise, django_capture_on_commit_callbacks
):
    publish(title="Линия")
    with django_capture_on_commit_callbacks(execute=True):
        shared_enterprise.name_ru = "Белагромаш"
        shared_enterprise.save()
    assert titles("белагромаш") == ["Линия"]


def test_an_enterprise_that_moves_takes_its_entries_along(
    publish, titles, shared_enterprise, django_capture_on_commit_callbacks
):
    publish(title="Линия")
    with django_capture_on_commit_callbacks(execute=True):
        shared_enterprise.country = "KZ"
        shared_enterprise.save()
    assert titles(countries=("KZ",)) == ["Линия"]


def test_a_renamed_tag_is_found_by_its_new_name(publish, titles, django_capture_on_commit_callbacks):
    publish(title="Линия", tags=["насосы"])
    with django_capture_on_commit_callbacks(execute=True):
        tag = Tag.objects.get(name="насосы")
        tag.name = "вентиляторы"
        tag.save()
    assert titles("вентилятор") == ["Линия"]


def test_a_deleted_tag_leaves_the_rows(publish, django_capture_on_commit_callbacks):
    page = publish(tags=["насосы"])
    with django_capture_on_commit_callbacks(execute=True):
        Tag.objects.get(name="насосы").delete()
    assert SearchDocument.objects.get(page=page).tag_ids == []


def test_a_deleted_picture_leaves_the_rows(publish, django_capture_on_commit_callbacks):
    image = make_image()
    page = publish(cover_image=image)
    assert SearchDocument.objects.get(page=page).cover_file
    with django_capture_on_commit_callbacks(execute=True):
        image.delete()
    assert SearchDocument.objects.get(page=page).cover_file == ""


def test_a_change_that_rows_do_not_hold_writes_none(publish, area, django_capture_on_commit_callbacks):
    page = publish()
    before = SearchDocument.objects.get(page=page).indexed_at
    with django_capture_on_commit_callbacks(execute=True):
        area.nace = "28.30"
        area.save()
    assert SearchDocument.objects.get(page=page).indexed_at == before


def test_a_new_area_affects_no_entry(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        TechnologyArea.objects.create(code="99", slug="new", name_ru="Новое")
    assert signals._put_waiting not in callbacks
