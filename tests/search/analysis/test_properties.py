"""What holds for any text whatever."""

import time

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from search.analysis import LANGUAGES, analyse, analyse_query, clean, detect_language
from search.analysis.languages import ANALYSERS
from search.analysis.normalise import normalise_word

ALPHABET = (
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіўәғқңөұүһАБВКМТСabcxyzMTZC"
    "'’ʼ-‑–.,/ \u00a0\u00ad\u200b\u0301\u03000123456789²+#\x00\ud800"
)
HOPELESS_SECONDS = 5
"""Of this thread. What grows with the length takes a twentieth; how quick it is the benchmarks say."""
words = st.text(alphabet="абвгдежзийклмнопрстуфхцчшщъыьэюяіўәғқңөұүһabcxyz'-", min_size=1, max_size=20)
texts = st.one_of(st.text(max_size=200), st.text(alphabet=ALPHABET, max_size=200))
languages = st.sampled_from(LANGUAGES)


@given(texts, languages)
def test_analysis_is_deterministic(text, language):
    assert analyse(text, language) == analyse(text, language)


@given(texts, languages)
def test_no_lexeme_is_empty_or_too_long_to_store(text, language):
    assert all(0 < len(token.lexeme.encode()) < 2046 for token in analyse(text, language))


@given(texts, languages)
def test_lexemes_can_be_stored(text, language):
    assert all(clean(token.lexeme) == token.lexeme for token in analyse(text, language))


@given(texts, languages)
def test_offsets_lie_in_the_text_and_cover_something(text, language):
    assert all(0 <= token.start < token.end <= len(text) for token in analyse(text, language))


@given(texts, languages)
def test_positions_start_at_one_and_never_go_back(text, language):
    positions = [token.position for token in analyse(text, language)]
    assert positions == sorted(positions)
    assert not positions or positions[0] == 1


@given(texts, languages)
def test_no_position_is_skipped(text, language):
    positions = {token.position for token in analyse(text, language)}
    assert positions == set(range(1, len(positions) + 1))


@given(texts)
def test_every_word_of_a_text_is_found_by_the_query_of_the_same_words(text):
    found = {lexeme for term in analyse_query(text) for lexeme in term.lexemes}
    assert all(token.lexeme in found for language in LANGUAGES for token in analyse(text, language))


@given(texts)
def test_cleaning_keeps_every_offset(text):
    assert len(clean(text)) == len(text)
    assert analyse(clean(text), "ru") == analyse(text, "ru")


@given(texts)
def test_detection_answers_with_a_known_language_or_none(text):
    assert detect_language(text) in (None, *LANGUAGES)


@given(words)
def test_case_does_not_matter(word):
    assert normalise_word(word.title()) == normalise_word(word)


@given(words, languages, st.data())
def test_a_soft_hyphen_does_not_matter(word, language, data):
    place = data.draw(st.integers(1, len(word)))
    if word[place - 1].isalpha():
        split = word[:place] + "\u00ad" + word[place:]
        assert [token[:2] for token in analyse(split, language)] == [token[:2] for token in analyse(word, language)]


@given(words, languages)
def test_yo_and_ye_are_one_letter(word, language):
    assert normalise_word(word.replace("е", "ё")) == normalise_word(word)


@pytest.mark.parametrize("apostrophe", "’ʼ‘`´")
@given(word=words, language=languages)
def test_every_apostrophe_is_the_same(apostrophe, word, language):
    lexemes = [token[:2] for token in analyse(word, language)]
    assert [token[:2] for token in analyse(word.replace("'", apostrophe), language)] == lexemes


@given(words, languages)
def test_a_stem_is_never_empty_nor_longer_than_the_word_and_a_letter(word, language):
    word = normalise_word(word)
    assert 0 < len(ANALYSERS[language].stem(word)) <= len(word) + 1


@pytest.mark.parametrize(
    "text", ["а-" * 5000, "а" * 10_000, "1." * 5000, "1 000 " * 1666, "а1" * 5000, "'" * 10_000, "а\u0301" * 5000]
)
def test_no_nonsense_takes_time_by_the_square_of_its_length(text):
    started = time.thread_time()
    analyse_query(4 * text)
    assert time.thread_time() - started < HOPELESS_SECONDS


@settings(max_examples=20, phases=[Phase.generate])
@given(st.text(alphabet=ALPHABET, min_size=2000, max_size=10_000), languages)
def test_any_long_text_is_fast(text, language):
    started = time.thread_time()
    analyse(text, language)
    assert time.thread_time() - started < HOPELESS_SECONDS
