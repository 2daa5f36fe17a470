"""The structure that every installation starts from."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.models import GroupPagePermission, Locale, Page, Site, Workflow

from home.models import HomePage, SectionPage, StandardPage
from kb.models import ReviewTask
from kb.permissions import CHIEF_EDITORS, EDITORS, EXPERTS

pytestmark = pytest.mark.django_db


def counts():
    models = (Locale, Page, Site, Group, GroupPagePermission, Workflow, ReviewTask)
    return {model.__name__: model.objects.count() for model in models}


def test_is_safe_to_repeat():
    before = counts()
    call_command("setup_site", verbosity=0)
    assert counts() == before


def test_reviews_have_names_in_the_language_of_the_editors():
    assert set(ReviewTask.objects.values_list("name", flat=True)) == {"Техническая проверка", "Редакционная проверка"}


def test_keeps_titles_that_editors_changed():
    Page.objects.filter(slug="articles", locale__language_code="ru").update(title="Опыт")
    call_command("setup_site", verbosity=0)
    assert Page.objects.get(slug="articles", locale__language_code="ru").title == "Опыт"


def test_brings_back_a_section_that_was_deleted():
    SectionPage.objects.get(slug="articles", locale__language_code="kk").delete()
    call_command("setup_site", verbosity=0)
    assert SectionPage.objects.filter(slug="articles", locale__language_code="kk").exists()


def test_takes_away_a_right_that_editors_should_not_have():
    editors = Group.objects.get(name=EDITORS)
    right = GroupPagePermission.objects.filter(permission__codename="publish_page").first().permission
    GroupPagePermission.objects.create(group=editors, page=Page.objects.get(depth=1), permission=right)
    call_command("setup_site", verbosity=0)
    assert not editors.page_permissions.filter(permission__codename="publish_page").exists()


def test_only_chief_editors_may_publish():
    groups = GroupPagePermission.objects.filter(permission__codename="publish_page").values_list(
        "group__name", flat=True
    )
    assert set(groups) == {CHIEF_EDITORS}


def test_only_staff_enters_the_admin():
    groups = Group.objects.filter(permissions__codename="access_admin").values_list("name", flat=True)
    assert set(groups) == {CHIEF_EDITORS, EDITORS, EXPERTS}


@pytest.mark.parametrize("model", ["technologyarea", "concept", "indicator"])
def test_editors_of_a_country_do_not_change_the_taxonomy(model):
    assert not Group.objects.get(name=EDITORS).permissions.filter(codename=f"change_{model}").exists()


def test_every_language_has_a_home_page():
    languages = HomePage.objects.values_list("locale__language_code", flat=True)
    assert sorted(languages) == ["be", "en", "kk", "ru"]


def test_sections_of_the_languages_are_translations_of_each_other():
    keys = SectionPage.objects.filter(entry_type="article").values_list("translation_key", flat=True)
    assert len(set(keys)) == 1


def test_pages_of_every_section_are_reviewed_twice(sections):
    stages = {tuple(task.specific.stage for task in section.get_workflow().tasks) for section in sections.values()}
    assert stages == {("technical", "editorial")}


def test_titles_are_in_the_language_of_the_tree():
    titles = SectionPage.objects.filter(entry_type="technology").values_list("title", flat=True)
    assert len(set(titles)) == 4


@pytest.mark.parametrize("language", ["ru", "be", "kk", "en"])
def test_how_to_contribute_leads_to_the_application(language):
    page = StandardPage.objects.get(slug="how-to-contribute", locale__language_code=language)
    assert f'href="/{language}/join/"' in page.body
