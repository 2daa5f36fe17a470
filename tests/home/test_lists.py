"""Lists and pages of the frame: they answer in four languages, in few queries, with and without htmx."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kb.merging import merge_tags
from kb.models import Enterprise, Tag, TagRedirect, TechnologyArea
from tests.factories.kb import EnterpriseFactory, make_entry

LANGUAGES = ("ru", "be", "kk", "en")
PATHS = (
    "",
    "technologies/",
    "case-studies/",
    "articles/",
    "areas/",
    "areas/{area}/",
    "enterprises/",
    "enterprises/minsk-plant/",
    "tags/экономия/",
    "search/?q=сушка",
    "about/",
    "how-to-contribute/",
)
MOST_QUERIES = 12

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(enterprise: Enterprise) -> Any:
    return make_entry("technology", enterprise=enterprise)


@pytest.fixture
def htmx() -> dict[str, str]:
    return {"HX-Request": "true"}


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def full(path: str, language: str, area: TechnologyArea) -> str:
    return f"/{language}/{path.format(area=area.slug)}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_list_answers_in_few_queries(client: Client, entry: Any, area: TechnologyArea, language: str) -> None:
    counts = {path: queries(client, full(path, language, area)) for path in PATHS}
    assert max(counts.values()) <= MOST_QUERIES, counts


def test_the_number_of_queries_does_not_grow(
    client: Client, entry: Any, enterprise: Enterprise, area: TechnologyArea
) -> None:
    make_entry("case_study", enterprise=enterprise)
    make_entry("article", enterprise=enterprise)
    before = {path: queries(client, full(path, "ru", area)) for path in PATHS}
    for number in range(4):
        make_entry("technology", title=f"Сушка семян № {number}", enterprise=EnterpriseFactory())
        make_entry("case_study", title=f"Сушка досок № {number}", enterprise=enterprise, tags=["экономия", "сушка"])
    assert {path: queries(client, full(path, "ru", area)) for path in PATHS} == before


def test_a_list_shows_its_entries_with_area_country_and_readiness(client: Client, entry: Any) -> None:
    text = client.get("/ru/technologies/").content.decode()
    assert entry.title in text
    assert "country--by" in text
    assert "readiness--9" in text


def test_a_case_study_in_a_list_leads_with_its_figure(client: Client, enterprise: Enterprise) -> None:
    make_entry("case_study", enterprise=enterprise)
    text = client.get("/ru/case-studies/").content.decode()
    assert "−20\u00a0%" in text
    assert "figure--better" in text


def test_filters_work_without_javascript(client: Client, entry: Any, other_enterprise: Enterprise) -> None:
    make_entry("technology", title="Конвейер", enterprise=other_enterprise)
    text = client.get("/ru/technologies/?country=KZ").content.decode()
    assert "Конвейер" in text
    assert entry.title not in text
    assert '<form id="listing-form" class="facets" action="/ru/technologies/" method="get"' in text
    assert 'value="KZ" checked' in text


def test_a_filter_that_is_on_has_a_link_to_the_list_without_it(client: Client, entry: Any) -> None:
    text = client.get("/ru/technologies/?country=BY&readiness=series").content.decode()
    assert 'class="chip" href="/ru/technologies/?readiness=series"' in text
    assert 'class="chip" href="/ru/technologies/?country=BY"' in text


def test_htmx_gets_the_list_alone(client: Client, entry: Any, htmx: dict[str, str]) -> None:
    response = client.get("/ru/technologies/", headers=htmx)
    text = response.content.decode()
    assert text.lstrip().startswith('<p id="listing-status"')
    assert "<html" not in text
    assert "HX-Request" in response["Vary"]


def test_going_back_gets_the_whole_page(client: Client, entry: Any, htmx: dict[str, str]) -> None:
    response = client.get("/ru/technologies/", headers={**htmx, "HX-History-Restore-Request": "true"})
    assert "<html" in response.content.decode()


def test_markup_in_a_title_stays_text(client: Client, enterprise: Enterprise) -> None:
    make_entry("technology", title="<script>alert(1)</script>", enterprise=enterprise, tags=["<b>метка</b>"])
    text = client.get("/ru/technologies/").content.decode()
    assert "<script>alert" not in text
    assert "<b>метка" not in text


def test_the_words_of_a_search_stay_in_its_box(client: Client, entry: Any) -> None:
    text = client.get("/ru/search/", {"q": 'сушки "зерна"'}).content.decode()
    assert 'value="сушки &quot;зерна&quot;"' in text


def test_a_hit_in_another_language_says_so(client: Client, entry: Any) -> None:
    text = client.get("/kk/technologies/").content.decode()
    assert '<span class="badge badge--language" lang="ru">Русский</span>' in text


def test_a_merged_area_leads_to_the_one_that_took_its_place(client: Client, area: TechnologyArea) -> None:
    TechnologyArea.objects.create(code="97", slug="old-area", name_ru="Старое", merged_into=area)
    response = client.get("/kk/areas/old-area/")
    assert (response.status_code, response["Location"]) == (301, f"/kk/areas/{area.slug}/")


def test_a_merged_area_is_not_in_the_tree(client: Client, area: TechnologyArea) -> None:
    TechnologyArea.objects.create(code="97", slug="old-area", name_ru="Старое", merged_into=area)
    assert "Старое" not in client.get("/ru/areas/").content.decode()


def test_an_area_counts_the_entries_of_its_narrower_areas(client: Client, entry: Any, area: TechnologyArea) -> None:
    assert area.parent
    text = client.get(f"/ru/areas/{area.parent.slug}/").content.decode()
    assert entry.title in text
    assert f'<a href="/ru/areas/{area.slug}/">Тракторы <span class="count">1</span></a>' in text


def test_the_address_of_a_merged_tag_leads_to_the_other_tag(client: Client, entry: Any) -> None:
    TagRedirect.objects.create(slug="бережливость", tag=Tag.objects.get(name="экономия"))
    response = client.get("/be/tags/бережливость/")
    assert response.status_code == 301
    assert client.get(response["Location"]).status_code == 200


def test_tags_merged_by_editors_redirect(client: Client, entry: Any) -> None:
    old = Tag.objects.create(name="бережливость")
    merge_tags(old, Tag.objects.get(name="экономия"))
    assert client.get("/ru/tags/бережливость/").status_code == 301


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_there_is_not_found_in_the_language_asked(client: Client, language: str) -> None:
    for path in ("areas/nothing/", "enterprises/nothing/", "tags/ничего/", "nothing/", "a/b/", "a/b/c/"):
        response = client.get(f"/{language}/{path}")
        assert response.status_code == 404, path
        assert f'<html lang="{language}">' in response.content.decode()


@pytest.fixture
def many(db: None) -> Iterator[list[Enterprise]]:
    yield [EnterpriseFactory(name_ru=f"{letter}-завод", name_kk="", slug=f"p-{n}") for n, letter in enumerate("ҚЯАӘ")]


def test_enterprises_stand_in_the_order_of_the_alphabet(client: Client, many: list[Enterprise]) -> None:
    text = client.get("/kk/enterprises/").content.decode()
    places = [text.index(f"{letter}-завод") for letter in "АӘҚЯ"]
    assert places == sorted(places)


def test_enterprises_are_chosen_by_country_region_and_kind(client: Client, enterprise: Enterprise) -> None:
    EnterpriseFactory(name_ru="Алматинский завод", country="KZ", region="KZ-75")
    text = client.get("/ru/enterprises/?country=KZ&region=KZ-75&kind=manufacturer").content.decode()
    assert "Алматинский завод" in text
    assert "Минский завод" not in text


def test_nonsense_in_the_address_of_the_enterprises_is_passed_over(client: Client, enterprise: Enterprise) -> None:
    text = client.get("/ru/enterprises/?country=XX&kind=%00&page=99999999999").content.decode()
    assert "Минский завод" in text


def test_a_contact_is_shown_only_where_its_person_agreed(client: Client, enterprise: Enterprise) -> None:
    enterprise.contact_name, enterprise.contact_email = "Иван Петров", "petrov@example.org"
    enterprise.save()
    assert "petrov@example.org" not in client.get("/ru/enterprises/minsk-plant/").content.decode()
    enterprise.contact_is_public = True
    enterprise.save()
    assert "petrov@example.org" in client.get("/ru/enterprises/minsk-plant/").content.decode()


def test_pages_of_a_list_keep_its_filters(client: Client, enterprise: Enterprise) -> None:
    for number in range(21):
        make_entry("article", title=f"Порядок № {number}", enterprise=enterprise)
    text = client.get("/ru/articles/?country=BY").content.decode()
    assert 'href="/ru/articles/?country=BY&amp;page=2" rel="next"' in text
