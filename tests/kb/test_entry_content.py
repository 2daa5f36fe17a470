"""What an entry says, free of how it is stored."""

from decimal import Decimal

import pytest

from kb.entry_content import content_of, plain_markup
from kb.models import Indicator, IndicatorRow
from tests.factories.kb import make_entry


@pytest.mark.parametrize(
    ("stored", "rewritten"),
    [
        ("<p>Текст</p>", '<p data-block-key="a1b2c">Текст</p>'),
        ("\n<p>Один</p>\n<p>Два</p>\n", '<p data-block-key="x">Один</p><p data-block-key="y">Два</p>'),
        ("<p><strong>Да</strong></p>", "<p><b>Да</b></p>"),
        ("", '<p data-block-key="x9do5"></p>'),
    ],
)
def test_markup_that_an_editor_rewrites_is_the_same(stored: str, rewritten: str) -> None:
    assert plain_markup(stored) == plain_markup(rewritten)


@pytest.mark.parametrize(("one", "other"), [("<p>Один</p>", "<p>Два</p>"), ("<p>Да</p>", "<p><b>Да</b></p>")])
def test_other_words_or_other_emphasis_are_not(one: str, other: str) -> None:
    assert plain_markup(one) != plain_markup(other)


def indicator(after: str) -> IndicatorRow:
    return IndicatorRow(
        indicator=Indicator.objects.first(), unit="%", before=Decimal(10), after=Decimal(after), period="2025"
    )


@pytest.mark.django_db
def test_a_row_is_the_same_before_and_after_it_is_stored() -> None:
    entry = make_entry(published=False)
    entry.indicators.set([indicator("7.5000")])
    before = content_of(entry, fields=["title"], relations=["indicators"])
    entry.indicators.set([indicator("7.5")])
    assert content_of(entry, fields=["title"], relations=["indicators"]) == before


@pytest.mark.django_db
def test_another_figure_is_another_content() -> None:
    entry = make_entry(published=False)
    entry.indicators.set([indicator("7.5")])
    before = content_of(entry, fields=[], relations=["indicators"])
    entry.indicators.set([indicator("7.6")])
    assert content_of(entry, fields=[], relations=["indicators"]) != before
