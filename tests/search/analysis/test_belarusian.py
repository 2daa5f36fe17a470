"""Forms of a Belarusian word meet in one stem, as the grammar has it."""

import pytest

from search.analysis.belarusian import stem
from search.analysis.normalise import normalise_word


def stems(forms: str) -> set[str]:
    return {stem(normalise_word(form)) for form in forms.split()}


@pytest.mark.parametrize(
    "forms",
    [
        "трактар трактара трактару трактарам трактары трактараў трактарамі трактарах",
        "завод завода заводу заводам заводы заводаў",
        "прылада прылады прыладу прыладай прыладаў прыладам",
        "вытворчасць вытворчасці вытворчасцю",
        "прадпрыемства прадпрыемствам прадпрыемстваў прадпрыемствы",
        "тэхналогія тэхналогіі тэхналогію тэхналогіяй тэхналогій",
        "новы новая новае новыя новага новай новаму новымі новых",
        "выкарыстоўваць выкарыстоўвае выкарыстоўваюць выкарыстоўваў выкарыстоўвала",
        "працаваць працуе працуюць працаваў працавала працавалі",
    ],
)
def test_forms_of_a_word_share_a_stem(forms):
    assert len(stems(forms)) == 1


@pytest.mark.parametrize(
    "forms", ["вада воды вадой", "зямля землі зямлі", "лес лясы лясоў", "рэзка рэзкі", "галава галоў"]
)
def test_akanne_does_not_divide_a_word(forms):
    assert len(stems(forms)) == 1


@pytest.mark.parametrize("forms", ["вада вадзе", "лета леце", "рука руцэ", "тэхніка тэхніцы тэхніку", "мост мосце"])
def test_softened_consonants_do_not_divide_a_word(forms):
    assert len(stems(forms)) == 1


@pytest.mark.parametrize(
    "forms",
    ["станок станка станкі станкоў", "палец пальцы пальцаў", "лінейка лінеек", "дошка дошак", "агонь агню агні"],
)
def test_fleeting_vowels_do_not_divide_a_word(forms):
    assert len(stems(forms)) == 1


@pytest.mark.parametrize("forms", ["змяняць змяняцца змяняецца змяняўся", "траў трава травы"])
def test_reflexive_and_short_u_do_not_divide_a_word(forms):
    assert len(stems(forms)) == 1


@pytest.mark.parametrize("forms", ["умова ўмова ўмовы ўмовах", "устаноўка ўстаноўка ўстаноўкі"])
def test_short_u_at_the_beginning_does_not_divide_a_word(forms):
    assert len(stems(forms)) == 1


@pytest.mark.parametrize(
    "forms", ["накіраваць накіраваны накіравана", "завяршыць завершаны", "звязаць звязаны звязаных", "цягнуць цягнулі"]
)
def test_participles_share_the_stem_of_their_verb(forms):
    assert len(stems(forms)) == 1


@pytest.mark.parametrize("forms", ["страх страху страхам", "бетон бетону", "экран экрана экраны", "вагон вагона"])
def test_ends_of_roots_are_no_endings(forms):
    assert len(stems(forms)) == 1


@pytest.mark.parametrize("forms", ["аб'ём аб’ём абʼём аб'ёму", "сям'я сям’ю"])
def test_apostrophes_do_not_divide_a_word(forms):
    assert len(stems(forms)) == 1


@pytest.mark.parametrize(
    "words", ["завод вада", "масла масць", "дарога дар", "умова ум", "рэсурс рэальны", "вагон вага"]
)
def test_different_words_stay_apart(words):
    assert len(stems(words)) == 2
