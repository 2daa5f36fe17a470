"""The form of an entry in the admin: drafts may lack anything, translations repeat what the original says."""

from decimal import Decimal

import pytest
from django.http import QueryDict
from wagtail.models import Locale

from kb.models import CaseStudyPage, CostItem, EntryPage, Tag, TechnologyPage
from tests.factories.kb import EnterpriseFactory, TagFactory, make_entry, section_of
from tests.sent_form import inputs_of

pytestmark = pytest.mark.django_db


def bound(page, user, *, draft=False, **changes):
    """The form of ``page`` as the browser would send it, with ``changes`` by the names of inputs."""
    form_class = page.get_edit_handler().get_form_class()
    parent = page.get_parent() if page.pk else section_of(page.entry_type)
    arguments = {"instance": page, "for_user": user, "parent_page": parent}
    data = QueryDict(mutable=True)
    for name, value in inputs_of(form_class(**arguments)):
        data.setlist(name, value)
    for name, value in changes.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    form = form_class(data, **arguments)
    if draft:
        form.defer_required_fields()
    return form


@pytest.fixture
def entry(enterprise):
    return make_entry(
        "case_study", enterprise=enterprise, costs=[CostItem(item="Привод", price=Decimal(100), currency="BYN")]
    )


@pytest.fixture
def translated(entry):
    page = entry.copy_for_translation(Locale.objects.get(language_code="be")).specific
    return CaseStudyPage.objects.get(pk=page.pk)


class TestEntry:
    def test_that_is_complete_is_valid(self, entry, editor):
        form = bound(entry, editor)
        assert form.is_valid(), (form.errors, [formset.errors for formset in form.formsets.values()])

    def test_that_lacks_a_tick_is_not_submitted(self, entry, editor):
        form = bound(entry, editor, clearance=[])
        assert not form.is_valid()
        assert "clearance" in form.errors

    def test_that_lacks_rows_is_not_submitted(self, entry, editor):
        form = bound(entry, editor, **{"lessons-0-DELETE": "on"})
        assert not form.is_valid()
        assert form.formsets["lessons"].non_form_errors()

    def test_that_lacks_everything_is_kept_as_a_draft(self, entry, editor):
        form = bound(entry, editor, draft=True, summary="", areas=[], clearance=[], start="", challenge="null")
        assert form.is_valid(), form.errors

    def test_without_a_title_is_not_kept(self, entry, editor):
        assert not bound(entry, editor, draft=True, title="").is_valid()

    def test_is_not_given_to_an_enterprise_of_the_other_country(self, entry, editor):
        foreign = EnterpriseFactory(country="KZ")
        assert "enterprise" in bound(entry, editor, draft=True, enterprise=foreign.pk).errors

    def test_may_name_a_supplier_of_the_other_country(self, entry, editor):
        assert bound(entry, editor, supplier=EnterpriseFactory(country="KZ").pk).is_valid()

    def test_has_the_language_of_its_section(self, editor):
        page = TechnologyPage()
        form = page.get_edit_handler().get_form_class()(
            instance=page, for_user=editor, parent_page=section_of("technology", "kk")
        )
        assert form["original_language"].value() == "kk"

    def test_does_not_change_its_language(self, entry, editor):
        form = bound(entry, editor, draft=True, original_language="en")
        assert form.save(commit=False).original_language == "ru"

    def test_takes_a_tag_in_capitals_as_the_tag_that_exists(self, entry, editor):
        tag = TagFactory(name="частотный привод")
        bound(entry, editor, tags='"Частотный  Привод"').save()
        assert list(EntryPage.objects.get(pk=entry.pk).tags.all()) == [tag]

    def test_folds_a_new_tag(self, entry, editor):
        bound(entry, editor, tags='"Сжатый Воздух"').save()
        assert Tag.objects.filter(name="сжатый воздух").exists()


class TestTranslation:
    def save(self, page, user, **changes):
        form = bound(page, user, draft=True, **changes)
        assert form.is_valid(), form.errors
        return form.save(commit=False)

    def test_keeps_the_enterprise_of_its_original(self, translated, editor, enterprise):
        other = EnterpriseFactory()
        assert self.save(translated, editor, enterprise=other.pk).enterprise == enterprise

    def test_keeps_the_areas_of_its_original(self, translated, editor, area):
        assert list(self.save(translated, editor, areas=[]).areas.all()) == [area]

    def test_keeps_a_figure_of_its_original(self, translated, editor):
        assert self.save(translated, editor, payback_months="99").payback_months == 14

    def test_keeps_the_figures_of_a_row(self, translated, editor):
        assert self.save(translated, editor, **{"costs-0-price": "1"}).costs.get().price == 100

    def test_changes_the_words_of_a_row(self, translated, editor):
        assert self.save(translated, editor, **{"costs-0-item": "Прывад"}).costs.get().item == "Прывад"

    def test_changes_its_own_words(self, translated, editor):
        assert self.save(translated, editor, title="Прывад помпаў").title == "Прывад помпаў"

    def test_keeps_the_rows_of_its_original(self, translated, editor):
        assert len(self.save(translated, editor, **{"costs-0-DELETE": "on"}).costs.all()) == 1

    def test_takes_no_row_of_its_own(self, translated, editor):
        row = {"item": "Ещё", "unit": "{piece}", "quantity": "1", "price": "5", "currency": "BYN", "recurrence": "once"}
        changes = {f"costs-1-{name}": value for name, value in row.items()}
        assert not bound(translated, editor, draft=True, **changes, **{"costs-TOTAL_FORMS": "2"}).is_valid()

    def test_shows_where_a_value_comes_from(self, translated, editor):
        form = bound(translated, editor)
        assert "Минский завод" in str(form["enterprise"])
        assert form["enterprise"].help_text
