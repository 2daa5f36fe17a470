"""Which offers and requests are found to fit, when, and who is told."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from exchange import matching
from exchange.models import Match
from kb import workflow
from kb.models import Enterprise, TechnologyArea, TechnologyPage
from notifications.models import Notification
from tests.exchange.conftest import SOUGHT
from tests.factories.kb import make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(enterprise: Enterprise) -> Any:
    """A grain dryer offered in Minsk."""
    return make_entry(enterprise=enterprise)


def sought(enterprise: Enterprise, **values: Any) -> Any:
    """A grain dryer sought by ``enterprise``."""
    values = {
        "kind": "request",
        "title": "Нужна сушилка зерна с возвратом тепла",
        "purpose": "<p>Сушить зерно с меньшим расходом газа.</p>",
        "tags": ["сушка"],
        **SOUGHT,
        **values,
    }
    return make_entry(enterprise=enterprise, **values)


def current() -> list[Match]:
    return list(Match.objects.filter(is_current=True))


def test_a_published_request_finds_the_offer_that_fits(offer, other_enterprise, enterprise):
    request = sought(other_enterprise)
    match = Match.objects.get()
    assert (match.offer, match.request) == (offer.translation_key, request.translation_key)
    assert (match.offer_enterprise, match.request_enterprise) == (enterprise, other_enterprise)


def test_a_published_offer_finds_the_request_that_it_fits(other_enterprise, enterprise):
    sought(other_enterprise)
    make_entry(enterprise=enterprise)
    assert len(current()) == 1


def test_it_does_not_matter_which_was_published_first(offer, other_enterprise):
    sought(other_enterprise)
    first = Match.objects.get().score
    matching.renew(offer.translation_key)
    assert Match.objects.get().score == first


def test_a_draft_finds_nothing(offer, other_enterprise):
    sought(other_enterprise, published=False)
    assert not Match.objects.exists()


def test_an_offer_does_not_fit_a_request_of_its_own_enterprise(offer, enterprise):
    sought(enterprise)
    assert not Match.objects.exists()


def test_a_description_fits_nothing(other_enterprise, enterprise):
    make_entry(enterprise=enterprise, kind="description")
    sought(other_enterprise)
    assert not Match.objects.exists()


def test_a_less_ready_technology_does_not_fit(enterprise, other_enterprise):
    make_entry(enterprise=enterprise, trl=6)
    sought(other_enterprise, trl=7)
    assert not Match.objects.exists()


def test_something_else_in_another_area_does_not_fit(offer, other_enterprise):
    sought(
        other_enterprise,
        title="Нужен контроль изоляции кабеля",
        purpose="<p>Измерять толщину изоляции на ходу.</p>",
        tags=["кабель"],
        areas=[TechnologyArea.objects.get(code="14.1")],
    )
    assert not Match.objects.exists()


def test_a_request_in_another_language_is_found_by_what_the_glossary_calls_things(offer, other_enterprise):
    sought(other_enterprise, language="en", title="Grain dryer wanted", purpose="<p>Drying grain.</p>", tags=["drying"])
    assert Match.objects.get().reasons["text"] > 0


def test_who_seeks_partners_in_one_country_gets_none_from_another(offer, other_enterprise):
    sought(other_enterprise, partner_countries=["KZ"])
    assert not Match.objects.exists()


def test_the_reasons_are_kept(offer, other_enterprise, area):
    sought(other_enterprise, cooperation=["supply", "licence"])
    reasons = Match.objects.get().reasons
    assert reasons["areas"] == [area.pk] and reasons["cooperation"] == ["supply"] and reasons["other_country"]
    assert (reasons["offered_trl"], reasons["sought_trl"]) == (9, 7)


# Who is told


def told(user: Any) -> int:
    return Notification.objects.filter(kind="match.found", recipient=user).count()


def test_both_sides_are_told_once(offer, other_enterprise, contributor, stranger):
    request = sought(other_enterprise)
    for _time in range(2):
        matching.renew(offer.translation_key)
        matching.renew(request.translation_key)
    assert (told(contributor), told(stranger)) == (1, 1)


def test_a_pair_that_ended_and_comes_again_is_not_told_again(offer, other_enterprise, contributor):
    request = sought(other_enterprise)
    request.unpublish()
    request.get_latest_revision().publish()
    assert len(current()) == 1 and told(contributor) == 1


def test_each_side_reads_of_its_own_page(offer, other_enterprise, contributor, stranger):
    request = sought(other_enterprise)
    params = {note.recipient: note.params for note in Notification.objects.filter(kind="match.found")}
    assert (params[contributor]["own"], params[contributor]["other"]) == (offer.title, request.title)
    assert (params[stranger]["own"], params[stranger]["other"]) == (request.title, offer.title)


# What ends a match


def test_unpublishing_ends_a_match(offer, other_enterprise):
    sought(other_enterprise)
    TechnologyPage.objects.get(pk=offer.pk).unpublish()
    assert current() == []


def test_deleting_ends_a_match(offer, other_enterprise):
    sought(other_enterprise).delete()
    assert current() == []


def test_a_live_translation_keeps_it(offer, other_enterprise):
    sought(other_enterprise)
    make_entry(enterprise=offer.enterprise, language="kk", translation_key=offer.translation_key)
    TechnologyPage.objects.get(pk=offer.pk).unpublish()
    assert len(current()) == 1


def test_archiving_ends_a_match(offer, other_enterprise, chief_editor):
    sought(other_enterprise)
    workflow.set_standing(TechnologyPage.objects.get(pk=offer.pk), "archived", user=chief_editor)
    assert current() == []


def test_a_changed_entry_is_compared_anew(offer, other_enterprise):
    request = TechnologyPage.objects.get(pk=sought(other_enterprise, trl=9).pk)
    offer = TechnologyPage.objects.get(pk=offer.pk)
    offer.trl = 5
    offer.save_revision().publish()
    assert current() == [] and request.live


def test_an_expired_entry_ends_its_matches_with_the_daily_job(offer, other_enterprise):
    sought(other_enterprise)
    TechnologyPage.objects.filter(pk=offer.pk).update(valid_until=timezone.localdate() - timedelta(days=1))
    assert matching.renew_all() == "1 ended, 0 deleted"
    assert current() == []


def test_what_has_no_page_any_more_is_forgotten_by_the_daily_job(offer, other_enterprise):
    sought(other_enterprise)
    TechnologyPage.objects.get(pk=offer.pk).delete()
    matching.renew_all()
    assert not Match.objects.exists()


def test_a_dismissed_match_stays_dismissed(offer, other_enterprise, contributor):
    request = sought(other_enterprise)
    matching.dismiss(Match.objects.get(), user=contributor)
    matching.renew(request.translation_key)
    assert Match.objects.get().dismissed_at is not None


def queries_of_renewing(key):
    """Of the second time: the first one counts words, and tells of scores that have changed with the number of
    entries."""
    matching.renew(key)
    with CaptureQueriesContext(connection) as captured:
        matching.renew(key)
    return len(captured)


def test_finding_matches_takes_as_many_queries_for_many_as_for_few(offer, other_enterprise, stranger):
    sought(other_enterprise)
    few = queries_of_renewing(offer.translation_key)
    for number in range(4):
        sought(other_enterprise, title=f"Нужна сушилка зерна № {number}")
    assert len(current()) == 5
    assert queries_of_renewing(offer.translation_key) == few
