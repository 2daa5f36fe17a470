"""Where a reader is and can go: menu, breadcrumbs, languages, addresses for search engines.

The sections of the site are few and known (``setup_site`` makes their pages), so the menu costs no query. The
only one is for the translations of the page shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from kb.permissions import may_contribute, may_enter_admin
from notifications.bell import unread_count
from notifications.languages import LANGUAGE_CHOICES

LANGUAGES = tuple(code for code, _label in settings.LANGUAGES)
LANGUAGE_NAMES = dict(LANGUAGE_CHOICES)
OPEN_GRAPH_LOCALES = {"ru": "ru_RU", "be": "be_BY", "kk": "kk_KZ", "en": "en_GB"}

MENU = (
    ("technologies/", _("Technologies")),
    ("case-studies/", _("Case studies")),
    ("articles/", _("Best practices")),
    ("areas/", _("Areas")),
    ("enterprises/", _("Enterprises")),
)
FOOTER = (
    ("about/", _("About the exchange")),
    ("how-to-contribute/", _("How to contribute")),
    ("join/", _("Take part")),
    ("search/", _("Search")),
    ("feed/", _("Feed of new entries (Atom)")),
)
SECTION_PATHS = {"technology": "technologies/", "case_study": "case-studies/", "article": "articles/"}
# These pages lie at the same address in every language.
KNOWN_PATHS = frozenset({"", *(path for path, _label in MENU + FOOTER)})


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go to."""

    label: str
    url: str
    is_current: bool = False
    is_exact: bool = False


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """The page in one language, or the list that stands in for a translation that does not exist."""

    code: str
    url: str
    is_current: bool
    is_translation: bool

    @property
    def name(self) -> str:
        """The name of the language in itself."""
        return LANGUAGE_NAMES[self.code]

    @property
    def short_name(self) -> str:
        """The first letters of the name."""
        return self.name[:3]


@dataclass(frozen=True, slots=True)
class Alternate:
    """The absolute address of a version of the page, for search engines."""

    code: str
    url: str


@dataclass(slots=True)
class Navigation:
    """Everything that the frame of a page shows around its content."""

    language: str
    site_name: str
    title: str
    description: str
    home_url: str
    search_url: str
    canonical: str
    query: str = ""
    menu: list[Link] = field(default_factory=list)
    footer: list[Link] = field(default_factory=list)
    crumbs: list[Link] = field(default_factory=list)
    languages: list[LanguageChoice] = field(default_factory=list)
    alternates: list[Alternate] = field(default_factory=list)
    person: str = ""
    may_enter_admin: bool = False
    contribute_url: str = ""
    is_contributing: bool = False
    sign_in_url: str = ""
    unread: int = 0

    @property
    def og_locale(self) -> str:
        """The language as Open Graph writes it."""
        return OPEN_GRAPH_LOCALES[self.language]

    @property
    def translations(self) -> list[LanguageChoice]:
        """The other languages in which this very page can be read."""
        return [choice for choice in self.languages if choice.is_translation and not choice.is_current]


def current_language() -> str:
    """The language of the interface, a code of ``LANGUAGES``."""
    language = (get_language() or settings.LANGUAGE_CODE)[:2]
    return language if language in LANGUAGE_NAMES else settings.LANGUAGE_CODE


def navigation(request: HttpRequest, context: Any) -> Navigation:
    """The navigation of the page that ``request`` asks for; ``context`` is that of its template.

    Views may put ``title``, ``description`` and ``crumbs`` (a list of ``Link``) there, and ``part_of``: the page of
    which theirs shows a part, at an address below. Wagtail puts ``page``.
    """
    language = current_language()
    page = context.get("page")
    page = page if isinstance(page, Page) else None
    is_error = "exception" in context
    path = request.path
    languages = _languages(request, page or context.get("part_of"), language, is_error)
    site_name = gettext("Technology exchange")
    nav = Navigation(
        language=language,
        site_name=site_name,
        title=str(context.get("title") or (page and (page.seo_title or page.title)) or site_name),
        description=_description(context, page),
        home_url=f"/{language}/",
        search_url=f"/{language}/search/",
        canonical=_canonical(request),
        query=request.GET.get("q", "")[:200],
        menu=[
            Link(link.label, link.url, path.startswith(link.url), path == link.url) for link in _links(language, MENU)
        ],
        footer=list(_links(language, FOOTER)),
        crumbs=_crumbs(context, page, language),
        languages=languages,
    )
    if not is_error:
        nav.alternates = _alternates(request, languages)
    _person(nav, request)
    return nav


@lru_cache(maxsize=32)
def _links(language: str, links: tuple[tuple[str, Any], ...]) -> tuple[Link, ...]:
    with override(language):
        return tuple(Link(str(label), f"/{language}/{path}") for path, label in links)


def section_link(entry_type: str) -> Link:
    """The list of all entries of a type."""
    url = f"/{current_language()}/{SECTION_PATHS[entry_type]}"
    return next(link for link in _links(current_language(), MENU) if link.url == url)


def list_link(path: str) -> Link:
    """The section at ``path`` (a path of ``MENU``)."""
    language = current_language()
    return next(link for link in _links(language, MENU) if link.url == f"/{language}/{path}")


def home_link() -> Link:
    """The first page of the site."""
    return Link(gettext("Home"), f"/{current_language()}/")


def in_language(path: str, code: str) -> str:
    """The address ``path`` in another language, by its prefix."""
    first, _slash, rest = path.lstrip("/").partition("/")
    return f"/{code}/{rest}" if first in LANGUAGE_NAMES else f"/{code}/"


def _description(context: Any, page: Page | None) -> str:
    text = context.get("description")
    if not text and page is not None:
        text = page.search_description or getattr(page, "summary", "") or getattr(page, "introduction", "")
    return str(text or gettext("Technologies, case studies and best practices of Belarus and Kazakhstan."))


def _canonical(request: HttpRequest) -> str:
    url = request.build_absolute_uri(request.path)
    number = request.GET.get("page", "")
    return f"{url}?page={number}" if number.isdecimal() and number.isascii() and number != "1" else url


def _crumbs(context: Any, page: Page | None, language: str) -> list[Link]:
    if context.get("crumbs") is not None:
        return [home_link(), *context["crumbs"]]
    if page is None or page.depth <= 2:
        return []
    above = f"{page.url_path.rstrip('/').rpartition('/')[0]}/"
    section = [link for link in _links(language, MENU) if link.url == above]
    return [home_link(), *section]


def _languages(request: HttpRequest, page: Page | None, language: str, is_error: bool) -> list[LanguageChoice]:
    urls: dict[str, str] = {}
    if page is not None and in_language(page.url_path, "")[2:] not in KNOWN_PATHS:
        part = request.path.removeprefix(page.url_path) if request.path.startswith(page.url_path) else ""
        urls = {address[1:3]: f"{address}{part}" for address in _versions(page)}
        stand_in = f"{page.url_path.rstrip('/').rpartition('/')[0]}/"
    else:
        stand_in = "" if is_error else request.path
        if not is_error:
            query = f"?{request.GET.urlencode()}" if request.GET else ""
            urls = {code: in_language(request.path, code) + query for code in LANGUAGES}
    return [
        LanguageChoice(code, urls.get(code) or in_language(stand_in, code), code == language, code in urls)
        for code in LANGUAGES
    ]


def _versions(page: Page) -> Iterable[str]:
    """The addresses of the live versions of ``page``; ``kb.views.entry`` reads them with it."""
    found = getattr(page, "addresses", None)
    if found is None:
        found = Page.objects.filter(translation_key=page.translation_key, live=True).values_list("url_path", flat=True)
    return found


def _alternates(request: HttpRequest, languages: list[LanguageChoice]) -> list[Alternate]:
    found = [
        Alternate(choice.code, request.build_absolute_uri(choice.url.partition("?")[0]))
        for choice in languages
        if choice.is_translation
    ]
    default = next((alternate.url for alternate in found if alternate.code == settings.LANGUAGE_CODE), "")
    return [*found, Alternate("x-default", default)] if default else found


def _person(nav: Navigation, request: HttpRequest) -> None:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        back = urlencode({"next": request.get_full_path()})
        sign_in = f"/{nav.language}/accounts/login/"
        nav.sign_in_url = sign_in if "/accounts/" in request.path else f"{sign_in}?{back}"
        return
    nav.person = str(user)
    nav.unread = unread_count(user)
    nav.may_enter_admin = may_enter_admin(user)
    if may_contribute(user):
        nav.contribute_url = f"/{nav.language}/contribute/"
        nav.is_contributing = request.path.startswith(nav.contribute_url)
