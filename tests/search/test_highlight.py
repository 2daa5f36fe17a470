"""Marks around matches, everything else escaped."""

from hypothesis import given
from hypothesis import strategies as st

from search.analysis import analyse
from search.highlight import LENGTH, Sought, cut, cut_and_highlight, highlight, passage


def sought(text: str, language: str = "ru") -> Sought:
    return Sought(frozenset(token.lexeme for token in analyse(text, language)))


def test_inflected_forms_are_marked():
    assert highlight("Ремонт тракторов", sought("трактор"), "ru") == "Ремонт <mark>тракторов</mark>"


def test_kazakh_forms_are_marked():
    assert "<mark>тракторларға</mark>" in highlight("Бұл тракторларға арналған", sought("трактор", "kk"), "kk")


def test_text_is_escaped():
    assert highlight("<script>alert(1)</script>", Sought(), "ru") == "&lt;script&gt;alert(1)&lt;/script&gt;"


def test_marked_text_is_escaped_too():
    marked = highlight('<b title="трактор">трактор</b>', sought("трактор"), "ru")
    assert marked.replace("<mark>", "").replace("</mark>", "").count("<") == 0


def test_what_stands_around_a_match_is_kept():
    assert highlight("сушка, зерна & тепла", sought("зерно"), "ru") == "сушка, <mark>зерна</mark> &amp; тепла"


def test_prefixes_mark_what_begins_with_them():
    assert highlight("тракторы", Sought(prefixes=("трак",)), "ru") == "<mark>тракторы</mark>"


def in_a_row(text: str, language: str = "ru") -> Sought:
    return Sought(phrases=frozenset({tuple(token.lexeme for token in analyse(text, language))}))


def test_words_that_are_sought_in_a_row_are_marked_there_alone():
    marked = highlight("Качение без трения: подшипники качения и качели", in_a_row("подшипник качения"), "ru")
    assert marked == "Качение без трения: <mark>подшипники</mark> <mark>качения</mark> и качели"


def test_words_in_a_row_are_marked_in_a_passage_too():
    text = "Замена узлов. Стоят подшипники качения, новые."
    place = text.index("подшипники")
    marked = cut_and_highlight(text, 0, len(text), [place], in_a_row("подшипник качения"), "ru")
    assert marked == "Замена узлов. Стоят <mark>подшипники</mark> <mark>качения</mark>, новые."


def test_a_designation_is_marked_once_as_a_whole():
    assert highlight("Трактор МТЗ-82", sought("МТЗ-82"), "ru") == "Трактор <mark>МТЗ-82</mark>"


@given(st.text(alphabet="<>&\"'трактор МТЗ-82.\u00adё\n", max_size=60))
def test_no_text_gets_a_tag_through(text):
    marked = highlight(text, sought("трактор МТЗ-82"), "ru")
    rest = marked.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in rest and ">" not in rest


@given(st.text(alphabet="<>&\"'трактор МТЗ-82.\u00adё\n", max_size=60))
def test_marks_change_nothing_else(text):
    assert highlight(text, sought("трактор"), "ru").replace("<mark>", "").replace("</mark>", "") == highlight(
        text, Sought(), "ru"
    )


def test_the_passage_with_more_different_words_wins():
    text = "зерно. " + "x" * 400 + " зерно и сушка здесь. " + "y" * 400
    second = text.index("зерно", 5)
    start, end = passage(text, [(0, 1.0, 0), (second, 1.0, 0), (text.index("сушка"), 1.0, 1)])
    assert start > 0 and start <= second < end


def test_the_first_of_equal_passages_wins():
    text = "зерно " + "слово " * 200 + "зерно"
    assert passage(text, [(text.rindex("зерно"), 1.0, 0), (0, 1.0, 0)])[0] == 0


def test_a_passage_begins_with_its_sentence_if_that_is_near():
    text = "Первое предложение стоит здесь и ещё немного слов для длины. Второе о зерне."
    start, _ = passage(text, [(text.index("зерне"), 1.0, 0)])
    assert text[start:].strip().startswith("Второе")


def test_a_passage_is_of_bounded_length():
    text = "слово " * 500
    start, end = passage(text, [(1200, 1.0, 0)])
    assert end - start <= LENGTH


def test_a_cut_says_that_there_is_more():
    text = "слово " * 100
    assert cut(text, 60, 240).startswith("… ") and cut(text, 60, 240).endswith(" …")


def test_a_whole_text_is_not_cut():
    assert cut("Весь текст.", 0, 11) == "Весь текст."


@given(st.text(max_size=400), st.lists(st.integers(0, 400), min_size=1, max_size=10))
def test_any_places_give_a_passage_inside_the_text(text, offsets):
    places = [(min(offset, max(len(text) - 1, 0)), 1.0, 0) for offset in offsets]
    start, end = passage(text, places)
    assert 0 <= start <= end <= len(text)


WORDS = ["трактор", "тракторов", "МТЗ-82", "БелАЗ 75710", "10 000", "насос", "и", "<b>", "кВ", "сушка.", "\n"]


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=60), st.integers(0, 80), st.integers(1, 300))
def test_what_is_marked_where_the_index_says_is_what_is_marked_anyway(words, start, length):
    text = " ".join(words)
    what = sought("трактор МТЗ-82 насос БелАЗ 75710")
    places = [token.start for token in analyse(text, "ru") if token.lexeme in what and not token.is_stop]
    start = text.find(" ", start) + 1
    end = (text.find(" ", start + length) + 1 or len(text) + 1) - 1
    whole = highlight(cut(text, start, end), what, "ru")
    assert cut_and_highlight(text, start, end, places, what, "ru") == whole
