"""What the original says, its translations say too: figures travel, words stay."""

from decimal import Decimal

import pytest
from wagtail.models import Locale
from wagtail.signals import page_published

from kb.models import CaseStudyPage, CostItem, IndicatorRow, RelatedEntry, TechnologyArea
from kb.translation import carry_to_translations
from tests.factories.kb import make_entry, make_indicator_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def original():
    return make_entry("case_study", costs=[CostItem(item="Привод", price=Decimal(100), currency="BYN")])


def fresh(page):
    return CaseStudyPage.objects.get(pk=page.pk)


def translate(entry, language, *, publish, title="Аўдыт"):
    page = fresh(entry).copy_for_translation(Locale.objects.get(language_code=language)).specific
    page.title = title
    cost = page.costs.get()
    cost.item = "Прывад"
    page.costs.set([cost])
    revision = page.save_revision()
    if publish:
        revision.publish()
    return page


def publish(entry, change):
    latest = fresh(entry).get_latest_revision_as_object()
    change(latest)
    latest.save_revision().publish()


def cost(page):
    return page.costs.get()


def set_price(price):
    def change(entry):
        row = entry.costs.get()
        row.price = Decimal(price)
        entry.costs.set([row])

    return change


@pytest.fixture
def live(original):
    return translate(original, "be", publish=True)


@pytest.fixture
def draft(original):
    return translate(original, "kk", publish=False)


class TestNewTranslation:
    def test_is_a_draft(self, draft):
        assert not fresh(draft).live

    def test_keeps_the_keys_of_rows(self, original, draft):
        assert cost(draft).row_key == cost(original).row_key

    def test_has_its_own_version_and_no_reviewers(self, original):
        CaseStudyPage.objects.filter(pk=original.pk).update(version=3, reviewed_by="Анна Иванова")
        page = translate(original, "en", publish=False)
        assert (page.version, page.reviewed_by) == (0, "")

    def test_links_to_pages_of_its_own_language(self, original):
        other = make_entry(title="Привод")
        other_be = other.copy_for_translation(Locale.objects.get(language_code="be"))
        publish(original, lambda entry: entry.related_entries.set([RelatedEntry(related=other)]))
        page = fresh(original).copy_for_translation(Locale.objects.get(language_code="be"))
        assert page.specific.related_entries.get().related_id == other_be.pk


class TestLiveTranslation:
    def test_takes_the_enterprise(self, original, live, other_enterprise):
        publish(original, lambda entry: setattr(entry, "enterprise", other_enterprise))
        assert fresh(live).enterprise == other_enterprise

    def test_takes_the_areas(self, original, live):
        area = TechnologyArea.objects.get(code="02.1")
        publish(original, lambda entry: entry.areas.set([area]))
        assert list(fresh(live).areas.all()) == [area]

    def test_takes_a_field_of_its_type(self, original, live):
        publish(original, lambda entry: setattr(entry, "payback_months", 36))
        assert fresh(live).payback_months == 36

    def test_takes_the_figures_of_a_row(self, original, live):
        publish(original, set_price("250.00"))
        assert cost(fresh(live)).price == Decimal("250.00")

    def test_keeps_the_words_of_a_row(self, original, live):
        publish(original, set_price("250.00"))
        assert cost(fresh(live)).item == "Прывад"

    def test_keeps_its_own_words(self, original, live):
        publish(original, lambda entry: setattr(entry, "title", "Другое"))
        assert fresh(live).title == "Аўдыт"

    def test_gets_a_new_row(self, original, live):
        row = make_indicator_row(before=Decimal(7), after=Decimal(3))
        publish(original, lambda entry: entry.indicators.set([*entry.indicators.all(), row]))
        assert [row.before for row in fresh(live).indicators.all()] == [50, 7]

    def test_loses_a_removed_row(self, original, live):
        publish(original, lambda entry: entry.costs.set([]))
        assert not fresh(live).costs.exists()

    def test_takes_the_order_of_rows(self, original, live):
        rows = [make_indicator_row(before=Decimal(number)) for number in (1, 2)]
        publish(original, lambda entry: entry.indicators.set(rows))

        def turn(entry):
            first, second = entry.indicators.all()
            first.sort_order, second.sort_order = 1, 0
            entry.indicators.set([second, first])

        publish(original, turn)
        assert [row.before for row in fresh(live).indicators.all()] == [2, 1]

    def test_has_the_figures_in_its_revision(self, original, live):
        publish(original, set_price("250.00"))
        assert fresh(live).get_latest_revision_as_object().costs.get().price == Decimal("250.00")

    def test_gets_no_new_revision(self, original, live):
        before = fresh(live).latest_revision_id
        publish(original, set_price("250.00"))
        assert fresh(live).latest_revision_id == before

    def test_with_a_newer_draft_keeps_that_draft(self, original, live):
        latest = fresh(live).get_latest_revision_as_object()
        latest.title = "Чарнавік"
        latest.save_revision()
        publish(original, set_price("250.00"))
        draft = fresh(live).get_latest_revision_as_object()
        assert (draft.title, draft.costs.get().price) == ("Чарнавік", Decimal("250.00"))

    def test_does_not_publish_its_newer_draft(self, original, live):
        latest = fresh(live).get_latest_revision_as_object()
        latest.title = "Чарнавік"
        latest.save_revision()
        publish(original, set_price("250.00"))
        assert fresh(live).title == "Аўдыт"


class TestDraftOfTranslation:
    def test_takes_the_figures(self, original, draft):
        publish(original, set_price("250.00"))
        assert fresh(draft).get_latest_revision_as_object().costs.get().price == Decimal("250.00")

    def test_stays_a_draft(self, original, draft):
        publish(original, set_price("250.00"))
        assert not fresh(draft).live

    def test_keeps_its_words(self, original, draft):
        publish(original, set_price("250.00"))
        assert fresh(draft).get_latest_revision_as_object().costs.get().item == "Прывад"


class TestCarrying:
    def test_of_what_is_the_same_changes_nothing(self, original, live, draft):
        assert carry_to_translations(fresh(original)) == 0

    def test_of_figures_as_they_were_typed_changes_nothing(self, original, live):
        """A published revision holds "40" where the table holds "40.0000"."""
        publish(original, lambda entry: None)
        as_typed = fresh(original).get_latest_revision_as_object()
        assert carry_to_translations(as_typed) == 0

    def test_of_a_translation_does_not_touch_the_original(self, original, live):
        publish(live, lambda entry: setattr(entry, "payback_months", 99))
        assert fresh(original).payback_months == 14

    def test_announces_each_translation_once(self, original, live):
        heard = []

        def listen(instance, **kwargs):
            heard.append(instance.pk)

        page_published.connect(listen)
        try:
            publish(original, set_price("250.00"))
        finally:
            page_published.disconnect(listen)
        assert sorted(heard) == sorted([original.pk, live.pk])

    def test_of_unchanged_figures_costs_few_queries(self, original, live, django_assert_max_num_queries):
        rows = [IndicatorRow(**_values(number)) for number in range(10)]
        publish(original, lambda entry: entry.indicators.set(rows))
        with django_assert_max_num_queries(35):
            carry_to_translations(fresh(original))


def _values(number):
    row = make_indicator_row(before=Decimal(number + 1))
    return {field.name: getattr(row, field.name) for field in row._meta.fields if field.name not in ("id", "entry")}
