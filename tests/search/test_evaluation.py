"""The evaluation command, over a collection of a handful of texts."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from search.models import SearchDocument
from search.throwaway import PREFIX, throwaway_tables

pytestmark = pytest.mark.django_db

CORPUS = [
    ("a", "Сушка зерна", "Зерно сушат тёплым воздухом.", "ru"),
    ("b", "Насосы", "Насос подаёт воду на <поле>.", "ru"),
    ("c", "Астық", "Астық кептіру желісі.", "kk"),
]
QUERIES = [("1", "насосами", "ru", "b"), ("2", "кептіру", "kk", "c")]


@pytest.fixture
def collection(tmp_path):
    """A folder in BEIR's format that mixes languages."""
    corpus = [
        {"_id": key, "title": title, "text": text, "metadata": {"language": language}}
        for key, title, text, language in CORPUS
    ]
    queries = [{"_id": key, "text": text, "metadata": {"language": language}} for key, text, language, _ in QUERIES]
    (tmp_path / "corpus.jsonl").write_text("\n".join(map(json.dumps, corpus)))
    (tmp_path / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)))
    (tmp_path / "qrels").mkdir()
    judged = "\n".join(f"{key}\t{document}\t1" for key, _text, _language, document in QUERIES)
    (tmp_path / "qrels" / "test.tsv").write_text(f"query-id\tcorpus-id\tscore\n{judged}\n")
    return tmp_path


def schemas():
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE starts_with(nspname, %s)", [PREFIX])
        return cursor.fetchall()


def test_the_last_line_holds_the_figures(collection, capsys):
    call_command("evaluate_search", str(collection), "--json", verbosity=0)
    figures = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert {**figures, "p50_ms": 0, "p95_ms": 0} == {
        "ndcg@10": 1.0,
        "recall@10": 1.0,
        "mrr@10": 1.0,
        "success@1": 1.0,
        "p50_ms": 0,
        "p95_ms": 0,
        "documents": 3,
        "queries": 2,
    }


def test_the_sites_data_is_untouched(collection, publish):
    page = publish()
    before = SearchDocument.objects.values_list("page", "indexed_at").get()
    call_command("evaluate_search", str(collection), verbosity=0)
    assert SearchDocument.objects.values_list("page", "indexed_at").get() == before
    assert type(page).objects.count() == 1


def test_nothing_is_left_behind(collection):
    call_command("evaluate_search", str(collection), verbosity=0)
    assert schemas() == []


def test_nothing_is_left_behind_after_an_interruption(db):
    with pytest.raises(KeyboardInterrupt), throwaway_tables():
        assert len(schemas()) == 1
        raise KeyboardInterrupt
    assert schemas() == []


def test_what_a_killed_process_left_is_cleared_away(db):
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {PREFIX}1_dead")
    with throwaway_tables():
        pass
    assert schemas() == []


def test_a_folder_that_is_none_is_refused(tmp_path):
    with pytest.raises(CommandError, match="no such folder"):
        call_command("evaluate_search", str(tmp_path / "missing"))
