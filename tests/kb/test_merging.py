"""Merging tags and areas: entries, drafts, addresses."""

import pytest
from wagtail.signals import page_published

from kb.merging import MergeError, merge_areas, merge_tags
from kb.models import AlternativeLabel, Concept, EntryPage, ReviewerProfile, Tag, TagRedirect, TechnologyArea
from tests.factories.accounts import UserFactory
from tests.factories.kb import TagFactory, TechnologyAreaFactory, make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def source():
    return TagFactory(name="энергосбережение")


@pytest.fixture
def target():
    return TagFactory(name="экономия энергии")


def tags_of(entry):
    return sorted(tag.name for tag in entry.tags.all())


def reloaded(entry):
    return EntryPage.objects.get(pk=entry.pk).specific


def drafted(entry):
    return reloaded(entry).get_latest_revision_as_object()


class TestTags:
    def test_entry_has_the_other_tag(self, source, target):
        entry = make_entry(tags=[source, "газ"])
        merge_tags(source, target)
        assert tags_of(reloaded(entry)) == ["газ", "экономия энергии"]

    def test_entry_with_both_has_it_once(self, source, target):
        entry = make_entry(tags=[source, target])
        merge_tags(source, target)
        assert tags_of(reloaded(entry)) == ["экономия энергии"]

    def test_draft_has_the_other_tag(self, source, target):
        entry = make_entry(tags=[source], published=False)
        merge_tags(source, target)
        assert tags_of(drafted(entry)) == ["экономия энергии"]

    def test_draft_with_both_has_it_once(self, source, target):
        entry = make_entry(tags=[source, target], published=False)
        merge_tags(source, target)
        assert tags_of(drafted(entry)) == ["экономия энергии"]

    def test_draft_over_a_live_entry_keeps_its_own_tags(self, source, target):
        entry = make_entry(tags=["газ"])
        latest = drafted(entry)
        latest.tags.add(source)
        latest.save_revision()
        merge_tags(source, target)
        assert (tags_of(reloaded(entry)), tags_of(drafted(entry))) == (["газ"], ["газ", "экономия энергии"])

    def test_draft_can_be_published_afterwards(self, source, target):
        entry = make_entry(tags=[source], published=False)
        merge_tags(source, target)
        reloaded(entry).get_latest_revision().publish()
        assert tags_of(reloaded(entry)) == ["экономия энергии"]

    def test_old_address_leads_to_the_other_tag(self, source, target):
        merge_tags(source, target)
        assert TagRedirect.objects.get(slug="энергосбережение").tag == target

    def test_older_addresses_follow(self, source, target):
        merge_tags(TagFactory(name="сбережение"), source)
        merge_tags(source, target)
        assert TagRedirect.objects.get(slug="сбережение").tag == target

    def test_merging_back_leaves_no_redirect_over_a_tag(self, source, target):
        merge_tags(source, target)
        again = TagFactory(name="энергосбережение")
        merge_tags(target, again)
        assert list(TagRedirect.objects.values_list("slug", flat=True)) == [target.slug]

    def test_tag_is_gone(self, source, target):
        merge_tags(source, target)
        assert not Tag.objects.filter(name="энергосбережение").exists()

    def test_number_of_entries_is_returned(self, source, target):
        make_entry(tags=[source])
        assert merge_tags(source, target) == 1

    def test_live_entries_are_announced_to_the_search(self, source, target):
        live = make_entry(tags=[source])
        make_entry(tags=[source], published=False)
        heard = []

        def listen(instance, **kwargs):
            heard.append(instance.pk)

        page_published.connect(listen)
        try:
            merge_tags(source, target)
        finally:
            page_published.disconnect(listen)
        assert heard == [live.pk]

    def test_tag_is_not_merged_into_itself(self, source):
        with pytest.raises(MergeError):
            merge_tags(source, source)


class TestAreas:
    @pytest.fixture
    def old(self):
        return TechnologyAreaFactory(name_ru="Тягачи", name_en="Towing vehicles")

    def test_entry_is_in_the_other_area(self, old, area):
        entry = make_entry(areas=[old])
        merge_areas(old, area)
        assert list(reloaded(entry).areas.all()) == [area]

    def test_entry_of_both_is_in_it_once(self, old, area):
        entry = make_entry(areas=[old, area])
        merge_areas(old, area)
        assert list(reloaded(entry).areas.all()) == [area]

    def test_draft_is_in_the_other_area(self, old, area):
        entry = make_entry(areas=[old, area], published=False)
        merge_areas(old, area)
        assert [known.pk for known in drafted(entry).areas.all()] == [area.pk]

    def test_area_stays_to_redirect(self, old, area):
        merge_areas(old, area)
        assert TechnologyArea.objects.get(pk=old.pk).merged_into == area

    def test_names_become_labels(self, old, area):
        merge_areas(old, area)
        labels = AlternativeLabel.objects.filter(area=area).values_list("language", "text")
        assert {("ru", "Тягачи"), ("en", "Towing vehicles")} <= set(labels)

    def test_concepts_of_the_glossary_follow(self, old, area):
        concept = Concept.objects.create(code="gizmo", area=old)
        merge_areas(old, area)
        assert list(area.concepts.filter(pk=concept.pk)) == [concept]

    def test_experts_follow(self, old, area):
        profile = ReviewerProfile.objects.create(user=UserFactory())
        profile.areas.set([old, area])
        merge_areas(old, area)
        assert list(profile.areas.all()) == [area]

    def test_area_with_narrower_areas_is_not_merged(self, area):
        with pytest.raises(MergeError):
            merge_areas(area.parent, TechnologyArea.objects.get(code="02"))

    def test_area_is_not_merged_into_a_merged_one(self, old, area):
        merge_areas(old, area)
        with pytest.raises(MergeError):
            merge_areas(area, TechnologyArea.objects.get(pk=old.pk))
