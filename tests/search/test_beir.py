"""Reading collections in BEIR format, and what is said about broken ones."""

import pytest

from search.beir import BeirError, read_collection

CORPUS = (
    '{"_id": "d1", "title": "Трактор", "text": "МТЗ-82", "metadata": {"language": "ru"}}\n{"_id": "d2", "text": "б"}\n'
)
QUERIES = '{"_id": "q1", "text": "трактор", "metadata": {"language": "ru"}}\n{"_id": "q2", "text": "комбайн"}\n'
QRELS = "query-id\tcorpus-id\tscore\nq1\td1\t2\nq2\td2\t0\n"


@pytest.fixture
def folder(tmp_path):
    def write(corpus=CORPUS, queries=QUERIES, qrels=QRELS):
        (tmp_path / "qrels").mkdir()
        for name, text in (("corpus.jsonl", corpus), ("queries.jsonl", queries), ("qrels/test.tsv", qrels)):
            (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path

    return write


def refusal(folder) -> str:
    with pytest.raises(BeirError) as error:
        read_collection(folder)
    return str(error.value)


def test_documents_carry_title_text_and_language(folder):
    first, second = read_collection(folder()).documents
    assert (first.id, first.title, first.text, first.language) == ("d1", "Трактор", "МТЗ-82", "ru")
    assert (second.title, second.language) == ("", None)


def test_judgements_are_kept_with_their_grades(folder):
    assert read_collection(folder()).judgements == {"q1": {"d1": 2}}


def test_queries_without_a_relevant_document_are_left_out(folder):
    assert [query.id for query in read_collection(folder()).queries] == ["q1"]


def test_a_file_of_judgements_needs_no_header(folder):
    assert read_collection(folder(qrels="q1\td1\t1\n")).judgements == {"q1": {"d1": 1}}


def test_blank_lines_and_a_byte_order_mark_do_no_harm(folder):
    assert len(read_collection(folder(corpus="\ufeff" + CORPUS + "\n\n")).documents) == 2


def test_a_missing_folder_is_named(tmp_path):
    assert "nowhere" in refusal(tmp_path / "nowhere")


def test_a_missing_file_is_named(folder):
    path = folder()
    (path / "queries.jsonl").unlink()
    assert "queries.jsonl" in refusal(path)


def test_a_line_that_is_not_json_is_named(folder):
    assert "corpus.jsonl, line 3" in refusal(folder(corpus=CORPUS + "{oops\n"))


def test_a_line_that_is_no_object_is_named(folder):
    assert "queries.jsonl, line 1: expected an object" in refusal(folder(queries="[1]\n"))


def test_a_document_without_an_id_is_named(folder):
    assert "corpus.jsonl, line 1: “_id”" in refusal(folder(corpus='{"text": "a"}\n'))


def test_an_id_used_twice_is_named(folder):
    assert "“d1”" in refusal(folder(corpus=CORPUS + CORPUS))


def test_a_judgement_with_missing_fields_is_named(folder):
    assert "test.tsv, line 2" in refusal(folder(qrels="query-id\tcorpus-id\tscore\nq1 d1 1\n"))


def test_a_score_that_is_no_number_is_named(folder):
    assert "test.tsv, line 3: the score “x”" in refusal(
        folder(qrels="query-id\tcorpus-id\tscore\nq1\td1\t1\nq1\td2\tx\n")
    )


def test_a_file_in_another_encoding_is_named(folder):
    path = folder()
    (path / "corpus.jsonl").write_bytes("{}".encode("utf-16"))
    assert "not UTF-8" in refusal(path)


def test_judgements_that_fit_no_query_are_refused(folder):
    assert "no query has a relevant document" in refusal(folder(qrels="other\td1\t1\n"))
