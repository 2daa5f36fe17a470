"""Small rich text: sanitised, and the same whether it came from the editor or from a plain text area."""

import time

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from contribute import rich_text
from contribute.fields import SmallRichTextField

# Far more than it takes on a slow machine, far less than what takes time by the square of the length.
MOST_SECONDS = 5


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("<p>a<script>alert(1)</script>b</p>", "<p>ab</p>"),
        ('<p onmouseover="x()" style="color:red" class="y">a</p>', "<p>a</p>"),
        ('<p><a href="javascript:alert(1)">a</a></p>', "<p><a>a</a></p>"),
        ('<p><a href="data:text/html,x">a</a></p>', "<p><a>a</a></p>"),
        ('<p><img src="x" onerror="alert(1)">a</p>', "<p>a</p>"),
        ("<p><svg><animate onbegin=alert(1)></svg>a</p>", "<p>a</p>"),
        ('<p><iframe src="https://example.org"></iframe>a</p>', "<p>a</p>"),
    ],
)
def test_what_could_do_harm_is_dropped(sent: str, kept: str) -> None:
    assert rich_text.to_html(sent) == kept


def test_headings_and_tables_become_plain_words() -> None:
    assert rich_text.clean("<h1>A</h1><table><tr><td>b</td></tr></table>") == "Ab"


@pytest.mark.parametrize("html", ["<p><strong>a</strong> <em>b</em></p>", "<ul><li>a</li></ul>", "<ol><li>a</li></ol>"])
def test_what_the_editor_offers_is_kept(html: str) -> None:
    assert rich_text.to_html(html) == html


def test_links_to_pages_and_mail_are_kept() -> None:
    html = '<p><a href="https://example.org/">a</a> <a href="mailto:a@example.org">b</a></p>'
    assert rich_text.to_html(html) == html


@pytest.mark.parametrize("sent", ["", "  ", "<p></p>", "<p>&nbsp;</p>", "<p><br></p>", "<ul><li></li></ul>"])
def test_text_without_words_is_empty(sent: str) -> None:
    assert rich_text.to_html(sent) == ""


def test_paragraphs_inside_list_items_are_dropped() -> None:
    assert rich_text.clean("<ul><li><p>a</p></li></ul>") == "<ul><li>a</li></ul>"


def test_plain_text_becomes_paragraphs_and_lists() -> None:
    text = "Первый **важный**\r\nстрока\r\n\r\n- раз\r\n- два\r\n\r\n1. один"
    expected = "<p>Первый <strong>важный</strong><br>строка</p><ul><li>раз</li><li>два</li></ul><ol><li>один</li></ol>"
    assert rich_text.to_html(text) == expected


def test_signs_in_plain_text_stay_signs() -> None:
    assert rich_text.to_html("2*3*4 < 5 & 6") == "<p>2*3*4 &lt; 5 &amp; 6</p>"


@pytest.mark.parametrize(
    "html",
    [
        '<p>a <strong>b</strong> <em>c</em> <a href="https://example.org/?a=1&amp;b=2">d</a></p><p>e<br>f</p>',
        "<ul><li>a</li><li>b</li></ul><ol><li>c</li><li>d</li></ol><p>e</p>",
    ],
)
def test_the_plain_text_area_gives_back_what_it_shows(html: str) -> None:
    assert rich_text.to_html(rich_text.to_text(html)) == html


def test_links_that_an_editor_made_to_pages_are_shown_as_addresses(db: None, sections: dict) -> None:
    page = sections["ru", "technology"]
    stored = f'<p><a linktype="page" id="{page.pk}">раздел</a></p>'
    assert rich_text.for_editing(stored) == '<p><a href="/ru/technologies/">раздел</a></p>'


@given(st.text(alphabet="<>pulaistrong/ =\"'*-1.[]()\n&;:xjавб", max_size=80))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = rich_text.to_html(text)
    assert rich_text.clean(once) == once


@pytest.mark.parametrize("sign", ["**a ", " *a", "[a](http://", "- ", "<p>a"])
def test_a_long_text_full_of_signs_is_read_at_once(sign: str) -> None:
    text = sign * (rich_text.LONGEST // len(sign))
    began = time.thread_time()
    rich_text.to_html(text)
    assert time.thread_time() - began < MOST_SECONDS


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*скорость v*t*", "<p><em>скорость v*t</em></p>"),
        ("***оба***", "<p><strong><em>оба</em></strong></p>"),
        ("**не закрыто, **закрыто**", "<p>**не закрыто, <strong>закрыто</strong></p>"),
        ("**a *b* c**", "<p><strong>a <em>b</em> c</strong></p>"),
    ],
)
def test_signs_within_signs(text: str, html: str) -> None:
    assert rich_text.to_html(text) == html


def test_a_text_that_no_page_could_hold_is_refused_unread() -> None:
    field = SmallRichTextField(required=False)
    sent = "<ul><li>" * rich_text.LONGEST
    began = time.thread_time()
    with pytest.raises(ValidationError):
        field.clean(sent)
    assert sent.replace("<", "&lt;").replace(">", "&gt;") in field.widget.render("text", field.prepare_value(sent))
    assert time.thread_time() - began < MOST_SECONDS
