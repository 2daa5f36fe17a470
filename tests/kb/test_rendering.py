"""Kept parts of pages are made anew whenever what they show changes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kb import models as kb
from kb import rendering
from kb.workflow import set_standing
from prepared.changes import REMEMBERED, _forget_old_changes, changed
from prepared.marks import mark_of
from prepared.models import Change
from tests.factories.kb import EnterpriseFactory, make_document, make_entry, make_image

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(client, django_capture_on_commit_callbacks):
    """Shows an entry's page, after it was made and kept and then ``change`` was committed."""

    def show(entry, change):
        assert client.get(entry.url_path).status_code == 200
        assert kb.RenderedEntry.objects.filter(page=entry).exists()
        with django_capture_on_commit_callbacks(execute=True):
            change()
        return client.get(entry.url_path).content.decode()

    return show


def rename(thing, **names):
    for field, name in names.items():
        setattr(thing, field, name)
    thing.save()


def publish(entry, **values):
    for field, value in values.items():
        setattr(entry, field, value)
    entry.save_revision().publish()


def test_publication_makes_the_parts(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        entry = make_entry("case_study")

    assert "entry__indicators" in entry.rendered.body


def test_kept_parts_are_used_as_they_are(client, contributor, transaction_over):
    entry = make_entry()
    transaction_over()
    client.force_login(contributor)
    client.get(entry.url_path)
    kb.RenderedEntry.objects.filter(page=entry).update(opening="<h1>Kept</h1>")

    assert b"<h1>Kept</h1>" in client.get(entry.url_path).content


def test_parts_of_a_page_that_came_another_way_hold_until_something_changes(transaction_over):
    made = make_entry()
    rendering.keep(made)
    transaction_over()
    kb.RenderedEntry.objects.update(body="<p>as kept</p>")
    entry = kb.EntryPage.objects.get(pk=made.pk)

    assert rendering.parts_of(entry).body == "<p>as kept</p>"
    changed([f"group:{entry.translation_key}"])
    assert rendering.parts_of(entry).body != "<p>as kept</p>"


def test_missing_parts_are_made_on_the_spot_and_kept(client):
    entry = make_entry()
    kb.RenderedEntry.objects.all().delete()
    client.get(entry.url_path)

    assert kb.RenderedEntry.objects.filter(page=entry).exists()


def test_a_new_deploy_makes_them_anew(client, contributor, monkeypatch, transaction_over):
    entry = make_entry()
    transaction_over()
    client.force_login(contributor)
    client.get(entry.url_path)
    kb.RenderedEntry.objects.filter(page=entry).update(opening="<h1>Old</h1>")
    monkeypatch.setattr(rendering, "fingerprint", lambda patterns: "another deploy")

    assert b"<h1>Old</h1>" not in client.get(entry.url_path).content


def test_an_edited_template_shows_at_once_in_development(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    settings.DEBUG = True
    template = tmp_path / "templates" / "kb" / "page.html"
    template.parent.mkdir(parents=True)
    template.write_text("one")
    before = rendering.fingerprint(rendering.MADE_FROM)
    template.write_text("two")

    assert rendering.fingerprint(rendering.MADE_FROM) != before


def test_a_new_revision_shows(shown):
    entry = make_entry()

    assert "<h1>Новое</h1>" in shown(entry, lambda: publish(entry, title="Новое"))


def test_a_new_revision_shows_even_where_nothing_was_forgotten(client):
    entry = make_entry()
    client.get(entry.url_path)
    publish(entry, title="Новое")

    assert "<h1>Новое</h1>" in client.get(entry.url_path).content.decode()


def test_a_changed_standing_shows(shown):
    entry = make_entry(language="en")

    assert "Archived." in shown(entry, lambda: set_standing(entry, "archived"))


def test_the_end_of_validity_shows_without_any_change(client):
    entry = make_entry("technology", language="en")
    client.get(entry.url_path)
    yesterday = timezone.localdate() - timedelta(days=1)
    kb.TechnologyPage.objects.filter(pk=entry.pk).update(valid_until=yesterday)
    kb.RenderedEntry.objects.filter(page=entry).update(good_until=yesterday)

    assert "Valid only until" in client.get(entry.url_path).content.decode()


@pytest.mark.parametrize("role", ["enterprise", "adopter", "supplier"])
def test_a_renamed_enterprise_shows(shown, role):
    enterprise = EnterpriseFactory()
    entry = make_entry("case_study", **{role: enterprise})

    assert "Новый завод" in shown(entry, lambda: rename(enterprise, name_ru="Новый завод"))


def test_a_renamed_area_shows(shown, area):
    assert "Новое направление" in shown(make_entry(), lambda: rename(area, name_ru="Новое направление"))


def test_a_renamed_broader_area_shows(shown, area):
    assert "Новое направление" in shown(make_entry(), lambda: rename(area.parent, name_ru="Новое направление"))


def test_a_renamed_indicator_shows(shown):
    entry = make_entry("case_study")
    indicator = entry.indicators.first().indicator

    assert "Новый показатель" in shown(entry, lambda: rename(indicator, name_ru="Новый показатель"))


def test_a_renamed_tag_shows(shown):
    entry = make_entry(tags=["сушка"])

    assert "просушка" in shown(entry, lambda: rename(kb.Tag.objects.get(name="сушка"), name="просушка"))


def test_a_deleted_tag_goes(shown):
    entry = make_entry(tags=["сушка"])

    assert ">сушка<" not in shown(entry, lambda: kb.Tag.objects.get(name="сушка").delete())


def test_a_renamed_file_shows(shown):
    document = make_document("Протокол")
    entry = make_entry(attachments=[kb.EntryAttachment(document=document)])

    assert "Новый протокол" in shown(entry, lambda: rename(document, title="Новый протокол"))


def test_a_changed_caption_shows(shown):
    image = make_image()
    entry = make_entry(cover_image=image)

    assert "Новая подпись" in shown(entry, lambda: rename(image, caption="Новая подпись"))


def test_a_retitled_related_page_shows(shown):
    technology = make_entry("technology")
    case = make_entry("case_study", related_entries=[kb.RelatedEntry(related=technology)])

    assert "Новая сушилка" in shown(case, lambda: publish(technology, title="Новая сушилка"))


def test_a_page_that_now_links_here_shows(shown):
    technology = make_entry("technology")
    case = make_entry("case_study", title="Внедрение", published=False)

    def link():
        case.related_entries.set([kb.RelatedEntry(related=technology)])
        case.save_revision().publish()

    assert "Внедрение" in shown(technology, link)


def test_a_page_that_no_longer_links_here_goes(shown):
    technology = make_entry("technology")
    case = make_entry("case_study", title="Внедрение", related_entries=[kb.RelatedEntry(related=technology)])

    def unlink():
        case.related_entries.set([])
        case.save_revision().publish()

    assert "Внедрение" not in shown(technology, unlink)


def test_an_unpublished_related_page_goes(shown):
    technology = make_entry("technology")
    case = make_entry("case_study", related_entries=[kb.RelatedEntry(related=technology)])

    assert technology.url_path not in shown(case, technology.unpublish)


def test_a_deleted_related_page_goes(shown):
    technology = make_entry("technology")
    case = make_entry("case_study", related_entries=[kb.RelatedEntry(related=technology)])
    url = technology.url_path

    assert url not in shown(case, lambda: kb.TechnologyPage.objects.get(pk=technology.pk).delete())


def test_a_new_address_of_a_related_page_shows(shown):
    technology = make_entry("technology")
    case = make_entry("case_study", related_entries=[kb.RelatedEntry(related=technology)])

    assert "/ru/technologies/new-address/" in shown(case, lambda: publish(technology, slug="new-address"))


def test_a_new_translation_shows(shown, locales):
    entry = make_entry()

    def translate():
        entry.copy_for_translation(locales["kk"]).save_revision().publish()

    assert "Қазақша</a>" in shown(entry, translate).split("</header>", 1)[1]


def test_a_page_that_shows_nothing_of_it_is_kept(django_capture_on_commit_callbacks, client):
    entry = make_entry()
    client.get(entry.url_path)
    with django_capture_on_commit_callbacks(execute=True):
        rename(EnterpriseFactory(), name_ru="Другой завод")

    assert kb.RenderedEntry.objects.filter(page=entry).exists()


def test_restricted_texts_lie_apart_from_what_everybody_sees():
    kept = rendering.keep(make_entry("article", access="registered"))

    assert "Измерьте падение давления" not in kept.opening + kept.closing


def test_parts_that_nobody_deleted_do_not_outlive_the_change_that_they_lack(client, transaction_over):
    entry, other = make_entry("case_study"), make_entry("article")
    for page in (entry, other):
        client.get(page.url_path)
    transaction_over()
    # As though the process had ended between the commit and the clearing up.
    changed([mark_of("enterprise", entry.enterprise_id)])
    Change.objects.update(made_at=timezone.now() - REMEMBERED - timedelta(minutes=1))
    _forget_old_changes()
    assert list(kb.RenderedEntry.objects.values_list("page", flat=True)) == [other.pk]
    assert not Change.objects.exists()
