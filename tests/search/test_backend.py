"""The admin's own search: the words of four languages in the explorer, in lists and in dialogs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry
from wagtail.search.query import MATCH_ALL, Boost, Phrase, PlainText

from accounts.models import User
from kb.models import AlternativeLabel, KbDocument, KbImage, TechnologyArea, TechnologyPage
from search.backend import SearchBackend
from tests.factories.kb import EnterpriseFactory, make_entry, make_image

pytestmark = pytest.mark.django_db

TITLES = {
    "ru": "Быстрая переналадка прессов",
    "be": "Сушка збожжа ў шахтавай сушылцы",
    "kk": "Сорғы станциясын жаңғырту",
    "en": "Recovering heat of drying batteries",
}
FORMS = [
    ("ru", "переналадку пресса"),
    ("ru", "ПРЕССАМИ"),
    ("be", "сушылкі"),
    ("be", "шахтавых сушылак"),
    ("kk", "сорғылар"),
    ("kk", "станцияларды жаңғыртудың"),
    ("en", "drying battery"),
    ("en", "recovered"),
]
NONSENSE = ("-", "---", "&|!()", "'", '"', ":*", "ъъъ", "\\", "%", "*")


@pytest.fixture(autouse=True)
def kept_up_to_date(settings: Any) -> None:
    """Other tests spare themselves the index behind the admin's lists."""
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backend"}}


@pytest.fixture
def look(editor: User) -> Callable[..., str]:
    """What an editor sees at an address, given by its name and arguments, who typed ``q``."""
    client = Client()
    client.force_login(editor)

    def fetch(q: str, name: str, *args: Any, **data: Any) -> str:
        response = client.get(reverse(name, args=args), {"q": q, **data})
        assert response.status_code == 200
        body = response.content.decode()
        return body.split("<table", 1)[-1] if "<table" in body else body

    return fetch


@pytest.fixture
def entries(shared_enterprise: Any) -> dict[str, Any]:
    """An entry in each language, by language."""
    return {
        language: make_entry(language=language, title=title, enterprise=shared_enterprise, published=False)
        for language, title in TITLES.items()
    }


class TestExplorer:
    @pytest.mark.parametrize(("language", "form"), FORMS)
    def test_finds_other_forms_of_the_words(self, look, entries, language, form):
        parent = entries[language].get_parent()
        assert TITLES[language] in look(form, "wagtailadmin_explore", parent.pk)

    def test_does_not_find_what_lacks_a_word(self, look, entries):
        assert TITLES["ru"] not in look("переналадка насоса", "wagtailadmin_explore", entries["ru"].get_parent().pk)

    def test_needs_no_stop_words(self, look, entries):
        assert TITLES["ru"] in look("переналадка для прессов", "wagtailadmin_explore", entries["ru"].get_parent().pk)

    @pytest.mark.parametrize("typed", ["МТЗ-82.1", "MTZ-82.1", "mtz 82.1", "мтз82", "mtz82", "82.1"])
    def test_finds_designations_in_either_alphabet(self, look, shared_enterprise, typed):
        entry = make_entry(title="Трактор МТЗ-82.1 в карьере", enterprise=shared_enterprise, published=False)
        assert entry.title in look(typed, "wagtailadmin_explore", entry.get_parent().pk)

    @pytest.mark.parametrize("length", range(1, len("battery") + 1))
    def test_finds_while_a_word_is_typed(self, look, entries, length):
        parent = entries["en"].get_parent()
        assert TITLES["en"] in look("batteries"[:length], "wagtailadmin_explore", parent.pk)

    @pytest.mark.parametrize("name", ["wagtailadmin_pages:search", "entries:index"])
    def test_is_not_the_only_list_that_finds_forms(self, look, entries, name):
        assert TITLES["ru"] in look("прессами", name)

    def test_shows_no_entry_of_the_other_country(self, look):
        entry = make_entry(title=TITLES["ru"], enterprise=EnterpriseFactory(country="KZ"), published=False)
        assert entry.title not in look("прессами", "wagtailadmin_explore", entry.get_parent().pk)

    def test_search_of_all_pages_takes_words_in_quotes_in_their_order(self, look, entries):
        found = ["переналадка прессов", "прессов переналадка"]
        seen = [TITLES["ru"] in look(f'"{words}"', "wagtailadmin_pages:search") for words in found]
        assert seen == [True, False]

    def test_leaves_out_a_word_with_a_minus(self, look, entries):
        assert TITLES["ru"] not in look("переналадка -прессов", "wagtailadmin_explore", entries["ru"].get_parent().pk)

    @pytest.mark.parametrize("typed", NONSENSE)
    def test_finds_nothing_for_nonsense(self, look, entries, typed):
        parent = entries["ru"].get_parent()
        assert TITLES["ru"] not in look(typed, "wagtailadmin_explore", parent.pk)

    def test_takes_a_text_without_end(self, look, entries):
        parent = entries["ru"].get_parent()
        assert TITLES["ru"] in look("прессами " * 1_200, "wagtailadmin_explore", parent.pk)

    def test_can_be_ordered_by_date(self, look, entries):
        parent = entries["ru"].get_parent()
        text = look("прессами", "wagtailadmin_explore", parent.pk, ordering="latest_revision_created_at")
        assert TITLES["ru"] in text


class TestDialog:
    @pytest.mark.parametrize(("language", "form"), [("ru", "прессами"), ("kk", "сорғылар"), ("be", "сушылкі")])
    def test_of_pages_finds_forms(self, look, entries, language, form):
        assert TITLES[language] in look(form, "wagtailadmin_choose_page_search")

    @pytest.mark.parametrize(("language", "form"), FORMS)
    def test_of_images_finds_forms(self, look, language, form):
        make_image(TITLES[language])
        assert TITLES[language] in look(form, "wagtailimages_chooser:choose_results")

    @pytest.mark.parametrize(("language", "form"), FORMS)
    def test_of_documents_finds_forms(self, look, language, form):
        KbDocument.objects.create(title=TITLES[language], file=ContentFile(b"1", name="a.txt"))
        assert TITLES[language] in look(form, "wagtaildocs_chooser:choose_results")

    @pytest.mark.parametrize(
        ("field", "name", "form"),
        [
            ("name_ru", "Карьерные самосвалы", "карьерных самосвалов"),
            ("name_be", "Завод халадзільнікаў", "завода халадзільнік"),
            ("name_kk", "Құю зауыты", "құюдың зауытында"),
            ("name_en", "Foundry of castings", "casting foundries"),
        ],
    )
    def test_of_enterprises_finds_forms_of_each_name(self, look, field, name, form):
        enterprise = EnterpriseFactory(**{"name_ru": "Общество № 7", field: name})
        assert enterprise.name_ru in look(form, "enterprise_chooser:choose_results")

    def test_of_enterprises_finds_the_beginning_of_a_tax_number(self, look):
        enterprise = EnterpriseFactory(name_ru="Общество № 7")
        assert enterprise.name_ru in look(enterprise.tax_id[:6], "enterprise_chooser:choose_results")

    def test_of_images_finds_by_a_tag(self, look):
        image = make_image("Снимок")
        image.tags.add("экскаваторы")
        image.save()
        assert "Снимок" in look("экскаватора", "wagtailimages_chooser:choose_results")


class TestList:
    @pytest.fixture
    def area(self, area: TechnologyArea) -> TechnologyArea:
        """Indexed, as all areas are in an installation."""
        get_search_backend().add(area)
        return area

    @pytest.mark.parametrize("name", ["wagtailimages:index", "wagtailimages:index_results"])
    def test_of_images_finds_forms(self, look, name):
        make_image(TITLES["ru"])
        assert TITLES["ru"] in look("прессами", name)

    def test_of_documents_finds_forms(self, look):
        KbDocument.objects.create(title=TITLES["kk"], file=ContentFile(b"1", name="a.txt"))
        assert TITLES["kk"] in look("сорғылар", "wagtaildocs:index")

    def test_of_enterprises_finds_forms_within_a_filter(self, look):
        EnterpriseFactory(name_ru="Карьерные самосвалы", region="BY-HM")
        seen = ["Карьерные" in look("самосвалов", "enterprises:index", region=region) for region in ("BY-HM", "BY-BR")]
        assert seen == [True, False]

    @pytest.mark.parametrize("ordering", ["country", "-tax_id", "entry_count", "region"])
    def test_of_enterprises_can_be_ordered_while_searching(self, look, ordering):
        EnterpriseFactory(name_ru="Карьерные самосвалы")
        assert "Карьерные" in look("самосвалов", "enterprises:index", ordering=ordering)

    @pytest.mark.parametrize("ordering", ["code", "nace", "-entry_count"])
    def test_of_areas_can_be_ordered_while_searching(self, look, area, ordering):
        assert area.name_ru in look("трактора", "areas:index", ordering=ordering)

    def test_of_areas_finds_forms_within_a_branch(self, look, area):
        assert area.name_ru in look("трактора", "areas:index", parent=area.parent_id, level="2")

    def test_of_areas_finds_a_code(self, look, area):
        assert area.name_ru in look(area.code, "areas:index")

    def test_of_areas_follows_a_new_label_and_its_end(self, look, area):
        label = AlternativeLabel.objects.create(area=area, language="kk", text="Қосжүйелегіш")
        found = [area.name_ru in look("қосжүйелегіштер", "areas:index")]
        label.delete()
        found.append(area.name_ru in look("қосжүйелегіштер", "areas:index"))
        assert found == [True, False]

    def test_of_areas_forgets_an_area_that_is_gone(self, look):
        gone = TechnologyArea.objects.create(code="99", slug="gone", name_ru="Паровозы")
        AlternativeLabel.objects.create(area=gone, language="ru", text="локомотив")
        gone.delete()
        assert "Паровозы" not in look("локомотивы", "areas:index")


class TestBackend:
    @pytest.fixture
    def pages(self, shared_enterprise: Any) -> list[Any]:
        values: dict[str, Any] = {"enterprise": shared_enterprise, "tags": [], "published": False}
        return [
            make_entry(title="Насосы шахтного водоотлива с частотным приводом", **values),
            make_entry(title="Насос", **values),
            make_entry(title="Станция", summary="Ремонт насосов.", **values),
        ]

    def test_is_the_one_of_the_settings(self):
        assert isinstance(get_search_backend(), SearchBackend)

    def test_puts_short_titles_first_and_texts_last(self, pages):
        assert [page.pk for page in Page.objects.search("насосами")] == [pages[1].pk, pages[0].pk, pages[2].pk]

    def test_finds_words_of_the_text(self, pages):
        assert [page.pk for page in TechnologyPage.objects.search("ремонту")] == [pages[2].pk]

    def test_searches_in_the_title_alone_when_asked_to(self, pages):
        assert pages[2].pk not in {page.pk for page in TechnologyPage.objects.search("насос", fields=["title"])}

    def test_searches_in_other_fields_alone_when_asked_to(self, pages):
        found = {page.pk for page in TechnologyPage.objects.search("насос", fields=["summary"])}
        assert found == {pages[2].pk}

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            (PlainText("насос станция", operator="or"), {0, 1, 2}),
            (PlainText("насос станция"), {2}),
            (PlainText("насос") & PlainText("приводы"), {0}),
            (PlainText("привод") | PlainText("станции"), {0, 2}),
            (PlainText("насос") & ~PlainText("привод"), {1, 2}),
            (PlainText("насос") & ~(PlainText("привод") | PlainText("станция")), {1}),
            (Phrase("шахтным водоотливом"), {0}),
            (Phrase("водоотливом шахтным"), set()),
            (Boost(PlainText("станция"), 2), {2}),
            (PlainText("насос") & PlainText("-"), {0, 1, 2}),
            (PlainText("-"), set()),
            (~PlainText("-"), set()),
            (~MATCH_ALL, set()),
        ],
    )
    def test_understands_combined_queries(self, pages, query, expected):
        found = {page.pk for page in TechnologyPage.objects.search(query)}
        assert found == {pages[number].pk for number in expected}

    def test_gives_everything_where_everything_is_asked_for(self, pages):
        assert len(TechnologyPage.objects.search(MATCH_ALL)) == len(pages)

    def test_refuses_everything_as_a_part(self):
        with pytest.raises(NotImplementedError):
            list(Page.objects.search(PlainText("насос") & MATCH_ALL))

    @pytest.mark.parametrize("query", ["нас\x00осы", "\x00"])
    def test_takes_nul_characters(self, pages, query):
        assert list(Page.objects.search(query)) == list(Page.objects.autocomplete(query, fields=["title"])) == []

    @pytest.mark.parametrize("query", NONSENSE)
    def test_gives_no_rows_without_an_index_for_nonsense(self, pages, query):
        IndexEntry.objects.filter(object_id=str(pages[0].pk)).delete()
        assert [len(Page.objects.search(query)), len(Page.objects.autocomplete(query))] == [0, 0]

    def test_counts_by_type(self, pages):
        counts = Page.objects.search("насос").facet("content_type_id")
        assert counts == {pages[0].content_type_id: 3}

    def test_tells_the_score(self, pages):
        scores = [page.score for page in Page.objects.search("насос").annotate_score("score")]
        assert scores == sorted(scores, reverse=True) and min(scores) > 0

    def test_reads_no_other_entry_when_one_is_written(self, pages):
        before = IndexEntry.objects.exclude(object_id=str(pages[0].pk)).order_by("pk").values_list("pk", "title_norm")
        kept = list(before)
        with CaptureQueriesContext(connection) as queries:
            get_search_backend().add(pages[0])
        statements = [query["sql"] for query in queries if "wagtailsearch_indexentry" in query["sql"]]
        assert (len(statements), list(before)) == (1, kept)

    def test_reads_each_relation_once(self, pages):
        page = TechnologyPage.objects.get(pk=pages[0].pk)
        with CaptureQueriesContext(connection) as queries:
            get_search_backend().add(page)
        assert sum("kb_technicalparameter" in query["sql"] for query in queries) == 1

    @pytest.mark.parametrize(
        ("find", "index"), [("search", "search_admin_title_body"), ("autocomplete", "autocom")]
    )  # fmt: skip
    def test_goes_by_an_index(self, pages, find, index):
        results = getattr(Page.objects.all(), find)("насосами")
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO wagtailsearch_indexentry"
                " (content_type_id, object_id, title_norm, title, body, autocomplete, title_text, body_text)"
                " SELECT content_type_id, 'copy ' || number, 1, 'станок', body, 'станок', repeat('x', 1500), ''"
                " FROM wagtailsearch_indexentry, generate_series(1, 2000) number WHERE object_id = %s",
                [str(pages[0].pk)],
            )
            cursor.execute("ANALYZE wagtailsearch_indexentry")
            cursor.execute("SELECT gin_clean_pending_list('search_admin_title_body')")
            # For a handful of pages their rows would be fetched one by one.
            cursor.execute("SET LOCAL enable_nestloop = off")
        assert index in results.get_queryset().explain()

    def test_is_built_anew_from_nothing(self, pages):
        make_image(TITLES["ru"])
        IndexEntry.objects.all().delete()
        call_command("update_index", verbosity=0)
        assert [page.pk for page in Page.objects.search("насосу")] == [pages[1].pk, pages[0].pk, pages[2].pk]
        assert [image.title for image in KbImage.objects.search("прессами")] == [TITLES["ru"]]

    def test_forgets_what_is_deleted(self, pages):
        IndexEntry.objects.filter(object_id="0").delete()
        Page.objects.get(pk=pages[1].pk).delete()
        call_command("update_index", verbosity=0)
        assert pages[1].pk not in {page.pk for page in Page.objects.search("насосу")}

    def test_holds_all_that_setting_up_makes(self):
        for page in Page.objects.filter(depth=2):
            page.delete()
        TechnologyArea.objects.exclude(parent=None).delete()
        TechnologyArea.objects.all().delete()
        call_command("setup_site", verbosity=0)
        label = AlternativeLabel.objects.filter(language="kk").latest("pk")
        backend = get_search_backend()
        assert label.area in backend.autocomplete(label.text, TechnologyArea).results()
        rows = set(IndexEntry.objects.values_list("content_type__model", "object_id"))
        areas = {("technologyarea", str(pk)) for pk in TechnologyArea.objects.values_list("pk", flat=True)}
        pages = {
            (page.content_type.model, str(page.pk))
            for page in Page.objects.exclude(depth=1).select_related("content_type")
        }
        assert areas | pages <= rows
