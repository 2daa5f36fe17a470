"""Months in the languages whose dates are written here, and whose clock a time of day is read on."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation
from django.utils.timezone import get_default_timezone

from kb.dates import date_in_words, zone_of
from kb.models import Enterprise


@pytest.mark.parametrize(
    ("language", "month", "written"),
    [
        ("be", 1, "5 студзеня 2026 г."),
        ("be", 9, "5 верасня 2026 г."),
        ("be", 12, "5 снежня 2026 г."),
        ("kk", 1, "2026 ж. 5 қаңтар"),
        ("kk", 12, "2026 ж. 5 желтоқсан"),
        ("ru", 3, "5 марта 2026 г."),
        ("en", 3, "5 March 2026"),
    ],
)
def test_a_date_is_written_as_its_language_does(language, month, written):
    with translation.override(language):
        assert date_in_words(date(2026, month, 5)) == written


@pytest.mark.django_db
def test_a_time_of_day_is_that_of_the_country_where_the_person_works(contributor, enterprise, editor):
    Enterprise.objects.filter(pk=enterprise.pk).update(country="BY")
    assert (contributor.country, str(zone_of(contributor))) == ("", "Europe/Minsk")
    editor.country = "KZ"
    assert str(zone_of(editor)) == "Asia/Almaty"


def test_who_is_not_known_sees_the_clock_of_the_site():
    assert zone_of(AnonymousUser()) == get_default_timezone()
