"""Rows of the index: put, removed, rebuilt."""

from contextlib import suppress

import pytest
from django.db import connection
from wagtail.models import Locale

from kb.models import TechnologyArea
from kb.workflow import set_standing
from search import counts, index
from search.models import SearchDocument
from tests.factories.kb import make_image, section_of

pytestmark = pytest.mark.django_db


def row(page):
    return SearchDocument.objects.get(page=page)


def translated(page, language, **values):
    """A published translation of ``page``."""
    section_of(page.entry_type, language)
    copy = page.copy_for_translation(Locale.objects.get(language_code=language), copy_parents=True)
    for name, value in values.items():
        setattr(copy, name, value)
    copy.save_revision(clean=False).publish(skip_permission_checks=True)
    copy.refresh_from_db()
    return copy


def test_publishing_writes_a_row(publish):
    page = publish(title="Линия сушки зерна")
    assert row(page).title == "Линия сушки зерна"


def test_a_draft_has_no_row(publish):
    publish(published=False)
    assert not SearchDocument.objects.exists()


def test_a_row_holds_what_filters_ask(publish):
    found = row(publish(trl=7))
    assert (found.entry_type, found.kind, found.country, found.trl, found.stage) == (
        "technology",
        "offer",
        "BY",
        7,
        "pilot",
    )


def test_areas_come_with_their_ancestors(publish):
    found = row(publish())
    codes = TechnologyArea.objects.filter(pk__in=found.area_ids).values_list("code", flat=True)
    assert set(codes) == {"01", "01.1"}


def test_the_first_indicator_leads(publish):
    found = row(publish("case_study"))
    assert found.headline_gain == 20


def test_a_cover_is_kept_in_the_size_of_lists(publish):
    found = row(publish(cover_image=make_image()))
    assert found.cover_file and found.cover_width


def test_a_cover_whose_file_is_gone_is_no_cover(publish):
    image = make_image()
    image.file.storage.delete(image.file.name)
    assert row(publish(cover_image=image)).cover_file == ""


def test_publishing_again_replaces_the_row(publish):
    page = publish(title="Было")
    page.title = "Стало"
    page.save_revision().publish()
    assert [found.title for found in SearchDocument.objects.all()] == ["Стало"]


def test_a_draft_of_a_live_page_changes_nothing(publish):
    page = publish(title="Было")
    page.title = "Стало"
    page.save_revision()
    assert row(page).title == "Было"


def test_unpublishing_removes_the_row(publish):
    publish().unpublish()
    assert not SearchDocument.objects.exists()


def test_deleting_removes_the_row_and_its_counts(publish, kept_counts):
    publish().delete()
    assert not SearchDocument.objects.exists() and kept_counts() == {}


def test_deleting_a_section_removes_the_rows_below_it(publish, kept_counts):
    publish()
    section_of("technology").delete()
    assert not SearchDocument.objects.exists() and kept_counts() == {}


def test_moving_a_page_changes_the_address_without_a_word_to_the_index(publish):
    page = publish()
    page.move(section_of("technology", "be"), pos="last-child")
    assert index.status().ok


def test_a_change_of_standing_reaches_the_row(publish):
    page = publish()
    set_standing(page, "archived")
    assert row(page).standing == "archived"


def test_an_original_alone_stands_for_every_reader(publish):
    assert set(row(publish()).shown_in) == {"ru", "be", "kk", "en"}


def test_a_translation_stands_for_its_readers(publish):
    page = publish()
    copy = translated(page, "kk", title="Астық кептіру")
    assert row(copy).shown_in == ["kk"]
    assert set(row(page).shown_in) == {"ru", "be", "en"}


def test_the_original_stands_in_again_for_a_translation_that_is_gone(publish):
    page = publish()
    translated(page, "kk").unpublish()
    assert set(row(page).shown_in) == {"ru", "be", "kk", "en"}


def test_a_translation_stands_in_for_an_original_that_is_gone(publish):
    page = publish()
    copy = translated(page, "be")
    page.unpublish()
    assert set(row(copy).shown_in) == {"ru", "be", "kk", "en"}


def test_kept_counts_are_those_that_counting_gives(publish, kept_counts):
    first, second, third = publish(), publish("case_study"), publish("article")
    translated(first, "kk")
    second.unpublish()
    third.tags.add("сварка")
    third.save_revision().publish()
    kept = kept_counts()
    counts.recount()
    assert kept == kept_counts() and kept


def test_putting_a_page_again_changes_no_count(publish, kept_counts):
    page = publish()
    before = kept_counts()
    index.put(page)
    assert kept_counts() == before


@pytest.mark.parametrize("others", [0, 3])
def test_putting_takes_the_same_number_of_queries_whatever_the_index_holds(
    publish, others, django_assert_max_num_queries
):
    page = publish()
    for number in range(others):
        publish(title=f"Другая {number}")
    with django_assert_max_num_queries(29):
        index.put(page)


def test_a_rebuild_brings_back_what_was_lost(publish):
    page = publish()
    SearchDocument.objects.all()._raw_delete("default")
    assert index.rebuild() == 1
    assert row(page).title == page.title


def test_a_rebuild_removes_what_is_not_live(publish):
    page = publish()
    type(page).objects.filter(pk=page.pk).update(live=False)
    index.rebuild()
    assert not SearchDocument.objects.exists()


def test_a_rebuild_repairs_counts(publish, kept_counts):
    publish()
    right = kept_counts()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE search_facetcount SET count = 77")
    index.rebuild()
    assert kept_counts() == right


def test_a_rebuild_leaves_rows_alone_that_came_out_the_same(publish):
    page = publish()
    before = row(page).indexed_at
    index.rebuild()
    assert row(page).indexed_at == before


def test_a_rebuild_of_one_language_leaves_the_others(publish):
    page = publish()
    copy = translated(page, "kk")
    SearchDocument.objects.update(title="испорчено")
    index.rebuild("kk")
    assert row(page).title == "испорчено" and row(copy).title == copy.title


def test_a_rebuild_that_breaks_off_leaves_the_index_as_it_was(publish, monkeypatch):
    first, second = publish(title="Первая"), publish(title="Вторая")
    SearchDocument.objects.filter(page=first).update(title="старая")
    read = index.read

    def break_at_the_second(page):
        if page.pk == second.pk:
            raise KeyboardInterrupt
        return read(page)

    monkeypatch.setattr(index, "read", break_at_the_second)
    with suppress(KeyboardInterrupt):
        index.rebuild()
    assert row(first).title == "старая" and row(second).title == "Вторая"


def test_what_is_published_during_a_rebuild_wins(publish, monkeypatch):
    page = publish(title="Было")
    read_all = index._read_all

    def publish_after_reading(*arguments):
        total = read_all(*arguments)
        page.title = "Стало"
        page.save_revision().publish()
        return total

    monkeypatch.setattr(index, "_read_all", publish_after_reading)
    index.rebuild()
    assert row(page).title == "Стало"


def test_what_is_unpublished_during_a_rebuild_stays_gone(publish, monkeypatch):
    page = publish()
    read_all = index._read_all

    def unpublish_after_reading(*arguments):
        total = read_all(*arguments)
        page.unpublish()
        return total

    monkeypatch.setattr(index, "_read_all", unpublish_after_reading)
    index.rebuild()
    assert not SearchDocument.objects.exists()


def test_an_index_in_step_says_so(publish):
    publish()
    assert index.status() == (True, "1 entries")


def test_a_missing_row_is_noticed(publish):
    publish()
    SearchDocument.objects.all()._raw_delete("default")
    assert not index.status().ok
