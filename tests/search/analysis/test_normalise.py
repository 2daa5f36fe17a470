"""One spelling for every way of writing a word."""

import pytest

from search.analysis.normalise import clean, normalise_word


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("Трактор", "трактор"),
        ("котёл", "котел"),
        ("КОТЁЛ", "котел"),
        ("кот\u0435\u0308л", "котел"),
        ("за\u0301мок", "замок"),
        ("\u0438\u0306од", "йод"),
        ("тех\u00adно\u200bлогия", "технология"),
        ("аб’ява", "аб'ява"),
        ("абʼява", "аб'ява"),
        ("аб‘ява", "аб'ява"),
        ("Café", "cafe"),
        ("м³", "м3"),
        ("ﬁlter", "filter"),
        ("по‑русски", "по-русски"),
        ("ІНЖЫНЕР", "інжынер"),
        ("ҚАЗАҚСТАН", "қазақстан"),
    ],
)
def test_a_word_has_one_normal_spelling(written, normal):
    assert normalise_word(written) == normal


@pytest.mark.parametrize(
    ("mixed", "pure"),
    [
        ("тpaктop", "трактор"),  # р, а, о typed in Latin
        ("Cтанок", "станок"),
        ("MТЗ", "мтз"),
        ("tехnology", "texnology"),
        ("iнжынер", "інжынер"),
    ],
)
def test_look_alike_letters_join_the_alphabet_of_the_others(mixed, pure):
    assert normalise_word(mixed) == pure


def test_a_word_that_needs_both_alphabets_is_left_alone():
    assert normalise_word("webсайт") == "webсайт"


def test_a_very_long_word_is_cut():
    assert len(normalise_word("я" * 1000)) == 64


def test_cleaning_takes_out_what_the_database_cannot_store():
    assert clean("а\x00б\ud800в") == "а б в"
