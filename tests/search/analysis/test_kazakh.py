"""Forms of a Kazakh word meet in one stem, as the grammar has it."""

import pytest

from search.analysis.kazakh import stem
from search.analysis.normalise import normalise_word


def stems(forms: str) -> set[str]:
    return {stem(normalise_word(form)) for form in forms.split()}


@pytest.mark.parametrize(
    "forms",
    [
        "трактор тракторлар трактордың тракторға тракторды тракторда трактордан трактормен тракторлардың",
        "зауыт зауыттар зауыттың зауытқа зауытты зауытта зауыттан зауытпен зауыты зауытының зауыттарында",
        "технология технологиялар технологияның технологияға технологиясы технологиясын технологияларымен",
        "өнім өнімдер өнімнің өнімге өнімді өнімде өнімнен өнімдерінің",
        "жабдық жабдықтар жабдықтың жабдығы жабдығын жабдыққа жабдықтарымен",
        "кітап кітабы кітабын кітаптар кітапта",
        "қаладағы қалада қаланың қалаға қалалардағы",
        "жұмыс жұмысы жұмысын жұмысының жұмыстан жұмыстар",
        "қазақстан қазақстанның қазақстанда қазақстанға",
        "жылу жылуын жылуды жылумен жылудың",
    ],
)
def test_forms_of_a_noun_share_a_stem(forms):
    assert len(stems(forms)) == 1


@pytest.mark.parametrize(
    "forms",
    [
        "жазу жазады жазған жазды жазып жазбайды жазбаған жазатын жазса жазсын",
        "өңдеу өңдейді өңдеген өңдеді өңдемейді өңдейтін өңдеуге өңдеудің",
        "пайдалану пайдаланады пайдаланған пайдаланды пайдаланатын пайдалануға",
    ],
)
def test_forms_of_a_verb_share_a_stem(forms):
    assert len(stems(forms)) == 1


@pytest.mark.parametrize("forms", ["халық халқы халықтың", "ауыз аузы", "көңіл көңлі"])
def test_fleeting_vowels_do_not_divide_a_word(forms):
    assert len(stems(forms)) == 1


@pytest.mark.parametrize("word", ["құжаттама", "астана", "хабар", "сапар"])
def test_what_only_looks_like_an_ending_stays(word):
    assert stem(word) == word


def test_an_ending_of_the_other_harmony_stays():
    assert stem("заттер") == "заттер"


@pytest.mark.parametrize("words", ["жылу жылы", "өсім өсімдік", "су суық", "мұнай мұнара", "өңдеу өндіру"])
def test_different_words_stay_apart(words):
    assert len(stems(words)) == 2
