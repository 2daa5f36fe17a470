"""What the index tells by itself, and what has to be read."""

import pytest
from django.db import connection

from search.query import Term
from search.wanted import NOTHING, any_of, nothing_of

PUMP = Term(("pump",), synonyms=(Term(("помпа",), phrases=(("насосн", "станц"),)),))
STATION = Term((), synonyms=(Term((), phrases=(("насосн", "станц"),)),))
WATER = Term(("вод",))


def fulfils(text: str, condition: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsvector @@ %s::tsquery", [text, condition])
        return bool(cursor.fetchone()[0])


def test_words_are_told_by_the_index_alone():
    wanted = any_of([[WATER]])
    assert wanted.whole == wanted.tells == "(('вод'))"
    assert wanted.read == ""


@pytest.mark.django_db
@pytest.mark.parametrize("ways", [[[PUMP]], [[PUMP, WATER]], [[PUMP], [WATER]], [[STATION], [PUMP, WATER]]])
@pytest.mark.parametrize(
    "text",
    ["pump:1", "помпа:1 вод:2", "насосн:1 станц:2", "насосн:1 станц:2 вод:3", "насосн:1 станц:5 вод:6", "вод:1", "x:1"],
)
def test_what_the_index_tells_and_what_is_read_make_the_whole(ways, text):
    wanted = any_of(ways)
    told = fulfils(text, wanted.tells)
    read = bool(wanted.read) and fulfils(text, f"{wanted.whole} & ({wanted.read})")
    assert (told or read) == fulfils(text, wanted.whole)
    assert "<->" not in wanted.tells + wanted.read


def test_where_only_phrases_will_do_the_whole_is_read():
    wanted = any_of([[STATION]])
    assert wanted.tells == wanted.whole == "((('насосн' <-> 'станц')))"


def test_a_restriction_holds_for_all_of_it():
    wanted = any_of([[PUMP]]).and_also("!('вод')")
    assert wanted.whole.endswith(" & !('вод')")
    assert wanted.tells.endswith(" & !('вод')")


def test_nothing_wanted_is_false_and_an_exclusion_is_not():
    assert not NOTHING
    assert not any_of([])
    assert nothing_of(["'a'"])
