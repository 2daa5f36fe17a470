"""A small library, and the pages of it that are kept."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils.encoding import iri_to_uri

from home.models import StandardPage
from kb import models as kb
from prepared import store
from prepared.models import PreparedPage
from tests.factories.kb import EnterpriseFactory, make_entry

HOST = "http://testserver"


@pytest.fixture
def library(locales, area, transaction_over):
    """Two enterprises, an entry of each type, one of them in Kazakh too; and the addresses of their pages."""
    plant = EnterpriseFactory(name_ru="Минский завод", slug="minsk-plant")
    other = EnterpriseFactory(name_ru="Карагандинский завод", slug="karaganda-plant", country="KZ")
    elsewhere = kb.TechnologyArea.objects.get(code="02.1")
    technology = make_entry("technology", title="Сушилка", enterprise=plant, tags=["сушка"])
    case = make_entry("case_study", title="Внедрение", enterprise=other, areas=[elsewhere])
    article = make_entry("article", title="Наладка", enterprise=plant, areas=[elsewhere], tags=["наладка"])
    make_entry("article", title="Смазка", enterprise=other, areas=[area], tags=["смазка"])
    make_entry("case_study", title="Переход", enterprise=plant, areas=[area], tags=["сушка"])
    kazakh = technology.copy_for_translation(locales["kk"], copy_parents=True)
    kazakh.title = "Кептіргіш"
    kazakh.save_revision().publish()
    transaction_over()
    return SimpleNamespace(
        plant=plant, other=other, area=area, elsewhere=elsewhere, technology=technology, case=case, article=article,
        kazakh=kazakh, about=StandardPage.objects.get(url_path="/ru/about/"),
    )  # fmt: skip


def addresses(library) -> list[str]:
    """Every kind of page, in the languages of its content."""
    lists = ["", "technologies/", "case-studies/", "articles/", "areas/", "enterprises/", "about/"]
    lists += [f"areas/{library.area.slug}/", f"areas/{library.elsewhere.slug}/"]
    lists += ["enterprises/minsk-plant/", "enterprises/karaganda-plant/", "tags/сушка/", "tags/наладка/"]
    entries = [library.technology, library.case, library.article, library.kazakh]
    return [f"/{language}/{path}" for language in ("ru", "kk") for path in lists] + [
        entry.url_path for entry in entries
    ]


def kept(path: str) -> str | None:
    """The page that is kept for everybody and holds, if there is one."""
    found = store.find(f"{HOST}{iri_to_uri(path)}").page
    return found.body if found else None


def made_anew(path: str) -> str:
    """The page as it would be made now, whatever is kept of it."""
    PreparedPage.objects.filter(address=f"{HOST}{iri_to_uri(path)}").delete()
    kb.RenderedEntry.objects.all().delete()
    answer = Client().get(path)
    return answer.content.decode() if answer.status_code == 200 else f"answer {answer.status_code}"


@pytest.fixture
def changed_pages(library, django_capture_on_commit_callbacks, transaction_over) -> Callable:
    """Has all pages kept, then does ``change``: which pages are kept no more, and which are made otherwise now."""

    def compare(change: Callable[[], object]) -> tuple[set[str], set[str]]:
        paths = addresses(library)
        for path in paths:
            assert Client().get(path).status_code == 200, path
        before = {path: kept(path) for path in paths}
        assert None not in before.values(), [path for path, page in before.items() if page is None]
        with django_capture_on_commit_callbacks(execute=True):
            change()
        gone = {path for path in paths if kept(path) is None}
        transaction_over()
        differing = {path for path in paths if made_anew(path) != before[path]}
        return gone, differing

    return compare
