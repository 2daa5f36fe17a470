"""The words of letters, in the language of the receiver."""

from typing import Any

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy

from notifications import kinds, rendering
from notifications.checks import every_kind_has_its_texts
from notifications.languages import in_every_language, in_reader_language, params_for, path_for

PARAMS = {"who": "Anna <b>", "where": "Minsk"}


def letter(kind: str = "test.hello", language: str = "ru", url: str = "/ru/articles/") -> rendering.Letter:
    return rendering.letter(kind, language=language, params=PARAMS, url=url)


def test_the_subject_is_one_line() -> None:
    assert letter().subject == "Anna <b> greets Minsk"


def test_html_is_escaped_and_text_is_not() -> None:
    ready = letter()
    assert "Anna <b> says" in ready.text
    assert "Anna &lt;b&gt; says" in ready.html


def test_paragraphs_become_html() -> None:
    assert "<p>Second paragraph.</p>" in letter().html


def test_a_kind_may_bring_its_own_html() -> None:
    assert "<strong>Anna &lt;b&gt;</strong>" in letter("test.duty").html


def test_links_are_absolute(settings: Any) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://exchange.example.org"
    ready = letter()
    assert "https://exchange.example.org/ru/articles/" in ready.text
    assert 'href="https://exchange.example.org/ru/articles/"' in ready.html


def test_a_letter_without_link_has_no_button() -> None:
    assert 'class="button"' not in letter(url="").html


def test_an_address_of_all_languages_leads_to_the_reader_s_own() -> None:
    assert path_for(in_reader_language("/ru/contribute/5/"), "kk") == "/kk/contribute/5/"


@pytest.mark.parametrize("path", ["/admin/pages/5/", "https://example.org/ru/", "/"])
def test_an_address_of_no_language_stays(path: str) -> None:
    assert path_for(in_reader_language(path), "kk") == path


def test_a_name_in_every_language_is_read_in_one() -> None:
    names = in_every_language(lambda: gettext_lazy("Save"))
    assert params_for({"list": [{"name": names}]}, "kk") == {"list": [{"name": "Сақтау"}]}


def test_the_line_of_the_bell_is_in_the_language_asked_for() -> None:
    with translation.override("ru"):
        assert rendering.line("test.hello", {"who": {"ru": "А", "be": "Б", "kk": "В", "en": "C"}}, "kk") == "В greets"


def test_a_kind_without_texts_is_found_at_the_start() -> None:
    kinds.register(kinds.Kind("test.silent"))
    messages = [error.msg for error in every_kind_has_its_texts()]
    assert len(messages) == 2
    assert all("email/test/silent" in message for message in messages)


def test_two_kinds_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match=r"test\.hello"):
        kinds.register(kinds.Kind("test.hello", must_act=True))
