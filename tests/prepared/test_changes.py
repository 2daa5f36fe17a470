"""Whatever changes: the pages that show it are kept no more, and all others are."""

import pytest
from wagtail.models import PageViewRestriction

from kb import models as kb
from kb.workflow import set_standing
from tests.factories.kb import EnterpriseFactory, make_entry

pytestmark = pytest.mark.django_db


def rename(thing, **names):
    for field, name in names.items():
        setattr(thing, field, name)
    thing.save()


def publish(page, **values):
    page.refresh_from_db()
    for field, value in values.items():
        setattr(page, field, value)
    page.save_revision().publish()


def publish_with(page, relation, *values):
    page.refresh_from_db()
    getattr(page, relation).set(values)
    page.save_revision().publish()


CHANGES = {
    "a new title": lambda library: publish(library.technology, title="Новая сушилка"),
    "a new summary": lambda library: publish(library.case, summary="Иначе сказано."),
    "a new title of a translation": lambda library: publish(library.kazakh, title="Жаңа кептіргіш"),
    "a text that no list shows": lambda library: publish(library.article, sustainability="<p>Навсегда.</p>"),
    "another tag": lambda library: publish_with(library.article, "tags", "сушка"),
    "another area": lambda library: publish_with(library.case, "areas", library.area),
    "another enterprise": lambda library: publish(library.case, enterprise=library.plant),
    "a new entry": lambda library: make_entry("article", title="Ещё одна", enterprise=library.plant),
    "a new translation": lambda library: translate(library.case),
    "an entry taken back": lambda library: library.case.unpublish(),
    "a translation taken back": lambda library: library.kazakh.unpublish(),
    "a deleted entry": lambda library: kb.ArticlePage.objects.get(pk=library.article.pk).delete(),
    "a new address": lambda library: publish(library.article, slug="elsewhere"),
    "an archived entry": lambda library: set_standing(library.technology, "archived"),
    "a renamed enterprise": lambda library: rename(library.plant, name_ru="Новый завод"),
    "other products of an enterprise": lambda library: rename(library.other, products_ru="Насосы"),
    "a new enterprise": lambda library: EnterpriseFactory(country="KZ"),
    "a renamed area": lambda library: rename(library.area, name_ru="Новое направление"),
    "a renamed broader area": lambda library: rename(library.area.parent, name_ru="Новая отрасль"),
    "a renamed tag": lambda library: rename(kb.Tag.objects.get(name="сушка"), name="просушка"),
    "a renamed indicator": lambda library: rename(library.case.indicators.first().indicator, name_ru="Новый"),
    "another text of a plain page": lambda library: publish(library.about, body="<p>Иначе.</p>"),
    "a restricted page": lambda library: PageViewRestriction.objects.create(
        page=library.case, restriction_type=PageViewRestriction.LOGIN
    ),
}


OF_ALL_LANGUAGES = {
    "a new title",
    "a new title of a translation",
    "a new summary",
    "a text that no list shows",
    "an archived entry",
    "a renamed enterprise",
    "other products of an enterprise",
    "a renamed area",
    "a renamed broader area",
    "a renamed indicator",
    "another text of a plain page",
}


def in_any_language(path):
    return path[3:]


def translate(entry):
    from wagtail.models import Locale

    page = entry.copy_for_translation(Locale.objects.get(language_code="kk"), copy_parents=True)
    page.save_revision().publish()


@pytest.mark.parametrize("name", CHANGES)
def test_just_the_pages_that_show_it_are_kept_no_more(changed_pages, library, name):
    gone, differing = changed_pages(lambda: CHANGES[name](library))

    assert differing - gone == set(), "served as they were"
    # A thing is one for all languages: what shows it in another one goes too.
    shown = {in_any_language(path) for path in differing} if name in OF_ALL_LANGUAGES else set()
    assert {path for path in gone - differing if in_any_language(path) not in shown} == set(), "thrown away in vain"
