"""What is offered while a visitor types."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from kb.merging import merge_areas
from kb.models import AlternativeLabel, Tag, TechnologyArea
from search import index
from search.models import QueryCount, Suggestion
from search.suggest import MOST, suggest
from tests.factories.kb import EnterpriseFactory
from tests.search.test_index import translated

pytestmark = pytest.mark.django_db
Publish = Callable[..., Any]


def offered(typed: str, language: str = "ru", source: str = "entry") -> list[str]:
    """The labels that one source offers."""
    return [offer.label for group in suggest(typed, language) if group.name == source for offer in group.offers]


@pytest.mark.parametrize(
    "typed", ["суш", "Линия", "линия суш", "зерна лин", "ЗЕРН", "kbybz", "  суш ", "мтз", "mtz 8", "liniya zer"]
)
def test_an_entry_is_offered_by_the_beginnings_of_words_of_its_title(publish: Publish, typed: str) -> None:
    publish(title="Линия сушки зерна МТЗ-82")
    assert offered(typed) == ["Линия сушки зерна МТЗ-82"]


@pytest.mark.parametrize("typed", ["л", "", "иния", "линия насос", "\x00", "' | 'x':*", "%", "ъъ", "'''"])
def test_what_begins_no_word_offers_nothing(publish: Publish, typed: str) -> None:
    publish(title="Линия сушки зерна")
    assert suggest(typed, "ru") == []


def test_a_title_is_found_without_kazakh_letters(publish: Publish) -> None:
    publish(language="kk", title="Өндіріс қауіпсіздігі")
    assert offered("ондирис кауип", "kk") == ["Өндіріс қауіпсіздігі"]


def test_a_title_that_begins_so_comes_first_then_the_newest(publish: Publish) -> None:
    publish(title="Насос старый")
    publish(title="Ремонт насоса")
    publish(title="Насос новый")
    assert offered("насос") == ["Насос новый", "Насос старый", "Ремонт насоса"]


def test_a_title_in_the_reader_s_language_comes_before_others(publish: Publish) -> None:
    publish(title="Ротор")
    publish(language="be", title="Ротар")
    assert [offered("рот", language) for language in ("ru", "be")] == [["Ротор", "Ротар"], ["Ротар", "Ротор"]]


def test_a_translation_is_offered_to_who_reads_its_language_by_any_of_its_titles(publish: Publish) -> None:
    translated(publish(title="Сушилка"), "kk", title="Кептіргіш")
    assert [offered("сушил", language) for language in ("ru", "kk", "en")] == [
        ["Сушилка"],
        ["Кептіргіш"],
        ["Сушилка"],
    ]


def test_drafts_and_withdrawn_entries_are_not_offered(publish: Publish) -> None:
    publish(title="Насос черновой", published=False)
    publish(title="Насос снятый").unpublish()
    assert offered("насос") == []


def test_a_new_title_takes_the_place_of_the_old_one(publish: Publish) -> None:
    page = publish(title="Насос")
    page.title = "Клапан"
    page.save_revision().publish()
    assert (offered("насос"), offered("клапан")) == ([], ["Клапан"])


def test_areas_are_offered_by_their_names_and_labels_with_the_number_of_their_entries(
    publish: Publish, area: TechnologyArea
) -> None:
    AlternativeLabel.objects.create(area=area, language="ru", text="Бороздовая машина")
    publish()
    (group,) = suggest("борозд", "en")
    (offer,) = group.offers
    assert (offer.label, offer.url, offer.entries) == (area.name_en, f"/ru/areas/{area.slug}/", 1)


def test_an_area_without_entries_is_not_offered(area: TechnologyArea) -> None:
    assert offered("трактор", source="area") == []


def test_a_label_that_is_deleted_offers_its_area_no_more(publish: Publish, area: TechnologyArea) -> None:
    publish()
    AlternativeLabel.objects.create(area=area, language="ru", text="Бороздовая машина").delete()
    assert offered("борозд", source="area") == []


def test_a_merged_area_is_not_offered(publish: Publish, area: TechnologyArea) -> None:
    publish()
    merge_areas(area, TechnologyArea.objects.get(code="01.2"))
    assert area.name_ru not in offered(area.name_ru, source="area")


def test_tags_are_offered_by_number_of_live_entries(publish: Publish) -> None:
    publish(tags=["насос", "насосная станция"])
    publish(tags=["насосная станция"])
    publish(tags=["насосы секретные"], published=False)
    assert offered("насос", source="tag") == ["насосная станция", "насос"]


def test_a_deleted_tag_is_not_offered(publish: Publish) -> None:
    publish(tags=["насос"])
    Tag.objects.get(name="насос").delete()
    assert not Suggestion.objects.filter(source="tag", text="насос").exists()


def test_a_renamed_enterprise_is_offered_by_its_new_name() -> None:
    enterprise = EnterpriseFactory(name_ru="Завод насосов", name_kk="Сорғы зауыты")
    enterprise.name_ru = "Завод клапанов"
    enterprise.save()
    assert [offered(typed, "kk", "enterprise") for typed in ("насосов", "клапан", "сорг")] == [
        [],
        ["Сорғы зауыты"],
        ["Сорғы зауыты"],
    ]


def test_no_more_than_ten_are_offered_of_all_sources(publish: Publish) -> None:
    for number in range(MOST):
        publish(title=f"Насос {number}", tags=[f"насос {number}"])
    counts = {group.name: len(group.offers) for group in suggest("насос", "ru")}
    assert counts == {"entry": MOST - 2, "tag": 2}


@pytest.fixture
def searched() -> Callable[..., None]:
    """Counts searches: so many a day, on so many days up to ``until`` days ago."""

    def count(
        query: str, a_day: int = 2, days: int = 3, *, until: int = 0, language: str = "ru", vain: int = 0
    ) -> None:
        for day in range(until, until + days):
            QueryCount.objects.create(
                day=timezone.localdate() - timedelta(days=day),
                language=language,
                query=query,
                searches=a_day,
                found_nothing=vain,
            )

    return count


@pytest.mark.parametrize("typed", ["сушка з", "СУШКА  ЗЕ"])
def test_a_frequent_search_is_offered_by_its_beginning(searched: Callable[..., None], typed: str) -> None:
    searched("сушка зерна")
    (group,) = suggest(typed, "ru")
    assert group.name == "query"
    assert group.offers[0][:2] == ("сушка зерна", "/ru/search/?q=" + quote("сушка зерна").replace("%20", "+"))


def test_the_most_frequent_searches_come_first_and_two_of_them(searched: Callable[..., None]) -> None:
    for number in range(3):
        searched(f"насос {number}", a_day=2 + number)
    assert offered("насос", source="query") == ["насос 2", "насос 1"]


@pytest.mark.parametrize(
    "values",
    [
        {"days": 2, "a_day": 50},
        {"a_day": 1},
        {"until": 40},
        {"vain": 1},
        {"language": "kk"},
        {"query": "насос […]"},
        {"query": "на_ос"},
    ],
    ids=["of two days", "seldom", "long ago", "in vain", "in another language", "with something left out", "other"],
)
def test_what_few_look_for_or_nobody_finds_is_not_offered(
    searched: Callable[..., None], values: dict[str, Any]
) -> None:
    searched(**{"query": "насос воды", **values})
    assert offered("насос" if values.get("query") != "на_ос" else "на%", source="query") == []


def test_frequent_searches_are_found_by_the_index(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT FROM search_querycount WHERE language = 'ru' AND query LIKE 'насос%'")
        plan = str(cursor.fetchall())
        assert "search_queries_begun" in plan and "~>=~" in plan


def test_a_rebuild_offers_the_same(publish: Publish, area: TechnologyArea) -> None:
    publish(title="Трактор", tags=["трактор"])
    before = list(Suggestion.objects.order_by("source", "object_id").values_list("source", "object_id", "text"))
    index.rebuild()
    after = list(Suggestion.objects.order_by("source", "object_id").values_list("source", "object_id", "text"))
    assert after == before


def test_all_sources_take_one_statement(publish: Publish, django_assert_num_queries: Any) -> None:
    publish(title="Трактор", tags=["трактор"])
    with django_assert_num_queries(1):
        suggest("трактор", "ru")


def test_beginnings_are_found_by_the_index(publish: Publish) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT FROM search_suggestion WHERE words @@ (SELECT '''насос'':*'::tsquery)")
        assert "search_suggested_words" in str(cursor.fetchall())


def test_the_answer_says_where_each_leads_and_may_be_kept_for_a_while(client: Client, publish: Publish) -> None:
    page = publish(title="Роторная сушилка", language="en", tags=["роторы"])
    answer = client.get("/ru/search/suggest/", {"q": "рото"})
    first, second = answer.json()["groups"]
    assert first["options"] == [{"label": page.title, "note": "", "language": "en", "url": page.url_path}]
    assert second["options"][0]["label"] == "роторы"
    assert answer["Cache-Control"] == "public, max-age=120"
    assert "Set-Cookie" not in answer and "Cookie" not in answer.get("Vary", "")


@pytest.mark.parametrize("typed", ["", "x" * 10_000, "а " * 5_000, "\x00'\"%s<", "№№№"])
def test_nonsense_is_answered_with_nothing(client: Client, typed: str) -> None:
    assert client.get("/kk/search/suggest/", {"q": typed}).json()["groups"] == []
