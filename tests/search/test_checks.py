"""What is checked before the site starts."""

from search.checks import declared_relations_exist, languages_have_analysers


def test_every_language_of_the_site_has_an_analyser():
    assert languages_have_analysers() == []


def test_a_language_without_an_analyser_is_reported(settings):
    settings.LANGUAGES = [*settings.LANGUAGES, ("tt", "Tatar")]
    assert [error.id for error in languages_have_analysers()] == ["search.E001"]


def test_every_declared_relation_exists():
    assert declared_relations_exist() == []
