"""Which pages hold, whatever the order of events: several connections, as on several servers."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection

from prepared import changes, store
from prepared.models import Change, PreparedPage
from prepared.shown import Shown

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "http://testserver/ru/"
PAGE = store.Page("<p>Text</p>", {"Content-Type": "text/html"})
SHOWN = Shown({"tag:1", "tag:2"}, may_be_kept=True)


@pytest.fixture
def editor() -> Iterator[psycopg.Connection]:
    """A transaction of somebody else, in progress."""
    parameters = connection.get_connection_params()
    wanted = {name: parameters[name] for name in ("dbname", "user", "host", "port", "password") if name in parameters}
    with psycopg.connect(**wanted) as other:
        yield other


def change(other: psycopg.Connection, mark: str) -> None:
    other.execute("INSERT INTO prepared_change (marks, addresses) VALUES (ARRAY[%s], '{}')", [mark])


def begun() -> str:
    return store.find(ADDRESS).snapshot


def keep(snapshot: str) -> bool:
    return store.keep(ADDRESS, PAGE, SHOWN, snapshot)


def holds() -> bool:
    return store.find(ADDRESS).page == PAGE


def test_a_page_is_found_again():
    assert keep(begun())
    assert holds()


def test_a_page_holds_when_something_else_changes(editor):
    keep(begun())
    change(editor, "tag:3")
    editor.commit()
    assert holds()


def test_a_page_holds_no_more_from_the_commit_of_a_change_on(editor):
    keep(begun())
    change(editor, "tag:2")
    assert holds()
    editor.commit()
    assert not holds()


def test_a_page_begun_before_a_commit_and_kept_after_it_does_not_hold(editor):
    snapshot = begun()
    change(editor, "tag:1")
    editor.commit()
    assert not keep(snapshot)
    assert not holds()


def test_a_page_begun_and_kept_while_a_change_was_in_progress_does_not_hold_after_it(editor):
    change(editor, "tag:1")
    assert keep(begun())
    editor.commit()
    assert not holds()


def test_a_page_begun_after_the_commit_holds(editor):
    change(editor, "tag:1")
    editor.commit()
    assert keep(begun())
    assert holds()


def test_a_change_that_was_rolled_back_is_none(editor):
    keep(begun())
    change(editor, "tag:1")
    editor.rollback()
    assert holds()


def test_a_change_of_everything_concerns_every_page(editor):
    keep(begun())
    change(editor, "*")
    editor.commit()
    assert not holds()


def test_a_change_clears_away_the_pages_that_show_it():
    keep(begun())
    changes.changed(["tag:1"])
    assert not PreparedPage.objects.exists()


def test_an_old_change_is_forgotten_with_the_pages_that_nobody_cleared_away(editor):
    keep(begun())
    change(editor, "tag:1")
    editor.execute("UPDATE prepared_change SET made_at = now() - interval '1 hour'")
    editor.commit()
    changes.changed(["tag:9"])
    assert not PreparedPage.objects.exists()
    assert [kept.marks for kept in Change.objects.all()] == [["tag:9"]]
