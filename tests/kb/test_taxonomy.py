"""Loading areas, labels and indicators from files."""

import pytest
from django.core.management import CommandError, call_command

from kb.management.commands import load_taxonomy
from kb.models import AlternativeLabel, Indicator, TechnologyArea

pytestmark = pytest.mark.django_db

AREAS = "technology-areas.csv"
LABELS = "alternative-labels.csv"
INDICATORS = "indicators.csv"


@pytest.fixture
def files(tmp_path, monkeypatch):
    (tmp_path / AREAS).write_text("code,nace_rev2,ru,be,kk,en\n")
    (tmp_path / LABELS).write_text("code,language,label\n")
    (tmp_path / INDICATORS).write_text("code,unit,lower_is_better,ru,be,kk,en\n")
    monkeypatch.setattr(load_taxonomy, "DATA", tmp_path)
    return tmp_path


def load():
    call_command("load_taxonomy", verbosity=0)


def refused():
    with pytest.raises(CommandError) as caught:
        load()
    return str(caught.value)


def test_every_area_has_a_name_in_four_languages():
    assert all(len(area.names) == 4 for area in TechnologyArea.objects.all())


def test_ten_indicators_are_seeded():
    assert Indicator.objects.count() == 10


def test_loading_again_adds_nothing():
    before = [model.objects.count() for model in (TechnologyArea, AlternativeLabel, Indicator)]
    load()
    assert [model.objects.count() for model in (TechnologyArea, AlternativeLabel, Indicator)] == before


def test_loading_again_keeps_what_editors_changed():
    TechnologyArea.objects.filter(code="01.1").update(name_ru="Тракторы и тягачи")
    load()
    assert TechnologyArea.objects.get(code="01.1").name_ru == "Тракторы и тягачи"


def test_narrower_area_is_below_its_broader_area():
    assert TechnologyArea.objects.get(code="01.1").parent.code == "01"


def test_new_label_is_added(files):
    (files / LABELS).write_text("code,language,label\n01.1,ru,тягачи сельские\n")
    load()
    assert AlternativeLabel.objects.filter(area__code="01.1", text="тягачи сельские").exists()


def test_missing_column_is_named(files):
    (files / AREAS).write_text("code,ru,be,kk,en\n")
    assert refused() == f"{AREAS}: column missing: nace_rev2."


def test_narrower_area_without_a_broader_one_is_refused_by_row_and_column(files):
    (files / AREAS).write_text("code,nace_rev2,ru,be,kk,en\n99.1,,а,б,в,г\n")
    assert refused() == f"{AREAS}, row 2, code: 99 does not exist."


def test_label_of_an_unknown_area_is_refused(files):
    (files / LABELS).write_text("code,language,label\n01,ru,один\n99,ru,два\n")
    assert refused() == f"{LABELS}, row 3, code: 99 does not exist."


def test_label_in_an_unknown_language_is_refused(files):
    (files / LABELS).write_text("code,language,label\n01,de,eins\n")
    assert refused() == f"{LABELS}, row 2, language: de."


def test_indicator_says_yes_or_no(files):
    (files / INDICATORS).write_text("code,unit,lower_is_better,ru,be,kk,en\nx,kg,maybe,а,б,в,г\n")
    assert refused() == f"{INDICATORS}, row 2, lower_is_better: write yes or no."


def test_wrong_row_loads_nothing(files):
    (files / AREAS).write_text("code,nace_rev2,ru,be,kk,en\n98,,а,б,в,г\n")
    (files / LABELS).write_text("code,language,label\n99,ru,два\n")
    refused()
    assert not TechnologyArea.objects.filter(code="98").exists()
