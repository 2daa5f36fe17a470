"""The language of a query, from its letters."""

import pytest

from search.analysis.detect import detect_language, language_of_word


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("очистка сточных вод и щебень", "ru"),
        ("ачыстка сцёкавых вод з машынаў", "be"),
        ("машына і прылада", "be"),
        ("ағынды суларды тазарту", "kk"),
        ("өнеркәсіп", "kk"),
        ("waste water treatment", "en"),
        ("насос КамАЗ для воды и BelAZ", "ru"),
    ],
)
def test_letters_tell_the_language(text, language):
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["", "трактор", "12 000", "ң ў", "日本語", "!!!"])
def test_nothing_is_guessed(text):
    assert detect_language(text) is None


@pytest.mark.parametrize(
    ("word", "text_language", "word_language"),
    [
        ("трактор", "en", "ru"),
        ("трактор", "kk", "kk"),
        ("tractor", "kk", "en"),
        ("заўсёды", "ru", "be"),
        ("өнеркәсіп", "ru", "kk"),
        ("щебень", "be", "ru"),
        ("машина", "kk", "kk"),
        ("日本語", "be", "be"),
    ],
)
def test_a_quoted_word_is_read_in_its_own_language(word, text_language, word_language):
    assert language_of_word(word, text_language) == word_language
