"""Which entries are found where words are too common to suffice alone."""

import pytest

pytestmark = pytest.mark.django_db


def test_of_common_words_that_never_stand_together_the_rarest_is_sought(publish, titles, monkeypatch):
    monkeypatch.setattr("search.ranking.MOST_CANDIDATES", 2)
    for number in range(3):
        publish(title=f"Насос {number}")
    for number in range(4):
        publish(title=f"Комбайн {number}")
    assert titles("комбайн насос") == ["Насос 2", "Насос 1"]
    publish(title="Насос комбайна")
    assert titles("комбайн насос") == ["Насос комбайна"]
