"""What a privacy rule of Wagtail keeps from some is found by nobody."""

import pytest
from django.tasks.signals import task_finished
from wagtail.models import PageViewRestriction

from home.models import SectionPage
from search import index, signals
from search.models import SearchDocument

pytestmark = pytest.mark.django_db


@pytest.fixture
def restrict(django_capture_on_commit_callbacks):
    """Lets only signed-in users see a page and all below it."""

    def make(page):
        with django_capture_on_commit_callbacks(execute=True):
            return PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    return make


def test_a_restricted_page_is_not_found(publish, titles, restrict):
    restrict(publish(title="Сушилка"))
    publish(title="Сушилка зерна")

    assert titles("сушилка") == ["Сушилка зерна"]


def test_nothing_below_a_restricted_page_is_found_or_listed(publish, titles, restrict):
    restrict(publish(title="Сушилка").get_parent())

    assert titles("сушилка") == []
    assert titles() == []


def test_what_is_published_below_a_restricted_page_is_not_found(publish, titles, restrict):
    restrict(publish(title="Сушилка").get_parent())
    publish(title="Мельница")

    assert titles("мельница") == []


def test_a_page_is_found_again_without_the_rule(publish, titles, restrict, django_capture_on_commit_callbacks):
    rule = restrict(publish(title="Сушилка"))
    with django_capture_on_commit_callbacks(execute=True):
        rule.delete()

    assert titles("сушилка") == ["Сушилка"]


def test_a_page_that_is_moved_below_a_restricted_one_is_not_found(
    publish, titles, restrict, django_capture_on_commit_callbacks
):
    closed = publish("article", title="Сушилка").get_parent()
    page = publish(title="Мельница")
    restrict(closed)
    with django_capture_on_commit_callbacks(execute=True):
        page.move(closed, pos="last-child")

    assert titles("мельница") == []


def test_a_rebuild_leaves_out_what_is_restricted(publish, titles):
    page = publish(title="Сушилка")
    publish(title="Мельница")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    index.rebuild()

    assert titles() == ["Мельница"]
    assert index.status().ok


def test_a_row_that_a_rule_should_have_taken_out_is_reported(publish):
    page = publish()
    PageViewRestriction.objects.bulk_create(
        [PageViewRestriction(page=page, restriction_type=PageViewRestriction.LOGIN)]
    )

    assert not index.status().ok


def test_very_many_rows_are_brought_in_step_in_the_background(publish, restrict, monkeypatch):
    done = []
    receiver = lambda task_result, **kwargs: done.append(task_result.task.name)  # noqa: E731
    task_finished.connect(receiver)
    monkeypatch.setattr(signals, "AT_ONCE", 1)
    publish()
    try:
        restrict(SectionPage.objects.ancestor_of(publish()).get())
    finally:
        task_finished.disconnect(receiver)

    assert "put_entries" in done
    assert not SearchDocument.objects.exists()
